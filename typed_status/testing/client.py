"""Make boto3 clients that ignore the user's environment, profiles and proxies.

May import: the standard library, boto3 and botocore.
"""

from __future__ import annotations

import functools
import os
import threading
import typing as t

import boto3
import botocore.session
from botocore.config import Config

__all__ = ["isolated_client"]

_CONFIG = Config(
    retries={
        "total_max_attempts": 1
    },  # no retries: an error that is scripted once reaches the caller
    proxies={},
    inject_host_prefix=False,  # "data-127.0.0.1" does not resolve
)
_LOCK = threading.Lock()  # boto3's sessions are not thread-safe


def isolated_client(service: str, endpoint_url: str, options: dict[str, t.Any]) -> t.Any:
    """Return ``boto3.client(service, endpoint_url=endpoint_url, **options)`` with test defaults for other settings."""
    given = options.get("config")
    options = {
        "region_name": "us-east-1",
        "aws_access_key_id": "testing",
        "aws_secret_access_key": "testing",
        **options,
        "config": _CONFIG.merge(given) if given else _CONFIG,
    }
    with _LOCK:
        return _session().client(service, endpoint_url=endpoint_url, **options)


@functools.cache
def _session() -> t.Any:
    # Shared by all clients, since loading service models is most of the work.
    variables = {
        name: (
            in_config_file,
            None,
            default,
            convert,
        )  # None: not read from an environment variable
        for name, (in_config_file, _, default, convert) in (
            botocore.session.Session.SESSION_VARIABLES.items()
        )
    }
    core = botocore.session.Session(variables)
    core.set_config_variable("config_file", os.devnull)
    core.set_config_variable("credentials_file", os.devnull)
    return boto3.Session(botocore_session=core)
