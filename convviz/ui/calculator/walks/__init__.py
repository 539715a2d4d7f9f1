"""Ways to walk through a computation: output cell by output cell, or input cell by input cell."""
