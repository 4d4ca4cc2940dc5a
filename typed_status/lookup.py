"""Services and operations by any of their names: botocore's, boto3's, the AWS CLI's or our module's.

``DescribeServices``, ``describe_services`` and ``describe-services`` are one operation. Of services, names differ more:
the AWS CLI renames some, and AWS's SDKs in other languages use service ids; ``SERVICE_ALIASES`` lists them.

May import: the standard library. Shell completion runs this module: no pydantic, no botocore.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Iterable

__all__ = ["SERVICE_ALIASES", "find", "find_service", "kebab"]

SERVICE_ALIASES: t.Final = {
    # The AWS CLI's commands (awscli/customizations of 1.46: every rename_command and alias of a service).
    "configservice": "config",
    "deploy": "codedeploy",
    "runtimesagemaker": "sagemaker-runtime",
    "s3api": "s3",
    # Service ids (metadata.serviceId of botocore's models) that are neither botocore's name nor another service's.
    "applicationdiscoveryservice": "discovery",
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "costandusagereportservice": "cur",
    "costexplorer": "ce",
    "databasemigrationservice": "dms",
    "directoryservice": "ds",
    "directoryservicedata": "ds-data",
    "elasticloadbalancing": "elb",
    "elasticloadbalancingv2": "elbv2",
    "elasticsearchservice": "es",
    "eventbridge": "events",
    "iotdataplane": "iot-data",
    "iotjobsdataplane": "iot-jobs-data",
    "lexmodelbuildingservice": "lex-models",
    "lexmodelsv2": "lexv2-models",
    "lexruntimeservice": "lex-runtime",
    "lexruntimev2": "lexv2-runtime",
    "marketplaceentitlementservice": "marketplace-entitlement",
    "marketplacemetering": "meteringmarketplace",
    "migrationhub": "mgh",
    "serverlessapplicationrepository": "serverlessrepo",
    "sfn": "stepfunctions",
    "simpledb": "sdb",
}
"""Other names of services, without case and punctuation -> botocore's."""


def find(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` that is ``name``, however it is written; ``None`` if there is none.

    A name that is spelled exactly so comes first; else case, dashes, underscores and dots do not count.
    """
    plain = _plain(name)
    found = None
    for each in names:
        if each == name:
            return each
        if found is None and plain and _plain(each) == plain:
            found = each
    return found


def find_service(name: str, names: Iterable[str]) -> str | None:
    """Return the one of botocore's ``names`` of services that is ``name``, or that ``name`` is an alias of."""
    known = list(names)
    return find(name, known) or find(SERVICE_ALIASES.get(_plain(name), ""), known)


def kebab(name: str) -> str:
    """Write a Python name (``describe_services``) as the AWS CLI does (``describe-services``)."""
    return name.strip("_").replace("_", "-")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
