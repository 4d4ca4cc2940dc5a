"""Starts whose status is that of an item without an id of its own, of a part of a resource, or of what they return."""

import pytest
from tiny_starts import bound, started

from typed_status.codegen.starts.names import parsed, same_thing

STATE = {"State": "ASSOCIATING,ASSOCIATED,DISASSOCIATING,DISASSOCIATED,FAILED"}
LINK = {"Link": {"GatewayId": "String", "DeviceId": "String", "PortId": "String", "State": "State"}}
LIST = ("GetLinkAssociations", {"GatewayId": "String!"}, {"Links": "[Link]"})
BOTH = {"GatewayId": "String!", "DeviceId": "String!"}


def selected(start):
    return {".".join(path): ".".join(source) for path, source in start.select}


def link(request, response=None, verb="Associate", listing=LIST, structures=None):
    name = f"{verb}Link"
    return started([(name, request, response or {}), listing], STATE, structures or LINK).get(name)


# Without an id of its own: by all that the start names.


def test_an_association_is_known_by_what_it_associates():
    start = link(BOTH)
    assert (start.status, start.basis) == ("GetLinkAssociations", "same_noun")
    assert bound(start) == {"gateway_id": "input.gateway_id"}
    assert selected(start) == {"device_id": "input.device_id"}
    assert (start.wanted, start.gone) == (("ASSOCIATED",), False)


def test_what_is_undone_may_be_absent():
    start = link(BOTH, verb="Disassociate")
    assert (start.wanted, start.gone) == (("DISASSOCIATED",), True)
    assert start.initial == ("ASSOCIATED", "FAILED")


def test_what_the_start_may_name_is_selected_by_if_it_is_sent():
    start = link({**BOTH, "PortId": "String", "Note": "String"})
    assert selected(start) == {"device_id": "input.device_id", "port_id": "input.port_id"}


def test_the_words_of_a_name_may_be_less_in_an_item():
    items = {"Link": {"Cidr": "String", "Zone": "String", "State": "State"}}
    sent = {"GatewayId": "String!", "CidrBlock": "String!", "DeviceZone": "String!"}
    start = link(sent, structures=items)
    assert selected(start) == {"cidr": "input.cidr_block", "zone": "input.device_zone"}


@pytest.mark.parametrize(
    ("sent", "item"),
    [
        # The item has not all that is required, so that there are others like it,
        ({**BOTH, "RoleId": "String!"}, {}),
        # has the words of a name among others,
        (
            {"GatewayId": "String!", "Device": "String!"},
            {"DeviceId": None, "DeviceModel": "String"},
        ),
        # or has a member that two names are like.
        (
            {"GatewayId": "String!", "LeftDeviceId": "String!", "RightDeviceId": "String!"},
            {},
        ),
        # Only the gateway is named, which has many.
        ({"GatewayId": "String!"}, {}),
        ({"GatewayId": "String!", "SourceDeviceId": "String!"}, {}),
    ],
)
def test_what_is_not_named_in_full_is_not_followed(sent, item):
    fields = {name: kind for name, kind in {**LINK["Link"], **item}.items() if kind}
    assert link(sent, structures={"Link": fields}) is None


def test_one_of_several_lists_names_no_items():
    sent = {"GatewayId": "String!", "DeviceIds": "Strings", "PortIds": "Strings"}
    assert link(sent) is None
    sent["DeviceIds"] = "Strings!"
    assert selected(link(sent)) == {"device_id": "input.device_ids[]"}


def test_what_has_an_id_of_its_own_is_not_known_by_others():
    items = {"Run": {"RunId": "String", "DeviceId": "String", "State": "State"}}
    runs = ("ListRuns", {"GatewayId": "String!"}, {"Runs": "[Run]"})
    for verb in ("Create", "Stop"):
        state = {"State": "CREATING,ACTIVE,STOPPING,STOPPED,FAILED"}
        assert not started([(f"{verb}Run", BOTH, {}), runs], state, items)


def test_what_is_disabled_may_be_absent():
    state = {"State": "ENABLING,ENABLED,DISABLING,DISABLED"}
    listing = ("GetLinks", *LIST[1:])
    start = started([("DisableLink", BOTH, {}), listing], state, LINK)["DisableLink"]
    assert (start.wanted, start.gone) == (("DISABLED",), True)


# Ids by other names.


