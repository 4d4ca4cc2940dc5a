#!/usr/bin/env python
"""Extract what other projects wait for into ``tests/peers/verdicts``.

    scripts/peers.py terraform hashicorp/terraform-provider-aws=DIR
    scripts/peers.py crossplane crossplane-contrib/provider-aws=DIR
    scripts/peers.py ack aws-controllers-k8s/eks-controller=DIR ...
    scripts/peers.py ansible ansible-collections/amazon.aws=DIR ansible-collections/community.aws=DIR
    scripts/peers.py airflow WHEEL

With ``--starts``, extract which starts they send and what they then wait for or may read, into ``tests/peers/starts``:

    scripts/peers.py --starts terraform hashicorp/terraform-provider-aws=DIR
    scripts/peers.py --starts airflow WHEEL
    scripts/peers.py --starts cloudformation propulsionworks/cfn-resource-schemas=DIR
    scripts/peers.py --starts stepfunctions awsdocs/aws-step-functions-developer-guide=DIR@REVISION

DIR is a git directory, of which ``HEAD`` is read if there is no REVISION; WHEEL is one of apache-airflow-providers-amazon.
Prints the places that are not understood.
"""

from __future__ import annotations

import argparse
import sys
import typing as t
import zipfile
from pathlib import Path

from peer_facts import (
    ack,
    airflow_starts,
    crossplane,
    permissions,
    start_facts,
    terraform,
    terraform_starts,
    waiter_models,
    waits,
)
from peer_facts.start_facts import StartFact
from peer_facts.tree import Tree
from peer_facts.waits import Source, Wait

FOLDER = Path(__file__).parent.parent / "tests" / "peers"
Fact = t.TypeVar("Fact", Wait, StartFact)
TREES: dict[str, t.Callable[[Tree], tuple[list[Wait], list[str]]]] = {
    "terraform": terraform.waits,
    "crossplane": crossplane.waits,
    "ack": ack.waits,
    "ansible": waiter_models.ansible_of,
}
STARTS: dict[str, t.Callable[[Tree], tuple[list[StartFact], list[str]]]] = {
    "terraform": terraform_starts.starts,
    "cloudformation": permissions.cloudformation,
    "stepfunctions": permissions.stepfunctions,
}


def _wheel(path: Path) -> tuple[Source, dict[str, str]]:
    with zipfile.ZipFile(path) as wheel:
        texts = {
            name: wheel.read(name).decode()
            for name in wheel.namelist()
            if name.endswith((".py", ".json"))
        }
    return Source("apache/airflow", "-".join(path.name.split("-")[:2])), texts


def _read(
    given: list[str],
    of_tree: t.Callable[[Tree], tuple[list[Fact], list[str]]] | None,
    of_wheel: t.Callable[[dict[str, str]], tuple[list[Fact], list[str]]],
) -> tuple[list[Source], list[Fact], list[str]]:
    """Read sources: all are git directories if there is ``of_tree``, and wheels otherwise."""
    sources: list[Source] = []
    facts: list[Fact] = []
    unread: list[str] = []
    for each in given:
        if of_tree is None:
            source, texts = _wheel(Path(each))
            found, missed = of_wheel(texts)
        else:
            repository, _, place = each.partition("=")
            folder, _, revision = place.partition("@")
            tree = Tree.at(Path(folder), repository, revision or "HEAD")
            source = Source(repository, tree.commit)
            found, missed = of_tree(tree)
        sources.append(source)
        facts += found
        unread += missed
    return sources, facts, unread


def main() -> int:
    """Extract the facts of a peer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--starts", action="store_true", help="extract starts, not waits")
    parser.add_argument("peer", choices=sorted({*TREES, *STARTS, "airflow"}))
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    options = parser.parse_args()
    peer = options.peer
    if peer != "airflow" and peer not in (STARTS if options.starts else TREES):
        parser.error(f"{peer} has no {'starts' if options.starts else 'waits'}")
    if options.starts:
        sources, starts, unread = _read(options.sources, STARTS.get(peer), airflow_starts.starts)
        count = start_facts.write(FOLDER / "starts" / f"{peer}.json", sources, starts)
        distinct = {(each.service, each.start) for each in starts}
        print(f"{peer}: {count} facts of {len(distinct)} starts; not read: {len(unread)}")
    else:
        sources, found, unread = _read(options.sources, TREES.get(peer), waiter_models.airflow)
        count = waits.write(FOLDER / "verdicts" / f"{peer}.json", sources, found)
        services = {each.service for each in found if each.verdicts}
        print(f"{peer}: {count} verdicts, {len(services)} services; not read: {len(unread)}")
    for place in unread:
        print(f"  {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
