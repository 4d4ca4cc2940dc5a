"""``fragment``: a tiny service model, generated, formatted and imported."""

import sys

import pytest
from tiny_service import Fragment


@pytest.fixture
def fragment(request):
    name = f"fragment_{request.node.name.translate({ord(c): '_' for c in '[]-.'})}"

    def make(shapes, overlay=None, **options):
        return Fragment(shapes, **options).module(name, overlay)

    yield make
    sys.modules.pop(name, None)


@pytest.fixture
def overlay(tmp_path):
    def write(text):
        path = tmp_path / "tiny.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def fragment_text():
    def make(shapes, overlay=None, **options):
        return Fragment(shapes, **options).text(overlay)

    return make


@pytest.fixture
def lowered():
    def make(shapes, **options):
        return Fragment(shapes, **options).lowered()

    return make
