"""The extractor reads what it should, and reports what it does not understand."""

import json
import subprocess

import pytest
from peer_facts import ack, crossplane, terraform, waiter_models
from peer_facts.tree import Tree
from peer_facts.waits import Source, Wait, read, write

BROKER = """
package mq

import (
	"github.com/aws/aws-sdk-go-v2/service/mq"
	awstypes "github.com/aws/aws-sdk-go-v2/service/mq/types"
)

const (
	lost    = "LOST"
	rebooting = "REBOOT_IN_PROGRESS"
	none      = "NONE"
)

func findBroker(ctx context.Context, conn *mq.Client, id string) (*mq.DescribeBrokerOutput, error) {
	output, err := conn.DescribeBroker(ctx, &mq.DescribeBrokerInput{BrokerId: &id})
	return output, err
}

func statusBroker(ctx context.Context, conn *mq.Client, id string) retry.StateRefreshFunc {
	return func() (interface{}, string, error) {
		broker, err := findBroker(ctx, conn, id)
		if err != nil {
			return nil, lost, err
		}
		return broker, string(broker.BrokerState), nil
	}
}

func statusUser(ctx context.Context, conn *mq.Client, id string) retry.StateRefreshFunc {
	return func() (interface{}, string, error) {
		return nil, none, nil
	}
}

func waitRunning(ctx context.Context, conn *mq.Client, id string) error {
	states := []string{rebooting, lost, none, "ODD, {"}
	conf := &retry.StateChangeConf{
		Pending: append(states, enum.Slice(awstypes.BrokerStateCreationInProgress)...),
		Target:  enum.Slice(awstypes.BrokerStateRunning),
		Refresh: statusBroker(ctx, conn, id),
	}
	output, err := conf.WaitForStateContext(ctx)
	if status := output.BrokerState; status == awstypes.BrokerStateCreationFailed {
		tfresource.SetLastError(err, errors.New("failed"))
	}
	return err
}

func waitGone(ctx context.Context, conn *mq.Client, id string) error {
	conf := &retry.StateChangeConf{
		Pending: enum.Slice(awstypes.BrokerStateDeletionInProgress),
		Target:  []string{},
		Refresh: statusBroker(ctx, conn, id),
	}
	return conf
}

func waitFor(ctx context.Context, conn *mq.Client, id string, target []string) error {
	return &retry.StateChangeConf{Target: target, Refresh: statusBroker(ctx, conn, id)}
}
"""
OBSERVED = """
package stage

import (
	svcsdk "github.com/aws/aws-sdk-go/service/eks"
	svcapitypes "example.org/provider/apis/eks/v1alpha1"
)

func postObserve(ctx context.Context, obj *svcsdk.DescribeAddonOutput) {
	switch aws.StringValue(obj.Addon.Status) {
	case string(svcapitypes.AddonStatus_SDK_ACTIVE):
		cr.SetConditions(xpv1.Available())
	case svcsdk.AddonStatusCreating, "QUEUED":
		cr.SetConditions(xpv1.Creating())
	case "DELETING":
		cr.SetConditions(xpv1.Deleting())
	default:
		cr.SetConditions(xpv1.Unavailable())
	}
}
"""
ADDON_ENUMS = """
package v1alpha1

type AddonStatus_SDK string

const (
	AddonStatus_SDK_ACTIVE AddonStatus_SDK = "ACTIVE"
)
"""
GENERATOR = """
resources:
  Addon:
    synced:
      when:
      - path: Status.Status
        in:
        - ACTIVE
        - CREATE_FAILED
"""
FOUND = """
package addon

func (rm *resourceManager) sdkFind(ctx context.Context, r *resource) (*resource, error) {
	resp, err = rm.sdkapi.DescribeAddon(ctx, input)
	return resp, err
}
"""
HOOKS = """
package addon

var modifyingStatuses = []string{"CREATING", "UPDATING"}

func (rm *resourceManager) set(ko *svcapitypes.Addon) {
	common.SetSyncedCondition(&resource{ko}, ko.Status.Status, &resourceName, &modifyingStatuses)
}
"""
LITERALS = """
eks_data = {
    "waiters": {
        "AddonActive": {
            "operation": "DescribeAddon",
            "acceptors": [
                {"matcher": "path", "argument": "addon.status", "expected": "ACTIVE", "state": "success"},
                {"matcher": "path", "argument": "addon.colour", "expected": "RED", "state": "failure"},
                {"matcher": "path", "argument": "length(addon)", "expected": 1, "state": "failure"},
                called(),
            ],
        },
    },
}
more = dict(
    addon_healthy=dict(
        operation="DescribeAddon",
        acceptors=[
            dict(matcher="path", argument="length(addon.health.issues) == `0`", expected=True, state="success"),
            dict(matcher="pathAny", argument="addon.health.issues[].code", expected="AccessDenied", state="retry"),
        ],
    ),
    addon_gone=dict(
        operation="DescribeAddon",
        acceptors=[
            dict(matcher="pathAny", argument="addon.status", expected="DELETING", state="retry"),
            dict(matcher="error", expected="ResourceNotFoundException", state="success"),
        ],
    ),
)
"""


