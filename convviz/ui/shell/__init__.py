"""The window around the pages: menus, settings, files, recovery, and what outlives it."""
