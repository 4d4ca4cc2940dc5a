"""Outputs become responses, are read, and show what is missing."""

import json

import pytest
from absence import sightings
from documented import Document
from exchanges import UntypedError, exchange
from readings import read
from summary import evidence_in

from typed_status.testing.routing import operation_model

JOB = {"jobName": "n", "jobId": "j", "jobQueue": "q", "status": "RUNNABLE", "jobDefinition": "d"}


def document(service, operation, value, *, paged=False):
    return Document("the source", service, operation, value, paged=paged)


def seen(service, operation, value, *, paged=False):
    found = sightings(operation_model(service, operation), value, paged=paged)
    return [(each.path, each.how, each.dropped, each.empty) for each in found]


def test_a_json_body_is_the_documented_one():
    value = {"jobs": [JOB | {"startedAt": 1}], "nextJobs": None}
    message, parsed = exchange(operation_model("batch", "DescribeJobs"), value)
    assert json.loads(message["body"]) == value
    assert parsed == {"jobs": value["jobs"]}


def test_members_are_sent_under_their_wire_names():
    value = {"Brokers": None, "BrokerId": "b", "BrokerState": "RUNNING"}
    message, parsed = exchange(operation_model("mq", "DescribeBroker"), value)
    assert json.loads(message["body"])["brokerId"] == "b"
    assert parsed["BrokerId"] == "b"


def test_xml_has_the_values_that_boto3_returns():
    user = {
        "UserName": "u",
        "UserId": "i",
        "Path": "/",
        "Arn": "a" * 20,
        "CreateDate": "2015-02-12T19:08Z",
    }
    message, parsed = exchange(operation_model("iam", "GetUser"), {"User": user})
    assert b"<CreateDate>2015-02-12T19:08:00Z</CreateDate>" in message["body"]
    assert parsed["User"]["CreateDate"].minute == 8


def test_documents_are_texts_on_the_wire_and_decoded_by_botocore():
    policy = {"Version": "2012-10-17", "Statement": []}
    value = {"GroupName": "g", "PolicyName": "p", "PolicyDocument": policy}
    message, parsed = exchange(operation_model("iam", "GetGroupPolicy"), value)
    assert b"%222012-10-17%22" in message["body"]
    assert parsed["PolicyDocument"] == policy


def test_a_payload_that_is_a_blob_is_a_stream():
    _, parsed = exchange(operation_model("lambda", "Invoke"), {"StatusCode": 202})
    assert parsed["StatusCode"] == 202
    assert parsed["Payload"].read() == b""


@pytest.mark.parametrize(
    ("service", "operation", "value"),
    [
        ("cloudformation", "ListStacks", [{"StackName": "s"}]),
        ("cloudformation", "SetStackPolicy", {"Statement": []}),
        ("iam", "GetUser", {"User": {"CreateDate": "2015-06-17T19:23;32Z"}}),
        ("rds", "DescribeDBInstances", {"DBInstances": {"Engine": "mysql"}}),
        ("kms", "GetPublicKey", {"PublicKey": "abc"}),
        ("detective", "ListGraphs", {"GraphList": [{"CreatedTime": 1579736111000}]}),
    ],
)
def test_what_botocore_does_not_read_is_wrong_in_the_documentation(service, operation, value):
    with pytest.raises(UntypedError):
        exchange(operation_model(service, operation), value)


def test_a_documented_output_is_read_both_ways():
    reading = read(document("batch", "DescribeJobs", {"jobs": [JOB | {"startedAt": 1}]}))
    assert reading.is_read
    assert reading.wire
    assert reading.evidence == ()


def test_a_wrong_value_is_refused_with_its_path():
    wrong = JOB | {"startedAt": 1, "jobName": {"first": "n"}}
    reading = read(document("batch", "DescribeJobs", {"jobs": [wrong]}))
    assert not reading.is_read
    assert "jobs[0].jobName" in reading.problems[0]


def test_an_unknown_member_is_drift():
    reading = read(document("batch", "DescribeJobs", {"jobs": [], "weather": "fine"}))
    assert reading.is_read
    assert "weather" in reading.drift[0]


def test_a_missing_required_member_is_evidence():
    found = seen("batch", "DescribeJobs", {"jobs": [JOB, JOB | {"startedAt": None}]})
    assert found == [
        ("jobs[0].startedAt", "absent", False, False),
        ("jobs[1].startedAt", "null", False, False),
    ]


def test_an_empty_structure_is_told_apart():
    found = seen("emr", "DescribeCluster", {"Cluster": {"KerberosAttributes": {}}})
    paths = [f"Cluster.KerberosAttributes.{name}" for name in ("Realm", "KdcAdminPassword")]
    assert found == [(path, "absent", False, True) for path in paths]


def test_members_that_an_overlay_calls_required_count():
    found = seen("servicediscovery", "GetOperation", {"Operation": {"Id": "o"}})
    assert ("Operation.Status", "absent", False, False) in found


def test_null_items_of_lists_and_maps_are_evidence():
    value = {"responseTemplates": {"application/json": None}}
    found = seen("apigateway", "GetIntegrationResponse", value)
    assert found == [("responseTemplates", "null item", False, False)]


@pytest.mark.parametrize(("paged", "dropped"), [(True, True), (False, False)])
def test_what_paging_drops_is_told_apart(paged, dropped):
    value = {"StreamDescription": {"Shards": [{"ShardId": "s"}]}}
    found = {
        path: each for path, _, each, _ in seen("kinesis", "DescribeStream", value, paged=paged)
    }
    assert found["StreamDescription.HasMoreShards"] is dropped
    assert not found["StreamDescription.StreamName"]
    assert not found["StreamDescription.Shards[0].HashKeyRange"]


def test_evidence_is_counted_over_all_outputs():
    outputs = [{"jobs": [JOB]}, {"jobs": [JOB | {"startedAt": 1}]}, {"jobs": [JOB]}]
    readings = [read(document("batch", "DescribeJobs", each)) for each in outputs]
    (evidence,) = evidence_in(readings)
    assert (evidence.target, evidence.how) == ("JobDetail.startedAt", "absent")
    assert (evidence.sightings, evidence.structures, evidence.dropped) == (2, 3, 0)
    assert evidence.operations == ["DescribeJobs"]