def test_the_only_id_that_a_start_requires():
    state = {"State": "CREATING,ACTIVE,DELETING,FAILED"}
    items = {"Connect": {"AttachmentId": "String", "State": "State"}}
    listing = ("DescribeConnects", {"AttachmentIds": "Strings"}, {"Connects": "[Connect]"})
    delete = ("DeleteConnect", {"AttachmentId": "String!"}, {})
    create = ("CreateConnect", {"TransportId": "String!"}, {"Connect": "Connect"})
    found = started([delete, create, listing], state, items)
    assert bound(found["DeleteConnect"]) == {"attachment_ids": "input.attachment_id"}
    assert bound(found["CreateConnect"]) == {"attachment_ids": "output.connect.attachment_id"}
    other = ("DeleteConnect", {"AttachmentId": "String!", "OwnerId": "String!"}, {})
    assert not started([other, listing], state, items)


def test_a_list_of_arns_has_the_words_of_one():
    state = {"State": "CREATING,ACTIVE,UPDATING,DELETING"}
    items = {"Share": {"FileShareARN": "String", "Status": "State"}}
    listing = ("DescribeFileShares", {"FileShareARNList": "Strings!"}, {"Shares": "[Share]"})
    create = ("CreateFileShare", {"Role": "String!"}, {"FileShareARN": "String"})
    start = started([create, listing], state, items)["CreateFileShare"]
    assert bound(start) == {"file_share_arn_list": "output.file_share_arn"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("The name or the unique stack ID of it.", "output.stack_id"),
        ("The name or Amazon Resource Name (ARN) of the stack.", "output.stack_arn"),
        ("The ARN or the name of the stack.", "output.stack_arn"),
        ("The name of the stack. It is part of the ARN.", "input.stack_name"),
        ("", "input.stack_name"),
    ],
)
def test_a_new_thing_is_known_by_its_unique_id_if_that_is_taken(text, path):
    state = {"State": "CREATING,ACTIVE,DELETING,FAILED"}
    name = {"shape": "String", "documentation": text}
    returned = {"StackId": "String", "StackArn": "String"}
    get = ("DescribeStack", {"StackName": name}, {"Status": "State"})
    create = ("CreateStack", {"StackName": "String!"}, returned)
    start = started([create, get], state)["CreateStack"]
    assert bound(start) == {"stack_name": path}


def test_where_things_are_is_the_same_for_all_of_them():
    state = {"State": "RUNNING,STOPPING,STOPPED"}
    ended = {"Ended": {"JobName": "String", "RunId": "String"}}
    stop = ("StopJobRuns", {"JobName": "String!", "RunIds": "Strings!"}, {"Ended": "[Ended]"})
    get = ("GetJobRun", {"JobName": "String!", "RunId": "String!"}, {"Status": "State"})
    start = started([stop, get], state, ended)["StopJobRuns"]
    assert bound(start)["job_name"] == "input.job_name"


# Names.


@pytest.mark.parametrize(
    ("start", "status", "holders"),
    [
        ("AssociatePackage", "ListPackagesForDomain", {("domain",)}),
        ("CreateProduct", "DescribeProductAsAdmin", ()),
        ("CreateConnectionAlias", "DescribeConnectionAliases", ()),
        ("CreateCustomEngineVersion", "DescribeEngineVersions", ()),
    ],
)
def test_the_same_thing_by_other_names(start, status, holders):
    assert same_thing(parsed(start), status, holders)


def test_what_is_for_something_else_is_another_thing():
    listing = "ListAccessPointsForObjectLambda"
    assert not same_thing(parsed("DeleteAccessPoint"), listing, {("account",)})


# Parts.

PARTS = {
    "Cluster": {"ClusterId": "String", "Status": "Whole", "Roles": "[Role]", "Nodes": "[Node]"},
    "Role": {"RoleArn": "String", "Status": "State"},
    "Node": {"NodeId": "String", "NodeState": "State"},
}
WHOLE = {"Whole": "CREATING,AVAILABLE,DELETING", "State": "PENDING,ACTIVE,REMOVING,INVALID"}
CLUSTERS = ("DescribeClusters", {"ClusterId": "String"}, {"Clusters": "[Cluster]"})


def part(name, request, response=None, listing=CLUSTERS, structures=PARTS):
    return started([(name, request, response or {}), listing], WHOLE, structures).get(name)


ROLE = {"ClusterId": "String!", "RoleArn": "String!"}


def test_a_part_has_a_status_of_its_own():
    start = part("AddRoleToCluster", ROLE)
    assert (start.status, start.basis) == ("DescribeClusters", "same_noun")
    assert start.watch == ("clusters[]", "roles[]", "status")
    assert bound(start) == {"cluster_id": "input.cluster_id"}
    assert selected(start) == {"roles[].role_arn": "input.role_arn"}
    assert (start.wanted, start.initial, start.gone) == (("ACTIVE",), (), False)


