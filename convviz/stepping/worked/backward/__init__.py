"""Backward passes worked out: each cell of a gradient with the products that it is made of."""
