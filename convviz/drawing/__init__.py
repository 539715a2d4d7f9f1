"""A network as a figure: blocks sized by their shapes, in primitives that know no toolkit."""
