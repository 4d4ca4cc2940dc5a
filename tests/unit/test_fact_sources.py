"""Where facts about statuses and refusals are from: each source names something that can be looked up, and exists as far as is known."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from botocore.loaders import Loader

from typed_status.codegen.facts import ledger, overlay
from typed_status.codegen.statuses import further, gone, progress_paths

VERDICTS = Path(__file__).parents[1] / "peers" / "verdicts"
# A file of a repository at a commit, or of a released package: terraform-provider-aws 1a5174b137bb, internal/x.go
FILE = re.compile(
    r"([\w.-]+) ([0-9a-f]{12}|\d[\d.]*\d), ([\w./-]+\.(?:go|json|py|rst|ya?ml))(?:, line (\d+))?"
)
# A page of documentation in AWS's public repositories, or by the guide and its title.
PAGE = re.compile(r"awsdocs/[\w-]+, doc_source/[\w./-]+\.md|\w[\w/ ]+, page: [A-Z]")
# Shapes, members or operations of the service model that are documented.
MODEL = re.compile(r"botocore's documentation of ([A-Z]\w+(?:\.\w+)?(?:, [A-Z]\w+(?:\.\w+)?)*)")
ENUM = re.compile(r"[Tt]he enum (\w+)")
WAITERS = re.compile(r"botocore's waiters (\w+ \(\w+\)(?:, \w+ \(\w+\))*)")
NAMED = (FILE, PAGE, MODEL, ENUM, WAITERS)


def of_statuses():
    files = map(overlay.read_overlay, sorted(overlay.OVERLAYS.glob("*.toml")))
    entries = [each for file in files for each in file]
    return [each for each in entries if isinstance(each, overlay.OpenEnum) and each.status]


SOURCES = [
    *((each.id.split(".")[0], each.id, each.source) for each in of_statuses() if each.source),
    *((each.service, f"gone {each.enum}", each.source) for each in gone.read_exceptions().entries),
    *(
        (each.service, f"further {each.targets[0]}", each.source)
        for each in further.read_decisions().further
        if each.source
    ),
    *(
        (each.service, f"refused {each.targets[0]} {each.kind}", each.source)
        for each in ledger.read_refused()
        if each.source
    ),
    *(
        (each.service, f"progress {each.shapes[0]}", each.source)
        for each in progress_paths.read_exceptions().structure
    ),
]


@cache
def model(service):
    return Loader().load_service_model(service, "service-2")


@cache
def waiters(service):
    return Loader().load_service_model(service, "waiters-2")["waiters"]


@cache
def collected():
    """The top folders with waits in the collected sources, by the short name and the version of each source."""
    folders = {}
    for path in VERDICTS.glob("*.json"):
        data = json.loads(path.read_text("utf-8"))
        for source in data["sources"]:
            name, _, version = source["version"].rpartition("-")  # a package, or a commit
            files = [
                each["file"] for each in data["waits"] if each["repository"] == source["repository"]
            ]
            key = name or source["repository"].rpartition("/")[2], version[:12]
            folders[key] = [top(file) for file in files]
    return folders


def top(file):
    return file.rpartition("/")[0].split("/")[:2]


def documented(service, name):
    shape, _, member = name.partition(".")
    found = model(service)["operations"].get(shape) or model(service)["shapes"].get(shape, {})
    described = found.get("members", {}).get(member, {}) if member else found
    held = model(service)["shapes"].get(described.get("shape"), {})
    return bool(described.get("documentation") or held.get("documentation") or held.get("enum"))


def test_there_are_sources():
    assert len(of_statuses()) > 200
    assert len(SOURCES) > 90
    files = [each[:2] for *_, source in SOURCES for each in FILE.findall(source)]
    assert len([each for each in files if each in collected()]) > 50
    assert all(each.source or each.doc_contains for each in of_statuses())


@pytest.mark.parametrize(("service", "entry", "source"), SOURCES, ids=[each[1] for each in SOURCES])
def test_a_source_names_what_can_be_looked_up(service, entry, source):
    assert any(pattern.search(source) for pattern in NAMED), source
    for names in MODEL.findall(source):
        for name in names.split(", "):
            assert documented(service, name), name
    for name, version, file, _ in FILE.findall(source):
        if (name, version) in collected():
            assert top(file) in collected()[name, version]
    for name in ENUM.findall(source):
        assert model(service)["shapes"][name]["enum"]
    for names in WAITERS.findall(source):
        for name in names.split(", "):
            assert name.split()[0] in waiters(service)


@pytest.mark.parametrize(
    "source",
    [
        "terraform-provider-aws, internal/service/dax.",
        "Amazon Personalize developer guide: the states of its other resources.",
        "AWS documentation: EC2, Host",
        "The Amazon provider of Airflow, which waits for them.",
        "cloudfront-controller of ACK.",
    ],
)
def test_a_source_that_names_no_place_is_found(source):
    assert not any(pattern.search(source) for pattern in NAMED)
