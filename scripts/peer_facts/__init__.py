"""What other projects wait for: extract it from their sources as facts, for ``scripts/peers.py``."""
