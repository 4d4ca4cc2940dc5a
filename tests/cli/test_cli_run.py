"""``run`` and ``resume``: what is sent, exit codes, and that no wait is lost."""

import dataclasses
import json

import pytest
from lossy_server import LossyServer, close
from wait_cases import Time

from typed_status import Clock, SavedWait
from typed_status.runtime.starting import sending
from typed_status.runtime.starting.begin import begin
from typed_status.runtime.waiting.stored import resume
from typed_status.services import bedrock, connect, ec2, ecs, emr, servicediscovery
from typed_status.testing import Drop, Fault

QUICK = ("--delay", "0.01", "--max-delay", "0.01")
CREATE = ("servicediscovery", "create-http-namespace", "--name", "web", *QUICK)
DELETE = ("servicediscovery", "delete-namespace", "--id", "ns-1", *QUICK)
STOP = ("ec2", "stop-instances", "--instance-ids", "i-1", *QUICK)
STARTED = {"OperationId": "op-1"}
REPORT = servicediscovery.GetOperationRequest


def operation(status: str, **members: str) -> dict:
    return {"Operation": {"Id": "op-1", "Status": status, **members}}


def instance(state: str) -> dict:
    return {"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": state}}]}]}


def operations(endpoint) -> list[str]:
    return [call.operation for call in endpoint.calls]


def test_it_starts_and_waits(invoke, endpoint):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, STARTED)
    endpoint.script(REPORT, operation("SUBMITTED"), operation("PENDING"), operation("SUCCESS"))
    done = invoke("run", *CREATE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"operation": {"id": "op-1", "status": "SUCCESS"}}
    assert operations(endpoint) == ["CreateHttpNamespace", *["GetOperation"] * 3]
    assert endpoint.calls[0].params["CreatorRequestId"]


def test_it_fails_with_the_reason(invoke, endpoint):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, STARTED)
    endpoint.script(REPORT, operation("FAIL", ErrorMessage="the zone exists"))
    done = invoke("run", *CREATE)
    assert done.exit_code == 1
    assert json.loads(done.stdout)["operation"]["status"] == "FAIL"
    assert done.stderr.endswith("failed with status FAIL: the zone exists\n")


def test_the_old_status_is_not_the_end(invoke, endpoint):
    endpoint.script(ec2.StopInstancesRequest, {"StoppingInstances": []})
    states = ["running", "running", "stopping", "stopped"]
    endpoint.script(ec2.DescribeInstancesRequest, *map(instance, states))
    done = invoke("run", *STOP)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["items"][0]["state"]["name"] == "stopped"


def test_until_another_status(invoke, endpoint):
    endpoint.script(ec2.StopInstancesRequest, {"StoppingInstances": []})
    endpoint.script(ec2.DescribeInstancesRequest, *map(instance, ["running", "stopping"]))
    assert invoke("run", *STOP, "--until", "stopping").exit_code == 0


def test_an_unknown_status_to_wait_for(invoke, endpoint):
    done = invoke("run", *STOP, "--until", "stoped")
    assert done.exit_code == 2
    assert "InstanceStateName has no value 'stoped', did you mean 'stopped'?" in done.stderr
    assert endpoint.calls == []


def test_a_deletion(invoke, endpoint):
    endpoint.script(connect.DeleteTrafficDistributionGroupRequest, {}, repeat=True)
    line = ["connect", "delete-traffic-distribution-group", *QUICK]
    line += ["--traffic-distribution-group-id", "12345678-1234-1234-1234-123456789012"]
    gone = Fault(connect.ResourceNotFoundException, "no such group")
    endpoint.script(connect.DescribeTrafficDistributionGroupRequest, gone, repeat=True)
    done = invoke("run", *line)
    assert (done.exit_code, done.stdout) == (0, "null\n")
    assert invoke("run", *line, "--output", "table").stdout == "gone\n"


