import copy
import pickle

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, HTTPClientError

from typed_status import RequestValidationError, ResponseValidationError
from typed_status.runtime.exceptions import redact_urls
from typed_status.runtime.models.service_error import typed_error
from typed_status.services import connect, greengrass, s3, servicediscovery


def client_error(code: str, **members: object) -> ClientError:
    error_class = type(code, (ClientError,), {})  # as botocore creates its own
    response = {
        "Error": {"Code": code, "Message": "no"},
        "ResponseMetadata": {"RequestId": "r-1", "HTTPStatusCode": 404},
    }
    return error_class(response | members, "GetOperation")


KNOWN = (servicediscovery.OperationNotFound, servicediscovery.InvalidInput)


def test_an_error_is_an_instance_of_the_generated_class_and_of_botocores():
    error = client_error("OperationNotFound")
    typed = typed_error(error, KNOWN)
    assert isinstance(typed, servicediscovery.OperationNotFound)
    assert isinstance(typed, type(error))
    assert isinstance(typed, ClientError)
    assert type(typed).__name__ == "OperationNotFound"
    assert typed.response is error.response
    assert str(typed) == str(error)
    assert (typed.message, typed.request_id, typed.http_status_code) == ("no", "r-1", 404)


def test_an_error_with_an_unknown_code_is_unchanged():
    error = client_error("SlowDown")
    assert typed_error(error, KNOWN) is error


def test_the_combined_classes_are_cached():
    first, second = client_error("InvalidInput"), client_error("InvalidInput")
    second.__class__ = type(first)
    assert type(typed_error(first, KNOWN)) is type(typed_error(second, KNOWN))


def test_an_error_pickles_as_the_generated_class():
    typed = typed_error(client_error("OperationNotFound"), KNOWN)
    again = pickle.loads(pickle.dumps(typed))
    assert type(again) is servicediscovery.OperationNotFound
    assert again.response == typed.response
    assert str(again) == str(typed)


def test_copies_have_the_combined_class():
    typed = typed_error(client_error("OperationNotFound"), KNOWN)
    for again in (copy.copy(typed), copy.deepcopy(typed)):
        assert type(again) is type(typed)
        assert again.response == typed.response


def test_an_invalid_error_member_is_reported_without_its_value():
    error = greengrass.BadRequestException(
        {"Error": {}, "ErrorDetails": [{"a": "hunter2"}, 5]}, "x"
    )
    with pytest.raises(ResponseValidationError, match="ErrorDetails") as caught:
        _ = error.error_details
    assert "hunter2" not in str(caught.value)


def test_modelled_members_are_typed():
    error = greengrass.BadRequestException(
        {"Error": {}, "ErrorDetails": [{"DetailedErrorCode": "c"}]}, "GetBulkDeploymentStatus"
    )
    assert error.error_details == [greengrass.ErrorDetail(detailed_error_code="c")]
    assert error.message == ""
    assert error.request_id is None
    reason = {"AttachedFileInvalidRequestExceptionReason": "INVALID_FILE_SIZE"}
    error = connect.InvalidRequestException({"Error": {}, "Reason": reason}, "x")
    assert error.reason is not None
    assert (
        error.reason.attached_file_invalid_request_exception_reason
        is connect.AttachedFileInvalidRequestExceptionReason.INVALID_FILE_SIZE
    )
    assert connect.InvalidRequestException({"Error": {}}, "x").reason is None


def test_a_generated_class_can_be_raised_by_users():
    with pytest.raises(ClientError, match="OperationNotFound"):
        raise servicediscovery.OperationNotFound({"Error": {"Code": "OperationNotFound"}}, "op")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            EndpointConnectionError(
                endpoint_url="https://voice.test:443/phone-numbers/HUNTER2?a=HUNTER2"
            ),
            'Could not connect to the endpoint URL: "https://voice.test:443"',
        ),
        (
            HTTPClientError(
                error=OSError("Max retries exceeded with url: /users?mail=HUNTER2 (x)")
            ),
            "An HTTP Client raised an unhandled exception: Max retries exceeded with url: (x)",
        ),
        (ValueError("two\nlines"), "two lines"),
    ],
)
def test_messages_of_botocore_are_redacted(error, expected):
    assert redact_urls(error) == expected


def test_the_value_of_a_misspelled_sensitive_parameter_is_not_shown():
    with pytest.raises(RequestValidationError) as caught:
        s3.HeadObjectRequest.model_validate(
            {"Bucket": "b", "Key": "k", "SSECustomerKeyy": "HUNTER2"}
        )
    assert "SSECustomerKeyy: unknown parameter" in str(caught.value)
    assert "HUNTER2" not in str(caught.value)
