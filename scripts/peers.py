#!/usr/bin/env python
"""Extract what other projects wait for into ``tests/peers/verdicts``.

    scripts/peers.py terraform hashicorp/terraform-provider-aws=DIR
    scripts/peers.py crossplane crossplane-contrib/provider-aws=DIR
    scripts/peers.py ack aws-controllers-k8s/eks-controller=DIR ...
    scripts/peers.py ansible ansible-collections/amazon.aws=DIR ansible-collections/community.aws=DIR
    scripts/peers.py airflow WHEEL

DIR is a git directory, of which ``HEAD`` is read; WHEEL is one of apache-airflow-providers-amazon. Prints the places
that are not understood.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path

from peer_facts import ack, crossplane, terraform, waiter_models
from peer_facts.tree import Tree
from peer_facts.waits import Source, Wait, write

FOLDER = Path(__file__).parent.parent / "tests" / "peers" / "verdicts"


def _wheel(path: Path) -> tuple[Source, dict[str, str]]:
    with zipfile.ZipFile(path) as wheel:
        texts = {
            name: wheel.read(name).decode()
            for name in wheel.namelist()
            if name.endswith((".py", ".json"))
        }
    return Source("apache/airflow", "-".join(path.name.split("-")[:2])), texts


def _read(peer: str, given: list[str]) -> tuple[list[Source], list[Wait], list[str]]:
    sources: list[Source] = []
    waits: list[Wait] = []
    unread: list[str] = []
    for each in given:
        if peer == "airflow":
            source, texts = _wheel(Path(each))
            found, missed = waiter_models.airflow(texts)
        else:
            repository, _, folder = each.partition("=")
            tree = Tree.at(Path(folder), repository)
            source = Source(repository, tree.commit)
            if peer == "ansible":
                texts = tree.read("plugins/module_utils/*.py", "plugins/module_utils/*/*.py")
                found, missed = waiter_models.ansible(repository, texts)
            else:
                modules = {"terraform": terraform, "crossplane": crossplane, "ack": ack}
                found, missed = modules[peer].waits(tree)
        sources.append(source)
        waits += found
        unread += missed
    return sources, waits, unread


def main() -> int:
    """Extract the facts of a peer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("peer", choices=["terraform", "crossplane", "ack", "ansible", "airflow"])
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    options = parser.parse_args()
    sources, waits, unread = _read(options.peer, options.sources)
    verdicts = write(FOLDER / f"{options.peer}.json", sources, waits)
    services = {each.service for each in waits if each.verdicts}
    print(f"{options.peer}: {verdicts} verdicts, {len(services)} services; not read: {len(unread)}")
    for place in unread:
        print(f"  {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
