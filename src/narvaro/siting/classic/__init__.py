"""The classic location models, each a transform of the cost table over the one core."""