def test_a_start_without_a_status(invoke, endpoint):
    """Its end is that the response has what was sent."""
    endpoint.script(connect.UpdateTrafficDistributionRequest, {})
    old, new = ({"Region": "us-east-1", "Percentage": each} for each in (100, 50))
    endpoint.script(
        connect.GetTrafficDistributionRequest,
        {"TelephonyConfig": {"Distributions": [old]}},
        {"TelephonyConfig": {"Distributions": [new, new | {"Region": "us-west-2"}]}},
    )
    sent = {"Distributions": [new, new | {"Region": "us-west-2"}]}
    line = ["connect", "update-traffic-distribution", *QUICK]
    line += ["--id", "12345678-1234-1234-1234-123456789012"]
    done = invoke("run", *line, "--telephony-config", json.dumps(sent))
    assert done.exit_code == 0, done.stderr
    assert len(endpoint.calls) == 3


def test_a_list_where_each_id_has_a_request(invoke, endpoint):
    endpoint.script(emr.AddJobFlowStepsRequest, {"StepIds": ["s-1", "s-2"]})
    step = {"Step": {"Status": {"State": "COMPLETED"}}}
    endpoint.script(emr.DescribeStepRequest, step, repeat=True)
    steps = json.dumps([{"Name": "a", "HadoopJarStep": {"Jar": "j"}}])
    line = ["emr", "add-job-flow-steps", "--job-flow-id", "j-1", "--steps", steps, *QUICK]
    done = invoke("run", *line)
    assert done.exit_code == 0
    assert [each["step"]["status"]["state"] for each in json.loads(done.stdout)] == [
        "COMPLETED",
        "COMPLETED",
    ]
    endpoint.script(emr.AddJobFlowStepsRequest, {"StepIds": ["s-1"]})
    saved = invoke("run", *line, "--detach").stdout
    assert len(json.loads(saved)) == 1
    done = invoke("resume", "-", input=saved)
    assert len(json.loads(done.stdout)) == 1


def test_what_began_in_part(invoke, endpoint):
    failures = {"failures": [{"arn": "b", "reason": "MISSING"}]}
    endpoint.script(ecs.RunTaskRequest, {"tasks": [{"taskArn": "a"}]} | failures)
    endpoint.script(
        ecs.DescribeTasksRequest, {"tasks": [{"taskArn": "a", "lastStatus": "RUNNING"}]}
    )
    line = ["ecs", "run-task", "--task-definition", "t", "--cluster", "c", *QUICK]
    done = invoke("run", *line)
    assert (done.exit_code, len(json.loads(done.stdout)["items"])) == (1, 1)
    assert 'AWS did not begin all of it: [{"arn": "b", "reason": "MISSING"}]' in done.stderr
    endpoint.script(ecs.RunTaskRequest, {"tasks": []} | failures)
    done = invoke("run", *line)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "AWS began nothing of it (1 in failures[]): MISSING" in done.stderr


def test_a_response_without_the_id(invoke, endpoint):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, {})
    done = invoke("run", *CREATE)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "the response has no operation_id" in done.stderr


def test_a_refusal_by_aws(invoke, endpoint):
    fault = Fault(servicediscovery.NamespaceAlreadyExists, "there is one")
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, fault)
    done = invoke("run", *CREATE)
    assert (done.exit_code, done.stdout) == (5, "")


@pytest.mark.parametrize(
    "line",
    [
        ("run", "ec2", "stop-instances", "--instance-ids", "[]"),
        ("wait", "ec2", "describe-instances", "--instance-ids", "[]"),
        ("watch", "ec2", "describe-instances", "--instance-ids", "[]"),
    ],
    ids=lambda line: line[0],
)
def test_an_empty_list_of_ids(invoke, endpoint, line):
    done = invoke(*line)
    assert done.exit_code == 2
    assert "instance_ids is empty" in done.stderr
    assert endpoint.calls == []


def test_operations_that_start_nothing(run):
    done = run("run", "ec2", "describe-instances")
    assert done.exit_code == 2
    assert "typed-status wait ec2 describe-instances" in done.stderr


