"""Real releases of botocore from 2019 to today: all of them generate, and what the reports say of the four services
that came first agrees with what botocore's own changelog announced.

``scripts/history`` runs this; the wheels are fetched with pip into ``.cache/botocore``.
"""

import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from typed_status.codegen import build, package
from typed_status.codegen.diff.compare import compare
from typed_status.codegen.models import botocore_source, releases

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "botocore"
HISTORY = tomllib.loads((Path(__file__).parent / "history.toml").read_text("utf-8"))
RELEASES = HISTORY["releases"]
ENTRIES = HISTORY["entry"]
ANNOUNCED = {name: text.split() for name, text in HISTORY["announced"].items()}
WHOLE = [name for name in ANNOUNCED if name != "connect"]
INVERSE = {"error-added": "error-removed", "class-added": "class-removed"}
IMPORT_ALL = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    module = importlib.import_module(name)
    assert all(hasattr(module, each) for each in module.__all__)
"""


def ordered(version):
    return tuple(map(int, version.split(".")))


def between(versions, old, new):
    """Those after ``old`` up to ``new``."""
    return [each for each in versions if ordered(old) < ordered(each) <= ordered(new)]


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = tmp_path_factory.mktemp("releases")

    def found(version):
        return releases.unpacked(releases.download(version, CACHE), folder)

    return found


@pytest.fixture(scope="session")
def report(release):
    """The changes from one release to another, in one of the services."""
    sides = {}

    def side(version, service):
        if (version, service) not in sides:
            there = release(version)
            names = [service] if service in botocore_source.services(there) else []
            found = build.shipped(names, there, strict=False).services
            sides[version, service] = (
                found,
                {
                    name: botocore_source.load(name, there).model["operations"].keys()
                    for name in names
                },
            )
        return sides[version, service]

    def changes(old, new, service):
        (was, was_known), (now, is_known) = side(old, service), side(new, service)
        return list(compare(was, now, was_known, is_known))

    return changes


def reported(changes):
    return {f"{each.kind} {each.where}" for each in changes}


@pytest.mark.parametrize("version", RELEASES)
def test_a_release_generates(version, release, tmp_path):
    shipped = build.shipped(release=release(version), strict=False)
    botocore_source.clear_cache()
    files = package.files(shipped.services)
    modules = [name.removesuffix(".py") for name in files if name.endswith(".py")]
    assert len(modules) == len(shipped.services) > 100
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
        if name.endswith(".py"):
            compile(text, name, "exec")
    if version in HISTORY["imported"]:
        command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, tmp_path, *modules]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def before(version):
    """The release before that one, which is the one that has another number less."""
    major, minor, patch = ordered(version)
    return f"{major}.{minor}.{patch - 1}"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: f"{each['service']}-{each['release']}")
def test_an_entry_of_the_changelog(entry, report):
    """What was announced came with that release, and what else came with it is known."""
    found = report(before(entry["release"]), entry["release"], entry["service"])
    if entry["service"] == "connect":
        assert reported(found) >= set(entry["changes"])
    else:
        assert reported(found) == set(entry["changes"])


@pytest.mark.parametrize("service", WHOLE)
def test_every_entry_is_explained(service):
    explained = [each["release"] for each in ENTRIES if each["service"] == service]
    for each in HISTORY["nothing"]:
        explained += each["releases"] if each["service"] == service else []
    assert sorted(explained) == sorted(ANNOUNCED[service])


KNOWN = [each for each in RELEASES if ordered(each) <= ordered(HISTORY["known_until"])]
PAIRS = [*pairwise(KNOWN)]


@pytest.mark.parametrize("service", WHOLE)
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_report_agrees_with_the_changelog(old, new, service, report):
    """Of two releases far apart, the report lists all changes that were announced between them."""
    expected = set()
    for entry in ENTRIES:
        if entry["service"] == service and between([entry["release"]], old, new):
            for change in entry["changes"]:
                kind, where = change.split(" ")
                undone = {f"{other} {where}" for other, undo in INVERSE.items() if undo == kind}
                expected = expected - undone if undone & expected else expected | {change}
    assert reported(report(old, new, service)) == expected


@pytest.mark.parametrize("service", ANNOUNCED)
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_nothing_changes_unannounced(old, new, service, report):
    if not between(ANNOUNCED[service], old, new):
        assert report(old, new, service) == []


@pytest.mark.parametrize(
    ("service", "change", "since"),
    [
        ("cloudcontrol", "member-added ProgressEvent.HooksRequestToken", "1.35.61"),
        ("cloudcontrol", "value-added HandlerErrorCode.UnauthorizedTaggingOperation", "1.35.61"),
        ("servicediscovery", "member-added Operation.OwnerAccount", "1.40.10"),
    ],
)
def test_when_it_appeared(service, change, since, report):
    found = [
        new for old, new in pairwise(RELEASES) if change in reported(report(old, new, service))
    ]
    (interval,) = found
    assert between([since], RELEASES[RELEASES.index(interval) - 1], interval)
    assert change in reported(report(before(since), since, service))


def test_the_bed_is_not_newer_than_what_is_shipped():
    assert ordered(releases.recorded()) >= ordered(RELEASES[-1])
