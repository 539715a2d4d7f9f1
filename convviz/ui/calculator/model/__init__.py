"""What the calculator shows, computed from a document, without Qt."""
