"""The tests here share how evidence is found with ``tests/field``."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "field"))
