"""``SavedWait``, ``poll_once`` and ``resume``: waits that are stored and resumed in another process."""

import json
import pickle
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wait_cases import START, Time

from typed_status import (
    GONE,
    Clock,
    Phase,
    Progress,
    RequestValidationError,
    SavedWait,
    WaitBlocked,
    WaitFailed,
    WaitTimeout,
    phase_of,
    poll_once,
    resume,
)
from typed_status.services import (
    codeconnections,
    connect,
    ec2,
    servicediscovery,
    workspaces_web,
)
from typed_status.testing import FakeEndpoint, Fault

Request = servicediscovery.GetOperationRequest
Status = servicediscovery.OperationStatus
REQUEST = Request(operation_id="op")


@pytest.fixture
def endpoint():
    with FakeEndpoint() as endpoint:
        yield endpoint


@pytest.fixture
def clock():
    return Time().clock(Clock)


def operation(status):
    return {"Operation": {"Id": "op", "Status": status}}


def reloaded(saved):
    """Return the wait as another process loads it, from JSON and from pickle."""
    text = saved.to_json()
    found = SavedWait.from_json(type(saved.request), text)
    assert found == saved == pickle.loads(pickle.dumps(saved))
    assert found.to_json() == text
    return found


UNTILS = (
    st.none()
    | st.just(GONE)
    | st.sampled_from(Status)
    | st.sets(st.sampled_from(Status), min_size=1)
)


@given(
    st.text(min_size=1, max_size=20),
    st.floats(0.001, 1e6),
    UNTILS,
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()),
)
def test_round_trip(name, timeout, until, started):
    saved = SavedWait(Request(operation_id=name), timeout=timeout, until=until, started=started)
    found = reloaded(saved)
    assert found.request == saved.request
    assert found.deadline == saved.started + timedelta(seconds=timeout)
    assert found.until == saved.until


def test_progress_and_the_time_left_in_other_processes(endpoint, clock):
    request = ec2.DescribeSnapshotsRequest()
    texts = ["0%", "", "20%", "30%", "60%"]
    pages = [{"Snapshots": [{"State": "pending", "Progress": each}]} for each in texts]
    endpoint.script(
        type(request),
        *(ec2.DescribeSnapshotsResponse.model_validate(each).to_boto3() for each in pages),
        ec2.DescribeSnapshotsResponse.model_validate(
            {"Snapshots": [{"State": "completed", "Progress": "100%"}]}
        ).to_boto3(),
    )
    client = endpoint.client("ec2")
    saved = SavedWait(request, timeout=1000, started=START)
    found = []
    for _ in range(4):
        saved = reloaded(saved)
        poll = poll_once(client, saved, clock=clock)
        found.append((poll.progress, poll.time_left))
        clock.sleep(10)
    assert found == [
        (Progress(0), None),
        (None, None),
        (Progress(20), None),
        (Progress(30), 70),
    ]
    polls = []
    resume(client, reloaded(saved), on_poll=polls.append, clock=clock)
    assert [poll.progress for poll in polls] == [Progress(60), Progress(100)]
    assert polls[0].time_left == pytest.approx(40 * polls[0].elapsed / 60)
    assert polls[1].time_left is None


@pytest.mark.parametrize(
    "estimate",
    [
        None,
        {},
        {"start": None, "last": None, "readings": -1},
        {"start": [0], "last": None, "readings": 0},
        {"start": [0, 101], "last": None, "readings": 0},
        {"start": ["a", 1], "last": None, "readings": 0},
        {"start": [float("inf"), 1], "last": None, "readings": 0},
    ],
)
def test_a_stored_estimate_that_is_none(estimate):
    state = json.loads(SavedWait(REQUEST, timeout=10).to_json())
    state["estimate"] = estimate
    with pytest.raises(ValueError, match="not a saved wait"):
        SavedWait.from_json(Request, json.dumps(state))


