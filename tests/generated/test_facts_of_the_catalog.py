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
from typed_status.codegen.models import naming

SCRIPT = Path(__file__).parents[2] / "scripts" / "coverage.py"
TYPES = {"time": datetime, "epoch": datetime, "json": rt.JsonText}


@pytest.fixture(scope="module")
def ledgers():
    return build.shipped().ledgers


def test_every_candidate_is_adopted_or_refused_with_a_reason(ledgers):
    assert [each for ledger in ledgers for each in ledger.open] == []


def structures(module):
    """The classes of a module by the wire names of their shapes, and the responses by theirs."""
    found = {}
    for name in module.__all__:
        each = getattr(module, name)
        if isinstance(each, type) and issubclass(each, rt.ResponseModel):
            shape = (each.__doc__ or "").partition("Shape ``")[2].partition("``")[0]
            found[shape or name] = each
    return found


def leaves(annotation):
    arguments = [each for each in t.get_args(annotation) if each is not type(None)]
    if t.get_origin(annotation) is t.Annotated:
        return leaves(arguments[0])
    return leaves(arguments[-1]) if arguments else annotation


def test_what_is_adopted_has_its_type(ledgers):
    checked = 0
    for ledger in ledgers:
        if not ledger.adopted:
            continue
        module = importlib.import_module(
            f"typed_status.services.{naming.module_name(ledger.service)}"
        )
        shapes = structures(module)
        for candidate, _ in ledger.adopted:
            shape, member = candidate.target.split(".")
            if candidate.kind in TYPES and shape in shapes:
                fields = {each.alias: each for each in shapes[shape].model_fields.values()}
                assert leaves(fields[member].annotation) is TYPES[candidate.kind], candidate
                checked += 1
    assert checked > 200


def test_the_script_prints_the_coverage():
    done = subprocess.run(
        [sys.executable, SCRIPT, "facts"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ": time, greengrass.created-at-iso\n" in done.stdout
    for kind in ("epoch", "json", "steps", "time"):
        assert f"{kind}: " in done.stdout
    assert "0 open" in done.stdout
