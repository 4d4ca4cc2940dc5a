#!/usr/bin/env python
"""Print what the shipped types add to botocore's models: phases, documented facts and starts,
with their sources."""

from __future__ import annotations

import argparse
import sys


def main() -> int:
    """Print the report; the exit code is 1 while a question is open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=["phases", "facts", "starts"], help="all, if not given"
    )
    what = parser.parse_args().what
    try:
        from upgrade import coverage

        from typed_status.codegen import build
        from typed_status.codegen.exceptions import GenerationError
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing: run scripts/install codegen", file=sys.stderr)
        return 2
    try:
        shipped = build.shipped()
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    for name, lines in (
        ("phases", coverage.phases),
        ("facts", coverage.facts),
        ("starts", coverage.starts),
    ):
        if what in (None, name):
            print("\n".join(lines(shipped)))
    print("\n".join(f"open: {question}" for question in shipped.questions))
    return 1 if shipped.questions else 0


if __name__ == "__main__":
    sys.exit(main())
