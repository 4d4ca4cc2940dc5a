"""Run a benchmark. Results are ratios of medians over interleaved rounds.

``checkers``: time of mypy and pyright for a user's program, relative to one without typed-status.
``imports``: import time, relative to importing boto3 and creating a service's client.
``startup``: startup time of the command line, relative to the AWS CLI; rewrites a table in ``docs/cli.md``.
``wire``: time for a typed response, relative to botocore's parser and the untyped call; rewrites
``docs/benchmarks.md`` and ``docs/benchmarks.svg``.
``wait``: memory, delay and CPU share of 10,000 waits in flight; takes seven minutes.

With ``--against PATH``, ``checkers`` and ``imports`` compare this checkout with another one, in interleaved rounds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import checkers, imports, startup, wait, wire

BENCHMARKS = {
    "checkers": (checkers.measure, 5),
    "imports": (imports.measure, 5),
    "startup": (startup.measure, 15),
    "wait": (wait.measure, 3),
    "wire": (wire.measure, 15),
}
AGAINST = {"checkers": checkers.compare, "imports": imports.compare}


def main() -> None:
    """Run the benchmark named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("--rounds", type=int)
    parser.add_argument(
        "--against", type=Path, metavar="PATH", help="a checkout, or a folder of installed packages"
    )
    arguments = parser.parse_args()
    measure, rounds = BENCHMARKS[arguments.benchmark]
    rounds = arguments.rounds or rounds
    if arguments.against is None:
        measure(rounds)
    elif arguments.benchmark not in AGAINST:
        parser.error(f"--against goes with {' and '.join(AGAINST)}")
    elif not (arguments.against / "typed_status" / "__init__.py").is_file():
        parser.error(f"--against: {arguments.against} has no package typed_status")
    else:
        AGAINST[arguments.benchmark](rounds, arguments.against.resolve())


if __name__ == "__main__":
    main()