def test_a_part_that_is_removed_is_absent():
    start = part("RemoveRoleFromCluster", ROLE)
    assert start.watch == ("clusters[]", "roles[]", "status")
    assert (start.wanted, start.gone) == ((), True)


def test_a_part_of_what_no_request_filters_by():
    listing = ("DescribeClusters", {"Filters": "Strings"}, {"Clusters": "[Cluster]"})
    start = part("CreateNode", {"ClusterId": "String!"}, {"NodeId": "String"}, listing)
    assert bound(start) == {}
    assert selected(start) == {"nodes[].node_id": "output.node_id"}


@pytest.mark.parametrize(
    ("name", "request_", "structures"),
    [
        # The whole is not named,
        ("AddRole", {"RoleArn": "String!"}, PARTS),
        # the part is not,
        ("AddRoleToCluster", {"ClusterId": "String!"}, PARTS),
        # it is another one,
        ("AddTagToCluster", ROLE, PARTS),
        # or there are two lists of such parts.
        (
            "AddRoleToCluster",
            ROLE,
            PARTS | {"Cluster": {**PARTS["Cluster"], "OldRoles": "[Role]"}},
        ),
    ],
)
def test_no_part(name, request_, structures):
    assert part(name, request_, structures=structures) is None


def test_what_is_joined_to_a_whole():
    parts = {
        "Gateway": {"GatewayId": "String", "Attachments": "[Attachment]"},
        "Attachment": {"VpcId": "String", "State": "State"},
    }
    state = {"State": "attaching,attached,available,detaching,detached"}
    listing = ("DescribeGateways", {"GatewayIds": "Strings"}, {"Gateways": "[Gateway]"})
    sent = {"GatewayId": "String!", "VpcId": "String!"}
    operations = [("AttachGateway", sent, {}), ("DetachGateway", sent, {}), listing]
    found = started(operations, state, parts)
    attach, detach = found["AttachGateway"], found["DetachGateway"]
    assert bound(attach) == {"gateway_ids": "input.gateway_id"}
    # The attachment leads, so that it is the item.
    assert (attach.watch, selected(attach)) == ((), {"vpc_id": "input.vpc_id"})
    assert attach.wanted == ("attached", "available")
    assert (detach.wanted, detach.gone) == (("detached",), True)


# Returned.

RESOURCE = {"Cluster": {"ClusterId": "String", "Status": "State"}}
UPDATING = {"State": "CREATING,AVAILABLE,MODIFYING,DELETING,FAILED"}
GET = ("DescribeCluster", {"ClusterId": "String!"}, {"Cluster": "Cluster"})


def returned(name, request, response, state=UPDATING):
    return started([(name, request, response), GET], state, RESOURCE).get(name)


def test_a_start_that_returns_the_resource_with_its_status():
    start = returned("IncreaseShards", {"ClusterId": "String!"}, {"Cluster": "Cluster"})
    assert (start.status, start.basis) == ("DescribeCluster", "returned")
    assert start.reports == ("cluster", "status")
    assert (start.wanted, start.initial) == (("AVAILABLE",), ("AVAILABLE",))


def test_a_part_that_is_added_updates_the_whole():
    start = returned("CreateShard", {"ClusterId": "String!"}, {"Cluster": "Cluster"})
    assert start.initial == ("AVAILABLE",)


def test_what_is_purchased_is_new():
    start = returned("PurchaseOffering", {"OfferingId": "String!"}, {"Cluster": "Cluster"})
    assert (start.wanted, start.initial) == (("AVAILABLE",), ())


@pytest.mark.parametrize(
    ("name", "response", "state"),
    [
        ("DeleteShard", {"Cluster": "Cluster"}, UPDATING),
        ("StopShards", {"Cluster": "Cluster"}, UPDATING),
        ("TagShards", {"Cluster": "Cluster"}, UPDATING),
        ("RebootShard", {"Cluster": "Cluster"}, UPDATING),
        ("MoveShards", {"From": "Cluster", "To": "Cluster"}, UPDATING),
        ("IncreaseShards", {"ClusterId": "String"}, UPDATING),
        ("IncreaseShards", {"Cluster": "Cluster"}, {"State": "CREATING,AVAILABLE,DELETING"}),
    ],
)
def test_what_does_not_move_the_status_of_what_it_returns(name, response, state):
    assert returned(name, {"ClusterId": "String!"}, response, state) is None
