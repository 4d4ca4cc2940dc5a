"""What operations start: which operation reports on it, how its request is bound, and which end is wanted."""

import pytest
from tiny_starts import bound, service, started

from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.starts.ends import ends
from typed_status.codegen.starts.names import parsed, same_thing, singular

CLUSTER = {"State": "CREATING,ACTIVE,UPDATING,STOPPING,STOPPED,DELETING,FAILED,DELETE_FAILED"}
DESCRIBE = ("DescribeCluster", {"ClusterName": "String!"}, {"Status": "State"})


def cluster(*operations, state="", **more):
    enums = {"State": state} if state else CLUSTER
    return started([*operations, DESCRIBE], enums, **more)


# Names.


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("DBInstances", ("db", "instance")),
        ("Policies", ("policy",)),
        ("Addresses", ("address",)),
        ("FileCaches", ("file", "cache")),
        ("NetworkInsightsAnalyses", ("network", "insight", "analysis")),
        ("ConformancePackStatuses", ("conformance", "pack", "status")),
    ],
)
def test_names_are_compared_in_the_singular(wire, words):
    assert singular(wire) == words


@pytest.mark.parametrize(
    ("start", "status"),
    [
        ("CreateCluster", "DescribeClusters"),
        ("RestoreDBInstanceFromDBSnapshot", "DescribeDBInstances"),
        ("BatchDeleteEvaluationJob", "GetEvaluationJob"),
        ("StartBuild", "BatchGetBuilds"),
        ("UpdateSchema", "GetSchemaStatus"),
        ("AssociateProfile", "GetProfileAssociation"),
        ("ModifyVolume", "DescribeVolumesModifications"),
        ("CreateAccount", "DescribeCreateAccountStatus"),
        ("CreateDefaultVpc", "DescribeVpcs"),
        ("CreateClusterV2", "DescribeCluster"),
    ],
)
def test_two_operations_are_about_the_same_thing(start, status):
    assert same_thing(parsed(start), status)


@pytest.mark.parametrize(
    ("start", "status"),
    [
        ("CreateClusterSnapshot", "DescribeCluster"),
        ("CreateCluster", "DescribeClusterSnapshot"),
        ("ModifySnapshotAttribute", "DescribeSnapshots"),
    ],
)
def test_a_part_of_a_thing_is_another_thing(start, status):
    assert not same_thing(parsed(start), status)


# Tiers.


def test_the_same_noun_and_a_status_for_what_is_done():
    start = cluster(("CreateCluster", {"ClusterName": "String!"}, {}))["CreateCluster"]
    assert (start.status, start.basis, start.tracks) == ("DescribeCluster", "same_noun", "resource")
    assert bound(start) == {"cluster_name": "input.cluster_name"}


def test_without_words_for_an_update_it_is_none():
    update = ("UpdateCluster", {"ClusterName": "String!"}, {})
    assert not cluster(update, state="CREATING,ACTIVE,DELETING,FAILED")
    assert cluster(update)


def test_a_deletion_needs_no_words():
    found = cluster(
        ("DeleteCluster", {"ClusterName": "String!"}, {}), state="CREATING,ACTIVE,FAILED"
    )
    assert found["DeleteCluster"].basis == "deletion"
    assert found["DeleteCluster"].gone
    assert found["DeleteCluster"].wanted == ()


def test_an_id_of_an_operation_in_the_response():
    found = started(
        [
            ("DeleteNamespace", {"Id": "String!"}, {"OperationId": "String"}),
            ("GetOperation", {"OperationId": "String!"}, {"Status": "State"}),
        ],
        {"State": "PENDING,SUCCESS,FAIL"},
    )
    start = found["DeleteNamespace"]
    assert (start.basis, start.tracks) == ("operation_id", "operation")
    assert bound(start) == {"operation_id": "output.operation_id"}
    # The end of an operation is its success, whatever it does.
    assert (start.wanted, start.contrary, start.gone) == (("SUCCESS",), ("FAIL",), False)


def test_an_id_that_was_sent_is_no_new_operation():
    found = started(
        [
            ("TagThing", {"OperationId": "String!"}, {"OperationId": "String"}),
            ("GetOperation", {"OperationId": "String!"}, {"Status": "State"}),
        ],
        {"State": "PENDING,SUCCESS,FAIL"},
    )
    assert not found


