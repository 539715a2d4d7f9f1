"""The app's own arithmetic on numbers, with numpy."""
