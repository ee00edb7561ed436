"""Clients that go in the middle."""

import socket
from pathlib import Path

import pytest

from pat_tui.gateway.git_backend import GitBackend
from tests.gateway.raw import authorization, connected
from tests.gateway.worlds import World, commit, git, wait_for


def children(folder: Path) -> list[str]:
    """The git processes of this machine that work on the repository in FOLDER."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(folder) in words and "git" in words:
            found.append(words)
    return found


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_in_the_middle_of_a_push(world: World, tmp_path: Path, reset: bool) -> None:
    """Git is ended so that it takes its quarantine along, and the next push works."""
    folder = world.repository("mona/new")
    secret = world.fine_grained()
    new = commit(tmp_path / "work", {"a": b"1"})
    command = f"{'0' * 40} {new} refs/heads/main\0report-status side-band-64k".encode()
    pack = b"PACK" + (2).to_bytes(4, "big") + (1000).to_bytes(4, "big")  # so that git waits for the objects
    body = b"%04x" % (len(command) + 4) + command + b"0000" + pack
    connection = connected(world)
    head = (
        f"POST /mona/new.git/git-receive-pack HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body) + 9999}\r\n"
        f"Authorization: {authorization(secret)}\r\nContent-Type: application/x-git-receive-pack-request\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    wait_for(lambda: children(folder))
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()
    wait_for(lambda: not children(folder))
    wait_for(lambda: any("aborted" in line for line in world.lines(1)))
    assert not list((folder / "objects").glob("tmp_*"))
    git("push", "-q", world.url("mona/new", secret), "main", cwd=tmp_path / "work")


def test_while_waiting_for_a_place(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are given back by whoever goes, also by those who only wait; too many who wait are turned away."""
    seen: list[GitBackend] = []
    original = GitBackend.turn

    def watched(self: GitBackend, is_anonymous: bool) -> object:
        seen.append(self)
        return original(self, is_anonymous)

    monkeypatch.setattr(GitBackend, "turn", watched)
    folder = world.repository("mona/new")
    secret = world.fine_grained()
    places = world.config.limits.git_processes
    head = (
        "POST /mona/new.git/git-receive-pack HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n"
        f"Authorization: {authorization(secret)}\r\nContent-Type: application/x-git-receive-pack-request\r\n\r\n"
    )
    connections = [connected(world) for _number in range(places + 3)]
    for connection in connections:
        connection.sendall(head.encode())
    wait_for(lambda: len(seen) == places + 3 and len(children(folder)) == places)
    assert seen[0]._waiting[0] == 3
    for connection in connections:
        connection.close()
    wait_for(lambda: not children(folder) and seen[0]._waiting[0] == 0)
    git("ls-remote", world.url("mona/new", secret))
