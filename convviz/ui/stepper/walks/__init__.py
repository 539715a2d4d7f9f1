"""Orders of steps through a scene."""
