"""The runs page: past trainings, compared."""
