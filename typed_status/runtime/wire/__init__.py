"""Off the wire: the bytes of a response become the model, and botocore is spared the parsing.

``reading`` (in ``handler``) is the way in. It takes the response where botocore hands it out before it parses it;
``readers`` has a reader for each protocol; ``onlookers`` tells whether anyone but us looks at what botocore parses.

May import: the standard library and ``runtime.wire``.
"""

from typed_status.runtime.wire.hook import Reading, reading

__all__ = ["Reading", "reading"]
