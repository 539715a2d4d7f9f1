"""Data sets: drawn Shapes-10, and CIFAR-10 from a folder, an archive or the network."""
