"""What the services start: the module of each imports its own from here on first use. Written by ``scripts/regenerate.py``."""
