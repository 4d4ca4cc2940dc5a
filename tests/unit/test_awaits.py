"""Whom a status awaits: the rule, ``awaits.toml``, and what a value says of it."""

import dataclasses

import pytest

from typed_status import Awaits
from typed_status.codegen import build
from typed_status.codegen.diff.compare import compare
from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.statuses import awaits
from typed_status.services import acm, ec2, kms, s3control


@pytest.fixture(scope="module")
def kms_service():
    (service,) = build.shipped(["kms"]).services
    return service


@pytest.mark.parametrize(
    ("status", "awaited"),
    [
        *((each, ("ANOTHER_PARTY", False)) for each in ("PENDING_ACCEPTANCE", "pendingAcceptance")),
        *((each, ("ANOTHER_PARTY", False)) for each in ("WAITING_FOR_APPROVAL", "Invited")),
        *(
            (each, ("ANOTHER_PARTY", False))
            for each in ("PENDING_C_LEVEL_APPROVAL", "UNDER_REVIEW")
        ),
        *((each, ("ANOTHER_PARTY", False)) for each in ("PENDING_ACCEPTANCE_BY_TARGET_ACCOUNT",)),
        *(
            (each, ("YOU", False))
            for each in ("DRAFT", "Draft", "ACTION_NEEDED", "needs_attention")
        ),
        *((each, ("YOU", False)) for each in ("CRITICAL_ACTION_REQUIRED", "PendingUserInput")),
        *(
            (each, ("YOU", False))
            for each in ("USER_PAUSED", "pausedByOperator", "REQUIRES_UPDATES")
        ),
        *((each, ("YOU", False)) for each in ("PENDING_CERTIFICATE", "AWAITING_ACTION")),
        *((each, ("YOU", True)) for each in ("PENDING_VALIDATION", "pending-validation")),
        *((each, ("YOU", True)) for each in ("PENDING_OWNERSHIP_VERIFICATION", "UNCONFIRMED")),
        *((each, ("AWS", True)) for each in ("PENDING", "CREATING", "REVIEW_IN_PROGRESS")),
        *(
            (each, ("AWS", True))
            for each in ("PENDING_DELETION", "PREVIEW_IN_PROGRESS", "VALIDATING")
        ),
        *((each, ("AWS", True)) for each in ("customer-action-completed", "payment-pending")),
    ],
)
def test_the_rule(status, awaited):
    assert awaits.by_rule(status) == awaited


def decisions(enum, value, party="YOU", **more):
    entry = {"service": "kms", "enum": enum, "values": [value], "why": "w", "source": "s"}
    return awaits.Decisions.model_validate({"awaits": [entry | {"party": party} | more]})


@pytest.mark.parametrize(
    ("enum", "value", "party", "words"),
    [
        ("KeyState", "AWAY", "YOU", "has no status KeyState with the value 'AWAY' in progress"),
        ("KeyState", "Enabled", "YOU", "has no status KeyState with the value 'Enabled'"),
        ("KeySpec", "RSA_2048", "YOU", "has no status KeySpec"),
        ("KeyState", "Creating", "AWS", "KeyState 'Creating' is decided so by the rule: drop it"),
    ],
)
def test_decisions_about_nothing(kms_service, enum, value, party, words):
    with pytest.raises(GenerationError, match=words):
        awaits.mark(kms_service, decisions(enum, value, party))


def test_two_decisions_on_one_value(tmp_path):
    path = tmp_path / "awaits.toml"
    entry = '[[awaits]]\nservice = "a"\nenum = "E"\nvalues = ["B"]\nparty = "YOU"\nwhy = "w"\nsource = "s"\n'
    path.write_text(entry * 2)
    with pytest.raises(GenerationError, match=r"two decisions on a\.E\.B"):
        awaits.read_decisions(path)


def of(service, enum, value):
    (kind,) = (each for each in service.enums if each.name == enum)
    names = [text for text, _ in kind.values]
    return kind.phases[names.index(value)]


def test_what_is_marked(kms_service):
    marked = of(kms_service, "KeyState", "PendingImport")
    assert (marked.party, marked.polled) == ("YOU", True)
    undecided = awaits.mark(kms_service, awaits.Decisions())
    assert of(undecided, "KeyState", "PendingImport").party == "AWS"
    other = awaits.mark(kms_service, decisions("KeyState", "PendingImport", "ANOTHER_PARTY"))
    marked = of(other, "KeyState", "PendingImport")
    assert (marked.party, marked.polled) == ("ANOTHER_PARTY", False)


def test_a_terminal_value_awaits_nobody_whatever_its_words(kms_service):
    enum = next(each for each in kms_service.enums if each.name == "KeyState")
    first = dataclasses.replace(enum.phases[0], phase="SUCCEEDED")
    named = dataclasses.replace(enum, values=(("DRAFT", "DRAFT"),), phases=(first,))
    marked = awaits.mark(dataclasses.replace(kms_service, enums=(named,)), awaits.Decisions())
    assert marked.enums[0].phases[0].party == "AWS"


def test_a_release_that_changes_it_breaks(kms_service):
    other = awaits.mark(kms_service, decisions("KeyState", "PendingImport", "ANOTHER_PARTY"))
    changed = {each.where: each for each in compare([kms_service], [other], {}, {})}
    change = changed["KeyState.PendingImport"]
    assert (change.kind, change.impact) == ("phase-changed", "breaking")
    assert "(awaits you, polled) -> IN_PROGRESS (awaits another party)" in change.what


@pytest.mark.parametrize(
    ("status", "whom", "is_blocked"),
    [
        (ec2.VpcPeeringConnectionStateReasonCode.PENDING_ACCEPTANCE, Awaits.ANOTHER_PARTY, True),
        (ec2.VpcPeeringConnectionStateReasonCode.PROVISIONING, Awaits.AWS, False),
        (ec2.VpcPeeringConnectionStateReasonCode.ACTIVE, Awaits.NOTHING, False),
        (ec2.VpcPeeringConnectionStateReasonCode.REJECTED, Awaits.NOTHING, False),
        (acm.CertificateStatus.PENDING_VALIDATION, Awaits.YOU, False),
        (kms.KeyState.PENDING_IMPORT, Awaits.YOU, False),
        (s3control.JobStatus.SUSPENDED, Awaits.YOU, True),
    ],
)
def test_whom_a_value_awaits(status, whom, is_blocked):
    assert (status.awaits, status.is_blocked) == (whom, is_blocked)


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_of_undeclared_values_it_is_not_known():
    unknown = ec2.VpcPeeringConnectionStateReasonCode("pending-approval")
    assert (unknown.awaits, unknown.is_blocked) == (Awaits.UNKNOWN, False)


@pytest.mark.filterwarnings("ignore::typed_status.SchemaDriftWarning")
def test_another_spelling_awaits_the_same():
    spelled = ec2.VpcPeeringConnectionStateReasonCode("PENDING_ACCEPTANCE")
    assert (spelled.awaits, spelled.is_blocked) == (Awaits.ANOTHER_PARTY, True)
