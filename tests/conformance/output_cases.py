"""Cases about responses: read by the typed call and by the untyped one, and compared with each other and the case."""

from __future__ import annotations

import base64
import typing as t
import warnings

from botocore.exceptions import ClientError
from botocore.model import ListShape, MapShape, Shape, StructureShape
from outcomes import Outcome, Verdict, as_case, compared, difference, read_whole
from suite_service import Service

from typed_status import (
    ResponseModel,
    ResponseValidationError,
    SchemaDriftWarning,
    ServiceError,
    call,
    strict,
)
from typed_status.runtime.models.service_error import ErrorMember
from typed_status.testing import Reply, reset_drift

REQUEST_ID = "00000000-0000-4000-8000-000000000000"
# What is of the connection or is set by the server.
_FRAMING = frozenset({"connection", "content-length", "transfer-encoding"})


def read(service: Service) -> Outcome:
    """Read the response of a case both ways, and compare."""
    service.wire.reply = reply_of(service)
    case = service.case
    untyped = _run(lambda: service.method())
    reset_drift()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        typed = _run(lambda: call(service.client, service.request_class()))
    drift = [str(each.message) for each in caught if each.category is SchemaDriftWarning]
    if case.data.get("refused"):
        return _refused(case.name, typed)
    expected = _expected(case.data)
    theirs = _theirs(service, untyped)
    if isinstance(theirs, str):
        return Outcome(case.name, Verdict.NOT_RUN, (theirs,), theirs)
    botocore = difference(_as_case(theirs), case.data.get("untyped", expected))
    if isinstance(typed, Exception) and not isinstance(typed, ClientError):
        if isinstance(typed, ResponseValidationError) and isinstance(typed.response, dict):
            read_whole(typed.response)  # a stream that is not read keeps its connection
        return Outcome(case.name, Verdict.DIFFERS, (_said(typed),), botocore)
    problems = [*_drift_problems(service, drift), *_error_problems(service, typed)]
    if problems:
        return Outcome(case.name, Verdict.DIFFERS, tuple(problems), botocore)
    ours = _result(typed)
    if not isinstance(typed, ClientError):
        ours = known(_output_shape(service), ours)
    return compared(
        case.name,
        typed=ours,
        # Where a case of our own says that botocore's result is another one, they are to differ.
        untyped=ours if "untyped" in case.data else theirs,
        typed_case=_as_case(ours),
        expected=expected,
        botocore=botocore,
    )


def _theirs(service: Service, untyped: t.Any) -> t.Any:
    """botocore's result, ``None`` where the case expects an error of it, or what that error says."""
    if not isinstance(untyped, Exception) or isinstance(untyped, ClientError):
        return _result(untyped)
    is_expected = service.case.data.get("untyped", ...) is None
    return None if is_expected else f"botocore: {_said(untyped)}"


def _as_case(value: t.Any) -> t.Any:
    return None if value is None else _trimmed(as_case(value))


def _output_shape(service: Service) -> Shape | None:
    model = service.client.meta.service_model.operation_model(service.case.operation)
    return t.cast("Shape | None", model.output_shape)


def reply_of(service: Service) -> Reply:
    """The response of a case as HTTP."""
    response = service.case.data["response"]
    text = response.get("body")
    if text is None:
        body = b"<xml/>" if service.case.protocol == "query" else b""
    elif service.case.protocol == "smithy-rpc-v2-cbor":
        body = base64.b64decode(text)
    else:
        body = text.encode("utf-8", "surrogatepass")
    headers = {
        name: value
        for name, value in response.get("headers", {}).items()
        if name.lower() not in _FRAMING
    }
    if not any(name.lower() == "x-amzn-requestid" for name in headers):
        headers["x-amzn-RequestId"] = REQUEST_ID
    return Reply(status=response["status_code"], headers=headers, body=body)


