"""An upgrade of a tiny repository, from wheel to wheel: no network, and a botocore of one or two services."""

import copy
import functools
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny_service import METADATA
from upgrade import records, upgrade

from typed_status.cli.main import main
from typed_status.codegen import build
from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.facts import ledger
from typed_status.codegen.models import botocore_source, releases
from typed_status.codegen.statuses import catalog, gone, phases

STATES = ["CREATING", "CREATED", "FAILED"]
MODEL = {
    "metadata": METADATA,
    "operations": {
        name: {
            "name": name,
            "input": {"shape": "GetThingInput"},
            "output": {"shape": "GetThingOutput"},
        }
        for name in ("GetThing", "GetOther")
    },
    "shapes": {
        "GetThingInput": {"type": "structure", "members": {"Id": {"shape": "String"}}},
        "GetThingOutput": {"type": "structure", "members": {"Status": {"shape": "Status"}}},
        "Status": {"type": "string", "enum": STATES},
        "String": {"type": "string"},
    },
}
FILES = {
    "README.md": (
        "0 operations of 0 services: every operation of botocore 0 that only reads.\n"
        "0 describe a single resource, 0 are list operations.\n"
        "9 have no status: see there.\n"
        "It is tested with: 1.0.0 to the newest 0.0; no more.\n"
    ),
    "constraints.txt": "boto3==0\nbotocore==0\nclick==8.5.1\n",
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n",
    "docs/cli.md": "".join(
        f"  0 services. Search.\n  Options: typed-status {each} SERVICE OPERATION --help\n"
        for each in ("call", "wait", "watch")
    ),
    "docs/upgrades.md": "are generated from, 0.0. `scripts/versions`\n",
    "typed_status/runtime/wire/compatibility.py": "NEWEST: t.Final = (0, 0)\n",
    "typed_status/services/__init__.py": '"""Kept."""\n',
}


def changed(**shapes):
    model = copy.deepcopy(MODEL)
    model["shapes"] |= shapes
    return model


