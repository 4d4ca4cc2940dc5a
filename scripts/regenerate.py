#!/usr/bin/env python
"""Rewrite typed_status/services from the installed botocore: a thin door to typed_status.codegen."""

from __future__ import annotations

import argparse
import sys


def main() -> int:
    """Regenerate, or with --check compare only; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; exit 1 with a diff where what is committed is not what would be written",
    )
    arguments = parser.parse_args()
    try:
        from typed_status.codegen import pipeline
        from typed_status.codegen.errors import GenerationError
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing: run scripts/install codegen", file=sys.stderr)
        return 2
    try:
        if arguments.check:
            found = pipeline.check()
            print(found or "the services are what the generator makes")
            print(pipeline.counts())
            return 1 if found else 0
        questions = pipeline.questions()
        changed = pipeline.regenerate()
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(f"wrote {name}" for name in changed) or "nothing changed")
    print(pipeline.counts())
    if questions:
        print("open questions, to be answered in overlays/*.toml or refused.toml:")
        print("\n".join(f"- {question}" for question in questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
