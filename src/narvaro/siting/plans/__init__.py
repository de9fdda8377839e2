"""Plans during a run: the first one, those made from the relaxation, perturbed and recombined ones."""
