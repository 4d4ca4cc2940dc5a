"""How a command ends: the exit codes, and errors told in one place and without a traceback.

May import: the standard library, click, ``typed_status.cli.escaping`` and, once something went wrong, botocore.exceptions
and ``typed_status.runtime``.
"""

from __future__ import annotations

import re
import sys
import typing as t

import click

from typed_status.cli.escaping import printable

__all__ = [
    "AWS",
    "CLOSED",
    "FAILED",
    "INTERRUPTED",
    "INVALID",
    "SYSTEM",
    "TIMEOUT",
    "USAGE",
    "End",
    "told",
]

FAILED: t.Final = 1  # the status failed or was canceled; a check found something
USAGE: t.Final = 2  # the command line cannot be understood
INVALID: t.Final = 3  # a request or a response breaks its model
TIMEOUT: t.Final = 4  # it had not ended in time
AWS: t.Final = 5  # AWS answered with an error, or could not be asked
SYSTEM: t.Final = (
    74  # a file cannot be read or written, as on a full disk; the EX_IOERR of sysexits.h
)
INTERRUPTED: t.Final = 130  # Ctrl-C
CLOSED: t.Final = 141  # who read the output went away

# What installs the modules that only an extra brings.
_EXTRAS: t.Final = {
    "click": "cli",
    "rich": "cli",
    "jinja2": "cli,codegen",
    "ruff": "cli,codegen",
    "tomlkit": "cli,codegen",
}


class End(click.ClickException):
    """An error whose message is the whole story."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(printable(message))
        # click declares it for the class, and reads it of the instance.
        vars(self)["exit_code"] = code


def told(error: Exception) -> Exception:
    """``error`` as the ``End`` that tells of it, or as it is where it is nothing that a user can mend."""
    if isinstance(error, ModuleNotFoundError):
        name = (error.name or "").partition(".")[0]
        if name in _EXTRAS:
            said = f"{name} is not installed: pip install 'typed-status[{_EXTRAS[name]}]'"
            return End(said, USAGE)
    if "botocore" not in sys.modules:
        return _told_of_the_system(error)
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        HTTPClientError,
        ParamValidationError,
    )

    if isinstance(error, ClientError):
        metadata = error.response.get("ResponseMetadata", {})
        request = metadata.get("RequestId")
        return End(f"{error}{f' (request id {request})' if request else ''}", AWS)
    if isinstance(error, ParamValidationError):
        # Its message holds the values, which may be secret.
        said = re.sub(r", value: .*?(?=, (?:type|valid))", "", str(error), flags=re.DOTALL)
        return End(" ".join(said.split()), INVALID)
    if isinstance(error, (BotoCoreError, HTTPClientError)):
        from typed_status.runtime.exceptions import redact_urls

        return End(redact_urls(error), AWS)
    return _told_of_ours(error)


def _told_of_ours(error: Exception) -> Exception:
    if "typed_status.runtime" not in sys.modules:
        return _told_of_the_system(error)
    from typed_status.runtime import ModelValidationError, WaitError, WaitTimeout, WrongClientError

    if isinstance(error, ModelValidationError):
        return End(str(error), INVALID)
    if isinstance(error, WaitTimeout):
        return End(str(error), TIMEOUT)
    if isinstance(error, WaitError):
        return End(str(error), FAILED)
    if isinstance(error, WrongClientError):  # a boto3 that is too old for the operation
        return End(str(error), AWS)
    return _told_of_the_system(error)


def _told_of_the_system(error: Exception) -> Exception:
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return End(f"{where}{error.strerror}", SYSTEM)
    return error
