"""A run: started, followed, kept, and offered again."""
