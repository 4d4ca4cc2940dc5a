"""A server on loopback that takes each request whole, counts it, and loses the answer in a given way."""

import contextlib
import re
import socket
import struct
import threading

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: "


def close(connection):
    """Close the connection without an answer."""


def reset(connection):
    """Reset the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def silence(connection):
    """Answer nothing until the client has left."""
    with contextlib.suppress(OSError):
        while connection.recv(65_536):
            pass


def truncate(connection):
    """Close the connection inside of the answer's body."""
    connection.sendall(_HEAD + b"500\r\n\r\n{")


def garble(connection):
    """Answer with a body that is no JSON."""
    connection.sendall(_HEAD + b"6\r\n\r\n<html>")


def error(status, code):
    """Return a way to answer with an error."""
    body = b'{"__type": "%b", "message": "no"}' % code.encode()

    def answer(connection):
        connection.sendall(
            b"HTTP/1.1 %d No\r\nContent-Type: application/x-amz-json-1.1\r\n" % status
            + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
            + body
        )

    return answer


def success(connection):
    """Answer with an operation's id."""
    body = b'{"OperationId": "op"}'
    connection.sendall(_HEAD + b"%d\r\nConnection: close\r\n\r\n%b" % (len(body), body))


class LossyServer:
    """``bodies`` are those of the requests so far; the last of the ``ways`` is repeated."""

    def __init__(self, *ways):
        self.ways = list(ways)
        self.bodies = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        with connection, contextlib.suppress(OSError):
            received = b""
            while b"\r\n\r\n" not in received:
                chunk = connection.recv(65_536)
                if not chunk:
                    return
                received += chunk
            head, _, body = received.partition(b"\r\n\r\n")
            length = LENGTH.search(head)
            while length and len(body) < int(length[1]):
                body += connection.recv(65_536)
            self.bodies.append(body)
            self.ways[min(len(self.bodies), len(self.ways)) - 1](connection)
