"""The list of layers and blocks: cards or lines, added, found, moved, folded."""
