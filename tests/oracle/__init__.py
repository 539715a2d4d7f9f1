"""Comparisons with torch on random configurations."""
