"""The problem as the kernels read it: clients in one list, options by site, sites by rising cost."""
