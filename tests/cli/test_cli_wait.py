"""``wait`` and ``watch``: exit codes, output and progress."""

import dataclasses
import io
import json
import re

import click
import pytest
from rich.console import Console

from typed_status import ListResult, Phase, Poll
from typed_status import Progress as Reported
from typed_status.cli.display import progress as progress_module
from typed_status.cli.display.progress import Progress, live, progress_text, state_of
from typed_status.cli.display.response import shown as shown_json
from typed_status.cli.inspect.list_form import join
from typed_status.cli.params import wait_options
from typed_status.runtime.waiting import backoff
from typed_status.services import cloudcontrol, codeconnections, ec2, iot, rds, servicediscovery
from typed_status.testing import Fault

QUICK = ("--delay", "0.01", "--max-delay", "0.01")
LINE = ("servicediscovery", "get-operation", "--operation-id", "op-1", *QUICK)
REQUEST = servicediscovery.GetOperationRequest


def operation(status: str, **members: str) -> dict:
    return {"Operation": {"Id": "op-1", "Status": status, **members}}


def test_wait_succeeds(invoke, endpoint):
    endpoint.script(REQUEST, operation("SUBMITTED"), operation("PENDING"), operation("SUCCESS"))
    done = invoke("wait", *LINE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"operation": {"id": "op-1", "status": "SUCCESS"}}


def test_wait_fails(invoke, endpoint):
    endpoint.script(REQUEST, operation("PENDING"), operation("FAIL", ErrorMessage="no such zone"))
    done = invoke("wait", *LINE)
    assert done.exit_code == 1
    assert json.loads(done.stdout)["operation"]["status"] == "FAIL"
    message = "Error: servicediscovery GetOperation: failed with status FAIL: no such zone\n"
    assert done.stderr == message


def test_wait_is_canceled(invoke, endpoint):
    event = {"RequestToken": "t", "OperationStatus": "CANCEL_COMPLETE", "EventTime": 0}
    body = json.dumps({"ProgressEvent": event}).encode()
    endpoint.script(cloudcontrol.GetResourceRequestStatusRequest, body)
    line = ["cloudcontrol", "get-resource-request-status", "--request-token", "t"]
    done = invoke("wait", *line)
    assert done.exit_code == 1
    assert "was canceled with status CANCEL_COMPLETE" in done.stderr


def test_wait_times_out(invoke, endpoint):
    endpoint.script(REQUEST, operation("PENDING"), repeat=True)
    done = invoke("wait", *LINE, "--timeout", "0.05")
    assert done.exit_code == 4
    assert "timed out after 0.05 s" in done.stderr
    assert json.loads(done.stdout)["operation"]["status"] == "PENDING"


def test_transient_errors_are_retried(invoke, endpoint):
    slow = Fault("ThrottlingException", "slow down", status=400)
    endpoint.script(REQUEST, slow, operation("SUCCESS"))
    assert invoke("wait", *LINE).exit_code == 0


def test_aws_error_ends_the_wait(invoke, endpoint):
    endpoint.script(REQUEST, Fault(servicediscovery.OperationNotFound, "gone"))
    done = invoke("wait", *LINE)
    assert (done.exit_code, done.stdout) == (5, "")


@pytest.mark.parametrize("command", ["wait", "watch"])
def test_what_is_not_visible_yet(invoke, endpoint, command):
    missing = Fault(servicediscovery.OperationNotFound, "not yet")
    endpoint.script(REQUEST, missing, missing, operation("SUCCESS"))
    done = invoke(command, *LINE, "--appears-within", "60")
    assert (done.exit_code, len(endpoint.calls)) == (0, 3)
    endpoint.script(REQUEST, missing, repeat=True)
    done = invoke(command, *LINE, "--appears-within", "0.05")
    assert done.exit_code == 5
    assert "not yet" in done.stderr