def test_an_id_of_an_operation_inside_of_another_thing():
    """The spot request of an instance is not what was begun."""
    found = started(
        [
            ("RunInstances", {}, {"Instances": "[Instance]"}),
            ("DescribeSpotRequests", {"SpotRequestIds": "Strings"}, {"SpotRequests": "[Spot]"}),
        ],
        {"State": "open,active,failed"},
        {
            "Instance": {"InstanceId": "String", "SpotRequestId": "String"},
            "Spot": {"State": "State"},
        },
    )
    assert not found


def test_the_id_of_any_job_is_not_that_of_all_jobs():
    operations = [
        ("StartAuditTask", {}, {"taskId": "String"}),
        ("DescribeAuditTask", {"taskId": "String!"}, {"status": "State"}),
        ("DescribeMitigationTask", {"taskId": "String!"}, {"status": "State"}),
    ]
    found = started(operations, {"State": "IN_PROGRESS,COMPLETED,FAILED"})
    assert found["StartAuditTask"].status == "DescribeAuditTask"


def test_documentation_names_the_other():
    documented = "To follow its progress, call GetProcess until it is complete."
    operations = [
        ("LaunchThing", {}, {"processId": "String"}, documented),
        ("GetProcess", {"processId": "String!"}, {"status": "State"}),
    ]
    start = started(operations, {"State": "IN_PROGRESS,COMPLETED,FAILED"})["LaunchThing"]
    assert (start.status, start.basis) == ("GetProcess", "documentation")
    assert start.source == "documentation of LaunchThing"


@pytest.mark.parametrize("documented", ["Related operations: GetProcess.", "GetProcess is nice."])
def test_documentation_that_only_lists_it(documented):
    operations = [
        ("LaunchThing", {}, {"processId": "String"}, documented),
        ("GetProcess", {"processId": "String!"}, {"status": "State"}),
    ]
    assert not started(operations, {"State": "IN_PROGRESS,COMPLETED,FAILED"})


def test_documentation_of_a_member_of_the_response():
    member = {
        "shape": "String",
        "documentation": "To get the status of the process, see GetProcess.",
    }
    operations = [
        ("LaunchThing", {}, {"processId": member}),
        ("GetProcess", {"processId": "String!"}, {"status": "State"}),
    ]
    start = started(operations, {"State": "IN_PROGRESS,COMPLETED,FAILED"})["LaunchThing"]
    assert start.source == "documentation of LaunchThing.process_id"


def test_documentation_of_the_status_operation():
    operations = [
        ("LaunchThing", {}, {"processId": "String"}),
        (
            "GetProcess",
            {"processId": "String!"},
            {"status": "State"},
            "Checks what LaunchThing started.",
        ),
    ]
    start = started(operations, {"State": "IN_PROGRESS,COMPLETED,FAILED"})["LaunchThing"]
    assert start.source == "documentation of GetProcess"


def test_a_status_of_a_part_is_not_that_of_the_thing():
    operations = [
        ("CreateCluster", {"ClusterName": "String!"}, {}),
        ("DescribeCluster", {"ClusterName": "String!"}, {"WebhookStatus": "State"}),
    ]
    assert not started(operations, CLUSTER)


def test_to_export_a_thing_is_no_creation_of_it():
    assert not cluster(("ExportCluster", {"ClusterName": "String!"}, {}))


# Bindings.


def test_the_response_comes_before_the_request():
    create = ("CreateCluster", {"ClusterName": "String"}, {"Cluster": "Cluster"})
    start = cluster(create, structures={"Cluster": {"ClusterName": "String"}})["CreateCluster"]
    assert bound(start) == {"cluster_name": "output.cluster.cluster_name"}


def test_a_thing_that_was_there_is_known_from_the_request():
    stop = ("StopCluster", {"ClusterName": "String!"}, {"ClusterName": "String"})
    assert bound(cluster(stop)["StopCluster"]) == {"cluster_name": "input.cluster_name"}


def test_a_bare_name_is_that_of_what_holds_it():
    create = ("CreateCluster", {}, {"cluster": "Cluster"})
    start = cluster(create, structures={"Cluster": {"name": "String"}})["CreateCluster"]
    assert bound(start) == {"cluster_name": "output.cluster.name"}


