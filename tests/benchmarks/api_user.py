"""How long `GET /api/v3/user` of `pat-tui serve` takes, beside a Starlette that only says the same.

Both run as processes of their own with one worker, on httptools and uvloop, and get the same requests in turns, one
after the other on a connection that stays open. The time until the answer is there is told, and the processor time that
the server spends. Targets: 5 times as long, 5.5 times the processor time.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.gateway_worlds import measured_world
from tests.benchmarks.harness import ROOT, Series, make_environ, report, rotated, rounds
from tests.gateway.served import served

TOKENS = 20_000
REQUESTS = 100
MOST_ROUNDS = 45
"""More, and the gateway's limit for one user and hour is reached."""
PROCESSOR, WALL = 5.5, 5.0
PATIENCE = 20
BARE = """
import json, sys
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from uvicorn import Config, Server

VALUE = json.loads(sys.argv[1])

async def user(request):
    return JSONResponse(VALUE)

class Announcing(Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(self.servers[0].sockets[0].getsockname()[1], flush=True)

Announcing(Config(
    Starlette(routes=[Route("/api/v3/user", user)]), port=0, http="httptools", loop="uvloop", ws="none", lifespan="off",
    interface="asgi3", log_level="error", access_log=False, proxy_headers=False, server_header=False,
)).run()
"""


def main() -> int:
    """Measure, print, and return 1 where a target is missed."""
    count = min(rounds(__doc__, 41), MOST_ROUNDS)
    with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as folder:
        return 0 if report(f"{REQUESTS} times GET /user", measure(Path(folder), count)) else 1


def measure(folder: Path, count: int, tokens: int = TOKENS, requests: int = REQUESTS) -> list[Series]:
    """COUNT rounds of REQUESTS to each."""
    with ExitStack() as stack:
        world = stack.enter_context(measured_world(folder, tokens))
        gateway = stack.enter_context(served(world.services.settings.store))
        secret = world.classic("repo", "read:user").reveal()
        client = stack.enter_context(_client(gateway.port, gateway.process.pid, f"Authorization: Bearer {secret}"))
        body = json.dumps(json.loads(client.ask()))
        port, process_id = stack.enter_context(_bare(folder, body))
        clients = {"gateway": client, "bare": stack.enter_context(_client(port, process_id, ""))}
        walls = Series("bare Starlette, wall"), Series("gateway, wall", WALL)
        processors = Series("bare Starlette, processor"), Series("gateway, processor", PROCESSOR)
        for round_number in range(-3, count):  # the first three are not counted
            times = {label: clients[label].time(requests) for label in rotated(list(clients), round_number)}
            if round_number >= 0:
                for number, (bare, ours) in enumerate((walls, processors)):
                    bare.add(times["bare"][number])
                    ours.add(times["gateway"][number], times["bare"][number])
        return [*walls, *processors]


@dataclass
class _Client:
    """A connection to a server, and the request that is made on it again and again."""

    connection: socket.socket
    process_id: int
    request: bytes

    def time(self, requests: int) -> tuple[float, float]:
        """Make that many requests: the seconds that passed, and those that the server worked."""
        worked, started = _worked(self.process_id), time.perf_counter()
        for _request in range(requests):
            self.ask()
        passed = time.perf_counter() - started
        return passed, _worked(self.process_id) - worked

    def ask(self) -> bytes:
        """Make one; returns the body of the answer, which must be 200."""
        self.connection.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _gap, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), received
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._receive()
        return body

    def _receive(self) -> bytes:
        data = self.connection.recv(65536)
        assert data, "the server has closed the connection"
        return data


@contextmanager
def _client(port: int, process_id: int, header: str) -> Iterator[_Client]:
    lines = ["GET /api/v3/user HTTP/1.1", f"Host: 127.0.0.1:{port}", "User-Agent: benchmark", "Accept: */*"]
    request = "\r\n".join([*lines, *([header] if header else []), "", ""]).encode()
    with closing(socket.create_connection(("127.0.0.1", port), PATIENCE)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield _Client(connection, process_id, request)


@contextmanager
def _bare(folder: Path, body: str) -> Iterator[tuple[int, int]]:
    """A Starlette that answers with BODY: its port and its process."""
    words = [sys.executable, "-c", BARE, body]
    with subprocess.Popen(words, cwd=ROOT, env=make_environ(folder), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline()), process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)


def _worked(process_id: int) -> float:
    """Seconds that the threads of a process have had a processor; Linux counts them in nanoseconds."""
    tasks = Path(f"/proc/{process_id}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9


if __name__ == "__main__":
    sys.exit(main())
