"""The autograd graph as a figure: laid out in ranks, the loss at the bottom."""
