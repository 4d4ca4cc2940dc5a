#!/usr/bin/env python
"""Print rules for undecided members that AWS documents in the words of an adopted fact, or write them into the overlays.

Read each of them, then regenerate.
"""

from __future__ import annotations

import argparse
import sys


def main() -> int:
    """Run the command; the exit code is 2 if the catalog cannot be built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="append the rules to the overlays")
    given = parser.parse_args()
    try:
        from upgrade import copies

        from typed_status.codegen import build
        from typed_status.codegen.exceptions import GenerationError
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing: run scripts/install codegen", file=sys.stderr)
        return 2
    try:
        found = list(copies.copies(build.shipped(strict=False).ledgers))
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(map(copies.rule, found)))
    if given.write:
        copies.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