def test_a_status_that_awaits_somebody(invoke, endpoint):
    kind = codeconnections.GetConnectionRequest
    pending = {"Connection": {"ConnectionStatus": "PENDING"}}
    line = ["codeconnections", "get-connection", "--connection-arn", "arn:aws:codeconnections:a"]
    endpoint.script(kind, pending, repeat=True)
    done = invoke("wait", *line, *QUICK)
    assert done.exit_code == 6
    assert "status PENDING awaits you" in done.stderr
    assert json.loads(done.stdout)["connection"]["connection_status"] == "PENDING"
    done = invoke("watch", *line, *QUICK)
    assert (done.exit_code, json.loads(done.stdout)["status"]) == (6, "PENDING")
    for command in ("wait", "watch"):
        done = invoke(command, *line, *QUICK, "--poll-blocked", "--timeout", "0.05")
        assert done.exit_code == 4
        assert "last status: PENDING, which awaits you" in done.stderr
    done = invoke("wait", *line, *QUICK, "--until", "PENDING")
    assert done.exit_code == 0


def test_until_a_status_that_cannot_be_reached(invoke, endpoint):
    instance = {"InstanceId": "i", "State": {"Name": "terminated"}}
    endpoint.script(ec2.DescribeInstancesRequest, {"Reservations": [{"Instances": [instance]}]})
    done = invoke("wait", "ec2", "describe-instances", *QUICK, "--until", "running")
    assert done.exit_code == 1
    assert "status terminated is final, running cannot be reached" in done.stderr


def test_until_a_status(invoke, endpoint):
    steps = [operation("SUBMITTED"), operation("PENDING"), operation("SUCCESS")]
    endpoint.script(REQUEST, *steps, repeat=True)
    done = invoke("wait", *LINE, "--until", "PENDING", "--until", "FAIL")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["operation"]["status"] == "PENDING"


