#!/usr/bin/env python
"""Read the outputs that AWS documents, and print what is refused and which required members are missing in practice.

``scripts/evidence`` runs this with the folders of ``tests`` that it imports from on the path.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import tempfile
import typing as t
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from documented import Document, awscli_outputs, botocore_outputs
from readings import Reading, generate, is_shipped, read_all
from summary import Evidence, evidence_in

SOURCES: dict[str, Callable[[], Iterable[Document]]] = {
    "awscli": awscli_outputs,
    "botocore": botocore_outputs,
}


def report(title: str, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> None:
    """Print counts, what was refused and why, and the evidence."""
    unusable = [each for each in readings if each.document.broken]
    untyped = [each for each in readings if each.broken and not each.document.broken]
    refused = [each for each in readings if each.problems]
    is_read = [each for each in readings if each.is_read]
    drifted = sum(bool(each.drift) for each in is_read)
    responses = len(readings) - len(unusable)
    share = f"{len(is_read) / responses:.2%}" if responses else "none"
    print(f"{title}: {len(readings)} outputs, {responses} of them whole responses in JSON")
    print(f"  read: {len(is_read)} ({share}), {drifted} of them with drift")
    print(f"  refused: {len(refused)}")
    for each in refused:
        print(f"    {each.document.service} {each.document.operation}, {each.document.source}")
        for problem in each.problems[:5]:
            print(f"      {problem[:200]}")
        if len(each.problems) > 5:
            print(f"      and {len(each.problems) - 5} more")
    print(f"  not read by botocore either: {len(untyped)}")
    for each in untyped:
        print(f"    {each.document.service} {each.document.operation}, {each.document.source}")
        print(f"      {each.broken.splitlines()[0][:200]}")
    print(f"  no whole response in JSON: {len(unusable)}")
    for reason, count in collections.Counter(each.broken for each in unusable).most_common():
        print(f"    {count}: {reason.splitlines()[0]}")
    explained = [each for each in evidence if each.dropped == each.sightings]
    print(f"  evidence: {len(evidence) - len(explained)}")
    for each in evidence:
        if each.dropped < each.sightings:
            of = f" of {each.structures}" if each.structures else ""
            empty = f", {each.empty} in empty structures" if each.empty else ""
            print(f"    {each.service} {each.target}: {each.how} in {each.sightings}{of}{empty}")
            print(f"      {', '.join(each.operations)}: {'; '.join(each.sources[:3])}")
    print(f"  dropped by the paging of the AWS CLI: {len(explained)}")
    for each in explained:
        print(f"    {each.service} {each.target}")


def plain(readings: Sequence[Reading], evidence: Sequence[Evidence]) -> dict[str, t.Any]:
    """The same as data."""
    return {
        "outputs": [
            {
                "source": each.document.source,
                "service": each.document.service,
                "operation": each.document.operation,
                "shipped": is_shipped(each.document),
                "result": _result(each),
                "reason": each.broken,
                "problems": each.problems,
                "drift": each.drift,
            }
            for each in readings
        ],
        "evidence": [dataclasses.asdict(each) for each in evidence],
    }


def _result(reading: Reading) -> str:
    if reading.document.broken:
        return "no response"
    if reading.broken:
        return "not read by botocore"
    return "refused" if reading.problems else "read"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=f"{' or '.join(SOURCES)}")
    parser.add_argument("--all", action="store_true", help="also operations that are not shipped")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    names: list[str] = given.sources or [*SOURCES]
    for unknown in set(names) - SOURCES.keys():
        parser.error(f"unknown source {unknown!r}: expected {' or '.join(SOURCES)}")
    data: dict[str, t.Any] = {}
    for name in names:
        documents = [each for each in SOURCES[name]() if given.all or is_shipped(each)]
        with tempfile.TemporaryDirectory() as folder:
            if given.all:
                generate(documents, Path(folder))
            readings = read_all(documents, Path(folder))
        evidence = evidence_in(readings)
        data[name] = plain(readings, evidence)
        if not given.json:
            report(name, readings, evidence)
    if given.json:
        print(json.dumps(data, indent=1))


if __name__ == "__main__":
    main()
