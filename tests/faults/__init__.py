"""What is done to convviz while it trains: kills at random moments, a user without rest."""
