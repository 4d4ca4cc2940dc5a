"""The facts of the whole catalog: no candidate is open, and what is adopted has its type."""

import importlib
import subprocess
import sys
import typing as t
from datetime import datetime
from pathlib import Path

import pytest

import typed_status.runtime as rt
from typed_status.codegen import build
from typed_status.runtime.types.fields import members

SCRIPT = Path(__file__).parents[2] / "scripts" / "coverage.py"
TYPES = {"time": datetime, "epoch": datetime, "json": rt.JsonText}


@pytest.fixture(scope="module")
def shipped():
    return build.shipped()


def test_every_candidate_is_adopted_or_refused_with_a_reason(shipped):
    assert [each for ledger in shipped.ledgers for each in ledger.open] == []


def structures(service):
    """The classes of a service by the wire names of their shapes."""
    module = importlib.import_module(f"typed_status.services.{service.module}")
    return {struct.wire: getattr(module, struct.name) for struct in service.all_structs}


def leaves(annotation):
    arguments = [each for each in t.get_args(annotation) if each is not type(None)]
    if t.get_origin(annotation) is t.Annotated:
        return leaves(arguments[0])
    return leaves(arguments[-1]) if arguments else annotation


def test_what_is_adopted_has_its_type(shipped):
    checked = 0
    services = {service.name: service for service in shipped.services}
    for ledger in shipped.ledgers:
        if not ledger.adopted:
            continue
        shapes = structures(services[ledger.service])
        for candidate, _ in ledger.adopted:
            shape, member = candidate.target.split(".")
            if candidate.kind in TYPES and shape in shapes:
                model = shapes[shape]
                fields = {each.name: name for name, each in members(model).items()}
                assert (
                    leaves(model.model_fields[fields[member]].annotation) is TYPES[candidate.kind]
                ), candidate
                checked += 1
    assert checked > 200


def test_what_is_adopted_has_its_unit(shipped):
    services = {service.name: service for service in shipped.services}
    checked = 0
    for ledger in shipped.ledgers:
        units = [each.target for each, _ in ledger.adopted if each.kind == "unit"]
        shapes = structures(services[ledger.service]) if units else {}
        for target in units:
            shape, member = target.split(".")
            found = [each.unit for each in members(shapes[shape]).values() if each.name == member]
            assert len(found) == 1, target
            assert found[0], target
            checked += 1
    assert checked > 500


def test_the_script_prints_the_coverage():
    done = subprocess.run(
        [sys.executable, SCRIPT, "facts"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ": time, greengrass.created-at-iso\n" in done.stdout
    for kind in ("epoch", "json", "range", "steps", "time", "unit"):
        assert f"{kind}: " in done.stdout
    assert "0 open" in done.stdout