def wheel(folder: Path, version: str, **services) -> Path:
    path = folder / f"botocore-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"botocore-{version}.dist-info/METADATA", "")
        archive.writestr("botocore/__init__.py", f"__version__ = '{version}'\n")
        for name, model in services.items():
            archive.writestr(f"botocore/data/{name}/2026-01-01/service-2.json", json.dumps(model))
    return path


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The folder of wheels that stands for the package index."""
    folder = tmp_path / "index"
    folder.mkdir()

    def download(version, _):
        found = sorted(folder.glob(f"botocore-{version or '*'}-*.whl"))
        if not found:
            raise GenerationError(f"no botocore {version}")
        return found[-1]

    monkeypatch.setattr(releases, "download", download)
    return folder


@pytest.fixture
def overlays(tmp_path, monkeypatch):
    """The folder of overlays, an empty one; and no other reviewed data."""
    folder = tmp_path / "overlays"
    folder.mkdir()
    monkeypatch.setattr(build, "OVERLAYS", folder)
    nothing = build.Reviewed(catalog.Exceptions(), phases.Decisions(), gone.Exceptions())
    monkeypatch.setattr(build, "read_reviewed", lambda: nothing)
    monkeypatch.setattr(ledger, "read_refused", tuple)
    return folder


@pytest.fixture
def root(tmp_path, index, overlays):
    """A repository whose services are generated from botocore 1.0.0."""
    root = tmp_path / "root"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    wheel(index, "1.0.0", tiny=MODEL, small=MODEL)
    services = root / "typed_status" / "services"
    (services / releases.RECORD).write_text("0.9.0\n", "utf-8")
    wheel(index, "0.9.0", tiny=MODEL)
    upgrade.upgrade("1.0.0", root=root)
    return root


def everything(root):
    return {path: path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_an_upgrade_and_again(root, index):
    status = {"type": "string", "enum": [*STATES, "DELETING"]}
    wheel(index, "1.10.0", tiny=changed(Status=status), small=MODEL, more=MODEL)
    done = upgrade.upgrade("1.10.0", root=root)
    assert (done.report.old, done.report.new, done.stopped) == ("1.0.0", "1.10.0", False)
    assert [(each.service, each.kind) for each in done.report.changes] == [
        ("more", "service-added"),
        *[("more", "operation-added")] * 2,
        ("tiny", "status-value-added"),
    ]
    assert (
        root / "constraints.txt"
    ).read_text() == "boto3==1.10.0\nbotocore==1.10.0\nclick==8.5.1\n"
    assert (root / "README.md").read_text() == (
        "6 operations of 3 services: every operation of botocore 1.10.0 that only reads.\n"
        "6 describe a single resource, 0 are list operations.\n"
        "0 have no status: see there.\n"
        "It is tested with: 1.0.0 to the newest 1.10; no more.\n"
    )
    assert (root / "docs/cli.md").read_text() == "".join(
        f"  3 services. Search.\n  Options: typed-status {each} SERVICE OPERATION --help\n"
        for each in ("call", "wait", "watch")
    )
    assert "from, 1.10. `scripts" in (root / "docs/upgrades.md").read_text()
    assert (
        root / "typed_status/runtime/wire/compatibility.py"
    ).read_text() == "NEWEST: t.Final = (1, 10)\n"
    assert (
        "- `more`: `GetOther`, `GetThing` (botocore 1.10.0)." in (root / "CHANGELOG.md").read_text()
    )
    assert "DELETING" in (root / "typed_status/services/tiny.py").read_text()
    assert "typed_status/services/more.py" in done.files
    before = everything(root)
    again = upgrade.upgrade("1.10.0", root=root)
    assert (again.files, again.report.changes) == ((), ())
    assert everything(root) == before


def test_a_removal_stops_unless_it_is_accepted(root, index):
    model = copy.deepcopy(MODEL)
    del model["operations"]["GetOther"]
    wheel(index, "1.1.0", tiny=model)
    before = everything(root)
    done = upgrade.upgrade("1.1.0", root=root)
    assert done.stopped
    assert done.removed == ("small GetOther", "small GetThing", "tiny GetOther")
    assert everything(root) == before
    done = upgrade.upgrade("1.1.0", root=root, accept_removals=True)
    assert not done.stopped
    assert not (root / "typed_status/services/small.py").exists()
    changelog = (root / "CHANGELOG.md").read_text()
    for line in (
        "- `small` `small`: gone from botocore (botocore 1.1.0).",
        "- `small` `GetThing`: gone from botocore (botocore 1.1.0).",
        "- `tiny` `GetOther`: gone from botocore (botocore 1.1.0).",
    ):
        assert line in changelog.partition("## [0.1.0]")[0]
    assert upgrade.upgrade("1.1.0", root=root).files == ()


def test_an_operation_that_no_longer_qualifies_stops_it_too(root, index):
    """AWS has it still, but its status is a plain text by now."""
    wheel(index, "1.1.0", tiny=changed(Status={"type": "string"}), small=MODEL)
    done = upgrade.upgrade("1.1.0", root=root)
    assert (done.stopped, done.removed) == (True, ("tiny GetOther", "tiny GetThing"))
    assert {each.what for each in done.report.of("operation-removed")} == {"it no longer qualifies"}


def test_a_removal_of_our_own_stops_it_and_is_recorded(root, index, monkeypatch):
    found = upgrade.side_of

    def without(release):
        side = found(release)
        services = tuple(each for each in side.shipped.services if each.name != "small")
        return side._replace(shipped=upgrade.Shipped(services, (), ()))

    monkeypatch.setattr(upgrade, "side_of", without)
    assert upgrade.upgrade("1.0.0", root=root).stopped
    upgrade.upgrade("1.0.0", root=root, accept_removals=True)
    assert "- `small` `GetThing`: left the catalog." in (root / "CHANGELOG.md").read_text()


RULES = """
[[rule]]
id = "tiny.status-returned"
target = "GetThingOutput.Status"
check = "required"
why = "it is"
doc_contains = "always"

