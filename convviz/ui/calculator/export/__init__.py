"""The calculator's steps as files: animations, pictures, the formula, code that runs."""
