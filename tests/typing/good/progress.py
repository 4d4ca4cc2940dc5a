"""Progress: of polls, of responses and of what ``watch`` yields."""

from typing import assert_type

from typed_status import ListResult, Poll, Progress, progress_of, wait, watch
from typed_status.services import ec2

REQUEST = ec2.DescribeSnapshotsRequest()


def show(poll: Poll[ListResult[ec2.Snapshot]]) -> None:
    assert_type(poll.progress, Progress | None)
    assert_type(poll.time_left, float | None)
    if poll.progress is not None:
        assert_type(poll.progress.percent, float)
        assert_type(poll.progress.done, float | None)


def of_snapshots(client: ec2.DescribeSnapshotsClient) -> None:
    found = wait(client, REQUEST, timeout=600, on_poll=show)
    assert_type(progress_of(found), Progress | None)
    assert_type(progress_of(found, found[0]), Progress | None)
    assert_type(progress_of(found.pages[0]), Progress | None)
    for each in watch(client, REQUEST, timeout=600):
        assert_type(progress_of(each), Progress | None)
