"""Other spellings of declared values: ``available`` for ``Available``."""

import collections
import contextvars
import copy
import gc
import json
import pickle
import sys
import unittest.mock
import warnings
import weakref

import pydantic
import pytest

from typed_status import (
    GONE,
    OpenEnum,
    Phase,
    ResponseValidationError,
    SchemaDriftWarning,
    StatusEnum,
    phase_of,
    strict,
)
from typed_status.runtime import context
from typed_status.runtime.types.enums import by_text
from typed_status.runtime.waiting.conditions import target_statuses
from typed_status.services import ec2
from typed_status.value_spelling import spelled_value

pytestmark = pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")


def response(*states):
    return {"VpcEndpoints": [{"State": each} for each in states]}


def states_of(value):
    return [each.state for each in value.vpc_endpoints]


@pytest.fixture
def no_strict_block(monkeypatch):
    """Other tests may have left a context in which ``strict()`` is on: nothing is cached while there is one."""
    monkeypatch.setattr(context, "_BLOCKS", weakref.WeakSet())


@pytest.fixture
def spelled():
    (state,) = states_of(ec2.DescribeVpcEndpointsResponse.model_validate(response("available")))
    return state


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        ("available", ["Available"], "Available"),
        ("AVAILABLE", ["Available"], "Available"),
        ("ReadyForDeployment", ["READY_FOR_DEPLOYMENT"], "READY_FOR_DEPLOYMENT"),
        ("in progress", ["IN-PROGRESS"], "IN-PROGRESS"),
        ("_in--progress ", ["InProgress"], "InProgress"),
        ("V1-2", ["v1_2"], None),
        ("v12", ["v1_2"], None),
        ("v 1_2", ["V1_2"], "V1_2"),
        ("tls_1.2", ["TLS1.2"], "TLS1.2"),
        ("running", ["RUNNING", "Running"], None),
        ("runing", ["RUNNING"], None),
        ("", ["-"], None),
        ("-", ["", "_"], None),
        ("\u212aey", ["Key"], None),
    ],
)
def test_what_spells_a_value(text, values, found):
    assert spelled_value(text, values) == found


def test_it_equals_the_declared_member_and_hashes_like_it(spelled):
    available = ec2.State.AVAILABLE
    assert spelled == available
    assert available == spelled
    assert (spelled != available) is (available != spelled) is False
    assert hash(spelled) == hash(available)
    assert {spelled} == {available}
    assert {available: 1}[spelled] == 1
    assert spelled in [available]
    assert spelled != ec2.State.PENDING
    assert spelled != 5
    assert spelled == unittest.mock.ANY


def test_it_equals_both_texts_and_sets_of_texts_contain_it_by_the_declared_one(spelled):
    assert spelled == "available" == spelled
    assert spelled == "Available" == spelled
    assert (spelled != "available") is False
    assert spelled != "AVAILABLE"
    assert spelled in {"Available"}
    assert spelled not in {"available"}


def test_two_spellings_are_equal():
    one, other = states_of(
        ec2.DescribeVpcEndpointsResponse.model_validate(response("available", "AVAILABLE"))
    )
    assert one == other
    assert len({one, other, ec2.State.AVAILABLE}) == 1


def test_a_case_matches_it(spelled):
    match spelled:
        case ec2.State.AVAILABLE:
            pass
        case _:
            pytest.fail("no case matched")


def test_it_has_the_name_and_the_phase(spelled):
    assert type(spelled) is ec2.State
    assert spelled.name == "AVAILABLE"
    assert spelled.is_known
    assert spelled.phase is Phase.SUCCEEDED
    assert repr(spelled) == "<State.AVAILABLE: 'available'>"


def test_its_text_is_what_came(spelled):
    assert spelled.value == str(spelled) == f"{spelled}" == "available"
    assert type(str(spelled)) is type(spelled.value) is str
    assert json.dumps(spelled) == '"available"'
    parsed = response("available")
    read = ec2.DescribeVpcEndpointsResponse.model_validate(parsed)
    assert read.to_boto3() == parsed
    assert json.loads(read.model_dump_json(by_alias=True, exclude_unset=True)) == parsed
    assert pydantic.TypeAdapter(ec2.State).dump_python(spelled, mode="json") == "available"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_survives_pickle_also_in_strict_mode(spelled, protocol):
    with strict():
        again = pickle.loads(pickle.dumps(spelled, protocol))
    assert again == ec2.State.AVAILABLE
    assert again.value == "available"


def test_it_survives_copies_and_calls(spelled):
    assert copy.copy(spelled) is copy.deepcopy(spelled) is ec2.State(spelled) is spelled
    assert ec2.State("available").value == "available"


def test_until_takes_it(spelled):
    for until in (spelled, [spelled], "Available"):
        assert target_statuses(until, ec2.DescribeVpcEndpointsResponse) == {ec2.State.AVAILABLE}
    assert spelled in target_statuses(ec2.State.AVAILABLE, ec2.DescribeVpcEndpointsResponse)
    assert ec2.State("DELETED").is_gone
    assert target_statuses(GONE, ec2.DescribeVpcEndpointsResponse) == frozenset()


def test_the_phase_of_a_response():
    read = ec2.DescribeVpcEndpointsResponse.model_validate(response("available", "Available"))
    assert phase_of(read) is Phase.SUCCEEDED


