"""Shows a walk: planes, marks, the step in numbers, the timeline and the player. Knows no page."""
