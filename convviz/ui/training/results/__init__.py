"""What a run has learned: its layers, its batches, its answers, and what is done with them."""
