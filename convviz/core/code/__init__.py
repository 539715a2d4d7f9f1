"""Reading and writing PyTorch text, which is interpreted and never executed."""
