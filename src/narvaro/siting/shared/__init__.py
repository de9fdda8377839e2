"""Problems in which layers share the capacity of each site: prices on it, and plans with cheapest assignments."""
