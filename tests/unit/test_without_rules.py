"""``without_rules``: inside the block, a value that breaks a disabled rule is kept unchanged."""

import asyncio
import pickle
import subprocess
import sys
import threading
import typing as t
from datetime import datetime

import pytest

import typed_status.runtime as rt
from typed_status import without_rules
from typed_status.services import greengrass


class Part(rt.ResponseModel):
    share: t.Annotated[int | None, rt.wire("Share"), rt.rule("tiny.step", rt.MultipleOf(10))] = None


class Whole(rt.RuledModel):
    at: t.Annotated[
        t.Annotated[rt.IsoDatetime, rt.format_rule("tiny.at")] | None, rt.wire("At", sensitive=True)
    ] = None
    since: t.Annotated[
        dict[str, t.Annotated[rt.IsoDatetime, rt.format_rule("tiny.since")]] | None,
        rt.wire("Since"),
    ] = None
    count: t.Annotated[
        t.Annotated[rt.EpochMillis, rt.format_rule("tiny.count")] | None, rt.wire("Count")
    ] = None
    text: t.Annotated[
        t.Annotated[rt.JsonText, rt.format_rule("tiny.text")] | None, rt.wire("Text")
    ] = None
    parts: t.Annotated[list[Part] | None, rt.wire("Parts")] = None
    code: t.Annotated[str | None, rt.wire("Code")] = None
    __rules__: t.ClassVar = (rt.rule("tiny.code", rt.OnlyWhen("Code", "Text", "1")),)


BROKEN = [
    ("tiny.at", {"At": "yesterday"}, "At"),
    ("tiny.since", {"Since": {"a": "2020-01-01", "b": "yesterday"}}, r"Since\.b"),
    ("tiny.count", {"Count": 10**17}, "Count"),
    ("tiny.text", {"Text": "no JSON"}, "Text"),
    ("tiny.at", {"At": 10**20}, "At"),
    ("tiny.step", {"Parts": [{"Share": 7}]}, r"Parts\[0\]\.Share"),
    ("tiny.code", {"Code": "X", "Text": "2"}, "Code"),
]


@pytest.mark.parametrize(("rule", "parsed", "path"), BROKEN)
def test_the_error_names_the_rule_and_how_to_disable_it(rule, parsed, path):
    with pytest.raises(
        rt.ResponseValidationError, match=rf"\n  {path}: expected .*\(rule {rule}\)"
    ) as caught:
        Whole.model_validate(parsed)
    assert caught.value.problems[0].rule == rule
    assert str(caught.value).endswith(f'with typed_status.without_rules("{rule}"): ...')


@pytest.mark.parametrize(("rule", "parsed", "path"), BROKEN)
def test_without_its_rule_a_value_is_kept_unchanged(rule, parsed, path):
    with without_rules(rule):
        whole = Whole.model_validate(parsed)
        assert whole.to_boto3() == parsed
        assert Whole.model_validate_json(whole.model_dump_json()) == whole
    assert pickle.loads(pickle.dumps(whole)) == whole
    with pytest.raises(rt.ResponseValidationError):
        Whole.model_validate(parsed)


def test_other_rules_stay_enabled():
    with without_rules("tiny.at"), pytest.raises(rt.ResponseValidationError, match=r"tiny\.text"):
        Whole.model_validate({"At": "yesterday", "Text": "no JSON"})


def test_a_valid_value_of_a_disabled_rule_has_its_type():
    with without_rules("tiny.at"):
        assert isinstance(Whole.model_validate({"At": "2020-01-01"}).at, datetime)


def test_a_value_of_another_type_stays_an_error():
    with without_rules("tiny.at"), pytest.raises(rt.ResponseValidationError):
        Whole.model_validate({"At": ["2020-01-01"]})


def test_blocks_nest():
    broken = {"At": "yesterday", "Text": "no JSON"}
    with without_rules("tiny.at"), without_rules("tiny.text"):
        assert Whole.model_validate(broken).at == "yesterday"
    with without_rules("tiny.at", "tiny.text"):
        assert Whole.model_validate(broken).text == "no JSON"


def test_several_broken_rules_are_named_together():
    with pytest.raises(
        rt.ResponseValidationError, match=r'without_rules\("tiny.at", "tiny.text"\)'
    ):
        Whole.model_validate({"At": "yesterday", "Text": "no JSON"})


def test_a_sensitive_value_is_not_shown():
    with pytest.raises(rt.ResponseValidationError) as caught:
        Whole.model_validate({"At": "hunter2"})
    assert "hunter2" not in str(caught.value) + repr(caught.value.problems)
    with without_rules("tiny.at"):
        assert "hunter2" not in repr(Whole.model_validate({"At": "hunter2"}))


@pytest.mark.parametrize("id", ["", "tiny", "tiny.", "Tiny.at", "tiny.at,tiny.text", "tiny at.x"])
def test_an_invalid_id_is_rejected(id):
    with pytest.raises(ValueError, match="invalid rule id"), without_rules(id):
        pass


@pytest.mark.parametrize(
    ("id", "guess"),
    [
        ("connect.telephony-add-up", ", did you mean 'connect.telephony-adds-up'"),
        ("greengrass.created-at", ", did you mean 'greengrass.created-at-iso'"),
        ("tiny.att", ", did you mean 'tiny.at'"),
        ("no-such-service.zzz", ""),
    ],
)
def test_an_id_that_no_rule_has_is_a_warning(id, guess):
    with pytest.warns(rt.UnknownRuleWarning) as caught, without_rules("tiny.at", id):
        assert Whole.model_validate({"At": "yesterday"}).at == "yesterday"
    (warning,) = caught
    assert warning.filename == __file__
    assert str(warning.message).startswith(
        f"no rule has the id {id!r}, so without_rules does not disable any{guess}"
    )


def test_the_ids_of_the_librarys_rules_are_known_without_their_services():
    code = (
        "import sys, warnings; warnings.simplefilter('error')\n"
        "from typed_status import without_rules\n"
        "with without_rules('connect.telephony-adds-up', 'kms.aws-account-id-pattern'): pass\n"
        "print([each for each in sys.modules if each.startswith('typed_status.services.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_ids_that_a_module_declares_are_known():
    rt.declare_rules("mine.declared")
    with without_rules("mine.declared"):
        assert Whole.model_validate({}).at is None


def test_the_block_applies_to_its_thread_and_task():
    found = []

    def in_another_thread():
        try:
            Whole.model_validate({"At": "yesterday"})
        except rt.ResponseValidationError as error:
            found.append(error)

    async def inside():
        return Whole.model_validate({"At": "yesterday"}).at

    with without_rules("tiny.at"):
        thread = threading.Thread(target=in_another_thread)
        thread.start()
        thread.join()
        assert asyncio.run(inside()) == "yesterday"
    assert len(found) == 1


def test_a_shipped_rule():
    parsed = {"CreatedAt": "a while ago", "BulkDeploymentStatus": "Running"}
    with pytest.raises(
        rt.ResponseValidationError, match=r"CreatedAt: .*greengrass\.created-at-iso"
    ):
        greengrass.GetBulkDeploymentStatusResponse.model_validate(parsed)
    with without_rules("greengrass.created-at-iso"):
        response = greengrass.GetBulkDeploymentStatusResponse.model_validate(parsed)
    assert response.created_at == "a while ago"
    assert response.to_boto3() == parsed