@pytest.fixture
def tree(tmp_path):
    """Return a commit with files."""

    def commit(repository: str, **files: str) -> Tree:
        def git(*arguments: str) -> None:
            options = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
            subprocess.run(["git", *options, *arguments], cwd=tmp_path, check=True)

        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        git("init", "-q")
        git("add", "-A")
        git("commit", "-q", "-m", "files")
        return Tree.at(tmp_path / ".git", repository)

    return commit


def verdicts(wait: Wait) -> tuple[str, ...]:
    return tuple(
        f"{kind}={'+'.join(getattr(wait, kind))}"
        for kind in ("pending", "success", "failure")
        if getattr(wait, kind)
    )


def test_terraform(tree):
    path = "internal/service/mq/broker.go"
    found, unread = terraform.waits(tree("o/r", **{path: BROKER, "other/x.go": BROKER}))
    running, gone = found
    assert (running.service, running.operation, running.path) == (
        "mq",
        "DescribeBroker",
        "BrokerState",
    )
    assert (running.repository, running.file, running.name) == ("o/r", path, "waitRunning")
    assert BROKER.splitlines()[running.line - 1].strip() == "conf := &retry.StateChangeConf{"
    assert verdicts(running) == (
        # LOST is the function's own, and NONE that of another one: AWS sends neither.
        "pending=REBOOT_IN_PROGRESS+ODD, {+CREATION_IN_PROGRESS",
        "success=RUNNING",
        "failure=CREATION_FAILED",
    )
    assert not running.gone
    assert verdicts(gone) == ("pending=DELETION_IN_PROGRESS",)
    assert gone.gone
    assert [place.split()[1] for place in unread] == ["waitFor"]


def test_crossplane(tree):
    found, unread = crossplane.waits(
        tree(
            "o/r",
            **{
                "pkg/controller/eks/addon/setup.go": OBSERVED,
                "apis/eks/v1alpha1/zz_enums.go": ADDON_ENUMS,
            },
        )
    )
    assert {(wait.service, wait.operation, wait.path) for wait in found} == {
        ("eks", "DescribeAddon", "addon.status")
    }
    assert [verdicts(wait) for wait in found] == [
        ("pending=CREATING+QUEUED", "success=ACTIVE"),
        ("pending=DELETING",),
    ]
    assert [wait.gone for wait in found] == [False, True]
    assert unread == []


def test_ack(tree):
    found, unread = ack.waits(
        tree(
            "o/eks-controller",
            **{
                "generator.yaml": GENERATOR,
                "pkg/resource/addon/sdk.go": FOUND,
                "pkg/resource/addon/hooks.go": HOOKS,
            },
        )
    )
    assert {(wait.service, wait.operation, wait.path) for wait in found} == {
        ("eks", "DescribeAddon", "addon.status")
    }
    assert [(wait.file, wait.line, *verdicts(wait)) for wait in found] == [
        ("generator.yaml", 4, "success=ACTIVE", "failure=CREATE_FAILED"),
        ("pkg/resource/addon/hooks.go", 4, "pending=CREATING+UPDATING"),
    ]
    assert unread == []


def test_ansible():
    found, unread = waiter_models.ansible("o/r", {"plugins/module_utils/eks.py": LITERALS})
    assert [(wait.name, wait.path, *verdicts(wait)) for wait in found] == [
        ("AddonActive", "addon.status", "success=ACTIVE"),
        ("addon_healthy", "addon.health.issues[].code", "pending=AccessDenied"),
        ("addon_gone", "addon.status", "pending=DELETING"),
    ]
    assert [wait.gone for wait in found] == [False, True, True]
    assert unread == ["o/r plugins/module_utils/eks.py:4 AddonActive addon.colour"]


def test_what_is_written_is_read(tmp_path):
    source = Source("o/r", "0" * 40)
    place = ("eks", "DescribeAddon", "addon.status", "o/r", "a.go")
    one = Wait(*place, 1, "one", pending=("A",), success=("B", "C"))
    gone = Wait(*place, 2, "two", pending=("D",), gone=True)
    empty = Wait(*place, 3, "three")
    assert write(tmp_path / "p.json", [source], [gone, one, empty, one]) == 4
    assert read(tmp_path / "p.json") == ([source], [one, gone])
    assert json.loads((tmp_path / "p.json").read_text())["waits"][1]["gone"] is True
