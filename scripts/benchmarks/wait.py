"""Benchmark many waits in flight: memory, lateness and our share of a poll, with asyncio and with threads.

Each measurement runs in its own process, in the environment with aiobotocore (as for ``scripts/test-aio``).

May import: the standard library.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".venv-aio"
WAITS = 10_000
DELAY, MAX_DELAY = 30.0, 60.0  # seconds between two polls of a wait

# Responds to every request with an operation in progress.
SERVER = """
import asyncio
BODY = b'{"Operation": {"Id": "op", "Status": "PENDING", "CreateDate": 1767312000.0}}'
RESPONSE = b"HTTP/1.1 200 OK\\r\\nContent-Type: application/x-amz-json-1.1\\r\\nContent-Length: %d\\r\\n\\r\\n%b"
RESPONSE %= (len(BODY), BODY)
class Connection(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.got = transport, b""
    def data_received(self, data):
        self.got += data
        while b"\\r\\n\\r\\n" in self.got:
            head, _, rest = self.got.partition(b"\\r\\n\\r\\n")
            (length,) = [int(line[15:]) for line in head.split(b"\\r\\n") if line.lower().startswith(b"content-length:")]
            if len(rest) < length:
                return
            self.got = rest[length:]
            self.transport.write(RESPONSE)
async def main():
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def measure(rounds: int) -> None:
    """Print the figures; the waits are in flight for ``rounds`` times ``MAX_DELAY``."""
    environment = os.environ | {"ENVIRONMENT": ENVIRONMENT.name}
    environment["CONSTRAINTS"] = "constraints-aio.txt"
    subprocess.run([ROOT / "scripts" / "install", "dev-aio"], env=environment, check=True)  # noqa: S603 - scripts of this repository
    python = str(ENVIRONMENT / "bin" / "python")
    server = subprocess.Popen([python, "-c", SERVER], stdout=subprocess.PIPE, text=True)  # noqa: S603 - the script above
    try:
        assert server.stdout is not None  # noqa: S101 - it was opened as a pipe
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        script = str(Path(__file__).with_name("waits_in_flight.py"))
        for way in ("share", "asyncio", "threads"):
            subprocess.run([python, script, url, way, str(rounds)], check=True)  # noqa: S603 - scripts of this repository
            sys.stdout.flush()
    finally:
        server.terminate()
        server.wait()