def test_a_required_member_without_a_value():
    operations = [
        ("CreateNodegroup", {"nodegroupName": "String!"}, {}),
        (
            "DescribeNodegroup",
            {"clusterName": "String!", "nodegroupName": "String!"},
            {"status": "State"},
        ),
    ]
    assert not started(operations, CLUSTER)


def test_the_id_of_a_source_is_not_that_of_a_copy():
    describe = ("DescribeImages", {"ImageIds": "Strings"}, {"Images": "[Image]"})
    structures = {"Image": {"State": "State"}}
    copied = ("CopyImage", {"ImageId": "String!"}, {})
    assert not started([copied, describe], CLUSTER, structures)
    copied = ("CopyImage", {"ImageId": "String!"}, {"ImageId": "String"})
    start = started([copied, describe], CLUSTER, structures)["CopyImage"]
    assert bound(start) == {"image_ids": "output.image_id"}


def test_the_name_of_what_is_restored():
    operations = [
        ("RestoreTable", {"sourceTableName": "String!", "targetTableName": "String!"}, {}),
        ("GetTable", {"tableName": "String!"}, {"status": "State"}),
    ]
    start = started(operations, CLUSTER)["RestoreTable"]
    assert bound(start) == {"table_name": "input.target_table_name"}


def test_one_start_many_things():
    operations = [
        ("RunInstances", {}, {"Instances": "[Instance]"}),
        ("TerminateInstances", {"InstanceIds": "Strings!"}, {"TerminatingInstances": "[Change]"}),
        ("DescribeInstances", {"InstanceIds": "Strings"}, {"Instances": "[Instance]"}),
    ]
    found = started(
        operations,
        {"State": "pending,running,stopping,stopped,shutting-down,terminated"},
        {
            "Instance": {"InstanceId": "String", "State": "State"},
            "Change": {"InstanceId": "String", "CurrentState": "State"},
        },
    )
    assert bound(found["RunInstances"]) == {"instance_ids": "output.instances[].instance_id"}
    assert found["RunInstances"].wanted == ("running",)
    end = found["TerminateInstances"]
    assert bound(end) == {"instance_ids": "input.instance_ids[]"}
    assert (end.wanted, end.gone) == (("terminated",), True)
    assert end.reports == ("terminating_instances[]", "current_state")


def test_a_list_operation_that_filters_by_no_id_of_the_thing():
    operations = [
        ("CreateNode", {"clusterId": "String!", "nodeId": "String!"}, {}),
        ("ListNodes", {"clusterId": "String!"}, {"nodes": "[Node]"}),
    ]
    assert not started(operations, CLUSTER, {"Node": {"status": "State"}})


def test_where_a_thing_is_may_be_absent():
    operations = [
        ("DeleteService", {"service": "String!", "cluster": "String"}, {}),
        (
            "DescribeServices",
            {"services": "Strings!", "cluster": "String"},
            {"services": "[Service]"},
        ),
    ]
    start = started(operations, CLUSTER, {"Service": {"status": "State"}})["DeleteService"]
    assert bound(start) == {"services": "input.service", "cluster": "input.cluster"}
    assert start.optional == ("cluster",)


def test_a_name_that_both_requests_have_is_not_that_of_another_member():
    operations = [
        ("DeleteStoreVersions", {"name": "String!", "versions": "Strings!"}, {}),
        ("GetStoreVersion", {"name": "String!", "versionName": "String!"}, {"status": "State"}),
    ]
    start = started(operations, CLUSTER)["DeleteStoreVersions"]
    assert bound(start) == {"name": "input.name", "version_name": "input.versions[]"}


def test_lists_of_errors_are_no_source_of_ids():
    operations = [
        ("BatchDeleteJob", {"jobIds": "Strings!"}, {"errors": "[Error]"}),
        ("GetJob", {"jobId": "String!"}, {"status": "State"}),
    ]
    start = started(operations, CLUSTER, {"Error": {"jobId": "String"}})["BatchDeleteJob"]
    assert bound(start) == {"job_id": "input.job_ids[]"}
    assert start.refused == ("errors",)


# Ends.


def judged(values, motion, verb="", own=False, **more):
    enum = next(
        each for each in service([DESCRIBE], {"State": values}).enums if each.name == "State"
    )
    return ends(enum, motion, verb or motion, own=own, **more)


