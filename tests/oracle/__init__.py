"""Comparison with torch on random configurations. See tests/oracle/compare.py."""
