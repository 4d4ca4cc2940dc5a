"""The package imports its names on first use; checkers know them all the same."""

import typed_status

# E: mypy=attr-defined pyright=reportAttributeAccessIssue
from typed_status import wiat as wiat

# E: mypy=attr-defined pyright=reportAttributeAccessIssue
typed_status.status_off
