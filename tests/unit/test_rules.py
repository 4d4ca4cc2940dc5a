"""Rules of one member and across members: what reads is warned of, what is sent is an error, and what holds costs no call."""

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calls import python_calls

import typed_status.runtime as rt
from typed_status.services import connect

CHECKS = {
    "between": (rt.Between(1, 9), "a number from 1 to 9"),
    "at_least": (rt.AtLeast(1), "a number of at least 1"),
    "at_most": (rt.AtMost(9), "a number of at most 9"),
    "multiple": (rt.MultipleOf(3), "a multiple of 3"),
}
TEXTS = {
    "length": (rt.Length(2, 4), "2 to 4 characters"),
    "short": (rt.Length(high=3), "at most 3 characters"),
    "long": (rt.Length(low=2), "at least 2 characters"),
    "matches": (rt.Matches("[a-c]+"), r"a text that matches \[a-c\]\+"),
}


class Sample(rt.ResponseModel, alias_generator=rt.camel):
    between: t.Annotated[int | None, rt.rule("tiny.between", CHECKS["between"][0], "warning")] = (
        None
    )
    at_least: t.Annotated[
        float | None, rt.rule("tiny.at-least", CHECKS["at_least"][0], "warning")
    ] = None
    at_most: t.Annotated[int | None, rt.rule("tiny.at-most", CHECKS["at_most"][0], "warning")] = (
        None
    )
    multiple: t.Annotated[
        int | None, rt.rule("tiny.multiple", CHECKS["multiple"][0], "warning")
    ] = None
    length: t.Annotated[str | None, rt.rule("tiny.length", TEXTS["length"][0], "warning")] = None
    short: t.Annotated[str | None, rt.rule("tiny.short", TEXTS["short"][0], "warning")] = None
    long: t.Annotated[str | None, rt.rule("tiny.long", TEXTS["long"][0], "warning")] = None
    matches: t.Annotated[str | None, rt.rule("tiny.matches", TEXTS["matches"][0], "warning")] = None


class Pair(rt.ResponseModel, alias_generator=rt.camel):
    both: t.Annotated[
        int, rt.rule("tiny.range", rt.Between(0, 100)), rt.rule("tiny.step", rt.MultipleOf(10))
    ]


class Choice(rt.RuledModel, alias_generator=rt.camel):
    __rules__ = (rt.rule("tiny.choice", rt.Excludes("name", ("arn", "id")), "warning"),)
    name: str | None = None
    arn: str | None = None
    id: str | None = None


HOLDS = {
    "between": 5, "at_least": 1.5, "at_most": -3, "multiple": 6,
    "length": "abc", "short": "", "long": "xy", "matches": "abc",
}  # fmt: skip
BREAKS = {
    "between": 0, "at_least": 0.5, "at_most": 10, "multiple": 4,
    "length": "a", "short": "abcd", "long": "x", "matches": "abcd",
}  # fmt: skip
WIRE = {"at_least": "atLeast", "at_most": "atMost"}


def test_a_value_that_holds_its_rule_costs_no_python_call():
    raw = {WIRE.get(name, name): value for name, value in HOLDS.items()}
    Sample.model_validate(raw)  # builds the class
    called = python_calls(lambda: Sample.model_validate(raw))
    assert not [name for name in called if name.startswith(("Rule.", "again", *TEXTS, "AtLeast."))]
    with pytest.warns(rt.RuleWarning):
        called = python_calls(lambda: Sample.model_validate({"between": 0}))
    assert "Rule._checked" in called


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_warns_in_a_response_and_keeps_the_value(name):
    expected = (CHECKS | TEXTS)[name][1]
    with pytest.warns(
        rt.RuleWarning, match=rf"expected {expected} \(rule tiny\.{name.replace('_', '-')}\)"
    ):
        read = Sample.model_validate({WIRE.get(name, name): BREAKS[name]})
    assert getattr(read, name) == BREAKS[name]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_an_error_in_what_is_sent_and_in_strict_mode(name):
    rule = f"tiny.{name.replace('_', '-')}"
    with pytest.raises(rt.ModelValidationError) as caught:
        Sample(**{name: BREAKS[name]})
    assert [problem.rule for problem in caught.value.problems] == [rule]
    with rt.strict(), pytest.raises(rt.ResponseValidationError, match=rule):
        Sample.model_validate({WIRE.get(name, name): BREAKS[name]})
    with rt.without_rules(rule):
        assert getattr(Sample(**{name: BREAKS[name]}), name) == BREAKS[name]
        assert Sample.model_validate({WIRE.get(name, name): BREAKS[name]})


