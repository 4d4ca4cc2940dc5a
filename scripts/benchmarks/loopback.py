"""Whole calls against a server process that sends the same response to every request.

May import: the standard library, boto3, botocore and typed_status.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import typing as t
from collections.abc import Callable, Iterator

from benchmarks.payloads import Payload
from typed_status import call
from typed_status.testing.client import isolated_client

# Sends the bytes from stdin as the response to every request, with one thread per connection.
SERVER = """
import socket, sys, threading
response = sys.stdin.buffer.read()
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = connection.makefile("rb")
    while line := stream.readline():
        length = 0
        while line.strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            line = stream.readline()
        stream.read(length)
        connection.sendall(response)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
"""


@contextlib.contextmanager
def calls(payload: Payload) -> Iterator[dict[str, Callable[[], object]]]:
    """Yield the untyped and the typed call of a payload's operation, each with its own client."""
    message = payload.message()
    headers = {**message["headers"], "Content-Length": str(len(message["body"]))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    response = f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + message["body"]
    server = subprocess.Popen(  # noqa: S603 - this interpreter, a script of this file
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        stdin, stdout = t.cast(t.IO[bytes], server.stdin), t.cast(t.IO[bytes], server.stdout)
        stdin.write(response)
        stdin.close()
        url = f"http://127.0.0.1:{int(stdout.readline())}"
        operation = payload.operation
        untyped, typed = (isolated_client(operation.service, url, {}) for _ in range(2))
        method = getattr(untyped, operation.method)
        params = payload.request.to_boto3()
        yield {
            "untyped": lambda: method(**params),
            "typed": lambda: call(typed, payload.request),
        }
        untyped.close()
        typed.close()
    finally:
        server.kill()
        server.wait()
        stdout.close()