def test_what_is_not_visible_yet(endpoint, clock):
    missing = Fault(servicediscovery.OperationNotFound, "none")
    endpoint.script(Request, missing, missing, operation("PENDING"), missing)
    client = endpoint.client("servicediscovery")
    saved = SavedWait(REQUEST, timeout=600, appears_within=60, started=START)
    for has_appeared in (False, False, True):
        assert saved.has_appeared is has_appeared or saved.attempts < 3
        assert poll_once(client, saved, clock=clock).next_delay is not None
        saved = reloaded(saved)
    assert saved.has_appeared
    with pytest.raises(servicediscovery.OperationNotFound):
        poll_once(client, saved, clock=clock)


def test_whether_a_blocked_status_is_polled_is_stored(endpoint, clock):
    request = codeconnections.GetConnectionRequest(connection_arn="arn:aws:codeconnections:a")
    endpoint.script(type(request), {"Connection": {"ConnectionStatus": "PENDING"}}, repeat=True)
    client = endpoint.client("codeconnections")
    for poll_blocked in (True, False):
        saved = SavedWait(request, timeout=600, poll_blocked=poll_blocked, started=START)
        again = SavedWait.from_json(type(request), saved.to_json())
        assert (again, again.schedule.poll_blocked) == (saved, poll_blocked)
        if poll_blocked:
            assert poll_once(client, again, clock=clock).next_delay is not None
        else:
            with pytest.raises(WaitBlocked):
                poll_once(client, again, clock=clock)


def test_poll_once(endpoint, clock):
    endpoint.script(Request, operation("PENDING"), operation("PENDING"), operation("SUCCESS"))
    client = endpoint.client("servicediscovery")
    saved = SavedWait(REQUEST, timeout=100, delay=1, max_delay=8, started=START)
    delays = []
    while (poll := poll_once(client, saved, clock=clock)).next_delay is not None:
        delays.append(poll.next_delay)
        assert saved.next_poll_at == clock.now() + timedelta(seconds=poll.next_delay)
        clock.sleep(poll.next_delay)
        saved = reloaded(saved)
    assert delays == [
        pytest.approx(1.5, abs=0.5),
        pytest.approx(3, abs=1),
    ]  # exponential backoff, also across processes
    assert (saved.attempts, phase_of(poll.response)) == (3, Phase.SUCCEEDED)


def test_resume_polls_at_next_poll_at_and_keeps_the_deadline(endpoint):
    time = Time()
    clock = time.clock(Clock)
    endpoint.script(Request, operation("PENDING"), repeat=True)
    client = endpoint.client("servicediscovery")
    saved = SavedWait(REQUEST, timeout=100, delay=40, max_delay=40, started=START)
    poll_once(client, saved, clock=clock)
    time.sleep(15)  # stored for a while
    time.slept.clear()
    with pytest.raises(WaitTimeout) as caught:
        resume(client, reloaded(saved), clock=clock)
    assert time.slept == pytest.approx([25, 40, 20])
    assert time.passed == pytest.approx(100)
    assert (caught.value.attempts, len(endpoint.calls)) == (4, 4)


def test_on_poll_may_store_the_wait(endpoint, clock):
    endpoint.script(Request, operation("PENDING"), operation("SUCCESS"))
    saved = SavedWait(REQUEST, timeout=100, started=START)
    stored = []
    response = resume(
        endpoint.client("servicediscovery"),
        saved,
        on_poll=lambda poll: stored.append(json.loads(saved.to_json())["attempts"]),
        clock=clock,
    )
    assert response.operation.status is Status.SUCCESS
    assert stored == [1, 2]


def test_until(endpoint, clock):
    client = endpoint.client("servicediscovery")
    endpoint.script(Request, operation("SUBMITTED"), operation("PENDING"))
    waiting = SavedWait(REQUEST, timeout=100, until={Status.PENDING}, started=START)
    assert resume(client, reloaded(waiting), clock=clock).operation.status is Status.PENDING
    endpoint.script(Request, Fault(servicediscovery.OperationNotFound, "none"))
    gone = SavedWait(REQUEST, timeout=100, until=GONE, started=START)
    assert resume(client, reloaded(gone), clock=clock) is None
    endpoint.script(Request, operation("FAIL"), repeat=True)
    with pytest.warns(match="servicediscovery.message-with-fail"), pytest.raises(WaitFailed):
        resume(client, reloaded(SavedWait(REQUEST, timeout=100, started=START)), clock=clock)


