"""What a run has in hand: the best plan and proof, the clock, and what is left of the problem."""
