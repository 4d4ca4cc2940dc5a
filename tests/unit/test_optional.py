"""Members that an overlay declares optional: a response may lack them without a word, a request needs them."""

import pytest

from typed_status import strict
from typed_status.runtime.validation.limits import limit_errors
from typed_status.services import batch, emr, route53


@pytest.mark.parametrize(
    ("model", "data", "field"),
    [
        (
            batch.JobDetail,
            {
                "jobName": "n",
                "jobId": "j",
                "jobQueue": "q",
                "status": "RUNNABLE",
                "jobDefinition": "d",
            },
            "started_at",
        ),
        (emr.KerberosAttributes, {}, "realm"),
        (
            route53.ListHostedZonesResponse,
            {"HostedZones": [], "IsTruncated": False, "MaxItems": "100"},
            "marker",
        ),
    ],
)
def test_a_response_may_lack_it(model, data, field):
    with strict():
        found = model.model_validate(data)
    assert getattr(found, field) is None
    assert found.to_boto3() == data


def test_a_request_needs_it():
    found = limit_errors(emr.KerberosAttributes.model_validate({}))
    assert [each["loc"] for each in found] == [("Realm",), ("KdcAdminPassword",)]
    complete = emr.KerberosAttributes(realm="r", kdc_admin_password="p")
    assert limit_errors(complete) == []
