"""Deserialize responses: from the response body to the model, without botocore's parser where nothing else needs it.

``hook`` intercepts the raw response before botocore parses it. ``registry`` picks a reader for its protocol
(``json_reader``, ``xml_reader``, ``cbor_reader``; ``headers`` reads headers and the status code), ``observers`` finds
event handlers that need botocore's parsed response, and ``botocore_internals`` has every private name of botocore.

May import: the standard library and ``runtime.wire``.
"""

from typed_status.runtime.wire.hook import Deserialization, deserializing, requiring_body

__all__ = ["Deserialization", "deserializing", "requiring_body"]
