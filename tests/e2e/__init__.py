"""The whole program in a real window, one file a behaviour."""
