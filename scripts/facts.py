#!/usr/bin/env python
"""Print what became of the facts that AWS documents but does not model: adopted, refused and why, or open."""

from __future__ import annotations

import argparse
import collections
import sys
import typing as t

if t.TYPE_CHECKING:
    from typed_status.codegen.facts import Account


def main() -> int:
    """Print the coverage; the exit code is 1 while a question is open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", nargs="*", help="list each member of these services")
    arguments = parser.parse_args()
    try:
        from typed_status.codegen import facts, pipeline
        from typed_status.codegen.errors import GenerationError
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing: run scripts/install codegen", file=sys.stderr)
        return 2
    try:
        accounts = pipeline.accounts()
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    for account in accounts:
        if account.service in arguments.service:
            print_members(account)
    print_coverage(accounts)
    unsettled = [each for account in accounts for each in account.open]
    for candidate in unsettled:
        print(f"- {facts.question(candidate)}")
    return 1 if unsettled else 0


def print_members(account: Account) -> None:
    """Print each candidate of a service."""
    for candidate, rule in account.adopted:
        print(f"{account.service} {candidate.target}: {candidate.kind}, adopted by {rule}")
    for candidate, why in account.refused:
        print(f"{account.service} {candidate.target}: {candidate.kind}, refused. {why}")


def print_coverage(accounts: list[Account]) -> None:
    """Print the counts by kind, and the reasons of the refusals."""
    adopted = collections.Counter(each.kind for account in accounts for each, _ in account.adopted)
    refused = [(each.kind, why) for account in accounts for each, why in account.refused]
    unsettled = collections.Counter(each.kind for account in accounts for each in account.open)
    reasons = collections.Counter(refused)
    kinds = collections.Counter(kind for kind, _ in refused)
    for kind in sorted({*adopted, *kinds, *unsettled}):
        found = adopted[kind] + kinds[kind] + unsettled[kind]
        print(
            f"{kind}: {found} found, {adopted[kind]} adopted, {kinds[kind]} refused, "
            f"{unsettled[kind]} open"
        )
        for (other, why), count in reasons.most_common():
            if other == kind:
                print(f"  {count:4} refused: {why}")


if __name__ == "__main__":
    sys.exit(main())