def test_list_operations(endpoint, clock):
    kind = servicediscovery.ListOperationsRequest
    endpoint.script(kind, *[{"Operations": [{"Status": each}]} for each in ("PENDING", "SUCCESS")])
    saved = SavedWait(kind(), timeout=100, started=START)
    (item,) = resume(endpoint.client("servicediscovery"), reloaded(saved), clock=clock)
    assert item.status is Status.SUCCESS


def test_an_error_leaves_the_wait_unchanged(endpoint, clock):
    endpoint.script(Request, Fault("AccessDeniedException", "no"))
    saved = SavedWait(REQUEST, timeout=100, started=START)
    before = saved.to_json()
    with pytest.raises(Exception, match="AccessDenied"):
        poll_once(endpoint.client("servicediscovery"), saved, clock=clock)
    assert saved.to_json() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"timeout": 0}, "timeout"),
        ({"until": ["DONE"]}, "is not a value of OperationStatus"),
        ({"until": 1}, "not a saved wait"),
        ({"service": "connect"}, "it is for connect.GetOperation"),
        ({"started": "2026-01-02T00:00:00"}, "no time zone"),
        ({"started": 7}, "not a saved wait"),
        ({"attempts": None}, "attempts must be"),
        ({"attempts": -1}, "attempts must be"),
        ({"timeout": 1e12}, "ten years"),
        ({"request": {}}, "OperationId"),
    ],
)
def test_invalid_saved_waits(change, message):
    text = json.dumps(json.loads(SavedWait(REQUEST, timeout=100).to_json()) | change)
    kind = RequestValidationError if "request" in change else ValueError
    with pytest.raises(kind, match=message):
        SavedWait.from_json(Request, text)


def test_what_an_earlier_version_did_not_store_has_its_default():
    saved = SavedWait(REQUEST, timeout=100, started=START)
    state = json.loads(saved.to_json())
    for name in ("appears_within", "poll_blocked", "has_appeared", "estimate"):
        del state[name]
    assert SavedWait.from_json(Request, json.dumps(state)) == saved


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", b"\xff"])
def test_invalid_json(text):
    with pytest.raises(ValueError, match="not a saved wait"):
        SavedWait.from_json(Request, text)


def test_waits_that_cannot_be_saved():
    with pytest.raises(TypeError, match="cannot be stored"):
        SavedWait(REQUEST, timeout=1, until=lambda response: True)
    with pytest.raises(TypeError, match="reports no status"):
        SavedWait(connect.GetTrafficDistributionRequest(id="i"), timeout=1)
    with pytest.raises(ValueError, match="is not a value of OperationStatus"):
        SavedWait(REQUEST, timeout=1, until="DONE")
    with pytest.raises(ValueError, match="no time zone"):
        SavedWait(REQUEST, timeout=1, started=datetime(2026, 1, 1))


def test_repr_shows_no_secrets():
    request = workspaces_web.ListSessionsRequest(portal_id="p" * 36, username="SECRETUSER")
    saved = SavedWait(request, timeout=60, started=START)
    assert repr(saved) == (
        f"SavedWait(ListSessionsRequest(portal_id='{'p' * 36}', "
        "username=<sensitive>), attempts=0, "
        "deadline=2026-01-02T00:01:00+00:00)"
    )
    assert reloaded(saved).request.username == "SECRETUSER"
    assert saved != SavedWait(REQUEST, timeout=60, started=START)
    with pytest.raises(TypeError, match="unhashable"):
        hash(saved)


def test_a_clock_that_is_set_back(endpoint):
    time = Time()
    clock = time.clock(Clock)
    endpoint.script(Request, operation("PENDING"), repeat=True)
    saved = SavedWait(REQUEST, timeout=60, started=START)
    poll_once(endpoint.client("servicediscovery"), saved, clock=clock)
    a_day_before = Clock(clock.monotonic, lambda: clock.now() - timedelta(days=1), clock.sleep)
    assert saved.next_delay(a_day_before.now()) <= 60
