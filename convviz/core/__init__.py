"""The arithmetic: integers in, frozen values out. Standard library only."""
