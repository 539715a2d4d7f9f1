"""What a cell of a layer sees of the input, at every layer between."""
