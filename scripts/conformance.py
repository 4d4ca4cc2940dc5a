#!/usr/bin/env python
"""Compare typed calls with untyped ones: with protocol test suites, or with the responses of moto's server.

``scripts/conformance`` runs this with the folders of ``tests`` that it imports from on the path. Exits with 1 if
something is not equal.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import os
import sys
import typing as t
from collections.abc import Sequence
from pathlib import Path

from moto_tour import SOURCE, Created, Read, Tour, evidence_in, shipped
from outcomes import Outcome, Verdict
from protocol_suites import OWN, cases_in
from suite_runs import isolated, run

_VARIABLE = "TYPED_STATUS_SUITES"
_SHOWN = 5


def suites(paths: Sequence[Path]) -> list[Outcome]:
    """Return the outcomes of all cases in files or folders."""
    return [*run([case for path in paths for case in cases_in(path)])]


def report_suites(outcomes: Sequence[Outcome]) -> None:
    """Print the counts, and the cases that are not equal with their reasons."""
    counts = collections.Counter(each.verdict for each in outcomes)
    print(f"{len(outcomes)} cases")
    for verdict in Verdict:
        print(f"  {verdict}: {counts[verdict]}")
        if verdict is not Verdict.EQUAL:
            for each in outcomes:
                if each.verdict is verdict:
                    print(f"    {each.case}")
                    for reason in each.reasons:
                        print(f"      {reason[:300]}")


def tour(services: Sequence[str]) -> tuple[list[Created], list[Read]]:
    """Create and read resources of the services, or of all that moto has."""
    created: list[Created] = []
    reads: list[Read] = []
    with isolated(), Tour() as visits:
        for service in services or shipped():
            for each in visits.visit(service):
                (created if isinstance(each, Created) else reads).append(t.cast(t.Any, each))
    return created, reads


def report_tour(created: Sequence[Created], reads: Sequence[Read]) -> None:
    """Print the counts, what is not equal, and the evidence."""
    failed = [each for each in created if each.error]
    print(f"{SOURCE}: {len(created) - len(failed)} calls created something")
    print(f"  calls that failed: {len(failed)}")
    for made in failed:
        print(f"    {made.service} {made.method}: {made.error[:200]}")
    compared = [each for each in reads if each.result in ("equal", "refused", "unequal")]
    filled = [each for each in compared if not each.is_empty]
    services = len({each.service for each in compared})
    print(f"  reads that botocore reads: {len(compared)}, of {services} services")
    print(f"    with something in them: {len(filled)}, of {len({each.service for each in filled})}")
    for result in ("equal", "refused", "unequal"):
        those = [each for each in compared if each.result == result]
        print(f"  {result}: {len(those)}")
        for each in those if result != "equal" else ():
            print(f"    {each.service} {each.operation}")
            for problem in each.problems[:_SHOWN]:
                print(f"      {problem[:200]}")
            if len(each.problems) > _SHOWN:
                print(f"      and {len(each.problems) - _SHOWN} more")
    print(f"  read with drift: {sum(bool(each.drift) for each in compared)}")
    counts = collections.Counter(each.result for each in reads)
    print(f"  errors of the server: {counts['error']}")
    print(f"  not read by botocore either: {counts['untyped']}")
    print(f"  not sent, as no parameters are known: {counts['unasked']}")
    found = evidence_in(reads)
    print(f"  evidence: {len(found)}")
    for evidence in found:
        empty = f", {evidence.empty} in empty structures" if evidence.empty else ""
        count = f"{evidence.sightings} of {evidence.structures}"
        print(f"    {evidence.service} {evidence.target}: {evidence.how} in {count}{empty}")
        print(f"      {', '.join(evidence.operations)}: {SOURCE}")


def main() -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", nargs="*", metavar="PATH", help="suites; or moto, and services of moto's"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    names: list[str] = given.what
    if names[:1] == ["moto"]:
        for unknown in set(names[1:]) - shipped().keys():
            parser.error(f"{unknown!r} is not a shipped service that moto supports")
        created, reads = tour(names[1:])
        if given.json:
            evidence = map(dataclasses.asdict, evidence_in(reads))
            print(json.dumps({"reads": [*map(_plain, reads)], "evidence": [*evidence]}, indent=1))
        else:
            report_tour(created, reads)
        return int(any(each.result in ("refused", "unequal") for each in reads))
    named = [os.environ[_VARIABLE]] if os.environ.get(_VARIABLE) else [str(OWN)]
    paths = [Path(name) for name in names or named]
    for path in paths:
        if not path.exists():
            parser.error(f"{path}: there is no such file or folder")
    outcomes = suites(paths)
    if given.json:
        print(json.dumps([dataclasses.asdict(each) for each in outcomes], indent=1))
    else:
        report_suites(outcomes)
    return int(any(each.verdict not in (Verdict.EQUAL, Verdict.NOT_RUN) for each in outcomes))


def _plain(read: Read) -> dict[str, t.Any]:
    names = ("service", "operation", "result", "problems", "drift", "is_empty")
    return {name: getattr(read, name) for name in names}


if __name__ == "__main__":
    sys.exit(main())
