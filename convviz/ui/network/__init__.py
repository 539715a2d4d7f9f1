"""The network page: a Sequential with the shapes between its layers."""
