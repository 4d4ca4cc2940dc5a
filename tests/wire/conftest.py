"""Fixture: retries of botocore without its pauses."""

import types

import botocore.endpoint
import pytest


@pytest.fixture
def no_backoff(monkeypatch):
    """Let botocore retry at once: its delay is random, up to some seconds."""
    monkeypatch.setattr(botocore.endpoint, "time", types.SimpleNamespace(sleep=lambda _: None))