@pytest.mark.filterwarnings("default::typed_status.SchemaDriftWarning")
def test_each_spelling_of_an_enum_is_one_warning():
    read = ec2.DescribeVpcEndpointsResponse.model_validate
    with pytest.warns(SchemaDriftWarning) as caught:
        assert [read(response("available", "pending")) for _ in range(3)]
    assert ec2.State("available").is_known
    assert [str(each.message) for each in caught] == [
        "typed_status.services.ec2.State: a value is spelled in another way than in the service model: "
        f"{sent!r} for {declared!r}. It equals the declared member."
        for sent, declared in (("available", "Available"), ("pending", "Pending"))
    ]


def test_a_warning_that_is_an_error_is_one_each_time():
    for _ in range(2):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(SchemaDriftWarning):
                ec2.State("available")


def test_strict_rejects_it_also_after_it_was_accepted(spelled):
    for _ in range(2):
        with strict():
            with pytest.raises(ResponseValidationError, match=r"expected 'PendingA.*, found 'avai"):
                ec2.DescribeVpcEndpointsResponse.model_validate(response("available"))
            with pytest.raises(ValueError, match="'available' is not a valid State"):
                ec2.State("available")
        assert ec2.State("available") == spelled


@pytest.mark.usefixtures("no_strict_block")
def test_a_task_that_outlives_its_strict_block_rejects_it():
    with strict():
        outlives = contextvars.copy_context()
    assert ec2.State("available") == ec2.State.AVAILABLE
    assert "available" not in by_text(ec2.State)
    with pytest.raises(ValueError, match="not a valid State"):
        outlives.run(ec2.State, "available")
    del outlives
    assert ec2.State("available") == ec2.State.AVAILABLE
    assert "available" in by_text(ec2.State)


@pytest.mark.usefixtures("no_strict_block")
@pytest.mark.parametrize("form", ["json", "dict"])
def test_no_item_costs_a_python_call(form):
    """A list of 500 spelled values is read with as many calls as one of 5."""

    def calls(count):
        value = response(*["available", "PENDING", "deleting", "Failed", "Deleted"] * count)
        read = ec2.DescribeVpcEndpointsResponse.model_validate
        if form == "json":
            value, read = json.dumps(value), ec2.DescribeVpcEndpointsResponse.model_validate_json
        read(value)
        seen = collections.Counter()

        def profile(frame, event, _):
            seen[event, frame.f_code.co_name] += 1

        before = sys.getprofile()
        gc.disable()  # its callbacks, which Hypothesis adds, would be counted
        sys.setprofile(profile)
        try:
            read(value)
        finally:
            sys.setprofile(before)
            gc.enable()
        return seen

    assert calls(100) == calls(1)


def test_a_peer_that_invents_spellings_does_not_fill_the_memory():
    class Long(StatusEnum):
        ONE = "a" * 20

    for number in range(2_000):
        assert Long("".join("aA"[number >> bit & 1] for bit in range(20))) == Long.ONE
    assert len(by_text(Long)) < 300


@pytest.mark.parametrize("value", [[], {}, 5, None, True])
def test_what_is_no_text_is_no_spelling(value, spelled):
    with pytest.raises(ValueError, match="not a valid State"):
        ec2.State(value)
    if value is not None and value != 5:
        with pytest.raises(ResponseValidationError) as caught:
            ec2.DescribeVpcEndpointsResponse.model_validate(response(value))
        (problem,) = caught.value.problems
        assert problem.path == "VpcEndpoints[0].State"
        assert problem.expected.startswith("'PendingAcceptance', ")


def test_json_schemas_do_not_show_how_values_are_looked_up():
    schema = ec2.VpcEndpoint.model_json_schema()
    assert schema["properties"]["State"]["anyOf"] == [{"$ref": "#/$defs/State"}, {"type": "null"}]
    assert schema["$defs"]["State"]["enum"] == [str(each) for each in ec2.State]


def test_an_adopted_spelling_is_declared():
    parsed = {"Reservations": [{"Instances": [{"Platform": "windows"}]}]}
    with strict(), warnings.catch_warnings(action="error"):
        read = ec2.DescribeInstancesResponse.model_validate(parsed)
        again = pickle.loads(pickle.dumps(read))
    assert read.reservations[0].instances[0].platform == ec2.PlatformValues.WINDOWS
    assert read.to_boto3() == again.to_boto3() == parsed


@pytest.mark.filterwarnings("default::typed_status.SchemaDriftWarning")
def test_other_enums_know_adopted_spellings_only():
    class Colour(OpenEnum):
        RED = "Red"
        BLUE = "Blue"

        __spellings__ = ("red",)

    assert Colour("red") == Colour.RED
    with pytest.warns(SchemaDriftWarning, match="unknown value 'blue'. It is kept as AWS sent it."):
        assert Colour("blue") != Colour.BLUE


@pytest.mark.filterwarnings("default::typed_status.SchemaDriftWarning")
def test_a_sensitive_value_is_not_in_the_warning():
    class Secret(StatusEnum):
        __sensitive__ = True

        RED = "Red"

    with pytest.warns(SchemaDriftWarning) as caught:
        assert Secret("red") == Secret.RED
    assert "red" not in str(caught[0].message).lower().replace("declared", "")
