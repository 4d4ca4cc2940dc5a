"""Any response at all: strategies for status, headers and body, and event handlers that send them without a network."""

import string

from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import BotoCoreError, ClientError
from hypothesis import strategies as st

from typed_status import TypedStatusError
from typed_status.services import (
    cloudformation,
    cloudfront,
    dynamodb,
    ec2,
    eventbridgev2,
    iam,
    quicksight,
    s3,
)
from typed_status.services import servicediscovery as cloudmap

# All that may leave a call; what is documented of each is in its docstring.
DOCUMENTED = (TypedStatusError, ClientError, BotoCoreError)

# Of every protocol; botocore's own handlers read the responses of IAM, CloudFormation, S3 and DynamoDB.
REQUESTS = [
    cloudformation.DescribeStacksRequest(),
    cloudfront.GetInvalidationRequest(distribution_id="d", id="i"),
    cloudmap.GetOperationRequest(operation_id="op"),
    cloudmap.ListOperationsRequest(),
    dynamodb.DescribeTableRequest(table_name="t"),
    ec2.DescribeInstancesRequest(),
    eventbridgev2.DescribeEventBusRequest(event_bus_arn="arn"),
    iam.GetRoleRequest(role_name="r"),
    quicksight.DescribeAnalysisRequest(aws_account_id="123456789012", analysis_id="a"),
    s3.HeadObjectRequest(bucket="bucket", key="k"),
]

_DATE = b"2016-12-31T23:59:60Z"
_STACK = (
    b"<StackName>s</StackName><CreationTime>%b</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>"
    % _DATE
)
_ROLE = (
    b"<RoleName>r</RoleName><CreateDate>%b</CreateDate><AssumeRolePolicyDocument>%%7B</AssumeRolePolicyDocument>"
    % _DATE
)
_BODIES = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b'{"__type": 5}',
    b'{"__type": {}, "message": []}',
    b'{"code": 3}',
    b'{"Error": "x"}',
    b'{"Operation": {"Id": "op", "Status": "SUCCESS", "CreateDate": "%b"}}' % _DATE,
    b'{"Operation": {"Id": "op", "Status": "PENDING", "CreateDate": "yesterday"}}',
    b'{"Operations": [], "NextToken": {"a": []}}',
    b'{"Operations": 5, "NextToken": "\\ud800"}',
    b'{"Table": {"TableName": "t", "TableStatus": "ACTIVE"}}',
    b'{"x":' * 5_000,
    b"[" * 100_000,
    b"<html>Bad Gateway</html>",
    b"<Error>text</Error>",
    b"<ErrorResponse><Error/></ErrorResponse>",
    b"<ErrorResponse><Error>1</Error><Error>2</Error></ErrorResponse>",
    b"<ErrorResponse><Error><Code>x</Code></Error><RequestId><a/></RequestId></ErrorResponse>",
    b"<Response><Errors/></Response>",
    b"<Response><Errors><Error>x</Error></Errors></Response>",
    b"<DescribeStacksResponse><DescribeStacksResult><Stacks><member>%b</member></Stacks></DescribeStacksResult>"
    b"</DescribeStacksResponse>" % _STACK,
    b"<GetRoleResponse><GetRoleResult><Role>%b</Role></GetRoleResult></GetRoleResponse>" % _ROLE,
    b"<a>" * 5_000,
    b"\xa0",
    b"\xa1f__type\x01",
    b"\xa1ferror\x01",
    b"\x9b" + b"\xff" * 8,
    b"\x81" * 5_000,
]  # fmt: skip
_SPLICED = st.builds(
    lambda body, at, removed, added: body[:at] + added + body[at + removed :],
    st.sampled_from(_BODIES),
    st.integers(0, 120),
    st.integers(0, 20),
    st.binary(max_size=4),
)
BODIES = st.sampled_from(_BODIES) | _SPLICED | st.binary(max_size=20)

_VALUES = st.sampled_from(
    [
        "",
        "-1",
        "0",
        "٣",
        "9" * 5_000,
        "Fri, 01 Jan 99999999999 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Fri, 31 Dec 9999 23:59:59 -0000",
        _DATE.decode(),
        "x;y;z",
        ":",
        "\x00",
        "gzip",
        "application/json; charset=utf-9",
        "us-west-2",
        "e30=",
    ]
) | st.text(string.printable, max_size=8)
_NAMES = st.sampled_from(
    "content-encoding content-length content-type date expires last-modified location retry-after smithy-protocol "
    "x-amz-bucket-region x-amz-checksum-crc32 x-amz-crc32 x-amz-expiration x-amz-missing-meta x-amz-retry-after "
    "x-amzn-errortype x-amzn-query-error x-amzn-requestid".split()
)
HEADERS = st.dictionaries(_NAMES, _VALUES, max_size=4)
STATUSES = st.sampled_from(
    [200, 200, 200, 204, 206, 301, 307, 400, 403, 404, 429, 500, 502, 503, 504]
)
STATUSES |= st.integers(0, 999)
RESPONSES = st.tuples(STATUSES, HEADERS, BODIES)


class _Raw:
    def __init__(self, body):
        self.body = body

    def stream(self, *_args, **_options):
        yield self.body

    async def read(self):
        return self.body


class Responder:
    """Answers each attempt of a client with ``response``, a status, headers and a body."""

    def __init__(self, client, kind=AWSResponse):
        self.response = None
        self.kind = kind
        client.meta.events.register_first("before-send", self._send)

    def _send(self, request, **_):
        status, headers, body = self.response
        return self.kind(request.url, status, HeadersDict(headers), _Raw(body))


class Clock:
    """A clock that only its ``sleep`` advances; as ``time.sleep``, that takes no number of any size."""

    def __init__(self):
        self.passed = 0.0

    def advance(self, seconds):
        assert 0 <= seconds <= 100
        self.passed += seconds
