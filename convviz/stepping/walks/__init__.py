"""Orders of steps through a scene: output cell by output cell, or input cell by input cell."""
