"""The facts of the whole catalog: no candidate is open, and what is adopted has its type."""

import importlib
import re
import subprocess
import sys
import typing as t
from datetime import datetime
from pathlib import Path

import pytest
from python_calls import python_calls
from upgrade.copies import wording

import typed_status.runtime as rt
from typed_status.codegen import build
from typed_status.codegen.facts.overlay import OVERLAYS, read_overlay
from typed_status.runtime.types.fields import members
from typed_status.testing.example_values import within

SCRIPT = Path(__file__).parents[2] / "scripts" / "coverage.py"
TYPES = {"time": datetime, "epoch": datetime, "json": rt.JsonText}


@pytest.fixture(scope="module")
def shipped():
    return build.shipped()


def test_every_candidate_is_adopted_or_refused_with_a_reason(shipped):
    assert [each for ledger in shipped.ledgers for each in ledger.open] == []


def test_only_single_resources_have_steps(shipped):
    """So the phase of a ``ListResult`` is that of its items, whatever the steps."""
    operations = [each for service in shipped.services for each in service.operations]
    stepped = {(each.wire, each.kind) for each in operations if each.last_step}
    assert stepped == {("GetUpgradeStatus", "single")}


def test_what_aws_documents_in_the_same_words_has_the_same_values(shipped):
    """Security Hub and others repeat other services' resources: a copy is adopted as the original is, or refused."""
    adopted = {}
    for ledger in shipped.ledgers:
        entries = {each.id: each for each in read_overlay(OVERLAYS / f"{ledger.service}.toml")}
        for candidate, rule in ledger.adopted:
            if candidate.kind == "values":
                values = frozenset(each.lower() for each in entries[rule].values)
                adopted.setdefault(wording(candidate), {})[f"{rule} {candidate.target}"] = values
    copied = {words: found for words, found in adopted.items() if len(found) > 1}
    assert {words: found for words, found in copied.items() if len({*found.values()}) > 1} == {}
    assert len(copied) > 30


@pytest.mark.parametrize(
    ("service", "target", "valid", "invalid"),
    [
        ("backup", "ListScanJobsInput.ByAccountId", "*", "1*"),
        ("ecs", "ServiceConnectClientAlias.dnsName", "a-b.c", "-a"),
        ("globalaccelerator", "Accelerator.Name", "a.b", ".a"),
    ],
)
def test_a_pattern_is_all_that_aws_documents_of_the_member(service, target, valid, invalid):
    (pattern,) = (
        each.pattern
        for each in read_overlay(OVERLAYS / f"{service}.toml")
        if each.check == "pattern" and target in each.targets
    )
    assert re.fullmatch(pattern, valid)
    assert not re.fullmatch(pattern, invalid)


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


def rules_of_a_value(model):
    """The wire name and type of each member with rules that pydantic-core can check, and the rules."""
    for name, member in members(model).items():
        field = model.model_fields[name]
        found = [each for each in field.metadata if isinstance(each, rt.Rule)]
        if found and all(each.check.constraints for each in found):
            yield member.name, field.annotation, found


def empty(annotation):
    """The empty text, list or map, or zero, for a member of that type."""
    while (origin := t.get_origin(annotation)) not in (None, list, dict):
        annotation = next(each for each in t.get_args(annotation) if each is not type(None))
    return (origin or annotation)()


@pytest.mark.filterwarnings(
    "ignore::typed_status.SchemaDriftWarning"
)  # required members are left out
def test_a_rule_of_one_value_that_holds_costs_no_python_call(shipped):
    checked = []
    for service in shipped.services:
        if not any(rule.check for struct in service.all_structs for rule in struct.facts):
            continue
        for model in structures(service).values():
            if issubclass(model, rt.Request):
                continue
            for wire, annotation, found in rules_of_a_value(model):
                value = empty(annotation)
                for rule in found:
                    value = within(rule.check, value)
                if not all(rule.check.holds(value) for rule in found):
                    continue  # a pattern or a list, of which no example is made here
                called = python_calls(
                    lambda model=model, wire=wire, value=value: model.model_validate({wire: value})
                )
                assert "Rule._checked" not in called, (service.name, model, wire)
                checked.append(wire)
    assert len(checked) > 10


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
    kinds = {
        "epoch",
        "json",
        "length",
        "pattern",
        "range",
        "steps",
        "sum",
        "time",
        "unit",
        "values",
    }
    for where in (
        "in responses",
        "in requests of operations that report a status",
        "in requests of starts",
    ):
        table = done.stdout.partition(f"{where}:\n")[2].partition(" together: ")[0]
        assert {line.split(":")[0].strip() for line in table.splitlines()} >= kinds, where
        assert all(" 0 open" in line for line in table.splitlines() if ":" in line), where
    assert "0 open" in done.stdout