def test_until_gone(invoke, endpoint):
    endpoint.script(
        REQUEST,
        operation("PENDING"),
        Fault(servicediscovery.OperationNotFound, "no operation"),
        operation("PENDING"),
        Fault(servicediscovery.OperationNotFound, "no operation"),
    )
    done = invoke("wait", *LINE, "--until", "gone")
    assert (done.exit_code, done.stdout) == (0, "null\n")
    done = invoke("wait", *LINE, "--until", "gone", "--output", "table")
    assert (done.exit_code, done.stdout) == (0, "gone\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--until", "SUCCES"], "OperationStatus has no value 'SUCCES', did you mean 'SUCCESS'?"),
        (["--until", "gone", "--until", "FAIL"], "no value 'gone'"),
        (
            ["--timeout", "1e12"],
            "invalid duration '1e12': expected seconds, such as 300; more than 0, at most ten years",
        ),
        (["--timeout", "0"], "invalid duration '0': expected seconds"),
        (["--timeout", "nan"], "invalid duration 'nan': expected seconds"),
        (["--timeout", "soon"], "invalid duration 'soon': expected seconds"),
        (["--delay", "60", "--max-delay", "50"], "50 is less than --delay (60)"),
    ],
)
def test_invalid_wait_options(invoke, endpoint, options, message):
    done = invoke("wait", "servicediscovery", "get-operation", "--operation-id", "op-1", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert endpoint.calls == []


def test_long_delay_raises_the_default_max_delay(invoke, endpoint):
    endpoint.script(REQUEST, operation("SUCCESS"))
    done = invoke("wait", *LINE[:4], "--delay", "60")
    assert done.exit_code == 0


def test_an_operation_without_a_status(invoke):
    done = invoke("wait", "connect", "get-traffic-distribution", "--id", "x")
    assert done.exit_code == 2
    assert "reports no status to wait for" in done.stderr
    assert "typed-status call connect get-traffic-distribution" in done.stderr


def test_list_operation_polls_every_page(invoke, endpoint):
    def page(first: str, second: str, **more: str) -> dict:
        return {"Operations": [{"Id": "1", "Status": first}, {"Id": "2", "Status": second}]} | more

    endpoint.script(
        servicediscovery.ListOperationsRequest,
        page("SUCCESS", "PENDING", NextToken="n"),
        page("SUCCESS", "SUCCESS"),
        page("SUCCESS", "SUCCESS", NextToken="n"),
        page("SUCCESS", "SUCCESS"),
    )
    done = invoke("wait", "servicediscovery", "list-operations", *QUICK)
    assert done.exit_code == 0
    form = json.loads(done.stdout)
    assert [each["id"] for each in form["items"]] == ["1", "2", "1", "2"]
    pages = [{"operations": [0, 1], "next_token": "n"}, {"operations": [2, 3]}]
    assert form["pages"] == pages


@pytest.mark.parametrize(
    ("line", "request_type", "page"),
    [
        (
            ("rds", "describe-db-instances"),
            rds.DescribeDBInstancesRequest,
            {"DBInstances": [{"DBInstanceIdentifier": "a", "DBInstanceStatus": "available"}]},
        ),
        (
            ("ec2", "describe-instances"),
            ec2.DescribeInstancesRequest,
            {
                "Reservations": [
                    {"ReservationId": "r-1", "Instances": [{"State": {"Name": "running"}}] * 2},
                    {"ReservationId": "r-2", "Instances": [{"State": {"Name": "running"}}]},
                ]
            },
        ),
    ],
    ids=("rds", "ec2"),
)
def test_one_form_of_a_list_operation(invoke, endpoint, line, request_type, page):
    endpoint.script(request_type, page, repeat=True)
    called = json.loads(invoke("call", *line).stdout)
    waited = json.loads(invoke("wait", *line, *QUICK).stdout)
    watched = json.loads(invoke("watch", *line, *QUICK).stdout)
    assert called == waited == {name: watched[name] for name in ("items", "pages")}
    progress = {"progress", "time_left"} if line[0] == "rds" else set()
    assert set(watched) == {"at", "phase", "status", "items", "pages"} | progress
    result = ListResult([request_type.__operation__.response.model_validate(page)])
    assert called["items"] == [shown_json(each) for each in result]
    # With each item at its index, the pages are complete.
    assert join(called, type(result.pages[0]).__status__) == [shown_json(result.pages[0])]


def test_a_list_operation_until_gone(invoke, endpoint):
    fault = Fault("DBInstanceNotFound", "no such instance", status=404)
    endpoint.script(rds.DescribeDBInstancesRequest, fault, repeat=True)
    line = ["wait", "rds", "describe-db-instances", "--until", "gone", *QUICK]
    assert json.loads(invoke(*line).stdout) == {"items": [], "pages": []}
    assert invoke(*line, "--output", "table").stdout == "gone\n"


def test_the_table_of_all_pages(invoke, endpoint):
    def page(name: str, **more: str) -> dict:
        return {"Operations": [{"Id": name, "Status": "SUCCESS"}]} | more

    endpoint.script(servicediscovery.ListOperationsRequest, page("a", NextToken="n"), page("b"))
    line = ("wait", "servicediscovery", "list-operations", *QUICK, "--output", "table", "--quiet")
    rows = [each.split() for each in invoke(*line).stdout.splitlines()]
    assert [row for row in rows if row[:1] == ["SUCCESS"]] == [["SUCCESS", "a"], ["SUCCESS", "b"]]
    assert rows.count(["status", "id"]) == 1
    assert ["next_token", "n"] in rows


def test_watch_prints_a_line_per_change(invoke, endpoint):
    statuses = ["SUBMITTED", "PENDING", "PENDING", "SUCCESS"]
    endpoint.script(REQUEST, *map(operation, statuses))
    done = invoke("watch", *LINE)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["status"], each["phase"]) for each in lines] == [
        ("SUBMITTED", "IN_PROGRESS"),
        ("PENDING", "IN_PROGRESS"),
        ("SUCCESS", "SUCCEEDED"),
    ]
    assert lines[-1]["response"] == {"operation": {"id": "op-1", "status": "SUCCESS"}}


def test_watch_every_poll(invoke, endpoint):
    endpoint.script(REQUEST, *map(operation, ["PENDING", "PENDING", "FAIL"]))
    done = invoke("watch", *LINE, "--every-poll")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 3


