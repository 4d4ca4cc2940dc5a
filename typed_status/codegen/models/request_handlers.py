"""What botocore's own event handlers do to members, which the service models do not say.

``tests/unit/test_request_handlers.py`` lists the handlers that change parameters, and fails when botocore adds one.

May import: the standard library, ``codegen.models.ir`` and ``codegen.models.botocore_source``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Collection

from typed_status.codegen.models import ir
from typed_status.codegen.models.botocore_source import Source

__all__ = ["ALIASES", "ENCODED", "SHORTENED", "as_sent"]

SHORTENED: t.Final = frozenset(
    ("route53", name) for name in ("ChangeId", "DelegationSetId", "ResourceId")
)
"""Shapes of ids that are shortened to their last part (``/hostedzone/Z1`` -> ``Z1``) before they are sent."""

ENCODED: t.Final = {
    **{
        ("s3", operation, "SSECustomerKey"): ir.Type("text_or_bytes")
        for operation in (
            "CompleteMultipartUpload CopyObject CreateMultipartUpload GetObject HeadObject PutObject "
            "SelectObjectContent UploadPart UploadPartCopy"
        ).split()
    },
    ("s3", "CopyObject", "CopySourceSSECustomerKey"): ir.Type("text_or_bytes"),
    ("s3", "UploadPartCopy", "CopySourceSSECustomerKey"): ir.Type("text_or_bytes"),
    ("autoscaling", "CreateLaunchConfiguration", "UserData"): ir.Type("text_or_bytes"),
    ("ec2", "RunInstances", "UserData"): ir.Type("text_or_bytes"),
    ("s3", "CopyObject", "CopySource"): ir.Type("copy_source"),
    ("s3", "UploadPartCopy", "CopySource"): ir.Type("copy_source"),
}
"""Members that are encoded before they are sent, by service and operation, and what a caller may pass for them."""

ALIASES: t.Final[dict[tuple[str, str | None, str], str]] = {
    ("ec2", None, "Filter"): "Filters",
    ("logs", "CreateExportTask", "from"): "fromTime",
    ("cloudsearchdomain", "Search", "return"): "returnFields",
}
"""boto3's own names of members, by service and operation; ``None`` stands for all operations."""

# S3 Control's operations that take no ARN in the place of a name.
_WITHOUT_ARN = frozenset({"CreateBucket", "ListRegionalBuckets"})


def as_sent(source: Source, operation: str, request: ir.Struct) -> ir.Struct:
    """The request of an operation as boto3 takes it."""
    service = source.service
    wires = frozenset(field.wire for field in request.fields)
    tokens = _tokens(source, request)
    filled = {*tokens, *_filled_in(service, operation, wires)}

    def sent(field: ir.Field) -> ir.Field:
        encoded = ENCODED.get((service, operation, field.wire))
        aliases = [ALIASES.get((service, each, field.wire)) for each in (operation, None)]
        return dataclasses.replace(
            field,
            required=field.required and field.wire not in filled,
            type=encoded or field.type,
            # They are limits of the encoded value.
            limits=None if encoded else field.limits,
            # A key of a dict is the member of this name before it is a name in a body.
            body=None if field.body in wires else field.body,
            token=field.wire in tokens,
            also=next((each for each in aliases if each and each not in wires), None),
        )

    return dataclasses.replace(request, fields=tuple(map(sent, request.fields)))


def _tokens(source: Source, request: ir.Struct) -> set[str]:
    """The idempotency tokens of a request, which are filled in when it is sent."""
    shapes: dict[str, t.Any] = source.model["shapes"]
    shape: dict[str, t.Any] = shapes[request.wire] if request.wire else {}
    members: dict[str, t.Any] = shape.get("members", {})
    return {
        wire
        for wire, member in members.items()
        if member.get("idempotencyToken", shapes[member["shape"]].get("idempotencyToken"))
    }


def _filled_in(service: str, operation: str, wires: Collection[str]) -> set[str]:
    """The other members that a handler fills in."""
    if service == "glacier":
        return {"accountId"}
    if service == "s3control" and operation not in _WITHOUT_ARN and {"Bucket", "Name"} & {*wires}:
        return {"AccountId"}  # from the ARN of a bucket or an access point
    return set()
