"""Runs the cases of suites: each is generated, sent and read both ways."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from unittest import mock

import input_cases
import output_cases
from outcomes import Outcome, Verdict
from protocol_suites import Case
from suite_service import GeneratorError, Services


def run(cases: Iterable[Case]) -> Iterator[Outcome]:
    """The outcome of each case."""
    every = [*cases]
    with isolated(), Services(every) as services:
        for case in every:
            if case.has_event_stream:
                yield Outcome(case.name, Verdict.NOT_RUN, ("an event stream",))
                continue
            try:
                with services.serve(case) as service:
                    yield (input_cases.send if case.is_input else output_cases.read)(service)
            except GeneratorError as error:
                yield Outcome(case.name, Verdict.DIFFERS, (f"not generated: {error}",))


def isolated() -> mock._patch_dict:
    """Within this block boto3 sees no settings of the user's."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    ours |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    ours |= {"AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1"}
    return mock.patch.dict(os.environ, ours, clear=True)