def _run(send: t.Callable[[], t.Any]) -> t.Any:
    """What a call returns or raises."""
    try:
        return send()
    except Exception as error:  # whatever it is, it is reported
        return error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _result(returned: t.Any) -> t.Any:
    """The members of a result, or of an error's response."""
    if isinstance(returned, ClientError):
        members: dict[str, t.Any] = dict(returned.response)
    else:
        members = dict(returned.to_boto3() if isinstance(returned, ResponseModel) else returned)
    members.pop("ResponseMetadata", None)
    return read_whole(members)


def known(shape: Shape | None, value: t.Any) -> t.Any:
    """``value`` without the members that its model does not have, which botocore drops."""
    if isinstance(value, dict) and isinstance(shape, StructureShape):
        if shape.is_document_type:
            return value
        members = t.cast(dict[str, t.Any], value)
        return {
            name: known(shape.members[name], each)
            for name, each in members.items()
            if name in shape.members
        }
    if isinstance(value, dict) and isinstance(shape, MapShape):
        pairs = t.cast(dict[str, t.Any], value).items()
        return {key: known(shape.value, each) for key, each in pairs}
    if isinstance(value, list) and isinstance(shape, ListShape):
        return [known(shape.member, each) for each in t.cast(list[t.Any], value)]
    return value


def _trimmed(members: dict[str, t.Any]) -> dict[str, t.Any]:
    """Without what botocore puts beside the code and the message of an error."""
    error = members.get("Error")
    if not isinstance(error, dict) or "Code" not in error:
        return members
    return members | {"Error": {name: error.get(name, "") for name in ("Code", "Message")}}


def _expected(data: dict[str, t.Any]) -> t.Any:
    if "error" not in data:
        return data.get("result")
    code, message = data.get("errorCode", ""), data.get("errorMessage", "")
    return {"Error": {"Code": code, "Message": message}, **data["error"]}


def _refused(case: str, typed: t.Any) -> Outcome:
    if not isinstance(typed, ResponseValidationError):
        said = _said(typed) if isinstance(typed, Exception) else f"read as {_result(typed)!r}"
        return Outcome(case, Verdict.DIFFERS, (f"expected ResponseValidationError: {said}",))
    if typed.request_id != REQUEST_ID:
        return Outcome(case, Verdict.DIFFERS, (f"the request id is {typed.request_id!r}",))
    return Outcome(case, Verdict.EQUAL)


def _drift_problems(service: Service, drift: list[str]) -> t.Iterator[str]:
    """How the drift that a case expects differs from what was reported."""
    expected = service.case.data.get("drift")
    if expected is None:
        return
    if expected != bool(drift):
        yield f"drift: {drift or 'not reported'}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SchemaDriftWarning)
        with strict():
            again = _run(lambda: call(service.client, service.request_class()))
    if expected != isinstance(again, ResponseValidationError):
        yield f"strict: {_said(again) if isinstance(again, Exception) else 'read'}"


def _error_problems(service: Service, typed: t.Any) -> t.Iterator[str]:
    """What is wrong with a typed error: its class, and the members that it declares."""
    if not isinstance(typed, ClientError):
        return
    code = typed.response["Error"]["Code"]
    modelled = getattr(service.module, code, None) if code else None
    if isinstance(modelled, type) and not isinstance(typed, modelled):
        yield f"{code} is raised as {type(typed).__name__}"
    if isinstance(typed, ServiceError):
        for name in dir(type(typed)):
            member = getattr(type(typed), name)
            if isinstance(member, ErrorMember):
                found = _untyped(getattr(typed, name))
                unequal = difference(found, typed.response.get(member.wire), name)
                if unequal:
                    yield f"member of the error: {unequal}"


def _untyped(value: t.Any) -> t.Any:
    if isinstance(value, ResponseModel):
        return value.to_boto3()
    if isinstance(value, list):
        return [_untyped(each) for each in t.cast(list[t.Any], value)]
    if isinstance(value, dict):
        return {key: _untyped(each) for key, each in t.cast(dict[str, t.Any], value).items()}
    return value
