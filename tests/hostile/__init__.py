"""Everything that comes from outside, at its worst."""
