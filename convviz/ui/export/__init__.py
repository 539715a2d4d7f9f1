"""Saves a walk as animation, drawing or text. Knows no page."""
