"""``list``: search words and output."""

import json

import pytest

from typed_status import catalog


def found(done) -> list[tuple[str, str]]:
    return [(row["service"], row["operation"]) for row in json.loads(done.stdout)]


def test_no_words_lists_everything(run):
    assert found(run("list")) == [(each.service, each.operation) for each in catalog()]


@pytest.mark.parametrize(
    "words",
    [
        ["connect", "GetTrafficDistribution"],
        ["connect", "get-traffic"],
        ["connect", "get_traffic"],
        ["Get-Traffic-Distribution"],
    ],
)
def test_words_match_every_kind_of_name(run, words):
    assert ("connect", "GetTrafficDistribution") in found(run("list", *words))


def test_every_word_must_match(run):
    both = set(found(run("list", "connect", "traffic")))
    assert both == set(found(run("list", "connect"))) & set(found(run("list", "traffic")))
    assert 0 < len(both) < 10


def test_words_match_status_enums_and_paths(run):
    assert ("servicediscovery", "GetOperation") in found(run("list", "operation.status"))
    assert ("cloudcontrol", "GetResourceRequestStatus") in found(
        run("list", "OperationStatus", "progress_event")
    )


def test_one_service(run):
    assert {service for service, _ in found(run("list", "--service", "cloud-control"))} == {"cloudcontrol"}  # fmt: skip
    assert run("list", "--service", "nope").exit_code == 2


def test_a_row(run):
    (row,) = json.loads(run("list", "lambda", "get-function-configuration").stdout)
    assert row == {
        "service": "lambda",
        "operation": "GetFunctionConfiguration",
        "command": "get-function-configuration",
        "module": "typed_status.services.lambda_",
        "function": "get_function_configuration",
        "kind": "single",
        "status": "state",
        "other_statuses": ["last_update_status"],
        "enum": "State",
    }


def test_a_table(run):
    rows = [
        line.split()
        for line in run("list", "cloudcontrol", "--output", "table").stdout.splitlines()
    ]
    assert ["service", "operation", "status"] in rows
    assert any(row[:1] == ["cloudcontrol"] for row in rows)


def test_nothing_found(run):
    done = run("list", "conect")
    assert (done.exit_code, done.stdout) == (1, "[]\n")
    message = "No shipped operation matches: conect, did you mean 'connect'"
    assert done.stderr.startswith(message)


def test_starts_are_listed_with_what_reports_on_them(run):
    found = json.loads(run("list", "start", "CreateHttpNamespace").stdout)
    assert [each["operation"] for each in found] == ["CreateHttpNamespace"]
    assert (found[0]["kind"], found[0]["follows"]) == ("start", "GetOperation")
    assert (found[0]["wanted"], found[0]["gone"]) == (["SUCCESS"], False)
    table = run("list", "CreateHttpNamespace", "--output", "table").stdout
    assert "reported by GetOperation" in table


def test_a_start_cannot_be_waited_for(run):
    done = run("wait", "ec2", "start-instances", "--instance-ids", "i-1")
    assert done.exit_code == 2
    assert "starts what DescribeInstances reports on" in done.stderr
