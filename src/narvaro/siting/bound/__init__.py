"""The Lagrangian bound and the subgradient that climbs it."""
