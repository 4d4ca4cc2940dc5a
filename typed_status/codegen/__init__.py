"""The generator: botocore's service models in, typed modules out. Needs the extra ``codegen``.

``pipeline`` is the readable top. May import: the standard library, pydantic, botocore, jinja2 and ruff;
never ``typed_status.runtime``, ``services`` or ``testing``: the two halves of the library meet on disk.
"""
