"""Training: data by batch, the loop, checkpoints, and a session that ties them together."""
