"""Tests of the processes that compute with torch."""
