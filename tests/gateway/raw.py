"""Talking to the gateway in bytes that no client library would send."""

import socket
from base64 import b64encode
from contextlib import suppress

from pat_tui.domain.secrets import Secret
from tests.gateway.worlds import World

ADVERTISEMENT = "/mona/new.git/info/refs?service=git-upload-pack"


def connected(world: World) -> socket.socket:
    """A connection. Reading from it fails after a while."""
    return socket.create_connection(("127.0.0.1", world.port), timeout=20)


def exchange(world: World, data: bytes) -> bytes:
    """All that comes back for DATA until the gateway closes."""
    with connected(world) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        return rest(connection)


def rest(connection: socket.socket) -> bytes:
    """What CONNECTION still brings until it is closed."""
    found = b""
    with suppress(ConnectionResetError):
        while data := connection.recv(65536):
            found += data
    return found


def status(answer: bytes) -> int:
    """The status that ANSWER begins with; 0 where there is none."""
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0


def authorization(secret: Secret) -> str:
    """The value of the header for git."""
    return "Basic " + b64encode(f"x:{secret.reveal()}".encode()).decode()


def post(world: World, service: str, body: bytes, secret: Secret, **headers: str) -> tuple[int, bytes]:
    """POST BODY to SERVICE of `mona/new` as git would: the status and the answer."""
    response, answer = world.http(
        "POST",
        f"/mona/new.git/git-{service}",
        body,
        Content_Type=f"application/x-git-{service}-request",
        Authorization=authorization(secret),
        **headers,
    )
    return response.status, answer
