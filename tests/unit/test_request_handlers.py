"""botocore's own handlers of parameters: each one is known, and what it does is in the types of requests.

A failure here after an upgrade of botocore means that it has a new handler. Read it, support what it does (in
``codegen/models/request_handlers.py`` where it fills in, renames or accepts another type), and add it here.
"""

import re
from pathlib import Path

import boto3
import botocore
from botocore.handlers import BUILTIN_HANDLERS

from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.lower import lower
from typed_status.codegen.models.request_handlers import ALIASES, ENCODED, as_sent

# The events at which the parameters of a call can still change.
EVENTS = "provide-client-params|before-parameter-build|before-endpoint-resolution"

# handler -> where it is registered. Each is in tests/wire/test_filled_in.py unless it says why not.
FILLS_IN = {
    "generate_idempotent_uuid": "before-parameter-build",
    "inject_account_id": "before-parameter-build.glacier",
    # Members that the models do not require.
    "_handle_request_validation_mode_member": "before-parameter-build",
    "set_list_objects_encoding_type_url": "before-parameter-build.s3.ListObjects "
    "before-parameter-build.s3.ListObjectsV2 before-parameter-build.s3.ListObjectVersions",
}
TAKES_ANOTHER_TYPE = {
    "base64_encode_user_data": "before-parameter-build.autoscaling.CreateLaunchConfiguration "
    "before-parameter-build.ec2.RunInstances",
    "copy_source_sse_md5": "before-parameter-build.s3.CopyObject before-parameter-build.s3.UploadPartCopy",
    "handle_copy_source_param": "before-parameter-build.s3.CopyObject before-parameter-build.s3.UploadPartCopy",
    "sse_md5": " ".join(
        f"before-parameter-build.s3.{operation}"
        for operation in (
            "CompleteMultipartUpload CopyObject CreateMultipartUpload GetObject HeadObject PutObject "
            "SelectObjectContent UploadPart UploadPartCopy"
        ).split()
    ),
    # tests/wire/test_blobs.py; a body is passed on, a text as bytes.
    "convert_body_to_file_like_object": "before-parameter-build.s3.PutObject before-parameter-build.s3.UploadPart",
}
REWRITES = {
    "fix_route53_ids": "before-parameter-build.route53",
    "ParameterAlias.alias_parameter_in_call": "before-parameter-build.cloudsearchdomain.Search "
    "before-parameter-build.ec2.* before-parameter-build.logs.CreateExportTask",
}
# They check parameters or change the client's model.
CHANGES_NOTHING = {
    "customize_endpoint_resolver_builtins": "before-endpoint-resolution.s3",
    "remove_accid_host_prefix_from_model": "before-parameter-build.s3-control",
    "remove_bucket_from_url_paths_from_model": "before-parameter-build.s3",
    "validate_ascii_metadata": "before-parameter-build.s3.CopyObject "
    "before-parameter-build.s3.CreateMultipartUpload before-parameter-build.s3.PutObject",
    "validate_bucket_name": "before-parameter-build.s3",
}
# After botocore has checked that nothing required is missing: they change headers and optional members.
AFTER_THE_CHECK = {
    "add_accept_header": "before-call.apigateway",
    "add_expect_header": "before-call.s3",
    "add_glacier_checksums": "before-call.glacier.UploadArchive before-call.glacier.UploadMultipartPart",
    "add_glacier_version": "before-call.glacier",
    "add_recursion_detection_header": "before-call",
    "escape_xml_payload": "before-call.s3.DeleteObjects before-call.s3.PutBucketLifecycleConfiguration",
    "inject_api_version_header_if_needed": "before-call",
    "inject_presigned_url_ec2": "before-call.ec2.CopySnapshot",
    "inject_presigned_url_rds": "before-call.docdb.CopyDBClusterSnapshot before-call.docdb.CreateDBCluster "
    "before-call.neptune.CopyDBClusterSnapshot before-call.neptune.CreateDBCluster "
    "before-call.rds.CopyDBClusterSnapshot before-call.rds.CopyDBSnapshot before-call.rds.CreateDBCluster "
    "before-call.rds.CreateDBInstanceReadReplica "
    "before-call.rds.StartDBInstanceAutomatedBackupsReplication",
}
KNOWN = FILLS_IN | TAKES_ANOTHER_TYPE | REWRITES | CHANGES_NOTHING | AFTER_THE_CHECK

# The handlers that are registered elsewhere: module -> events.
ELSEWHERE = {
    "boto3/dynamodb/transform.py": "before-parameter-build.dynamodb provide-client-params.dynamodb",  # resources
    "botocore/client.py": "before-parameter-build "  # refuses operations that need endpoint discovery
    "before-parameter-build.s3 "  # notes parameters for the endpoint
    # These two and the one in regions.py emit the event.
    "before-parameter-build.{service_id}.{operation_name} provide-client-params.{service_id}.{operation_name}",
    "botocore/discovery.py": "before-parameter-build.{service_id}",  # notes ids for the endpoint
    "botocore/monitoring.py": "before-parameter-build",  # measures
    "botocore/regions.py": "before-endpoint-resolution.{service_id}",
    "botocore/stub.py": "before-parameter-build.*.* before-endpoint-resolution.*",
    "botocore/utils.py": "before-parameter-build.s3 before-endpoint-resolution.s3 "  # ARNs, regions
    "before-parameter-build.s3-control before-endpoint-resolution.s3-control "  # fills in AccountId from an ARN
    "before-parameter-build.events.PutEvents",  # picks the endpoint
}


def test_every_builtin_handler_of_parameters_is_known():
    found: dict[str, set[str]] = {}
    for event, handler, *_ in BUILTIN_HANDLERS:
        if re.fullmatch(rf"(?:{EVENTS}|before-call)(?:\..*)?", event):
            found.setdefault(handler.__qualname__, set()).add(event)
    assert found == {name: set(events.split()) for name, events in KNOWN.items()}


def test_every_other_handler_of_parameters_is_known():
    found: dict[str, set[str]] = {}
    for package in (boto3, botocore):
        folder = Path(package.__file__).parent
        for path in folder.rglob("*.py"):
            for _, event in re.findall(rf"""(["'])((?:{EVENTS})\b[^"'\s]*)\1""", path.read_text()):
                found.setdefault(path.relative_to(folder.parent).as_posix(), set()).add(event)
    del found["botocore/handlers.py"]
    assert found == {name: set(events.split()) for name, events in ELSEWHERE.items()}


def test_the_aliases_and_the_encoded_members_are_botocores():
    """Every name in the table is a member of the model: a typo would do nothing."""
    for service, operation, wire in [*ENCODED, *ALIASES]:
        source = botocore_source.load(service)
        operations = [operation] if operation else [*source.model["operations"]]
        lowered = lower(source, operations).operations
        assert any(each.request.field(wire) for each in lowered), (service, wire)


def test_a_request_without_members_is_left_as_it_is():
    source = botocore_source.load("sts")
    (operation,) = lower(source, ["GetCallerIdentity"]).operations
    assert as_sent(source, operation.wire, operation.request) == operation.request
