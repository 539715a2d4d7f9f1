"""Presets: their names, why each is worth looking at, and the ways to choose one."""
