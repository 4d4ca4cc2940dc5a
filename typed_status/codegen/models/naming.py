"""Python names from wire names: every text becomes an identifier, and always the same one.

The reserved words are written out, so that a name does not change with the versions of Python or
pydantic that happen to be installed; a test compares them with both.

May import: the standard library.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Callable, Container, Iterable

__all__ = [
    "class_name",
    "constant",
    "distinct",
    "field_name",
    "function_name",
    "module_name",
    "singular_words",
    "words",
]

# A plural of capitals (ACLs), capitals (VPC), a word (Status), each with its digits; or digits alone.
_WORD = re.compile(r"[A-Z]{2,}s\d*(?![a-z])|[A-Z]+\d*(?![a-z])|[A-Z]?[a-z]+\d*|\d+")

_KEYWORDS = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally "
    "for from global if import in is lambda nonlocal not or pass raise return try while with "
    "yield".split()
)
# What a field would hide: what the annotations of the same class body use, and what the base classes of
# the runtime and of pydantic define.
_TYPES = frozenset("bool bytes dict float int list rt str t".split())
_MODEL = frozenset(
    "construct copy dict from_orm json model_computed_fields model_config model_construct model_copy "
    "model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema "
    "model_parametrized_name model_post_init model_rebuild model_validate model_validate_json "
    "model_validate_strings parse_file parse_obj parse_raw schema schema_json to_boto3 "
    "update_forward_refs validate response_metadata".split()
)
# A request's members are arguments beside the client; an error's stand beside those of all errors.
_ERROR = frozenset(
    "add_note args code http_status_code message operation_name request_id response "
    "with_traceback".split()
)
_RESERVED = {
    "structure": _KEYWORDS | _TYPES | _MODEL,
    "request": _KEYWORDS | _TYPES | _MODEL | {"client"},
    "error": _KEYWORDS | _TYPES | _ERROR,
}
Holder = t.Literal["structure", "request", "error"]
# What a module or a function body uses itself.
_MODULE = _KEYWORDS | _TYPES | frozenset({"annotations", "client"})


def words(wire: str) -> list[str]:
    """Split a wire name into its words, as they are spelled."""
    return _WORD.findall(wire)


def singular_words(wire: str) -> list[str]:
    """Return the words of a wire name, in lower case and the singular; at least one."""
    return [
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
        for word in map(str.lower, words(wire) or [wire])
    ]


def _snake(wire: str) -> str:
    return "_".join(word.lower() for word in words(wire))


def _safe(name: str, prefix: str, reserved: frozenset[str]) -> str:
    if not name or not name[0].isalpha():
        name = f"{prefix}{name}"
    return f"{name}_" if name in reserved else name


def field_name(wire: str, holder: Holder = "structure") -> str:
    """``OperationStatus`` -> ``operation_status``, ``copy`` -> ``copy_``, ``"2x"`` -> ``n2_x``."""
    return _safe(_snake(wire), "n", _RESERVED[holder])


def function_name(wire: str) -> str:
    """``GetOperation`` -> ``get_operation``."""
    return _safe(_snake(wire), "n", _MODULE)


def module_name(service: str) -> str:
    """``cognito-idp`` -> ``cognito_idp``, ``lambda`` -> ``lambda_``."""
    plain = re.sub(r"[^a-z0-9]+", "_", service.lower()).strip("_")
    return _safe(plain, "n", _MODULE)


def class_name(wire: str) -> str:
    """``ACGRInstanceArn`` as it is, ``__string`` -> ``String``, ``describe-it`` -> ``DescribeIt``."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", wire) if part]
    return _safe("".join(part[0].upper() + part[1:] for part in parts), "N", _MODULE)


def constant(value: str) -> str:
    """``NotUpdatable`` -> ``NOT_UPDATABLE``, ``2.0`` -> ``V2_0``, an empty text -> ``EMPTY``."""
    if not words(value):
        return "EMPTY" if not value else "OTHER"
    return _safe(_snake(value).upper(), "V", frozenset())


def distinct(
    wires: Iterable[str], name: Callable[[str], str], avoid: Container[str] = ()
) -> dict[str, str]:
    """Return a name for each wire name; of those that would get the same one, the later get ``_2``, ``_3``.

    ``avoid`` holds names that only the wire name of the same spelling may get.
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for wire in dict.fromkeys(wires):
        base = candidate = name(wire)
        count = 1
        while candidate in taken or (candidate != wire and candidate in avoid):
            count += 1
            candidate = f"{base}_{count}"
        taken.add(candidate)
        names[wire] = candidate
    return names
