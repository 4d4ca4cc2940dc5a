"""Run a benchmark. Results are ratios of medians over interleaved rounds.

``imports``: import time, relative to importing boto3 and creating a service's client.
``startup``: startup time of the command line, relative to the AWS CLI; rewrites a table in ``docs/cli.md``.
``wire``: time for a typed response, relative to botocore's parser and the untyped call; rewrites
``docs/benchmarks.md`` and ``docs/benchmarks.svg``.
``wait``: memory, delay and CPU share of 10,000 waits in flight; takes seven minutes.
"""

from __future__ import annotations

import argparse

from benchmarks import imports, startup, wait, wire

BENCHMARKS = {
    "imports": (imports.measure, 5),
    "startup": (startup.measure, 15),
    "wait": (wait.measure, 3),
    "wire": (wire.measure, 15),
}


def main() -> None:
    """Run the benchmark named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("--rounds", type=int)
    arguments = parser.parse_args()
    measure, rounds = BENCHMARKS[arguments.benchmark]
    measure(arguments.rounds or rounds)


if __name__ == "__main__":
    main()
