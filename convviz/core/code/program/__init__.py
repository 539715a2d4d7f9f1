"""Whole programs of PyTorch: a file, a notebook or pasted text, interpreted and never executed.

The way in is :func:`convviz.core.code.program.reading.read_program`. It gives a :class:`Program`,
which lists the networks of the text with their names, their lines and what their constructors
take. ``program.build(name, arguments, input_shape)`` then gives the nodes of one of them, the shape
of its input (given or guessed), what had to be guessed, and what is to be told.
"""
