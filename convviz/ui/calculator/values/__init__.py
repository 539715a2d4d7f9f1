"""Numbers that come from outside: pasted text, seeds, pictures."""
