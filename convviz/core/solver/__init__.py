"""From a wanted output size to the settings that give it."""
