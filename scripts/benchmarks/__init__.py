"""What is measured, one module each. May import: the standard library and what the modules need."""
