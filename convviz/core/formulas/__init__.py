"""How output sizes, receptive fields and counts come about, line by line with the numbers."""
