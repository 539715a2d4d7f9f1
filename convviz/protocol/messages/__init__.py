"""What processes say to each other: one module a child, and what all of them share."""
