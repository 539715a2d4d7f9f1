"""The network as the autograd graph of its loss, stepped forwards and back."""
