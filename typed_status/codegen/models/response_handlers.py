"""What botocore's built-in event handlers change in responses: members that arrive as something else than botocore's
service model says, or that it does not have.

``tests/wire/test_response_handlers.py`` lists the handlers of the installed botocore, and fails where one is new.

May import: the standard library and ``codegen.models.ir``.
"""

from __future__ import annotations

import dataclasses

from typed_status.codegen.models import ir

__all__ = ["ADDED", "as_handled"]

# Shapes whose texts ``json_decode_policies`` replaces by the JSON that they contain.
_DECODED_SHAPES = frozenset({("iam", "policyDocumentType")})
# Members that ``json_decode_template_body`` replaces, if the text is JSON: service, output shape, member.
_DECODED_MEMBERS = frozenset({("cloudformation", "GetTemplateOutput", "TemplateBody")})
# Members that ``handle_expires_header`` adds beside one of a shape: the text of the header.
ADDED = {
    ("s3", "Expires"): ir.Field("ExpiresString", "expires_string", ir.Type("str"), shape="String")
}


def as_handled(service: str, shape: str, fields: tuple[ir.Field, ...]) -> tuple[ir.Field, ...]:
    """Return the fields of a structure in a response as botocore's handlers leave them."""
    found: list[ir.Field] = []
    for field in fields:
        is_decoded = (service, field.shape) in _DECODED_SHAPES
        if is_decoded or (service, shape, field.wire) in _DECODED_MEMBERS:
            found.append(dataclasses.replace(field, type=ir.Type("decoded"), limits=None))
        else:
            found.append(field)
        added = ADDED.get((service, field.shape))
        if added is not None:
            found.append(added)
    return tuple(found)
