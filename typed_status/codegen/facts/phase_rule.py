"""The phase of a status value: a rule over its words and those of the other values of its enum.

The patterns are tried in this order, and the first that matches decides:

1. progress, at the end or the start (``CREATING``, ``UPDATE_IN_PROGRESS``, ``PENDING_DELETION``): in progress;
2. failure anywhere (``DELETE_FAILED``, ``COMPLETED_WITH_ERRORS``, ``ROLLBACK_COMPLETE``): failed;
3. cancellation (``CANCELLED``, ``SKIPPED``): canceled;
4. words that mean one thing for a job and another for a resource (``RUNNING``, ``STOPPED``, ``CREATED``): by the other
   values of the enum, as the statuses of a job include one like ``COMPLETED``;
5. success or a stable state (``SUCCEEDED``, ``ACTIVE``, ``DELETED``): succeeded.

A value that none of them matches is ``UNKNOWN``: it is counted and listed, not guessed.

May import: the standard library, ``codegen.models.ir`` and ``codegen.models.naming``.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable

from typed_status.codegen.models import ir, naming

__all__ = ["PHASES", "by_rule", "has_no_meaning", "is_job"]

PHASES: tuple[ir.Phase, ...] = t.get_args(ir.Phase)


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


# Words in -ing that do not mean progress.
_NOT_PROGRESS = _any(
    "billing existing logging mapping matching missing monitoring nothing passing reporting running routing setting "
    "string tracking warning outstanding"
)
_PROGRESSIVE = rf"(?!{_NOT_PROGRESS}(?:_|$))[a-z]+ing"
# Words that mean progress or waiting, alone or at the end of a value.
_PENDING = _any(
    "in_?progress in_process in_transit in_maintenance pending queued enqueued submitted requested scheduled "
    "initiated ongoing new planned proposed initial initial_sync invited in_review human_review under_review "
    "under_change under_assessment runnable retry delayed deferred work_in_progress draft received busy "
    "backlog maintenance rescan transient action_required action_needed unfinished "
    "[a-z]+_started not_started not_yet_[a-z]+ not_run not_ready not_complete not_verified not_validated "
    "not_approved not_checked not_tested not_reviewed not_built unverified unconfirmed attention_required"
)
_PROGRESS = re.compile(
    rf"(?!(?:failed|error|skipped|not)_)(?:.*_)?{_PROGRESSIVE}"
    rf"|(?:.*_)?{_PENDING}"
    r"|(?:pending|waiting|awaiting|ready_for|ready_?to|requires|queued_for|staged_for|in_transit)_?.*"
    r"|.*_pending_.*"
    # What is usable meanwhile says so first: AVAILABLE_NEEDS_ATTENTION.
    r"|needs_attention"
    rf"|(?!.*(?:failed|failure|error|completed?)(?:_|$)){_PROGRESSIVE}_.*"
)
_FAILED = re.compile(
    r"(?:.*_)?"
    + _any(
        "fail failed failure failures faulted fault error errors errored exception exceptions invalid "
        "unsuccessful time_?out timed_?out rejected denied declined disapproved unapproved expired exceeded "
        "inaccessible insufficient incompatible un_?healthy impaired degraded partial partially incomplete "
        "misconfigured broken rolled_back rollback_complete rollback_completed rollback_succeeded "
        "rollback_successful blocked stalled unreachable unavailable not_found not_exist missing down offline "
        "disconnected critical inoperable lost unsupported not_supported not_compatible disallowed blackhole "
        "unauthorized not_authorized deauthorized stale suspended at_risk not_available "
        "conflict corrupted undeliverable out_of_sync out_of_service noncompliant "
        "non_compliant bounced unable cannot wrong duplicate not_enough limit_reached drifted tainted defaulted"
    )
    + r"(?:_.*)?"
)
_CANCELED = re.compile(
    r"(?:.*_)?"
    + _any(
        "cancelled canceled aborted skipped superseded abandoned interrupted revoked withdrawn discarded "
        "cancel(?:lation)?_(?:completed?|success) cancelled_running dismissed reverted voided ignored obsolete overridden queued_deleted disengaged"
    )
    + r"(?:_.*)?"
)
# Values that only a job has, when it has finished.
_JOB_FINISHED = re.compile(
    _any(
        "succeeded success successful succeed completed? finished done passed ended [a-z]+_with_.* "
        "execution_success all_completed job_completed"
    )
)
# The phases, for a job, of values that mean something else for a resource.
_JOB_PHASES: dict[str, ir.Phase] = {
    **dict.fromkeys(
        "running active started created ready paused open enabled in_use prepared accepted registered "
        "initialized assigned provisioned resumed launched opened approved standby idle executed".split(),
        "IN_PROGRESS",
    ),
    **dict.fromkeys(
        "stopped terminated closed disabled inactive deleted removed halted deactivated killed".split(),
        "CANCELED",
    ),
}
_SUCCEEDED = re.compile(
    r"(?:.*_)?"
    + _any(
        "succeeded success successful succeed completed? finished done ended passed pass okay ok available "
        "active inactive enabled disabled ready created updated modified deleted removed started stopped "
        "running terminated paused hibernated online healthy operational normal attached unattached detached "
        "associated unassociated disassociated dissociated connected registered deregistered deployed "
        "published installed uninstalled imported exported issued valid verified validated approved accepted "
        "authorized granted activated deactivated provisioned deprovisioned in_use unused not_used in_service "
        "in_sync insync synced synchronized idle standby resolved open opened closed archived restored retired "
        "deprecated assigned unassigned applied confirmed committed fulfilled delivered processed prepared "
        "initialized indexed trained shared unshared linked isolated merged released reserved locked unlocked "
        "protected allocated deallocated copied advertised optimized generated launched transferred migrated "
        "acknowledged up joined left resigned subscribed unsubscribed compliant built configured unconfigured "
        "onboarded replaced settled acquired claimed accelerated disbursed discovered engaged ejected enrolled "
        "executed exited extended finalized observed opted_out picked purged quarantined reclaimed recycled "
        "referenced renewed returned shipped steady steady_state unchanged unlisted up_to_date current "
        "recoverable mounted suppressed staged triggered not_[a-z]+ not_in_use not_in_sync not_up_to_date "
        "resumed halted killed no_issues_found no_data outdated out_of_date"
    )
    + r"(?:_(?:with_issues|with_warnings?|by_[a-z]+|in_[a-z]+|on_create|ingestion|other|needs_attention))?"
)


# Values without a meaning of their own.
_MEANINGLESS = re.compile(_any("unknown undefined none any all default"))


def has_no_meaning(value: str) -> bool:
    """Check whether the value is one such as ``UNKNOWN``, to which no maintainer could give a phase."""
    return bool(_MEANINGLESS.fullmatch(_normal(value)))


def by_rule(value: str, siblings: Iterable[str]) -> ir.Phase:
    """Return the phase of a status value among the ``siblings`` of its enum."""
    text = _normal(value)
    if _PROGRESS.fullmatch(text):
        return "IN_PROGRESS"
    if _FAILED.fullmatch(text):
        return "FAILED"
    if _CANCELED.fullmatch(text):
        return "CANCELED"
    if text in _JOB_PHASES and is_job(siblings):
        return _JOB_PHASES[text]
    return "SUCCEEDED" if _SUCCEEDED.fullmatch(text) else "UNKNOWN"


def is_job(values: Iterable[str]) -> bool:
    """Check whether these are the statuses of a job, which finishes, and not of a resource, which stays."""
    return any(_JOB_FINISHED.fullmatch(_normal(value)) for value in values)


def _normal(value: str) -> str:
    return "_".join(word.lower() for word in naming.words(value))