def test_watch_prints_lines_without_a_terminal(invoke, endpoint):
    endpoint.script(REQUEST, operation("PENDING"), operation("PENDING"), operation("SUCCESS"))
    done = invoke("watch", *LINE, "--output", "table")
    assert (done.exit_code, done.stderr) == (0, "")
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    expected = f"{time}  IN_PROGRESS  PENDING\n{time}  SUCCEEDED    SUCCESS\n"
    assert re.fullmatch(expected, done.stdout)


def test_watch_escapes_control_characters(invoke, endpoint):
    endpoint.script(REQUEST, operation("A\nB\x1b[2J"), operation("SUCCESS"))
    done = invoke("watch", *LINE, "--output", "table")
    assert done.stdout.splitlines()[0].endswith("UNKNOWN      A B\\u001b[2J")


def test_watch_redacts_sensitive_members(invoke, endpoint):
    event = {
        "RequestToken": "t",
        "OperationStatus": "SUCCESS",
        "EventTime": 0,
        "ResourceModel": "{}",
    }
    body = json.dumps({"ProgressEvent": event}).encode()
    endpoint.script(cloudcontrol.GetResourceRequestStatusRequest, body)
    line = ["cloudcontrol", "get-resource-request-status", "--request-token", "t"]
    shown = json.loads(invoke("watch", *line).stdout)
    assert shown["response"]["progress_event"]["resource_model"] == "<sensitive>"


def test_watch_counts_statuses_of_a_list_operation(invoke, endpoint):
    operations = [{"Id": "1", "Status": "SUCCESS"}, {"Id": "2", "Status": "SUCCESS"}]
    endpoint.script(servicediscovery.ListOperationsRequest, {"Operations": operations})
    done = invoke("watch", "servicediscovery", "list-operations", *QUICK)
    assert json.loads(done.stdout)["status"] == "2 SUCCESS"


def shown(progress: Progress) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=100).print(progress)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def poll(attempt: int, status: str | None, pause: float | None, error=None) -> Poll:
    parsed = operation(status) if status else None
    response = parsed and servicediscovery.GetOperationResponse.model_validate(parsed)
    request = REQUEST(operation_id="op-1")
    return Poll(attempt, Phase.IN_PROGRESS, None, response, error, 0.0, pause, request)


def test_progress_shows_states_and_the_next_poll():
    now = 0.0
    progress = Progress("servicediscovery GetOperation", 600, seconds=lambda: now)
    assert shown(progress)[1:] == ["  polling, 0.0 s of 600 s"]
    progress.on_poll(poll(1, "SUBMITTED", 2.0))
    now = 2.0
    progress.on_poll(poll(2, "PENDING", 4.0))
    now = 3.5
    assert shown(progress) == [
        "servicediscovery GetOperation",
        "  ○  SUBMITTED  2.0 s",
        "  ●  PENDING    1.5 s",
        "  2 attempts, next in 2.5 s, 3.5 s of 600 s",
    ]
    now = 6.0
    progress.on_poll(poll(3, None, 4.0, error=OSError("the line\nwas cut")))
    assert shown(progress)[-1] == "  the line was cut"
    now = 10.0
    progress.on_poll(poll(4, "SUCCESS", None))
    now = 99.0
    progress.states[-1].until = 10.0
    progress.stop()
    assert shown(progress)[-2:] == ["  ●  SUCCESS    0.0 s", "  4 attempts, 10.0 s"]


def test_progress_shows_how_far_it_is():
    now = 0.0
    progress = Progress("servicediscovery GetOperation", 600, seconds=lambda: now)
    going = dataclasses.replace(poll(1, "PENDING", 4.0), progress=Reported(42.19, 1_200, 3_000, 2))
    progress.on_poll(going)
    line = "  42.1 %, 1,200 of 3,000, 2 failed"
    assert shown(progress)[-2] == line
    progress.on_poll(dataclasses.replace(going, time_left=250.0))
    assert shown(progress)[-2] == f"{line}, about 4 min left"
    progress.on_poll(poll(3, None, 4.0, error=OSError("cut")))
    assert shown(progress)[-3] == f"{line}, about 4 min left"
    progress.stop()
    assert line in shown(progress)
    progress.on_poll(poll(4, "SUCCESS", None))
    assert line not in shown(progress)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 s"),
        (119.4, "119 s"),
        (150, "2 min"),
        (7_199, "120 min"),
        (7_200, "2 h"),
        (9e5, "10 d"),
        (1e12, "11,574,074 d"),
    ],
)
def test_an_estimate_is_rounded(seconds, text):
    assert progress_text(Reported(99.99), seconds) == f"99.9 %, about {text} left"


