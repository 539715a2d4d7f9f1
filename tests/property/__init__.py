"""Properties that hold for every input that hypothesis finds."""
