"""Opens, pastes and samples pictures. Knows no page."""