def test_a_lost_response_without_a_token(run):
    with LossyServer(close) as server:
        done = run("run", "--endpoint-url", server.url, *DELETE, env={"AWS_MAX_ATTEMPTS": "3"})
        assert len(server.bodies) == 1
    assert (done.exit_code, done.stdout) == (7, "")
    assert "the request may have arrived, and its response is lost" in done.stderr
    assert "look whether it started before you run it again" in done.stderr


def test_a_lost_response_with_a_token(invoke, endpoint):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, Drop(), STARTED)
    endpoint.script(REPORT, operation("SUCCESS"))
    done = invoke("run", *CREATE)
    assert (done.exit_code, done.stdout) == (7, "")
    flag, token = done.stderr.split("Run it again with ")[1].split(":")[0].split()
    assert flag == "--creator-request-id"
    assert invoke("run", *CREATE, flag, token).exit_code == 0
    sent = [each for each in endpoint.calls if each.operation == "CreateHttpNamespace"]
    assert {each.params["CreatorRequestId"] for each in sent} == {token}


def test_a_sensitive_token_is_not_shown(invoke, endpoint, monkeypatch):
    monkeypatch.setattr(sending.uuid, "uuid4", lambda: "secret-token-secret-token-secret")
    endpoint.script(("timestream-write", "CreateBatchLoadTask"), Drop(), repeat=True)
    request = {
        "DataSourceConfiguration": {
            "DataSourceS3Configuration": {"BucketName": "bbb"},
            "DataFormat": "CSV",
        },
        "ReportConfiguration": {"ReportS3Configuration": {"BucketName": "bbb"}},
        "TargetDatabaseName": "database",
        "TargetTableName": "table",
    }
    line = ["timestream-write", "create-batch-load-task", "--request", json.dumps(request)]
    done = invoke("run", *line)
    assert done.exit_code == 7, done.stderr
    assert "secret-token" not in done.stdout + done.stderr
    assert "run it again only with the same --client-token" in done.stderr
    assert "--client-token secret-token" in invoke("run", *line, "--show-sensitive").stderr


def test_an_interruption_while_it_is_sent(invoke, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("typed_status.runtime.starting.begin.send", interrupt)
    done = invoke("run", *DELETE)
    assert (done.exit_code, done.stdout) == (7, "")
    assert "its response is lost (interrupted)" in done.stderr


def test_detached_and_resumed(invoke, endpoint):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, STARTED)
    detached = invoke("run", *CREATE, "--detach", "--timeout", "60")
    assert (detached.exit_code, detached.stderr) == (0, "")
    assert operations(endpoint) == ["CreateHttpNamespace"]
    saved = SavedWait.from_json(REPORT, detached.stdout)
    assert saved.token == endpoint.calls[0].params["CreatorRequestId"]
    endpoint.script(REPORT, operation("PENDING"), operation("SUCCESS"))
    done = invoke("resume", "-", input=detached.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["operation"]["status"] == "SUCCESS"


def test_a_timeout_leaves_the_wait_on_stdout(invoke, endpoint, monkeypatch):
    clock = dataclasses.replace(Time().clock(Clock), now=Clock().now)
    monkeypatch.setitem(begin.__kwdefaults__, "clock", clock)
    endpoint.script(ec2.StopInstancesRequest, {"StoppingInstances": []})
    endpoint.script(
        ec2.DescribeInstancesRequest,
        *map(instance, ["running", "stopping", "stopping"]),
        repeat=True,
    )
    done = invoke("run", *STOP, "--timeout", "1")
    assert done.exit_code == 4
    assert "timed out after 1 s" in done.stderr
    assert "typed-status resume FILE --timeout SECONDS" in done.stderr
    assert json.loads(done.stdout)["motion"]["left"] == 1
    # It was seen to move, so that the old status is a failure in the next process.
    endpoint.script(ec2.DescribeInstancesRequest, instance("running"), repeat=True)
    done = invoke("resume", "-", "--timeout", "60", input=done.stdout)
    assert done.exit_code == 1
    assert "is back at status running" in done.stderr


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit(143)], ids=["130", "143"])
@pytest.mark.parametrize("command", ["run", "resume"])
def test_an_interruption_leaves_the_wait(invoke, endpoint, monkeypatch, command, interruption):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, STARTED)
    endpoint.script(REPORT, operation("PENDING"), operation("SUCCESS"))
    line, text = CREATE, ""
    if command == "resume":
        line, text = ("-",), invoke("run", *CREATE, "--detach").stdout

    def interrupt(_):
        raise interruption

    function = {"run": begin, "resume": resume}[command]
    with monkeypatch.context() as patched:
        patched.setitem(function.__kwdefaults__, "clock", Clock(sleep=interrupt))
        done = invoke(command, *line, input=text)
    assert done.exit_code == (130 if interruption is KeyboardInterrupt else 143)
    assert json.loads(done.stdout)["attempts"] == (1 if command == "run" else 0)
    assert "What was started may go on" in done.stderr
    assert invoke("resume", "-", input=done.stdout).exit_code == 0


