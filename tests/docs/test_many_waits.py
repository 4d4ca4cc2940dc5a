"""The examples of docs/many-waits.md: with a Celery worker in its own process, and in a process pool."""

import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from typed_status import SavedWait, wait
from typed_status.services.servicediscovery import GetOperationRequest, GetOperationResponse
from typed_status.testing import FakeEndpoint
from typed_status.testing.client import isolated_client

GUIDE = Path(__file__).parents[2] / "docs" / "many-waits.md"
CONFIG = """
broker_url = "filesystem://"
broker_transport_options = {{"data_folder_in": "{0}/queue", "data_folder_out": "{0}/queue"}}
result_backend = "file://{0}/results"
worker_hijack_root_logger = False
"""
# Sends the waits and prints their results.
SEND = """
import sys
from celery_waits import SavedWait, GetOperationRequest, wait_for_operation
waits = [SavedWait(GetOperationRequest(operation_id=str(n)), timeout=60, delay=0.2) for n in range(5)]
results = [wait_for_operation.delay(wait.to_json()) for wait in waits]
for result in results:
    try:
        print(result.get(timeout=60, interval=0.1))
    except Exception as error:
        print(type(error).__name__, error)
"""


def operation(status, **more):
    return {"Operation": {"Id": "op", "Status": status} | more}


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def celery_worker(tmp_path, endpoint):
    """Start a worker with the guide's module; return the environment variables of processes that use it."""
    for folder in ("queue", "results"):
        (tmp_path / folder).mkdir()
    (code,) = re.findall(r"```python\n(# celery_waits.py\n.*?)```", GUIDE.read_text(), re.DOTALL)
    (tmp_path / "celery_waits.py").write_text(code)
    (tmp_path / "waits_config.py").write_text(CONFIG.format(tmp_path))
    environment = os.environ | {
        "CELERY_WAITS": "waits_config",
        "ENDPOINT": endpoint.url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "PYTHONPATH": str(tmp_path),
    }
    command = "celery -A celery_waits worker --pool=solo --without-gossip --without-mingle -l ERROR"
    worker = subprocess.Popen(
        [sys.executable, "-m", *command.split()],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield environment
    finally:
        worker.terminate()
        worker.wait(30)


def test_celery_tasks(celery_worker, endpoint, tmp_path):
    steps = [operation("PENDING")] * 8 + [operation("FAIL", ErrorMessage="zone")]
    endpoint.script(GetOperationRequest, *steps, operation("SUCCESS"), repeat=True)
    done = subprocess.run(
        [sys.executable, "-c", SEND],
        env=celery_worker,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    lines = sorted(done.stdout.splitlines())
    failed = [line for line in lines if not line.startswith("{")]
    assert failed == ["WaitFailed servicediscovery GetOperation: failed with status FAIL: zone"]
    assert len(lines) == 5
    responses = [GetOperationResponse.model_validate_json(each) for each in lines if each[0] == "{"]
    assert {response.operation.status for response in responses} == {"SUCCESS"}
    assert len(endpoint.calls) == 8 + 5


def _wait(url, request):
    return wait(isolated_client("servicediscovery", url, {}), request, timeout=60, delay=0.1)


def test_process_pool(endpoint):
    endpoint.script(GetOperationRequest, operation("PENDING"), operation("SUCCESS"), repeat=True)
    requests = [GetOperationRequest(operation_id=str(number)) for number in range(4)]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(_wait, [endpoint.url] * 4, requests))
    assert {response.operation.status for response in found} == {"SUCCESS"}
    assert {type(response) for response in found} == {GetOperationResponse}


RESUME = """
import sys
from typed_status import SavedWait, WaitTimeout, resume
from typed_status.services.servicediscovery import GetOperationRequest
from typed_status.testing.client import isolated_client
saved = SavedWait.from_json(GetOperationRequest, sys.stdin.read())
try:
    resume(isolated_client("servicediscovery", sys.argv[1], {}), saved)
except WaitTimeout as error:
    print(error.attempts)
"""


def test_the_deadline_holds_in_another_process(endpoint):
    endpoint.script(GetOperationRequest, operation("PENDING"), repeat=True)
    started = datetime.now(UTC) - timedelta(seconds=120)
    saved = SavedWait(GetOperationRequest(operation_id="op"), timeout=60, started=started)
    saved.attempts = 41
    done = subprocess.run(
        [sys.executable, "-c", RESUME, endpoint.url],
        input=saved.to_json(),
        capture_output=True,
        text=True,
        check=True,
    )
    # The deadline passed before the other process started: it makes one last attempt. A new timeout would have taken
    # a minute.
    assert done.stdout.strip() == "42"
    assert len(endpoint.calls) == 1
