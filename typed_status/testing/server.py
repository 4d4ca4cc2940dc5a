"""The HTTP server of ``FakeEndpoint``: it reads requests and writes replies, without interpreting them.

May import: the standard library, botocore, ``testing.routing`` and ``testing.script``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import http.server
import socket
import socketserver
import threading
import typing as t
import uuid
from collections.abc import Callable, Iterator

from botocore.utils import has_header

from typed_status.testing.routing import HttpRequest
from typed_status.testing.script import Reply, error_reply

__all__ = ["Delivery", "Server"]

_SHUTDOWN_POLL = 0.02  # seconds
_IDLE_TIMEOUT = 60  # seconds that a connection may block a thread
_NO_BODY = frozenset({204, 304})


@dataclasses.dataclass(frozen=True, slots=True)
class Delivery:
    """A reply, ``None`` for a connection that is closed instead, and how the network delivers it: the options of ``Impaired``."""

    reply: Reply | None
    latency: float = 0
    truncate: int | None = None
    drip: float = 0
    chunk: int = 1

    def parts(self) -> Iterator[bytes]:
        """Yield the parts of the body that are sent."""
        body = b"" if self.reply is None else self.reply.body[: self.truncate]
        size = self.chunk if self.drip else max(len(body), 1)
        return (body[at : at + size] for at in range(0, len(body), size))


class Server(http.server.ThreadingHTTPServer):
    """Serve ``respond`` on the loopback interface until ``close``; ``port`` 0 selects a free port."""

    daemon_threads = True
    request_queue_size = 128  # simultaneous connections are accepted without a SYN retry

    def __init__(self, respond: Callable[[HttpRequest], Reply | Delivery], port: int) -> None:
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._closing = threading.Event()
        handler = functools.partial(_Connection, respond, self._closing)
        super().__init__(("127.0.0.1", port), handler)
        self._acceptor = threading.Thread(
            target=self.serve_forever, args=(_SHUTDOWN_POLL,), name="FakeEndpoint", daemon=True
        )
        self._acceptor.start()

    @property
    def url(self) -> str:
        """The URL of the server, such as ``http://127.0.0.1:54321``."""
        return f"http://127.0.0.1:{self.server_port}"

    def close(self) -> None:
        """Stop listening, close open connections and join every thread."""
        self._closing.set()
        self.shutdown()
        self._acceptor.join()
        self.server_close()
        with self._lock:
            connections = dict(self._connections)
        for thread, connection in connections.items():
            # Keep-alive leaves threads waiting for requests; a thread that just ended has closed its socket.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join()

    def server_bind(self) -> None:
        """Bind without the reverse DNS lookup that ``HTTPServer`` does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = t.cast(tuple[str, int], self.server_address)

    def process_request(self, request: t.Any, client_address: t.Any) -> None:
        """Serve a connection in its own thread, registered for ``close``."""
        thread = threading.Thread(
            target=self._serve_connection, args=(request, client_address), daemon=True
        )
        with self._lock:
            self._connections[thread] = request
        thread.start()

    def _serve_connection(self, request: socket.socket, client_address: t.Any) -> None:
        try:
            with contextlib.suppress(OSError):  # the client, or close, broke the connection
                self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)
            with self._lock:
                del self._connections[threading.current_thread()]


class _Connection(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_TIMEOUT
    wbufsize = -1  # head and body in one packet: two would wait for delayed acknowledgements

    def __init__(
        self,
        respond: Callable[[HttpRequest], Reply | Delivery],
        closing: threading.Event,
        *args: t.Any,
    ) -> None:
        self._respond = respond
        self._closing = closing
        super().__init__(*args)  # handles the whole connection

    def _exchange(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = self._body()
        except ValueError as error:
            self.close_connection = True  # the start of the next request is unknown
            self._send(error_reply(f"the request's body cannot be read: {error}"))
            return
        try:
            found = self._respond(HttpRequest(self.command, self.path, headers, body))
        except Exception as error:  # reported to the client, so that the test sees it
            found = error_reply(f"the endpoint failed with {type(error).__name__}: {error}")
        delivery = found if isinstance(found, Delivery) else Delivery(found)
        if delivery.reply is None:
            self.close_connection = True
            return
        self._pause(delivery.latency)
        self._send(delivery.reply, delivery)

    def _pause(self, seconds: float) -> None:
        if seconds and self._closing.wait(seconds):
            raise ConnectionAbortedError("the endpoint closes")

    # The names that BaseHTTPRequestHandler looks up.
    do_DELETE = do_GET = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = _exchange  # noqa: N815 - names of the base class

    def handle_expect_100(self) -> bool:
        """Send ``100 Continue`` at once: the client waits for it, or a second, before it sends the body."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers

    def _send(self, reply: Reply, delivery: Delivery | None = None) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not has_header("x-amzn-RequestId", reply.headers):
            self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        if reply.status in _NO_BODY:
            self.end_headers()
            return
        declared = [
            value for name, value in reply.headers.items() if name.lower() == "content-length"
        ]
        if not declared:
            self.send_header("Content-Length", str(len(reply.body)))
        elif declared != [str(len(reply.body))]:
            self.send_header("Connection", "close")  # send_header also closes it
        self.end_headers()
        if self.command == "HEAD":
            return
        for part in (reply.body,) if delivery is None else delivery.parts():
            if delivery is not None and delivery.drip:
                self.wfile.flush()
                self._pause(delivery.drip)
            self.wfile.write(part)
        if delivery is not None and delivery.truncate is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: t.Any) -> None:
        """Log nothing: ``FakeEndpoint.calls`` is the log."""