@given(st.integers(-200, 200))
def test_several_rules_of_a_value_are_all_checked(number):
    broken = [
        name
        for name, holds in (("tiny.range", 0 <= number <= 100), ("tiny.step", number % 10 == 0))
        if not holds
    ]
    if not broken:
        assert Pair.model_validate({"both": number}).both == number
        return
    with pytest.raises(rt.ResponseValidationError) as caught:
        Pair.model_validate({"both": number})
    assert caught.value.problems[0].rule == broken[0]
    assert len(caught.value.problems) == 1
    assert caught.value.omitted == 0


@given(st.text(st.sampled_from("abcd\n\u00e9"), max_size=5))
def test_pydantic_core_and_the_rule_agree_on_texts(text):
    for name, (check, _) in TEXTS.items():
        broken = not check.holds(text)
        if broken:
            with pytest.warns(rt.RuleWarning):
                read = Sample.model_validate({name: text})
        else:
            read = Sample.model_validate({name: text})
        assert getattr(read, name) == text


def test_many_broken_rules_are_counted_once_each():
    class Many(rt.ResponseModel, alias_generator=rt.camel):
        items: list[Pair]

    with pytest.raises(rt.ResponseValidationError) as caught:
        Many.model_validate(
            {"items": [{"both": 15}] * 5000 + [{"both": "many"}] * 7 + [{"both": 10}]}
        )
    assert len(caught.value.problems) + caught.value.omitted == 5007
    assert {problem.rule for problem in caught.value.problems} == {"tiny.step"}


def test_members_that_exclude_each_other():
    assert Choice.model_validate({"arn": "a", "id": "b"}).name is None
    with pytest.warns(
        rt.RuleWarning, match=r"expected no value beside arn or id \(rule tiny\.choice\)"
    ):
        Choice.model_validate({"name": "a", "id": "b"})
    with pytest.raises(rt.ModelValidationError, match=r"name: expected no value beside arn or id"):
        Choice(name="a", id="b")


def request(*percentages):
    return {
        "Id": "tdg",
        "TelephonyConfig": {
            "Distributions": [
                {"Region": region, "Percentage": each}
                for region, each in zip(("us-west-2", "us-east-1"), percentages, strict=True)
            ]
        },
    }


def test_a_rule_that_only_warns_of_a_response_is_an_error_in_a_request():
    kind = connect.UpdateTrafficDistributionRequest
    assert kind.model_validate(request(90, 10))
    with pytest.raises(rt.RequestValidationError, match=r"rule connect\.telephony-adds-up"):
        kind.model_validate(request(90, 20))
    with rt.without_rules("connect.telephony-adds-up"):
        assert kind.model_validate(request(90, 20))


def test_a_structure_that_was_read_is_checked_again_before_it_is_sent():
    with pytest.warns(rt.RuleWarning):
        read = connect.TelephonyConfig.model_validate(request(90, 20)["TelephonyConfig"])
    with pytest.raises(
        rt.RequestValidationError, match=r"TelephonyConfig\.Distributions: expected items"
    ):
        connect.UpdateTrafficDistributionRequest(id="tdg", telephony_config=read)


class Job(rt.RuledModel, alias_generator=rt.camel):
    status: str | None = None
    reason: str | None = None
    ended: str | None = None
    __rules__ = (
        rt.rule("tiny.reason", rt.OnlyWhen("reason", "status", ("FAILED", "TIMED_OUT")), "warning"),
        rt.rule("tiny.ended", rt.NeededWhen("ended", "status", ("FAILED", "DONE")), "warning"),
    )


@pytest.mark.parametrize(
    "parsed",
    [
        {"status": "FAILED", "reason": "a", "ended": "b"},
        {"status": "TIMED_OUT", "reason": "a"},
        {"status": "DONE", "ended": "b"},
        {"status": "RUNNING"},
        {"reason": "a"},
    ],
)
def test_conditions_of_several_values_that_hold(parsed):
    assert Job.model_validate(parsed).to_boto3() == parsed


@pytest.mark.parametrize(
    ("parsed", "expected"),
    [
        ({"status": "RUNNING", "reason": "a"}, "no value unless status is FAILED or TIMED_OUT"),
        ({"status": "DONE"}, "a value, because status is FAILED or DONE"),
    ],
)
def test_conditions_of_several_values_that_are_broken(parsed, expected):
    with pytest.warns(rt.RuleWarning, match=expected):
        assert Job.model_validate(parsed).to_boto3() == parsed
    with rt.strict(), pytest.raises(rt.ResponseValidationError, match=expected):
        Job.model_validate(parsed)
