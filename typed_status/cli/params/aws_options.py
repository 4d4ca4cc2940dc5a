"""The options about AWS, as the AWS CLI has them, and the client that they make.

May import: the standard library, click, boto3, botocore, ``typed_status.cli.inspect.botocore_models`` and ``typed_status.cli.exit_codes``.
"""

from __future__ import annotations

import json
import typing as t

import click

from typed_status.cli.exit_codes import AWS, End

__all__ = ["CONNECTION", "client_of"]

CONNECTION: t.Final = (
    click.Option(["--region"], help="The region to ask, instead of the configured one."),
    click.Option(["--profile"], help="The profile of the AWS configuration to use."),
    click.Option(["--endpoint-url"], metavar="URL", help="Where to ask, instead of AWS."),
    click.Option(["--no-sign-request"], is_flag=True, help="Ask without credentials."),
    click.Option(["--no-verify-ssl"], is_flag=True, help="Do not check certificates."),
)


def client_of(service: str, given: t.Mapping[str, t.Any]) -> t.Any:
    """A boto3 client; raises botocore's errors, as where there is no region, and ``End`` where a file of its is broken."""
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    url = given["endpoint_url"]
    session = boto3.Session(profile_name=given["profile"], region_name=given["region"])
    config = Config(signature_version=UNSIGNED) if given["no_sign_request"] else None
    # boto3's stubs have an overload for each service.
    make = t.cast(t.Any, session).client
    try:
        return make(
            service,
            endpoint_url=url,
            verify=False if given["no_verify_ssl"] else None,
            config=config,
        )
    except BotoCoreError:
        raise
    except Exception as error:
        from typed_status.cli.inspect.botocore_models import service_model

        service_model(service)  # where it is the model that is broken, this says so
        if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
            said = f"boto3 cannot make a client of {service}: a file that it reads is broken"
            raise End(f"{said}: {error}", AWS) from None
        if isinstance(error, ValueError):
            # An endpoint that is no URL: the one given, or one made of a strange region.
            raise click.UsageError(f"{error}: see --endpoint-url and --region") from None
        raise
