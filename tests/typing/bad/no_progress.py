"""Progress that may be missing, and progress of what has none."""

from typed_status import Poll, progress_of
from typed_status.services import connect, ec2


def unchecked(poll: Poll[ec2.DescribeSnapshotsResponse]) -> float:
    # E: mypy=union-attr pyright=reportOptionalMemberAccess
    return poll.progress.percent


def of_an_item(item: ec2.Snapshot, companion: connect.UpdateTrafficDistributionResponse) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    progress_of(item)
    # E: mypy=arg-type pyright=reportArgumentType
    progress_of(companion)
