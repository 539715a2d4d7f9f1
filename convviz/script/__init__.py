"""A training as a script of its own: PyTorch alone, without convviz."""