def thing_registration(*percents):
    for percent in percents:
        status = "Completed" if percent == 100 else "InProgress"
        yield {"status": status} | ({"percentageProgress": percent} if percent is not None else {})


THINGS = ["iot", "describe-thing-registration-task", "--task-id", "task-1", *QUICK]


def test_watch_prints_progress(invoke, endpoint):
    request = iot.DescribeThingRegistrationTaskRequest
    endpoint.script(request, *thing_registration(None, 0, 20, 40, 100))
    done = invoke("watch", *THINGS, "--every-poll")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["progress"] and line["progress"]["percent"] for line in lines] == [
        None,
        0,
        20,
        40,
        100,
    ]
    assert lines[1]["progress"] == {"percent": 0, "done": None, "total": None, "failed": None}
    assert [line["time_left"] is None for line in lines] == [True, True, True, False, True]


def test_watch_prints_progress_in_lines(invoke, endpoint):
    request = iot.DescribeThingRegistrationTaskRequest
    endpoint.script(request, *thing_registration(20, 100))
    done = invoke("watch", *THINGS, "--output", "table")
    shown = [line.split("  ", 1)[1] for line in done.stdout.splitlines()]
    assert shown == ["IN_PROGRESS  InProgress  20 %", "SUCCEEDED    Completed  100 %"]


def test_watch_of_an_operation_without_progress(invoke, endpoint):
    endpoint.script(REQUEST, operation("SUCCESS"))
    assert json.loads(invoke("watch", *LINE).stdout).keys() == {"at", "phase", "status", "response"}


def test_progress_shows_the_last_states():
    progress = Progress("x", 600, seconds=lambda: 0.0)
    for number in range(20):
        progress.record_state(f"STATE_{number}", Phase.IN_PROGRESS)
    lines = shown(progress)
    assert lines[1].strip() == "8 earlier"
    assert len(lines) == 15


def test_state_of_a_list_operation():
    pages = [
        servicediscovery.ListOperationsResponse.model_validate({"Operations": operations})
        for operations in (
            [{"Status": "SUCCESS"}, {"Status": "PENDING"}],
            [{"Status": "PENDING"}],
            [],
        )
    ]
    assert state_of(ListResult(pages)) == ("2 PENDING, 1 SUCCESS", Phase.IN_PROGRESS)
    assert state_of(ListResult(pages[2:])) == ("no items", Phase.UNKNOWN)
    assert state_of(ListResult(())) == ("gone", Phase.SUCCEEDED)
    assert state_of(None) == ("gone", Phase.SUCCEEDED)


@pytest.mark.parametrize(
    ("is_terminal", "quiet", "is_shown"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_progress_needs_a_terminal(monkeypatch, is_terminal, quiet, is_shown):
    out = io.StringIO()
    made = Console(file=out, force_terminal=is_terminal, width=80)
    monkeypatch.setattr(progress_module, "console", lambda *, stderr: made)
    with live(Progress("the title", 600), quiet=quiet, stderr=True):
        pass
    assert ("the title" in out.getvalue()) == is_shown


def test_defaults_are_those_of_the_library():
    assert wait_options.MAX_SECONDS == backoff.MAX_SECONDS
    command = click.Command("wait", params=[*wait_options.POLLING_OPTIONS])
    given = command.make_context("wait", []).params
    polling = wait_options.polling_arguments(given)
    assert (polling["delay"], polling["max_delay"]) == (backoff.DELAY, backoff.MAX_DELAY)
    schedule = backoff.Schedule(timeout=1, delay=1, max_delay=1)
    assert polling["appears_within"] == schedule.appears_within