[[rule]]
id = "tiny.gone"
target = "GetThingOutput.Gone"
check = "required"
why = "it was"
source = "a test"
"""


def test_rules_that_no_longer_hold_are_told_by_every_run_and_stop_the_check(root, index, overlays):
    (overlays / "tiny.toml").write_text(RULES, "utf-8")
    wheel(index, "1.1.0", tiny=MODEL, small=MODEL)
    done = upgrade.upgrade("1.1.0", root=root)
    assert [each.split(":")[1] for each in done.open] == [
        " rule 'tiny.status-returned'",
        " rule 'tiny.gone'",
    ]
    # One has lost its words and is applied, the other one its member.
    assert "    status: Status\n" in (root / "typed_status/services/tiny.py").read_text()
    before = everything(root)
    again = upgrade.upgrade("1.1.0", root=root)
    assert (again.open, again.files) == (done.open, ())
    assert everything(root) == before
    with (
        releases.opened("1.1.0") as release,
        pytest.raises(GenerationError, match="status-returned"),
    ):
        build.shipped(release=release)


def test_the_report_of_an_earlier_run_does_not_stay(root, index, tmp_path, monkeypatch):
    path = Path(__file__).parents[2] / "scripts" / "regenerate.py"
    script = runpy.run_path(str(path))
    run = script["main"]
    build = tmp_path / "build"
    monkeypatch.setitem(run.__globals__, "REPORTS", build)
    monkeypatch.setattr(upgrade, "upgrade", functools.partial(upgrade.upgrade, root=root))
    monkeypatch.setattr(sys, "argv", ["regenerate.py", "--botocore", "1.1.0"])
    wheel(index, "1.1.0", tiny=MODEL, small=MODEL, more=MODEL)
    assert run() == 0
    assert sorted(path.name for path in build.iterdir()) == ["upgrade.json", "upgrade.md"]
    assert run() == 0
    assert not [*build.iterdir()]


class Died(BaseException):
    """The process ends: nothing catches this."""


def test_an_upgrade_that_dies_anywhere_is_completed_by_the_next(root, index, tmp_path, monkeypatch):
    model = changed(Status={"type": "string", "enum": [*STATES, "DELETING"]})
    del model["operations"]["GetOther"]
    wheel(index, "1.10.0", tiny=model, more=MODEL)
    whole = tmp_path / "whole"
    shutil.copytree(root, whole)
    upgrade.upgrade("1.10.0", root=whole, accept_removals=True)
    wanted = {path.relative_to(whole): text for path, text in everything(whole).items()}
    place, unlink = os.replace, Path.unlink
    deaths = 0
    while True:
        repository = tmp_path / f"dies{deaths}"
        shutil.copytree(root, repository)
        left = [deaths]

        def doomed(act, left=left):
            def acting(*arguments, **named):
                if left[0] == 0:
                    raise Died
                left[0] -= 1
                return act(*arguments, **named)

            return acting

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", doomed(place))
            patch.setattr(Path, "unlink", doomed(unlink))
            try:
                upgrade.upgrade("1.10.0", root=repository, accept_removals=True)
            except Died:
                deaths += 1
            else:
                break
        upgrade.upgrade("1.10.0", root=repository, accept_removals=True)
        found = {
            path.relative_to(repository): text for path, text in everything(repository).items()
        }
        assert found == wanted, f"dead before write {deaths}"
    # CHANGELOG, README, constraints, supported, docs/upgrades, tiny, more, the index, that of the starts, small that goes, and the record
    assert deaths == 11


def test_records_need_their_places(root):
    (root / "constraints.txt").write_text("boto3==1\n", "utf-8")
    facts = records.Facts("1.0.0", 1, 1, 1, 1, 1, 1)
    with pytest.raises(GenerationError, match=r"constraints\.txt: expected one place"):
        records.updated_files(root, facts)


def test_records_that_are_behind_are_a_difference(root):
    facts = records.Facts("1.0.0", 4, 2, 4, 0, 2, 0)
    assert records.difference(root, facts) == ""
    found = records.difference(root, facts._replace(botocore="1.0.1"))
    assert [line.split(":")[0] for line in found.splitlines()] == ["constraints.txt", "README.md"]


def test_a_release_by_wheel_and_by_folder(index, tmp_path):
    made = wheel(index, "1.2.3", tiny=MODEL)
    with releases.opened(str(made)) as release:
        assert release.version == "1.2.3"
        assert botocore_source.services(release) == ["tiny"]
        assert botocore_source.load("tiny", release).botocore_version == "1.2.3"
        assert botocore_source.waiters("tiny", release) == ()
        folder = Path(release.data)
    assert not folder.exists()
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "site")
    for inner in ("", "botocore", "botocore/data"):
        with releases.opened(str(tmp_path / "site" / inner)) as release:
            assert (release.version, botocore_source.services(release)) == ("1.2.3", ["tiny"])
    with releases.opened("newest") as release:
        assert release.version == "1.2.3"
    with releases.opened("installed") as release:
        assert release == botocore_source.installed()


@pytest.mark.parametrize("spec", ["nonsense", "wheel", "empty", "botocore.whl"])
def test_what_is_no_release(spec, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "botocore.whl").write_bytes(b"PK")
    with zipfile.ZipFile(tmp_path / "wheel", "w") as archive:
        archive.writestr("other/data/x.json", "{}")
    with pytest.raises(GenerationError, match=spec), releases.opened(spec):
        pass


@pytest.mark.parametrize("version", ["..", "1.2", "1.2.3.dev1", "٣.٣.٣", "1.2.3\n"])
def test_a_wheel_has_the_version_of_a_release(version, tmp_path):
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"botocore-{version}.dist-info/METADATA", "")
        archive.writestr("botocore/data/tiny/1/service-2.json", "{}")
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(GenerationError, match=r"x\.whl is not a wheel of a release of botocore"):
        releases.unpacked(path, folder)
    assert not [*folder.iterdir()]


def test_a_wheel_has_service_models(tmp_path):
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("botocore-1.2.3.dist-info/METADATA", "")
        archive.writestr("botocore/data/endpoints.json", "{}")
    with pytest.raises(GenerationError, match=r"not a wheel of botocore.*service models"):
        releases.unpacked(path, tmp_path)


def spoilt(how: str, path: Path) -> None:
    """A wheel that ``zipfile`` opens, and cannot unpack."""
    name = "botocore/data/tiny/1/service-2.json"
    long = f"botocore/data/tiny/1/{'x' * 300}.json"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("botocore-1.2.3.dist-info/METADATA", "")
        archive.writestr(name, "0123456789" * 100)
        if how == "long name":
            archive.writestr(long, "{}")
        entry = archive.getinfo(name)
    data = bytearray(path.read_bytes())
    start = entry.header_offset
    begin = start + 30 + len(name)
    listed = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    match how:
        case "corrupted":
            data[begin : begin + entry.compress_size] = b"\xff" * entry.compress_size
        case "encrypted":
            data[start + 6] |= 1
            data[listed + 8] |= 1
        case "unknown compression":
            data[start + 8] = data[listed + 10] = 77
        case "wrong checksum":
            data[start + 14] ^= 1
            data[listed + 16] ^= 1
        case "too large":
            data[listed + 24 : listed + 28] = (3_000_000_000).to_bytes(4, "little")
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("corrupted", "cannot be unpacked"),
        ("encrypted", "cannot be unpacked.*encrypted"),
        ("unknown compression", "cannot be unpacked"),
        ("wrong checksum", "cannot be unpacked"),
        ("long name", "cannot be unpacked"),
        ("too large", "3,000,000,000 bytes"),
    ],
)
def test_a_wheel_that_cannot_be_unpacked_compares_with_nothing(how, said, tmp_path):
    path = tmp_path / "x.whl"
    spoilt(how, path)
    run = CliRunner().invoke(main, ["diff", str(path), "installed"])
    assert run.exit_code == 2, run.exception
    assert re.search(rf"x\.whl .*{said}", run.stderr)


def test_an_empty_model_compares_with_nothing(index):
    path = wheel(index, "1.2.3", tiny=MODEL, empty={})
    run = CliRunner().invoke(main, ["diff", str(path), "installed"])
    assert run.exit_code == 2, run.exception
    assert "empty/service-2.json: the file: not a service model" in run.stderr


def test_an_upgrade_wants_a_version_and_a_comparison_does_not(root, tmp_path):
    data = tmp_path / "data" / "tiny" / "1"
    data.mkdir(parents=True)
    (data / "service-2.json").write_text(json.dumps(MODEL), "utf-8")
    before = everything(root)
    with pytest.raises(GenerationError, match=r"has no version .found 'data'"):
        upgrade.upgrade(str(tmp_path / "data"), root=root)
    assert everything(root) == before
    run = CliRunner().invoke(main, ["diff", str(tmp_path / "data"), str(tmp_path / "data")])
    assert (run.exit_code, run.stdout[:21]) == (0, "botocore data -> data")


@pytest.mark.parametrize("said", [None, "", "data\n", "1.0.0\n1.1.0\n"])
def test_a_record_that_names_no_release(tmp_path, said):
    if said is not None:
        (tmp_path / releases.RECORD).write_text(said, "utf-8")
    with pytest.raises(GenerationError, match=r"botocore\.txt does not contain a version"):
        releases.recorded(tmp_path)


def test_the_record_names_the_installed_release():
    assert releases.recorded() == botocore_source.installed().version


def test_a_version_that_pip_cannot_find(tmp_path, monkeypatch):
    class Failed:
        returncode = 1
        stderr = "one\nERROR: No matching distribution found for botocore==0.0.9"

    monkeypatch.setattr(subprocess, "run", lambda *_, **__: Failed)
    with pytest.raises(
        GenerationError, match=r"botocore==0\.0\.9 cannot be downloaded .*No matching"
    ):
        releases.download("0.0.9", tmp_path)


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "botocore 1.0.0 -> 1.1.0: "), ("markdown", "botocore 1.0.0"), ("json", "{")],
)
def test_the_command(index, form, start):
    old, same = (str(wheel(index, version, tiny=MODEL)) for version in ("1.0.0", "1.0.1"))
    gone = str(wheel(index, "1.1.0", tiny=changed(Status={"type": "string", "enum": STATES[1:]})))
    run = CliRunner().invoke(main, ["diff", old, gone, "--format", form])
    assert run.exit_code == 1
    assert run.stdout.startswith(start)
    assert "Status.CREATING" in run.stdout
    run = CliRunner().invoke(main, ["diff", old, same])
    assert (run.exit_code, run.stdout.count("\n")) == (0, 1)


def test_the_command_says_what_it_expects():
    run = CliRunner().invoke(main, ["diff", "nonsense", "installed"])
    assert run.exit_code == 2
    assert (
        "'nonsense' is not a release of botocore: expected a version (1.44.5), a wheel"
        in run.stderr
    )
