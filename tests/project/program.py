"""A user's program with generated modules of twelve services and every protocol. It is type-checked, then run against the
server at the URL on its command line."""

import importlib
import sys
import warnings
from typing import Any, assert_type

from shop.aws import (
    cloudwatch,
    dynamodb,
    ec2,
    iam,
    kms,
    lambda_,
    route53,
    s3,
    secretsmanager,
    sns,
    sqs,
    sts,
)

from typed_status import Phase, RequestValidationError, SchemaDriftWarning, pages, phase_of, wait

boto3: Any = importlib.import_module("boto3")  # boto3 has no type annotations


def compute(client: Any) -> None:
    started = ec2.run_instances(
        client,
        image_id="ami-12345678",
        min_count=1,
        max_count=1,
        instance_type=ec2.InstanceType.T3_MICRO,
        tag_specifications=[
            ec2.TagSpecification(
                resource_type=ec2.ResourceType.INSTANCE, tags=[ec2.Tag(key="shop", value="yes")]
            )
        ],
    )
    assert_type(started.instances, list[ec2.Instance] | None)
    (instance,) = started.instances or []
    assert instance.launch_time is not None
    assert instance.launch_time.utcoffset() is not None
    assert instance.state is not None
    assert instance.state.name is not None
    assert instance.state.name.phase in (Phase.IN_PROGRESS, Phase.SUCCEEDED)
    request = ec2.DescribeInstancesRequest(instance_ids=[instance.instance_id or ""])
    running = wait(client, request, timeout=60, until=ec2.InstanceStateName.RUNNING)
    assert_type(running[0], ec2.Instance)
    assert_type(running.pages[0], ec2.DescribeInstancesResponse)
    assert phase_of(running) is Phase.SUCCEEDED


def objects(client: Any) -> None:
    client.create_bucket(Bucket="shop")
    for name in ("a b.txt", "b&c.txt", "d.txt"):
        client.put_object(Bucket="shop", Key=name, Body=b"12345")
    request = s3.ListObjectsV2Request(bucket="shop", max_keys=2)
    found = [each for page in pages(client, request) for each in page.contents or []]
    assert_type(found, list[s3.Object])
    assert [each.key for each in found] == ["a b.txt", "b&c.txt", "d.txt"]
    assert {each.size for each in found} == {5}
    try:
        s3.list_objects_v2(client, bucket="not-there")
    except s3.NoSuchBucket as error:
        assert error.code == "NoSuchBucket"
    else:
        raise AssertionError


def table(client: Any) -> None:
    client.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client.put_item(TableName="orders", Item={"id": {"S": "1"}, "blob": {"B": b"\x00\xff"}})
    response = dynamodb.query(
        client,
        table_name="orders",
        key_condition_expression="id = :id",
        expression_attribute_values={":id": dynamodb.AttributeValue(s="1")},
    )
    assert_type(response.items, list[dict[str, dynamodb.AttributeValue]] | None)
    (item,) = response.items or []
    assert item["blob"].b == b"\x00\xff"


def roles(client: Any) -> None:
    client.create_role(RoleName="clerk", AssumeRolePolicyDocument="{}")
    (role,) = iam.list_roles(client).roles
    assert_type(role, iam.Role)
    assert role.role_name == "clerk"


def queue(client: Any) -> None:
    url = client.create_queue(QueueName="orders")["QueueUrl"]
    sent = sqs.send_message(client, queue_url=url, message_body="one")
    (message,) = sqs.receive_message(client, queue_url=url).messages or []
    assert message.message_id == sent.message_id
    assert message.body == "one"


def topics(client: Any) -> None:
    arn = client.create_topic(Name="orders")["TopicArn"]
    (topic,) = sns.list_topics(client).topics or []
    assert topic.topic_arn == arn


def layers(client: Any) -> None:
    content = lambda_.LayerVersionContentInput(zip_file=b"PK\x05\x06" + 18 * b"\x00")
    made = lambda_.publish_layer_version(client, layer_name="tools", content=content)
    assert made.version == 1
    with warnings.catch_warnings():  # the server lists more than AWS does
        warnings.simplefilter("ignore", SchemaDriftWarning)
        (layer,) = lambda_.list_layers(client).layers or []
    assert layer.layer_name == "tools"


def zones(client: Any) -> None:
    zone = client.create_hosted_zone(Name="shop.test", CallerReference="1")["HostedZone"]
    listed = route53.list_resource_record_sets(client, hosted_zone_id=zone["Id"])
    records = {each.type: each for each in listed.resource_record_sets}
    assert_type(records, dict[route53.RRType, route53.ResourceRecordSet])
    assert records.keys() == {route53.RRType.NS, route53.RRType.SOA}
    assert records[route53.RRType.SOA].name == "shop.test."
    assert listed.is_truncated is False


def caller(client: Any) -> None:
    assert sts.get_caller_identity(client).account == "123456789012"


def keys(client: Any) -> None:
    key = kms.create_key(client, description="orders").key_metadata
    assert key is not None
    sealed = kms.encrypt(client, key_id=key.key_id, plaintext=b"secret")
    assert "secret" not in repr(kms.EncryptRequest(key_id=key.key_id, plaintext=b"secret"))
    assert sealed.ciphertext_blob is not None
    opened = kms.decrypt(client, ciphertext_blob=sealed.ciphertext_blob)
    assert opened.plaintext == b"secret"
    try:
        kms.CreateKeyRequest(tags=[kms.Tag(tag_key="", tag_value="x")])
    except RequestValidationError as error:
        assert "Tags[0].TagKey" in str(error)
    else:
        raise AssertionError


def metrics(client: Any) -> None:
    client.put_metric_data(Namespace="shop", MetricData=[{"MetricName": "sold", "Value": 2.5}])
    (metric,) = cloudwatch.list_metrics(client, namespace="shop").metrics or []
    assert_type(metric, cloudwatch.Metric)
    assert metric.metric_name == "sold"


def secrets(client: Any) -> None:
    client.create_secret(Name="door", SecretString="open sesame")
    got = secretsmanager.get_secret_value(client, secret_id="door")
    assert got.secret_string == "open sesame"
    assert "sesame" not in repr(got)


def main(url: str) -> None:
    for service, use in {
        "ec2": compute,
        "s3": objects,
        "dynamodb": table,
        "iam": roles,
        "sqs": queue,
        "sns": topics,
        "lambda": layers,
        "route53": zones,
        "sts": caller,
        "kms": keys,
        "cloudwatch": metrics,
        "secretsmanager": secrets,
    }.items():
        client = boto3.client(
            service,
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        use(client)
        client.close()
        print(service)


if __name__ == "__main__":
    main(sys.argv[1])
