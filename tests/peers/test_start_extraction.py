"""The extractor pairs starts with the waits that follow them, and with nothing else."""

import json
import subprocess

import pytest
from peer_facts import airflow_starts, permissions, sent, terraform_starts
from peer_facts.start_facts import StartFact, read, write
from peer_facts.tree import Tree
from peer_facts.waits import Source

ADDON = """
package eks

import (
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"
)

func (r *resourceAddon) Create(ctx context.Context, req request, resp *response) {
	conn := r.Meta().EKSClient(ctx)
	_, err := tfresource.RetryWhen(ctx, timeout, func() (interface{}, error) {
		return conn.CreateAddon(ctx, input)
	})
	if err != nil {
		conn.DeleteAddon(ctx, undo)
		return
	}
	conn.TagResource(ctx, tags)
	if _, err := waitAddonActive(ctx, conn, name); err != nil {
		return
	}
	waitAddonActive(ctx, conn, name)
}

func (r *resourceAddon) Update(ctx context.Context, req request, resp *response) {
	conn := r.Meta().EKSClient(ctx)
	if reset {
		conn.DeleteAddon(ctx, input)
	} else {
		modify(ctx, conn)
	}
	replaced(ctx, conn)
	waitAddonActive(ctx, conn, name)
}

func resourceAddonSet(ctx context.Context, meta interface{}) {
	conn := meta.(*conns.AWSClient).EKSClient(ctx)
	switch kind {
	case "update":
		conn.UpdateAddon(ctx, input)
	case "delete":
		conn.DeleteAddon(ctx, input)
	default:
		conn.CreateCluster(ctx, input)
		return
	}
	waitAddonActive(ctx, conn, name)
	resourceAddonRead(ctx, conn)
}

func resourceAddonReset(ctx context.Context, meta interface{}) {
	conn := meta.(*conns.AWSClient).EKSClient(ctx)
	conn.DeleteAddon(ctx, input)
	resourceAddonRead(ctx, conn)
}

func resourceAddonRead(ctx context.Context, conn *eks.Client) {
	waitAddonActive(ctx, conn, name)
}

func modify(ctx context.Context, conn *eks.Client) {
	conn.UpdateAddon(ctx, input)
}

func replaced(ctx context.Context, conn *eks.Client) {
	conn.CreateAddon(ctx, input)
	waitAddonActive(ctx, conn, name)
}

func findAddon(ctx context.Context, conn *eks.Client, name string) (*types.Addon, error) {
	output, err := conn.DescribeAddon(ctx, input)
	return output.Addon, err
}

func statusAddon(ctx context.Context, conn *eks.Client, name string) retry.StateRefreshFunc {
	return func() (interface{}, string, error) {
		output, err := findAddon(ctx, conn, name)
		return output, string(output.Status), nil
	}
}

func waitAddonActive(ctx context.Context, conn *eks.Client, name string) error {
	return &retry.StateChangeConf{
		Pending: enum.Slice(types.AddonStatusCreating),
		Target:  enum.Slice(types.AddonStatusActive),
		Refresh: statusAddon(ctx, conn, name),
	}
}
"""
HOOK = """
class EksHook(AwsBaseHook):
    client_type = "eks"

    def stop(self):
        self.conn.delete_nodegroup(clusterName="a")
"""
TRIGGER = """
class EksDeletedTrigger(AwsBaseWaiterTrigger):
    def __init__(self):
        super().__init__(waiter_name="nodegroup_deleted")

    def hook(self):
        return EksHook()
"""
OPERATOR = """
class EksCreateOperator(AwsBaseOperator[EksHook]):
    aws_hook_class = EksHook

    def execute(self, context):
        self.hook.get_waiter("cluster_active").wait()
        self.hook.conn.create_cluster(name="a")
        if self.deferrable:
            self.hook.conn.delete_cluster(name="a")
        self.hook.conn.describe_cluster(name="a")
        self.hook.get_waiter("cluster_active").wait()

    def on_kill(self):
        self.hook.conn.delete_cluster(name="a")


class EksDeleteOperator(EksCreateOperator):
    def execute(self, context):
        self.hook.stop()

    def execute_later(self):
        self.defer(trigger=EksDeletedTrigger())
        self.hook.get_waiter("odd")
"""
SCHEMA = {
    "typeName": "AWS::EKS::Addon",
    "handlers": {
        "create": {
            "permissions": [
                "eks:CreateAddon",
                "eks:DescribeAddon",
                "eks:TagResource",
                "iam:PassRole",
            ]
        },
        "delete": {"permissions": ["eks:DeleteAddon", "eks:DeleteCluster"]},
    },
}
POLICY = """
## `runTask`

#### [ Run a Job ]

```
{"Action": ["ecs:RunTask"]},
{"Action": ["ecs:StopTask", "ecs:DescribeTasks"]},
{"Action": ["events:PutTargets"]}
```
"""


