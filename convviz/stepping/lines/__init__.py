"""A step in numbers: the sums and rules that are read beneath the drawing."""