def test_an_error_of_aws_leaves_the_wait(invoke, endpoint):
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, STARTED)
    endpoint.script(REPORT, Fault("AccessDeniedException", "no", status=400))
    done = invoke("run", *CREATE)
    assert done.exit_code == 5
    assert json.loads(done.stdout)["request"]["operation_id"] == "op-1"


def test_a_sensitive_id_is_kept_only_where_asked_for(invoke, endpoint, tmp_path):
    arn = "arn:aws:bedrock:us-east-1:123456789012:evaluation-job/abcdefghijkl"
    endpoint.script(bedrock.StopEvaluationJobRequest, {}, repeat=True)
    endpoint.script(bedrock.GetEvaluationJobRequest, Fault("Denied", "no", status=400), repeat=True)
    line = ["bedrock", "stop-evaluation-job", "--job-identifier", arn, *QUICK]
    done = invoke("run", *line)
    assert (done.exit_code, done.stdout) == (5, "")
    assert "use --save FILE or --show-sensitive" in done.stderr
    assert arn not in done.stderr
    assert arn in invoke("run", *line, "--show-sensitive").stdout
    assert arn in invoke("run", *line, "--detach").stdout
    file = tmp_path / "saved.json"
    assert arn not in invoke("run", *line, "--save", str(file)).output
    assert arn in file.read_text()


def test_a_wait_in_a_file(invoke, endpoint, tmp_path):
    file = tmp_path / "saved.json"
    endpoint.script(servicediscovery.CreateHttpNamespaceRequest, STARTED)
    endpoint.script(REPORT, operation("PENDING"), repeat=True)
    done = invoke("run", *CREATE, "--timeout", "0.05", "--save", str(file))
    assert done.exit_code == 4
    assert done.stdout == ""
    assert f"typed-status resume {file} --timeout SECONDS" in done.stderr
    assert file.stat().st_mode & 0o077 == 0
    before = json.loads(file.read_text())["attempts"]
    done = invoke("resume", str(file), "--timeout", "0.05", "--save", str(file))
    assert done.exit_code == 4
    assert json.loads(file.read_text())["attempts"] > before
    endpoint.script(REPORT, operation("SUCCESS"))
    assert invoke("resume", str(file), "--timeout", "60").exit_code == 0
    assert [each.name for each in tmp_path.iterdir()] == ["saved.json"]


def test_a_file_that_cannot_be_written(invoke, endpoint, tmp_path):
    done = invoke("run", *CREATE, "--save", str(tmp_path / "none" / "saved.json"))
    assert done.exit_code == 74
    assert endpoint.calls == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a saved wait: expected JSON"),
        (b"\xff", "not a saved wait: expected JSON"),
        ("[]", "not a saved wait: the list is empty"),
        ("{}", "not a saved wait: it names no operation"),
        ('{"service": "x", "operation": "y"}', "not a saved wait: no shipped service 'x'"),
        ('{"service": "servicediscovery", "operation": "GetOperation"}', "not a saved wait"),
    ],
)
def test_what_is_no_saved_wait(invoke, text, message):
    done = invoke("resume", "-", input=text)
    assert (done.exit_code, done.stdout) == (3, "")
    assert message in done.stderr
