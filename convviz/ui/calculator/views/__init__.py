"""Other views of a step beside the grids, and the switch between them."""
