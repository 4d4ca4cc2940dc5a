#!/usr/bin/env python
"""Rewrite typed_status/services, and what other files say about it, from a release of botocore: a thin wrapper around
scripts/upgrade. Prints what that changes for users of the typed code, and writes it to build/upgrade.md and
build/upgrade.json."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REPORTS = Path(__file__).parents[1] / "build"


def main() -> int:
    """Regenerate, or with --check compare only.

    The exit code is 1 where --check finds a difference or a removal stopped the run, and 2 where it failed.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--botocore",
        metavar="VERSION",
        help="this release, or 'newest', instead of the installed one",
    )
    which.add_argument("--wheel", metavar="FILE", help="the release in a wheel of botocore")
    which.add_argument(
        "--check",
        action="store_true",
        help="change nothing; exit 1 with a diff where what is committed is not what would be written",
    )
    parser.add_argument(
        "--accept-removals",
        action="store_true",
        help="go on where operations leave the catalog, and record them in the changelog",
    )
    arguments = parser.parse_args()
    try:
        from upgrade import upgrade

        from typed_status.codegen import package
        from typed_status.codegen.diff import report
        from typed_status.codegen.exceptions import GenerationError
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing: run scripts/install codegen", file=sys.stderr)
        return 2
    try:
        if arguments.check:
            found = upgrade.check()
            print(found or "the services are what the generator makes")
            print(package.counts())
            return 1 if found else 0
        spec = arguments.botocore or arguments.wheel or "installed"
        done = upgrade.upgrade(spec, accept_removals=arguments.accept_removals)
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    for name in ("upgrade.md", "upgrade.json"):  # those of an earlier run
        (REPORTS / name).unlink(missing_ok=True)
    if done.report.changes:
        REPORTS.mkdir(exist_ok=True)
        (REPORTS / "upgrade.md").write_text(report.as_markdown(done.report), "utf-8")
        (REPORTS / "upgrade.json").write_text(report.as_json(done.report), "utf-8")
        print(report.as_text(done.report))
    if done.stopped:
        print(f"{len(done.removed)} operations would leave the catalog; nothing was written.")
        print("\n".join(f"- {each}" for each in done.removed))
        print("Run again with --accept-removals if that is right.")
        return 1
    print(f"{len(done.files)} files changed" if done.files else "nothing changed")
    print(package.counts())
    if done.open:
        print(
            "Open questions, to be answered in catalog.toml, phases.toml, overlays/*.toml or refused.toml:"
        )
        print("\n".join(f"- {each}" for each in done.open))
    return 0


if __name__ == "__main__":
    sys.exit(main())