ALL = CLUSTER["State"]


def test_a_creation_is_ready():
    found = judged(ALL, "create")
    assert found.wanted == ("ACTIVE",)
    assert found.initial == ()
    assert found.contrary == ("STOPPING", "STOPPED", "DELETING", "FAILED", "DELETE_FAILED")


def test_an_update_ends_where_it_began():
    found = judged(f"{ALL},UPDATE_FAILED", "update")
    assert found.wanted == ("ACTIVE", "STOPPED")
    assert found.initial == ("ACTIVE", "STOPPED", "UPDATE_FAILED")
    assert found.contrary == ("DELETING", "FAILED", "DELETE_FAILED")


def test_a_start_runs_and_was_at_rest():
    found = judged("READY,STARTING,RUNNING,STOPPING,STOPPED,FAILED", "start")
    assert found.wanted == ("RUNNING",)
    assert found.initial == ("READY", "STOPPED")
    assert found.contrary == ("STOPPING", "FAILED")


def test_a_stop_is_stopped():
    found = judged("STARTING,RUNNING,STOPPING,STOPPED,FAILED", "stop")
    assert (found.wanted, found.initial, found.contrary) == (
        ("STOPPED",),
        ("RUNNING",),
        ("FAILED",),
    )


def test_a_stopped_job_does_not_run():
    found = judged("RUNNING,STOPPING,STOPPED,COMPLETED,FAILED", "stop")
    assert (found.wanted, found.initial, found.contrary) == (
        ("STOPPED", "COMPLETED"),
        (),
        ("FAILED",),
    )


def test_what_has_no_word_for_stopped_is_at_rest():
    found = judged("STARTING,RUNNING,STOPPING,IDLE,DELETING,DELETED", "stop")
    assert (found.wanted, found.initial) == (("IDLE",), ("RUNNING",))


def test_a_deletion_ends_with_absence():
    found = judged(f"{ALL},DELETED", "delete")
    assert (found.wanted, found.gone) == (("DELETED",), True)
    assert found.initial == ("ACTIVE", "STOPPED", "FAILED", "DELETE_FAILED")
    assert found.contrary == ()


def test_a_cancellation_is_canceled():
    found = judged("PENDING,CANCEL_IN_PROGRESS,CANCEL_COMPLETE,SUCCESS,FAILED", "cancel")
    assert (found.wanted, found.contrary) == (("CANCEL_COMPLETE",), ("SUCCESS", "FAILED"))


def test_what_is_canceled_may_be_active():
    found = judged("pending,active,cancelling,cancelled,expired", "cancel")
    assert (found.wanted, found.initial, found.contrary) == (
        ("cancelled",),
        ("active",),
        ("expired",),
    )


def test_what_is_revoked_was_in_force():
    found = judged("PENDING_VALIDATION,ISSUED,REVOKED,FAILED", "reject", "revoke")
    assert (found.wanted, found.initial) == (("REVOKED",), ("PENDING_VALIDATION", "ISSUED"))
    assert judged("pending-acceptance,active,rejected", "reject").contrary == ("active",)


def test_the_success_of_an_operation_that_has_several():
    found = judged(
        "PENDING,UPDATE_COMPLETE,RESUME_COMPLETE,RESUME_FAILED", "start", "resume", own=True
    )
    assert found.wanted == ("RESUME_COMPLETE",)


def test_successes_of_several_motions():
    values = "create-in-progress,create-complete,modify-complete,isolate-complete,delete-failed"
    assert judged(values, "create").wanted == ("create-complete",)
    update = judged(values, "update", "modify")
    assert update.wanted == ("modify-complete",)
    assert update.initial == ("create-complete", "modify-complete", "isolate-complete")


def test_what_awaits_somebody_on_the_way():
    found = judged("PENDING_VALIDATION,ISSUED,EXPIRED,FAILED", "create", "request")
    assert (found.wanted, found.pending) == (("ISSUED",), ("PENDING_VALIDATION",))


def test_what_awaits_somebody_when_all_was_done():
    found = judged("CREATING,DRAFT,PUBLISHED,FAILED", "create")
    assert found.wanted == ("DRAFT", "PUBLISHED")


