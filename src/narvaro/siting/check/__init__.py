"""The independent check of a solution: the raw arrays and the problem form, nothing of the solver."""
