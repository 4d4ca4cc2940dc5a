"""What the installed botocore knows: service models, and AWS's documentation in them as plain text.

May import: the standard library, botocore and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import functools
import os
import re
import typing as t
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from botocore.exceptions import DataNotFoundError
from botocore.loaders import create_loader
from botocore.model import ServiceModel

from typed_status.cli.exit_codes import AWS, End

__all__ = [
    "Shape",
    "inner_shape",
    "operation_model",
    "plain_text",
    "service_model",
    "service_names",
]

Shape = t.Any  # botocore has no types


def _loader() -> t.Any:
    return create_loader(os.environ.get("AWS_DATA_PATH"))


def service_names() -> Iterable[str]:
    """The services that botocore has."""
    return t.cast(list[str], _loader().list_available_services("service-2"))


@functools.cache
def service_model(service: str) -> t.Any:
    """botocore's model of a service, from its own data path; raises ``End`` where it has none, or none that can be read."""
    loader = _loader()
    try:
        described: object = loader.load_service_model(service, "service-2")
    except DataNotFoundError:
        raise End(f"The installed botocore has no service {service!r}.", AWS) from None
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(loader, service, str(error)) from None
    if not isinstance(described, dict):
        raise _unreadable(loader, service, "expected a JSON object")
    return ServiceModel(t.cast(dict[str, t.Any], described), service)


def _unreadable(loader: t.Any, service: str, reason: str) -> End:
    folder = f"{service}/{loader.determine_latest_version(service, 'service-2')}"
    places = (Path(each) / folder / "service-2.json" for each in loader.search_paths)
    # As botocore: the first that is there.
    found = next((each for each in places if each.exists()), None)
    where = f" in {found}" if found else ""
    return End(
        f"botocore's model of the service {service!r}{where} cannot be read: {reason}. "
        "AWS_DATA_PATH says where models are looked for.",
        AWS,
    )


def operation_model(service: str, operation: str) -> t.Any:
    """botocore's model of an operation; none where it has none."""
    model = service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


def inner_shape(shape: Shape) -> Shape:
    """The shape that lists and maps hold, however deep."""
    while shape is not None and shape.type_name in ("list", "map"):
        shape = shape.member if shape.type_name == "list" else shape.value
    return shape


_BLOCKS: t.Final = frozenset("p ul ol dl dd dt note important fullname title h2 h3 h4 div".split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS or tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def plain_text(html: str) -> str:
    """The text of AWS's documentation: a line for each paragraph and each item of a list."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    joined = "\n".join(line for line in lines if line)
    return re.sub(r"\n-\s*\n", "\n- ", f"\n{joined}").strip()
