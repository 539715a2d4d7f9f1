"""Fast tests of single modules."""
