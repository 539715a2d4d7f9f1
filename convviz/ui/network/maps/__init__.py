"""What every layer makes of a picture."""
