"""One step of each kind: a window, a block, a stamp."""
