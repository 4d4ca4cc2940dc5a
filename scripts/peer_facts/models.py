"""botocore's models, by the names that Go code gives their services, shapes, members and enum values.

May import: the standard library and botocore.
"""

from __future__ import annotations

import re
import typing as t
from functools import cache

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

__all__ = [
    "constant",
    "declared",
    "enum_values",
    "member_path",
    "operation",
    "paths_named",
    "paths_to",
    "plain",
    "reports_status",
    "service_named",
    "services_signing",
]

_LOADER = Loader()
# Names of the first Go SDK that do not follow from the service id.
_ALIASES = {
    "acmpca": "acm-pca",
    "applicationautoscaling": "application-autoscaling",
    "appregistry": "servicecatalog-appregistry",
    "chimesdkmediapipelines": "chime-sdk-media-pipelines",
    "cloudwatchevents": "events",
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "configservice": "config",
    "costandusagereportservice": "cur",
    "databasemigrationservice": "dms",
    "directoryservice": "ds",
    "docdb": "docdb",
    "documentdb": "docdb",
    "efs": "efs",
    "elasticsearchservice": "es",
    "elb": "elb",
    "elbv2": "elbv2",
    "emr": "emr",
    "eventbridge": "events",
    "kafkaconnect": "kafkaconnect",
    "lexmodelbuildingservice": "lex-models",
    "lexmodelsv2": "lexv2-models",
    "managedgrafana": "grafana",
    "mwaaserverless": "mwaa-serverless",
    "opensearchservice": "opensearch",
    "prometheusservice": "amp",
    "recyclebin": "rbin",
    "redshiftdataapiservice": "redshift-data",
    "serverlessapplicationrepository": "serverlessrepo",
    "sfn": "stepfunctions",
    "timestreamwrite": "timestream-write",
    "transcribeservice": "transcribe",
}


def plain(name: str) -> str:
    """Return a name without case and separators."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def _model(service: str) -> ServiceModel:
    return ServiceModel(_LOADER.load_service_model(service, "service-2"), service)


@cache
def _services() -> dict[str, str]:
    names = _LOADER.list_available_services("service-2")
    found = {plain(name): name for name in names}
    found |= {plain(_model(name).service_id): name for name in names}
    return found | {name: service for name, service in _ALIASES.items() if service in names}


def service_named(name: str) -> str | None:
    """Return botocore's name of the service of a Go package."""
    return _services().get(plain(name))


@cache
def services_signing(prefix: str) -> list[str]:
    """Return the services whose requests are signed with a name, which is the prefix of their permissions."""
    names = _LOADER.list_available_services("service-2")
    aliases = {
        "elasticloadbalancing": ("elb", "elbv2"),
        "cassandra": ("keyspaces",),
        "aoss": ("opensearchserverless",),
    }
    return [
        name
        for name in names
        if _model(name).signing_name == prefix or name == prefix or name in aliases.get(prefix, ())
    ]


@cache
def operation(service: str, name: str) -> OperationModel | None:
    """Return an operation by its name, in any case."""
    named = {plain(each): each for each in _model(service).operation_names}
    found = named.get(plain(name))
    return None if found is None else _model(service).operation_model(found)


@cache
def _enums(service: str) -> dict[str, list[str]]:
    """The values of enums by the names of their constants: shape and value, without separators."""
    found: dict[str, list[str]] = {}
    model = _model(service)
    for name in model.shape_names:
        for value in getattr(model.shape_for(name), "enum", None) or ():
            values = found.setdefault(plain(name + value), [])
            if value not in values:
                values.append(value)
    return found


def constant(service: str, name: str) -> str | None:
    """Return the value of a constant such as ``ClusterStatusActive``; ``None`` if no value, or several, fit."""
    enums = _enums(service)
    values = enums.get(plain(name)) or enums.get(plain(_model(service).service_id + name)) or []
    return values[0] if len(values) == 1 else None


def enum_values(service: str, shape: str) -> list[str] | None:
    """Return the values of an enum by the name of its shape."""
    model = _model(service)
    for name in model.shape_names:
        if plain(name) == plain(shape):
            return list(getattr(model.shape_for(name), "enum", None) or ()) or None
    return None


def _children(shape: Shape) -> t.Iterator[tuple[str, Shape]]:
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            suffix = ""
            while isinstance(member, (ListShape, MapShape)):
                member = member.member if isinstance(member, ListShape) else member.value
                suffix += "[]"
            yield name + suffix, member


def paths_to(model: OperationModel, shape: str) -> list[str]:
    """Return the shortest paths in an operation's output to structures of a name; the output itself is ``""``."""
    output = model.output_shape
    if output is None:
        return []
    # The first SDK drops the service's name where a shape starts with it.
    names = {plain(shape), plain(model.service_model.service_id + shape)}
    if names & {plain(output.name), plain(f"{model.name}Output"), plain(f"{model.name}Response")}:
        return [""]
    level: list[tuple[str, Shape]] = [("", output)]
    seen: set[str] = {output.name}
    while level:
        below = [
            (f"{path}.{name}" if path else name, child)
            for path, parent in level
            for name, child in _children(parent)
            if isinstance(child, StructureShape)
        ]
        found = [path for path, child in below if plain(child.name) in names]
        if found:
            return found
        level = [each for each in below if each[1].name not in seen]
        seen |= {child.name for _, child in below}
    return []


def member_path(model: OperationModel, start: str, names: t.Sequence[str]) -> str | None:
    """Return the path of members by Go's names from a structure in the output; ``None`` if it is no string."""
    shape: Shape | None = model.output_shape
    walked: list[str] = []
    for part in [*filter(None, start.split(".")), *names]:
        if shape is None:
            return None
        found = {plain(name): (name, child) for name, child in _children(shape)}
        if plain(part) not in found:
            return None
        name, shape = found[plain(part)]
        walked.append(name)
    return ".".join(walked) if shape is not None and shape.type_name == "string" else None


def paths_named(model: OperationModel, name: str) -> list[str]:
    """Return the shortest paths in an operation's output to text members of a name."""
    if model.output_shape is None:
        return []
    level: list[tuple[str, Shape]] = [("", model.output_shape)]
    seen: set[str] = {model.output_shape.name}
    while level:
        below = [
            (f"{path}.{member}" if path else member, child)
            for path, parent in level
            for member, child in _children(parent)
        ]
        found = [
            path
            for path, child in below
            if child.type_name == "string" and plain(path.rpartition(".")[2]) == plain(name)
        ]
        if found:
            return found
        level = [each for each in below if each[1].name not in seen]
        seen |= {child.name for _, child in below}
    return []


def reports_status(model: OperationModel) -> bool:
    """Return whether an operation's output has text that is named like a status."""
    level: list[Shape] = [model.output_shape] if model.output_shape is not None else []
    seen: set[str] = set()
    while level:
        below = [each for parent in level for each in _children(parent)]
        if any(
            child.type_name == "string" and re.search(r"(?i)stat(?:us|e)(?:code|name)?\W*$", name)
            for name, child in below
        ):
            return True
        level = [child for _, child in below if child.name not in seen]
        seen |= {child.name for child in level}
    return False


def declared(model: OperationModel, path: str) -> list[str]:
    """Return the values that an enum at a wire path declares."""
    shape: Shape | None = model.output_shape
    for part in path.split(".") if path else ():
        if shape is None:
            return []
        shape = dict(_children(shape)).get(part)
    return list(getattr(shape, "enum", None) or ())