@pytest.fixture
def tree(tmp_path):
    """Return a commit with files."""

    def commit(**files: str) -> Tree:
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
        return Tree.at(tmp_path / ".git", "o/r")

    return commit


def test_terraform(tree):
    path = "internal/service/eks/addon.go"
    found, unread = terraform_starts.starts(tree(**{path: ADDON}))
    assert [(each.name, each.start) for each in found] == [
        ("Create", "CreateAddon"),
        ("resourceAddonSet", "UpdateAddon"),
        ("resourceAddonSet", "DeleteAddon"),
        ("replaced", "CreateAddon"),
    ]
    assert {(each.service, each.reads, each.path, each.wait) for each in found} == {
        ("eks", ("DescribeAddon",), "addon.status", "waitAddonActive")
    }
    assert {(each.pending, each.success) for each in found} == {(("CREATING",), ("ACTIVE",))}
    assert ADDON.splitlines()[found[0].line - 1].strip() == "return conn.CreateAddon(ctx, input)"
    assert unread == []


def test_airflow():
    root = "airflow/providers/amazon/aws"
    texts = {
        f"{root}/hooks/eks.py": HOOK,
        f"{root}/triggers/eks.py": TRIGGER,
        f"{root}/operators/eks.py": OPERATOR,
    }
    found, unread = airflow_starts.starts(texts)
    assert [(each.name, each.start, each.reads, each.success, each.gone) for each in found] == [
        ("EksCreateOperator", "CreateCluster", ("DescribeCluster",), ("ACTIVE",), False),
        ("EksDeleteOperator", "DeleteNodegroup", ("DescribeNodegroup",), (), True),
    ]
    assert (
        OPERATOR.splitlines()[found[0].line - 1].strip()
        == 'self.hook.conn.create_cluster(name="a")'
    )
    line = OPERATOR.splitlines().index('        self.hook.get_waiter("odd")') + 1
    assert unread[-1] == f"{root}/operators/eks.py:{line} odd"


def test_cloudformation(tree):
    text = json.dumps(SCHEMA, indent=1)
    found, unread = permissions.cloudformation(tree(**{"schemas/aws-eks-addon.json": text}))
    (addon,) = found
    assert (addon.service, addon.start, addon.reads) == ("eks", "CreateAddon", ("DescribeAddon",))
    assert text.splitlines()[addon.line - 1].strip() == '"eks:CreateAddon",'
    assert addon.name == "AWS::EKS::Addon create"
    assert not addon.waits
    assert unread == []


def test_stepfunctions(tree):
    used = "arn:aws:states:::ecs:runTask.sync arn:aws:states:::eks:runJob.sync"
    files = {"doc_source/a.md": used, "doc_source/ecs-iam.md": POLICY}
    found, unread = permissions.stepfunctions(tree(**files))
    (task,) = found
    assert (task.service, task.start, task.reads) == ("ecs", "RunTask", ("DescribeTasks",))
    assert task.name == "ecs:runTask.sync"
    assert "ecs:RunTask" in POLICY.splitlines()[task.line - 1]
    assert unread == ["eks:runJob.sync"]


@pytest.mark.parametrize(
    ("operation", "starts"),
    [
        ("CreateCluster", True),
        ("BatchDeleteTable", True),
        ("GettyUpdate", True),
        ("DescribeCluster", False),
        ("BatchGetItem", False),
        ("TagResource", False),
        ("UntagResource", False),
        ("AddTagsToResource", False),
        ("TestConnection", False),
    ],
)
def test_what_starts(operation, starts):
    assert sent.is_start(operation) is starts


def test_what_is_written_is_read(tmp_path):
    source = Source("o/r", "0" * 40)
    place = ("o/r", "a.go", 1, "create")
    one = StartFact("eks", "CreateAddon", ("DescribeAddon", "ListAddons"), *place)
    gone = StartFact(
        "eks", "DeleteAddon", ("DescribeAddon",), *place, "wait", "addon.status", gone=True
    )
    assert write(tmp_path / "p.json", [source], [gone, one, gone]) == 2
    assert read(tmp_path / "p.json") == ([source], [one, gone])
