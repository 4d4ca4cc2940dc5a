"""A boto3 client that sees nothing of the user's environment, profiles and proxies.

May import: the standard library, boto3 and botocore.
"""

from __future__ import annotations

import os
import typing as t

import boto3
import botocore.session
from botocore.config import Config

__all__ = ["isolated_client"]

_CONFIG = Config(
    retries={"total_max_attempts": 1},  # an error that is scripted once is to be seen
    proxies={},
    inject_host_prefix=False,  # "data-127.0.0.1" is nowhere
)


def isolated_client(service: str, endpoint_url: str, options: dict[str, t.Any]) -> t.Any:
    """``boto3.client(service, endpoint_url=endpoint_url, **options)`` with defaults for all the rest."""
    variables = {
        name: (in_config_file, None, default, convert)  # None: from no environment variable
        for name, (in_config_file, _, default, convert) in (
            botocore.session.Session.SESSION_VARIABLES.items()
        )
    }
    core = botocore.session.Session(variables)
    core.set_config_variable("config_file", os.devnull)
    core.set_config_variable("credentials_file", os.devnull)
    given = options.pop("config", None)
    defaults = {
        "region_name": "us-east-1",
        "aws_access_key_id": "testing",
        "aws_secret_access_key": "testing",
        "config": _CONFIG.merge(given) if given else _CONFIG,
    }
    session: t.Any = boto3.Session(botocore_session=core)
    return session.client(service, endpoint_url=endpoint_url, **defaults | options)
