"""Local search over one plan, and a plan's exact value."""
