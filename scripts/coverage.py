#!/usr/bin/env python
"""Print what the shipped types know beyond botocore's models: phases, and what they rest on."""

from __future__ import annotations

import sys

from typed_status.codegen import coverage, pipeline


def main() -> int:
    """Print the report; the exit code."""
    shipped = pipeline.shipped()
    print("\n".join(coverage.phases(shipped)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
