"""What bootstrap.py is made of: system packages, the virtual environment, the checks."""