def test_what_is_submitted_no_longer_awaits_its_submission():
    assert judged("PENDING_SUBMISSION,APPROVED,REJECTED", "create", "submit").wanted == (
        "APPROVED",
    )


def test_what_is_accepted_was_pending():
    found = judged("pending-acceptance,active,rejected,expired", "accept")
    assert (found.wanted, found.initial, found.contrary) == (
        ("active",),
        ("pending-acceptance",),
        ("rejected", "expired"),
    )


def test_a_new_thing_has_no_state_from_before():
    assert judged("STARTING,RUNNING,STOPPED", "start", new=True).initial == ()


def test_put_creates_or_updates():
    found = judged(
        "CREATE_SUCCESSFUL,CREATE_IN_PROGRESS,UPDATE_SUCCESSFUL,UPDATE_FAILED", "create", "put"
    )
    assert found.wanted == ("CREATE_SUCCESSFUL", "UPDATE_SUCCESSFUL")
    assert found.initial == ("CREATE_SUCCESSFUL", "UPDATE_SUCCESSFUL", "UPDATE_FAILED")


# The watched status.


def test_an_update_has_a_status_of_its_own():
    update = (
        "UpdateFunction",
        {"FunctionName": "String!"},
        {"State": "State", "LastUpdateStatus": "Update"},
    )
    get = (
        "GetFunction",
        {"FunctionName": "String!"},
        {"State": "State", "LastUpdateStatus": "Update"},
    )
    enums = {"State": "Pending,Active,Failed", "Update": "Successful,Failed,InProgress"}
    start = started([update, get], enums)["UpdateFunction"]
    assert start.watch == ("last_update_status",)
    assert (start.wanted, start.initial, start.contrary) == (
        ("Successful",),
        ("Successful", "Failed"),
        (),
    )
    assert start.reports == ("last_update_status",)


def test_an_execution_has_a_status_of_its_own():
    execute = ("ExecuteChangeSet", {"ChangeSetName": "String!"}, {})
    describe = (
        "DescribeChangeSet",
        {"ChangeSetName": "String!"},
        {"Status": "State", "ExecutionStatus": "Execution"},
    )
    enums = {
        "State": "CREATE_PENDING,CREATE_COMPLETE,FAILED",
        "Execution": "AVAILABLE,EXECUTE_IN_PROGRESS,EXECUTE_COMPLETE,EXECUTE_FAILED",
    }
    start = started([execute, describe], enums)["ExecuteChangeSet"]
    assert start.watch == ("execution_status",)
    assert "EXECUTE_COMPLETE" in start.wanted


def test_the_start_reports_the_same_status():
    create = ("CreateCluster", {"ClusterName": "String!"}, {"Cluster": "Cluster"})
    structures = {"Cluster": {"Status": "State"}}
    assert cluster(create, structures=structures)["CreateCluster"].reports == ("cluster", "status")


# What was not begun.


@pytest.mark.parametrize(
    ("member", "named"),
    [
        ("failures", True),
        ("FailedRequests", True),
        ("UnprocessedItems", True),
        ("errorMessages", True),
        ("items", False),
    ],
)
def test_lists_of_what_was_not_begun(member, named):
    create = ("CreateCluster", {"ClusterName": "String!"}, {member: "Strings"})
    start = cluster(create)["CreateCluster"]
    assert bool(start.refused) is named


# Decisions.


CREATE = ("CreateCluster", {"ClusterName": "String!"}, {})


def decided(**entry):
    return {
        "start": [{"service": "tiny", "start": "CreateCluster", "why": "w", "source": "s", **entry}]
    }


def refusing(*names):
    return {"refused": [{"service": "tiny", "starts": names, "reason": "synchronous", "why": "w"}]}


def test_a_decision_overrides_the_rule():
    start = cluster(CREATE, decisions=decided(wanted=["ACTIVE", "STOPPED"]))["CreateCluster"]
    assert (start.wanted, start.basis, start.source) == (("ACTIVE", "STOPPED"), "reviewed", "s")
    # What is left to the rule does not contradict it.
    assert "STOPPED" not in start.contrary


