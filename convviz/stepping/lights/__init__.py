"""Which cells a step, or a cell under the mouse, lights."""
