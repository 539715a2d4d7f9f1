"""What is chosen: its fields, its facts, why its size is what it is."""
