"""Exit codes, and the conversion of exceptions to error messages without a traceback.

May import: the standard library, click, ``typed_status.cli.escaping`` and, to convert an exception,
botocore.exceptions and ``typed_status.runtime``.
"""

from __future__ import annotations

import re
import sys
import typing as t

import click

from typed_status.cli.escaping import printable

__all__ = [
    "AWS",
    "BLOCKED",
    "BROKEN_PIPE",
    "FAILED",
    "INTERRUPTED",
    "INVALID",
    "IN_DOUBT",
    "SYSTEM",
    "TIMEOUT",
    "USAGE",
    "CliError",
    "to_cli_error",
]

FAILED: t.Final = 1  # the status is failed or canceled, or a check found problems
USAGE: t.Final = 2  # invalid command line
INVALID: t.Final = 3  # a request or a response does not match its model
TIMEOUT: t.Final = 4  # the timeout elapsed before a terminal status
AWS: t.Final = 5  # AWS returned an error, or the request could not be sent
BLOCKED: t.Final = 6  # the status does not change unless somebody acts
IN_DOUBT: t.Final = 7  # a start may have arrived, and its response was lost
SYSTEM: t.Final = (
    74  # a file cannot be read or written, such as on a full disk; EX_IOERR in sysexits.h
)
INTERRUPTED: t.Final = 130  # Ctrl-C
BROKEN_PIPE: t.Final = 141  # the reader of the output closed the pipe; 128 + SIGPIPE

# The extras that install optional modules.
_EXTRAS: t.Final = {
    "click": "cli",
    "rich": "cli",
    "jinja2": "cli,codegen",
    "ruff": "cli,codegen",
    "tomlkit": "cli,codegen",
}


class CliError(click.ClickException):
    """An error that prints its message and exits with ``code``."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(printable(message))
        # A class variable in click's annotations, but read from the instance.
        vars(self)["exit_code"] = code


def to_cli_error(error: Exception) -> Exception:
    """Return the ``CliError`` for ``error``, or ``error`` itself if a user cannot fix it."""
    if isinstance(error, ModuleNotFoundError):
        name = (error.name or "").partition(".")[0]
        if name in _EXTRAS:
            message = f"{name} is not installed: pip install 'typed-status[{_EXTRAS[name]}]'"
            return CliError(message, USAGE)
    if "botocore" not in sys.modules:
        return _from_os(error)
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        HTTPClientError,
        ParamValidationError,
    )

    if isinstance(error, ClientError):
        metadata = error.response.get("ResponseMetadata", {})
        request = metadata.get("RequestId")
        return CliError(f"{error}{f' (request id {request})' if request else ''}", AWS)
    if isinstance(error, ParamValidationError):
        # The message contains the values, which may be sensitive.
        message = re.sub(r", value: .*?(?=, (?:type|valid))", "", str(error), flags=re.DOTALL)
        return CliError(" ".join(message.split()), INVALID)
    if isinstance(error, (BotoCoreError, HTTPClientError)):
        from typed_status.runtime.exceptions import redact_urls

        return CliError(redact_urls(error), AWS)
    return _from_library(error)


def _from_library(error: Exception) -> Exception:
    if "typed_status.runtime" not in sys.modules:
        return _from_os(error)
    from typed_status.runtime import (
        ModelValidationError,
        StartError,
        StartRefused,
        WaitBlocked,
        WaitError,
        WaitTimeout,
        WrongClientError,
    )

    if isinstance(error, ModelValidationError):
        return CliError(str(error), INVALID)
    if isinstance(error, WaitTimeout):
        return CliError(str(error), TIMEOUT)
    if isinstance(error, WaitBlocked):
        return CliError(str(error).replace("poll_blocked=True", "--poll-blocked"), BLOCKED)
    if isinstance(error, WaitError):
        return CliError(str(error), FAILED)
    if isinstance(error, StartError):
        return CliError(str(error), FAILED if isinstance(error, StartRefused) else INVALID)
    if isinstance(error, WrongClientError):  # boto3 is too old for the operation
        return CliError(str(error), AWS)
    return _from_os(error)


def _from_os(error: Exception) -> Exception:
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return CliError(f"{where}{error.strerror}", SYSTEM)
    return error
