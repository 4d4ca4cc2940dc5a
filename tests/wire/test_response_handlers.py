"""botocore's own event handlers that see responses: each has a decision, and what it changes is typed as it arrives."""

import base64
import collections
import json
import warnings
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from botocore.handlers import BUILTIN_HANDLERS
from generated_services import generated

from typed_status import call, strict
from typed_status.services import s3
from typed_status.testing import FakeEndpoint, Reply

# Events of handlers that see no response.
BEFORE_THE_RESPONSE = set(
    "before-call before-endpoint-resolution before-parameter-build before-sign choose-service-name choose-signer "
    "creating-client-class docs getattr request-created".split()
)
# Every other handler, with the decision about it. A new one is to be read: if it changes members, they are typed as they
# arrive, by typed_status/codegen/models/response_handlers.py.
DECISIONS = {
    ("before-parse.s3.*", "handle_expires_header"): "adds ExpiresString: str",
    ("before-parse.s3.*", "_handle_200_error"): "an error with status 200 becomes one with 500",
    ("before-parse.sso-oidc.*", "_map_oauth2_errors"): "errors only",
    ("needs-retry.s3.*", "_update_status_code"): "the status only, for retries",
    ("after-call.iam", "json_decode_policies"): "dict[str, Any] | str",
    ("after-call.cloudformation.GetTemplate", "json_decode_template_body"): "dict[str, Any] | str",
    ("after-call.ec2.GetConsoleOutput", "decode_console_output"): "str, as in the model",
    ("after-call.s3.GetBucketLocation", "parse_get_bucket_location"): "the enum of the model",
    ("after-call.s3.ListObjects", "decode_list_object"): "str, as in the model",
    ("after-call.s3.ListObjectsV2", "decode_list_object_v2"): "str, as in the model",
    ("after-call.s3.ListObjectVersions", "decode_list_object_versions"): "str, as in the model",
    ("after-call.sqs.*", "_handle_sqs_compatible_error"): "errors only",
}


def test_each_handler_has_a_decision():
    found = collections.Counter(
        (event, handler.__name__)
        for event, handler, *_ in BUILTIN_HANDLERS
        if event.partition(".")[0] not in BEFORE_THE_RESPONSE
        # moto, where another test has started it, adds one of its own.
        and handler.__module__.startswith("botocore.")
    )
    assert found == dict.fromkeys(DECISIONS, 1)


def both(service, request, reply, method):
    """What ``call`` returns inside ``strict()`` without a warning; it is equal to what the client returns."""
    with FakeEndpoint() as endpoint:
        endpoint.script(type(request), reply, repeat=True)
        client = endpoint.client(service)
        theirs = getattr(client, method)(**request.to_boto3())
        with strict(), warnings.catch_warnings():
            warnings.simplefilter("error")
            ours = call(client, request)
    parsed = ours.to_boto3()
    assert parsed.pop("ResponseMetadata")["HTTPStatusCode"] == 200
    theirs.pop("ResponseMetadata")
    assert parsed == {name: value for name, value in theirs.items() if value is not None}
    return ours


@pytest.mark.parametrize(
    ("text", "expires"),
    [("Thu, 01 Dec 2094 16:00:00 GMT", datetime(2094, 12, 1, 16, tzinfo=UTC)), ("never", None)],
)
def test_the_text_of_expires(text, expires):
    request = s3.HeadObjectRequest(bucket="buck", key="k")
    response = both("s3", request, Reply(headers={"Expires": text}), "head_object")
    assert (response.expires, response.expires_string) == (expires, text)


def test_without_expires_there_is_no_text():
    request = s3.HeadObjectRequest(bucket="buck", key="k")
    assert both("s3", request, Reply(), "head_object").expires_string is None


POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}


@pytest.mark.parametrize(
    ("sent", "document"), [(quote(json.dumps(POLICY)), POLICY), ("no policy", "no policy")]
)
def test_policy_documents(sent, document):
    body = (
        "<GetRoleResponse><GetRoleResult><Role><Path>/</Path><RoleName>r</RoleName><RoleId>i</RoleId><Arn>a</Arn>"
        f"<CreateDate>2020-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>{sent}</AssumeRolePolicyDocument>"
        "</Role></GetRoleResult></GetRoleResponse>"
    )
    module = generated("iam", "GetRole")
    response = both("iam", module.GetRoleRequest(role_name="r"), body.encode(), "get_role")
    assert response.role.assume_role_policy_document == document


def test_a_policy_that_is_sent_is_a_text():
    module = generated("iam", "CreateRole")
    kind = module.CreateRoleRequest.model_fields["assume_role_policy_document"].annotation
    assert kind is str


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        ('{"Resources": {"a": {"Type": "t"}}}', {"Resources": {"a": {"Type": "t"}}}),
        ("Resources:", "Resources:"),
    ],
)
def test_templates(sent, body):
    module = generated("cloudformation", "GetTemplate")
    reply = (
        f"<GetTemplateResponse><GetTemplateResult><TemplateBody>{sent}</TemplateBody></GetTemplateResult>"
        "</GetTemplateResponse>"
    )
    request = module.GetTemplateRequest(stack_name="s")
    response = both("cloudformation", request, reply.encode(), "get_template")
    assert response.template_body == body


def test_console_output_is_decoded():
    module = generated("ec2", "GetConsoleOutput")
    output = base64.b64encode(b"booted \xff").decode()
    reply = f"<GetConsoleOutputResponse><output>{output}</output></GetConsoleOutputResponse>"
    request = module.GetConsoleOutputRequest(instance_id="i")
    response = both("ec2", request, reply.encode(), "get_console_output")
    assert response.output == "booted \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(("text", "location"), [("EU", "EU"), ("", None)])
def test_the_location_of_a_bucket(text, location):
    module = generated("s3", "GetBucketLocation")
    reply = f'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{text}</LocationConstraint>'
    request = module.GetBucketLocationRequest(bucket="buck")
    response = both("s3", request, reply.encode(), "get_bucket_location")
    assert response.location_constraint == location


def test_keys_of_objects_are_decoded():
    module = generated("s3", "ListObjectsV2")
    reply = "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a%20b</Key></Contents></ListBucketResult>"
    request = module.ListObjectsV2Request(bucket="buck")
    response = both("s3", request, reply.encode(), "list_objects_v2")
    assert [each.key for each in response.contents] == ["a b"]
