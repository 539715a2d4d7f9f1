"""The training page: settings, live plots, start and stop."""
