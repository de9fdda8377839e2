"""The problem form, what a solution is, and when a limit is kept: read by all, computing nothing."""
