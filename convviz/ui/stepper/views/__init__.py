"""The ways in which a walk is drawn: grids, matrices, scatter."""
