"""What the tests of proxies share: an application behind the proxy, and a client in front of it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pat_tui.domain.secrets import Secret
from tests.gateway.worlds import World


class Application(BaseHTTPRequestHandler):
    """Answers with the headers and the body that it was sent."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        sent = {name.lower(): value for name, value in self.headers.items()}
        answer = json.dumps({"headers": sent, "body": body}).encode("ascii")
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_DELETE = do_GET

    def log_message(self, *_args: object) -> None:
        pass


@dataclass
class Proxy:
    """A proxy, the gateway that it asks, and the application behind it."""

    world: World
    port: int

    def ask(
        self, path: str, secret: Secret | None = None, method: str = "GET", body: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of what a client of the proxy gets."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"User-Agent": "tests"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if secret is not None:
            sent["Authorization"] = f"Bearer {secret.reveal()}"
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode()
        finally:
            connection.close()


@contextmanager
def application() -> Iterator[int]:
    """The application, and the port that it listens on."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    thread = threading.Thread(target=server.serve_forever, name="application")
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody does."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
