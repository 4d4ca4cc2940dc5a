#!/usr/bin/env python
"""Print a sample of the adopted facts, each with botocore's documentation of the member, to read one against the other."""

from __future__ import annotations

import argparse
import sys


def main() -> int:
    """Print the sample; the exit code is 2 if the catalog cannot be built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=16)
    seed = parser.parse_args().seed
    try:
        from upgrade import audit

        from typed_status.codegen import build
        from typed_status.codegen.exceptions import GenerationError
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing: run scripts/install codegen", file=sys.stderr)
        return 2
    try:
        found = audit.facts(build.shipped())
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    for fact in audit.sample(found, seed):
        print(f"{fact.key}: {fact.adopted}")
        print("".join(f"    {line}\n" for line in audit.documentation(fact)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
