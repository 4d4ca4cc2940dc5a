"""Measurements, as ratios of what is timed side by side in one process, medians over rounds.

``checkers``: what checking a user's program costs with mypy and pyright, against one without typed-status.
``imports``: what importing costs, against importing boto3 and making a service's client.
``startup``: what starting the command line costs, against the AWS CLI; rewrites a table in ``docs/cli.md``.
``wire``: what a typed response costs, against botocore's own parse and the untyped call; rewrites
``docs/benchmarks.md`` and ``docs/benchmarks.svg``.
``wait``: 10,000 waits in flight: memory, lateness, and our share of a poll; seven minutes.

With ``--against PATH``, ``checkers`` and ``imports`` compare this checkout with another one, in alternating rounds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import checkers, imports, startup, wait, wire

WHAT = {
    "checkers": (checkers.measure, 5),
    "imports": (imports.measure, 5),
    "startup": (startup.measure, 15),
    "wait": (wait.measure, 3),
    "wire": (wire.measure, 15),
}
AGAINST = {"checkers": checkers.compare, "imports": imports.compare}


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--rounds", type=int)
    parser.add_argument(
        "--against", type=Path, metavar="PATH", help="a checkout, or a folder of installed packages"
    )
    arguments = parser.parse_args()
    measure, rounds = WHAT[arguments.what]
    rounds = arguments.rounds or rounds
    if arguments.against is None:
        measure(rounds)
    elif arguments.what not in AGAINST:
        parser.error(f"--against goes with {' and '.join(AGAINST)}")
    elif not (arguments.against / "typed_status" / "__init__.py").is_file():
        parser.error(f"--against: {arguments.against} has no package typed_status")
    else:
        AGAINST[arguments.what](rounds, arguments.against.resolve())


if __name__ == "__main__":
    main()
