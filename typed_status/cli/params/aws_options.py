"""The AWS options, named as in the AWS CLI, and the boto3 client that they configure.

May import: the standard library, click, boto3, botocore, ``typed_status.cli.inspect.botocore_models`` and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import json
import typing as t
from urllib.parse import urlsplit

import click

from typed_status.cli.exit_codes import AWS, CliError

__all__ = ["AWS_OPTIONS", "is_raw_format", "make_client"]

_BASE64, _RAW = "base64", "raw-in-base64-out"

AWS_OPTIONS: t.Final = (
    click.Option(["--region"], help="AWS region; overrides config and environment."),
    click.Option(["--profile"], help="Profile in the AWS config and credentials files."),
    click.Option(
        ["--endpoint-url"], metavar="URL", help="Override the default endpoint URL of the service."
    ),
    click.Option(
        ["--no-sign-request"], is_flag=True, help="Do not sign requests; no credentials are loaded."
    ),
    click.Option(["--no-verify-ssl"], is_flag=True, help="Do not verify TLS certificates."),
    click.Option(
        ["--cli-binary-format"],
        type=click.Choice([_BASE64, _RAW]),
        metavar="FORMAT",
        help=f"Blobs in options: {_BASE64} (default) or {_RAW}, which is text; overrides config.",
    ),
)


def is_raw_format(arguments: t.Mapping[str, t.Any]) -> bool:
    """Return whether options hold blobs as text rather than as base64, by ``--cli-binary-format`` or the AWS config.

    Raises botocore's error if there is no such profile, and ``click.UsageError`` for an unknown format in the config.
    """
    chosen = arguments.get("cli_binary_format")
    if chosen is None:
        from botocore.session import Session

        session = Session(profile=arguments.get("profile"))
        chosen = session.get_scoped_config().get("cli_binary_format", _BASE64)
    if chosen not in (_BASE64, _RAW):
        raise click.UsageError(
            f"cli_binary_format in the AWS config is {chosen!r}: expected {_BASE64} or {_RAW}."
        )
    return bool(chosen == _RAW)


def make_client(service: str, arguments: t.Mapping[str, t.Any]) -> t.Any:
    """Return a boto3 client; raise botocore's errors, and ``CliError`` if a data file of botocore is invalid."""
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    url = arguments["endpoint_url"]
    session = boto3.Session(profile_name=arguments["profile"], region_name=arguments["region"])
    config = Config(signature_version=UNSIGNED) if arguments["no_sign_request"] else None
    # boto3-stubs has an overload per service, so a service by variable needs a cast.
    create = t.cast(t.Any, session).client
    try:
        client = create(
            service,
            endpoint_url=url,
            verify=False if arguments["no_verify_ssl"] else None,
            config=config,
        )
        _check_url(client.meta.endpoint_url)
        return client
    except BotoCoreError:
        raise
    except Exception as error:
        from typed_status.cli.inspect.botocore_models import service_model

        service_model(service)  # raises CliError if the service model is invalid
        if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
            message = f"boto3 cannot create a client for {service}: a botocore data file is invalid"
            raise CliError(f"{message}: {error}", AWS) from None
        if isinstance(error, ValueError):
            # An invalid URL: the one passed, or one built from an invalid region.
            raise click.UsageError(f"{error}; check --endpoint-url and --region.") from None
        raise


def _check_url(url: str) -> None:
    """Raise ``ValueError`` for a URL that botocore only finds to be invalid when it sends: of another scheme, or without a valid port."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"Invalid endpoint: {url}")
    try:
        parts.port  # noqa: B018 - the access is what parses it
    except ValueError as error:
        raise ValueError(f"Invalid endpoint: {url}: {error}") from None
