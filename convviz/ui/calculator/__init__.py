"""The calculator page: one layer, stepped through window by window."""