def test_a_decision_for_what_no_rule_finds():
    operations = [
        ("Launch", {"Id": "String!", "Config": "Config"}, {}),
        ("GetState", {"Id": "String!"}, {"Config": "Config"}),
        DESCRIBE,
    ]
    entry = decided(
        status="GetState", bindings={"id": "input.id"}, echoed={"config": "input.config"}
    )
    entry["start"][0]["start"] = "Launch"
    found = started(operations, CLUSTER, {"Config": {"Name": "String"}}, entry)
    assert found["Launch"].echoed == ((("config",), ("input", "config")),)
    assert (found["Launch"].wanted, found["Launch"].gone) == ((), False)


def test_an_operation_that_starts_nothing():
    assert not cluster(CREATE, decisions=refusing("CreateCluster"))


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        (decided(), "is found so by the rule"),
        (decided(wanted=["READY"]), "no value 'READY'"),
        (decided(status="GetNothing"), "no operation 'GetNothing'"),
        (decided(bindings={"cluster_name": "input.nothing"}), "no 'nothing'"),
        (decided(bindings={"cluster_name": "cluster_name"}), "neither input nor output"),
        (decided(bindings={}), "'cluster_name' of DescribeCluster is not bound"),
        (decided(reports="nothing"), "no 'nothing'"),
        (decided(start="Nothing"), "no operation 'Nothing'"),
        (refusing("Nothing"), "no such operation"),
        (refusing("TagCluster"), "starts nothing by the rule"),
    ],
)
def test_decisions_that_do_not_fit(decisions, words):
    tag = ("TagCluster", {"ClusterName": "String!"}, {})
    with pytest.raises(GenerationError, match=words):
        cluster(CREATE, tag, decisions=decisions)


def test_two_decisions_on_one_operation():
    both = decided(wanted=["ACTIVE", "STOPPED"]) | refusing("CreateCluster")
    with pytest.raises(ValueError, match="two decisions on tiny CreateCluster"):
        cluster(CREATE, decisions=both)


# Select, and associations.

THINGS = {"Task": {"Id": "String", "Name": "String", "Status": "State"}}
LIST = ("ListTasks", {"NextToken": "String"}, {"Tasks": "[Task]", "NextToken": "String"})
TASK = {"State": "CREATING,ACTIVE,DELETING,FAILED"}


def selected(start):
    return {".".join(path): ".".join(source) for path, source in start.select}


def test_a_list_whose_request_takes_no_id_selects_by_the_id_of_an_item():
    create = ("CreateTask", {"Name": "String!"}, {"TaskId": "String"})
    start = started([create, LIST], TASK, THINGS)["CreateTask"]
    assert (start.status, start.bindings) == ("ListTasks", ())
    assert selected(start) == {"id": "output.task_id"}


def test_what_was_there_before_is_selected_by_what_was_sent():
    delete = ("DeleteTask", {"TaskId": "String!"}, {"TaskId": "String"})
    start = started([delete, LIST], TASK, THINGS)["DeleteTask"]
    assert selected(start) == {"id": "input.task_id"}
    assert (start.tracks, start.gone) == ("resource", True)


def test_the_id_of_another_thing_selects_nothing():
    assert not started([("CreateTask", {}, {"JobId": "String"}), LIST], TASK, THINGS)


def test_an_association_is_made_and_undone():
    state = {"State": "CREATING,COMPLETE,DELETING,FAILED"}
    get = ("GetRuleAssociation", {"RuleAssociationId": "String!"}, {"Status": "State"})
    associate = ("AssociateRule", {"RuleId": "String!"}, {"RuleAssociationId": "String"})
    found = started([associate, get], state)["AssociateRule"]
    assert bound(found) == {"rule_association_id": "output.rule_association_id"}
    assert found.wanted == ("COMPLETE",)


def test_a_decision_may_say_which_of_its_bindings_may_be_absent():
    delete = ("DeleteCluster", {"ClusterName": "String!", "Account": "String"}, {})
    describe = ("DescribeCluster", {"ClusterName": "String!", "Owner": "String"}, DESCRIBE[2])
    decided = {
        "service": "tiny",
        "start": "DeleteCluster",
        "why": "The owner is the account.",
        "source": "somewhere",
        "bindings": {"cluster_name": "input.cluster_name", "owner": "input.account"},
        "optional": ["owner"],
    }
    start = started([delete, describe], CLUSTER, decisions={"start": [decided]})["DeleteCluster"]
    assert bound(start) == decided["bindings"]
    assert start.optional == ("owner",)
