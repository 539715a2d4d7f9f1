"""The network as code: shown, edited in place, pasted, opened from files."""
