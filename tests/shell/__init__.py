"""The shell's commands, as a person would call them."""
