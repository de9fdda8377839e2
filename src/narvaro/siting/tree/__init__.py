"""Trees of bounds: over sites, and over the counts of option types."""
