"""Several runs in a row: a frontier, objectives in an order of rank, near ties."""
