"""What is learned from: found, looked at, and chosen."""
