"""Saves a walk as animation, picture or text. Knows no page."""
