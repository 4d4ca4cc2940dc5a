"""Ranges and units that AWS documents: what responses and requests make of them, and that a sentence means the same everywhere."""

import sys
import types
import warnings

import pytest

import typed_status
from typed_status.codegen import build
from typed_status.codegen.emit.render import render
from typed_status.codegen.facts.documented_ranges import documented_range
from typed_status.codegen.facts.documented_units import documented_unit
from typed_status.codegen.facts.overlay import OVERLAYS, Range, read_overlay
from typed_status.codegen.models.subset import subset
from typed_status.runtime.types.fields import members


@pytest.fixture(scope="module")
def ecs():
    """ECS with an operation that sends health checks, as ``typed-status generate`` makes it."""
    built = build.build("ecs", build.read_reviewed(), selected=["RegisterTaskDefinition"])
    module = types.ModuleType("generated_ecs")
    sys.modules[module.__name__] = module
    exec(compile(render(built.service), module.__name__, "exec"), vars(module))
    yield module
    del sys.modules[module.__name__]


def definition(interval):
    check = {"command": ["true"], "interval": interval}
    return {"taskDefinition": {"containerDefinitions": [{"name": "a", "healthCheck": check}]}}


def test_a_response_warns(ecs):
    with pytest.warns(
        typed_status.RuleWarning,
        match=r"interval: expected a number from 5 to 300 \(rule ecs\.interval-range\)",
    ):
        response = ecs.RegisterTaskDefinitionResponse.model_validate(definition(1))
    assert response.task_definition.container_definitions[0].health_check.interval == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error", typed_status.RuleWarning)
        ecs.RegisterTaskDefinitionResponse.model_validate(definition(300))
    with (
        typed_status.strict(),
        pytest.raises(typed_status.ResponseValidationError, match=r"ecs\.interval-range"),
    ):
        ecs.RegisterTaskDefinitionResponse.model_validate(definition(301))


def request(ecs, interval):
    check = ecs.HealthCheck(command=["true"], interval=interval)
    container = ecs.ContainerDefinition(name="a", health_check=check)
    return ecs.RegisterTaskDefinitionRequest(family="f", container_definitions=[container])


def test_a_request_is_rejected(ecs):
    assert request(ecs, 5).container_definitions[0].health_check.interval == 5
    with pytest.raises(
        typed_status.ModelValidationError, match=r"from 5 to 300, found 4 \(rule ecs"
    ):
        request(ecs, 4)
    with typed_status.without_rules("ecs.interval-range"):
        assert request(ecs, 4).container_definitions[0].health_check.interval == 4


def test_a_unit_is_in_the_docstrings(ecs):
    assert "``interval``, ``timeout`` in seconds" in ecs.HealthCheck.__doc__
    assert members(ecs.HealthCheck)["interval"].unit == "seconds"
    assert members(ecs.HealthCheck)["retries"].unit is None


@pytest.fixture(scope="module")
def shipped():
    return build.shipped()


def bounds(service):
    """The ranges of a service's overlay, by target."""
    entries = read_overlay(OVERLAYS / f"{service}.toml")
    ranges = [each for each in entries if isinstance(each, Range)]
    return {target: (each.low, each.high) for each in ranges for target in each.targets}


def numbers(service):
    for struct in service.all_structs:
        for field in struct.fields:
            if field.type.innermost.kind in ("int", "float"):
                yield f"{struct.wire}.{field.wire}", field


def test_the_same_documentation_has_the_same_range(shipped):
    """Security Hub and others repeat the members of other services with their documentation."""
    decided, compared = {}, 0
    for service in shipped.services:
        adopted = bounds(service.name)
        # What only starts send was not read.
        read = [each.wire for each in service.operations if each.start is None]
        for target, field in numbers(subset(service, read)):
            stated = documented_range(field)
            if stated is None:
                continue
            key = field.doc, field.shape if stated.words == field.shape else ""
            others = decided.setdefault(key, {})
            compared += bool(others)
            others[adopted.get(target)] = f"{service.name} {target}"
    assert [each for each in decided.values() if len(each) > 1] == []
    assert compared > 20


def test_the_same_documentation_has_the_same_unit(shipped):
    decided = {}
    for service in shipped.services:
        for target, field in numbers(service):
            if documented_unit(field.wire, field.doc):
                others = decided.setdefault((field.wire.lower(), field.doc), {})
                others[field.unit] = f"{service.name} {target}"
    assert [each for each in decided.values() if len(each) > 1] == []
    assert len(decided) > 500
