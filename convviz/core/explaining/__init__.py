"""What is worth knowing of settings, of refusals and of windows: codes and facts, no prose."""
