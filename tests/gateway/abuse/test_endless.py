"""Heads and bodies without an end."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pat_tui.gateway.config import Limits
from tests.gateway.raw import ADVERTISEMENT, authorization, connected, exchange, post, rest, status
from tests.gateway.worlds import World, commit, gateway_world, git

LIMITS = Limits(linger_bytes=100_000, fetch_bytes=10_000, push_bytes=200_000, git_waiting=4)


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[World]:
    """A gateway that takes little."""
    with gateway_world(tmp_path, LIMITS) as world:
        world.repository("mona/new")
        yield world


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 40_000,
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 40_000,
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 8_000,
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 101 + b"\r\n",
        b"GET /?" + b"a" * 33_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["line", "header", "headers", "many small ones", "query"],
)
def test_heads(strict: World, head: bytes) -> None:
    """A head beyond the limits gets 431, whether it ends or not."""
    assert status(exchange(strict, head)) == 431


def flood(connection: socket.socket, size: int) -> int:
    """Send SIZE bytes of a body in chunks, and return how many were taken."""
    chunk = b"2000\r\n" + b"a" * 8192 + b"\r\n"
    taken = 0
    with suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
        while taken < size:
            connection.sendall(chunk)
            taken += 8192
    return taken


@pytest.mark.parametrize("service", ["upload-pack", "receive-pack"])
def test_bodies(strict: World, service: str) -> None:
    """A body without an end is cut off soon after the limit."""
    head = (
        f"POST /mona/new.git/git-{service} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        f"Authorization: {authorization(strict.fine_grained())}\r\n"
        f"Content-Type: application/x-git-{service}-request\r\n\r\n"
    )
    with connected(strict) as connection:
        connection.sendall(head.encode())
        assert flood(connection, 64 << 20) < 32 << 20
    assert strict.http("GET", "/healthz")[0].status == 200


def test_a_body_after_the_answer(strict: World) -> None:
    """Who goes on sending after a refusal is listened to for a while, and then no more."""
    head = f"POST {ADVERTISEMENT} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(strict) as connection:
        connection.sendall(head.encode())
        assert status(connection.recv(4096)) == 405
        assert flood(connection, 64 << 20) < 32 << 20


@pytest.mark.parametrize("service", ["upload-pack", "receive-pack"])
def test_an_announced_length(strict: World, service: str) -> None:
    """A length beyond the limit is refused without reading."""
    head = (
        f"POST /mona/new.git/git-{service} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n"
        f"Authorization: {authorization(strict.fine_grained())}\r\n"
        f"Content-Type: application/x-git-{service}-request\r\n\r\n"
    )
    with connected(strict) as connection:
        connection.sendall(head.encode())
        assert status(rest(connection)) == 413


def test_a_bomb(strict: World) -> None:
    """A hundred megabytes in a hundred kilobytes meet the limit of what they inflate to."""
    bomb = gzip.compress(b"0032" + b"x" * 46 + bytes(100_000_000))
    for number, service in enumerate(("upload-pack", "receive-pack")):
        secret = strict.fine_grained(name=f"bomber {number}")
        assert post(strict, service, bomb, secret, Content_Encoding="gzip")[0] in {413, 400}  # or git is quicker


def test_a_push_that_is_too_large(strict: World, tmp_path: Path) -> None:
    """Git says so, or the gateway does; nothing of it stays."""
    noise = bytes((at * 7919 + (at >> 8) * 104729) % 251 for at in range(400_000))
    commit(tmp_path / "work", {"noise": noise})
    url = strict.url("mona/new", strict.fine_grained())
    refused = git("-c", "core.compression=0", "push", url, "main", cwd=tmp_path / "work", code=None)
    assert refused.code != 0
    assert "HTTP 413" in refused.stderr or "exceeds maximum allowed size" in refused.stderr
    objects = strict.folder / "repositories" / "mona" / "new.git" / "objects"
    assert not [path for path in objects.rglob("*") if path.is_file()]
