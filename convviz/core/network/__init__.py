"""A Sequential of layers: its shapes up to the first failure, its sums, what its cells see."""
