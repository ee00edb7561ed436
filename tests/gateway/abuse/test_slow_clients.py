"""Clients that take their time: with heads, with bodies, and with reading what they asked for."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pat_tui.gateway.config import Limits
from tests.gateway.raw import authorization, connected, rest, status
from tests.gateway.worlds import World, commit, gateway_world, git, wait_for

LIMITS = Limits(head_seconds=0.5, idle_seconds=0.5, grace_seconds=0.5, git_processes=2)


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[World]:
    """A gateway that waits half a second."""
    with gateway_world(tmp_path, LIMITS) as world:
        yield world


@pytest.mark.parametrize("start", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_slow_heads(impatient: World, start: bytes) -> None:
    """A head that does not end gets 408, and others get their answers meanwhile."""
    with connected(impatient) as slow:
        slow.sendall(start)
        assert impatient.http("GET", "/healthz")[0].status == 200
        assert status(rest(slow)) == 408


def test_a_head_that_drips(impatient: World) -> None:
    """A byte now and then does not buy time."""
    with connected(impatient) as slow:
        slow.settimeout(0.05)
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        answer = b""
        while not answer:
            try:
                slow.sendall(b"a")
                answer = slow.recv(4096)
            except TimeoutError:
                continue
        assert status(answer) == 408


def test_a_slow_second_head(impatient: World) -> None:
    """So it is for a further request on the same connection."""
    with connected(impatient) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /he")
        answer = rest(slow)
        assert (status(answer), answer.count(b"HTTP/1.1 408")) == (200, 1)


def test_hundreds_of_them(impatient: World) -> None:
    """Many connections that say nothing keep nobody out."""
    idle = [connected(impatient) for _number in range(200)]
    assert impatient.http("GET", "/healthz")[0].status == 200
    assert {status(rest(connection)) for connection in idle} == {408}
    for connection in idle:
        connection.close()


def test_more_than_there_is_room_for(tmp_path: Path) -> None:
    """One connection too many is told so at once, and those that are there go on."""
    with gateway_world(tmp_path, Limits(connections=5)) as world:
        held = [connected(world) for _number in range(5)]
        for connection in held:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        with connected(world) as late:
            assert status(rest(late)) == 503
        held[0].close()
        for connection in held[1:]:
            connection.sendall(b"Connection: close\r\n\r\n")
            assert status(rest(connection)) == 200
            connection.close()


def slow_body(world: World, connection: socket.socket) -> None:
    """Begin a push that does not go on."""
    head = (
        "POST /mona/new.git/git-receive-pack HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
        f"Authorization: {authorization(world.fine_grained(name=str(connection.fileno())))}\r\n"
        "Content-Type: application/x-git-receive-pack-request\r\n\r\n0032"
    )
    connection.sendall(head.encode())


def test_slow_bodies(impatient: World, tmp_path: Path) -> None:
    """Pushes that do not go on get 408 and give their places back; what they began is gone."""
    folder = impatient.repository("mona/new")
    slow = [connected(impatient) for _number in range(3)]
    for connection in slow:
        slow_body(impatient, connection)
    for connection in slow:
        assert status(rest(connection)) == 408
        connection.close()
    commit(tmp_path / "work", {"a": b"1"})
    git("push", "-q", impatient.url("mona/new", impatient.fine_grained()), "main", cwd=tmp_path / "work")
    assert not list((folder / "objects").glob("tmp_*"))


def test_slow_readers(impatient: World, tmp_path: Path) -> None:
    """Who asks for much and does not take it is cut off, and git with it."""
    impatient.repository("mona/new")
    secret = impatient.fine_grained()
    noise = bytes((at * 7919 + (at >> 8) * 104729) % 251 for at in range(1 << 20)) * 24
    head = commit(tmp_path / "work", {"noise": noise})
    settings = ["-c", "core.compression=0", "-c", "http.postBuffer=100000000"]
    git(*settings, "push", "-q", impatient.url("mona/new", secret), "main", cwd=tmp_path / "work")
    folder = impatient.folder / "repositories" / "mona" / "new.git"
    git("--git-dir", str(folder), "config", "core.compression", "0")
    git("--git-dir", str(folder), "config", "pack.compression", "0")
    git("--git-dir", str(folder), "repack", "-q", "-a", "-d", "-F")
    body = f"0032want {head}\n00000009done\n".encode()
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", impatient.port))
        head_lines = (
            f"POST /mona/new.git/git-upload-pack HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
            f"Authorization: {authorization(secret)}\r\nContent-Type: application/x-git-upload-pack-request\r\n\r\n"
        )
        slow.sendall(head_lines.encode() + body)
        assert slow.recv(12) == b"HTTP/1.1 200"
        wait_for(lambda: any(line.get("refused") == "TooSlow" for line in impatient.lines(1)))
    git("ls-remote", impatient.url("mona/new", secret))
