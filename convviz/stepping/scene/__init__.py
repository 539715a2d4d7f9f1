"""A layer's input, windows and output as they are drawn: axes, kinds of cells, values."""
