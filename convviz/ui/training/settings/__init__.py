"""How it is learned: the settings, each with its field, and the search for a learning rate."""
