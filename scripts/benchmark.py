"""Measurements, as ratios of what is timed side by side in one process, medians over rounds.

``imports``: what importing costs, against importing boto3 and making a service's client.
``startup``: what starting the command line costs, against the AWS CLI; rewrites a table in ``docs/cli.md``.
``wire``: what a typed response costs, against botocore's own parse and the untyped call; rewrites
``docs/benchmarks.md`` and ``docs/benchmarks.svg``.
``wait``: 10,000 waits in flight: memory, lateness, and our share of a poll; seven minutes.
"""

from __future__ import annotations

import argparse

from benchmarks import imports, startup, wait, wire

WHAT = {
    "imports": (imports.measure, 5),
    "startup": (startup.measure, 15),
    "wait": (wait.measure, 3),
    "wire": (wire.measure, 15),
}


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--rounds", type=int)
    arguments = parser.parse_args()
    measure, rounds = WHAT[arguments.what]
    measure(arguments.rounds or rounds)


if __name__ == "__main__":
    main()
