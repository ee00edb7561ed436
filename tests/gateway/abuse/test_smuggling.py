"""Heads that two programs would read in two ways."""

import pytest

from tests.gateway.raw import exchange, status
from tests.gateway.worlds import World

HEADS = {
    "two hosts": "Host: x\r\nHost: y\r\n",
    "no host": "",
    "two lengths": "Host: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
    "two equal lengths": "Host: x\r\nContent-Length: 0\r\nContent-Length: 0\r\n",
    "a list of lengths": "Host: x\r\nContent-Length: 0, 0\r\n",
    "a length with a sign": "Host: x\r\nContent-Length: +0\r\n",
    "a negative length": "Host: x\r\nContent-Length: -1\r\n",
    "a hexadecimal length": "Host: x\r\nContent-Length: 0x1\r\n",
    "length and chunks": "Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "chunks and length": "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    "two encodings": "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    "a list of encodings": "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n",
    "an unknown encoding": "Host: x\r\nTransfer-Encoding: xchunked\r\n",
    "a folded header": "Host: x\r\nX-Note: a\r\n b\r\n",
    "a space before the colon": "Host: x\r\nTransfer-Encoding : chunked\r\n",
    "a nameless header": "Host: x\r\n: x\r\n",
    "no colon": "Host: x\r\nnonsense\r\n",
    "NUL": "Host: x\r\nX-Note: a\0b\r\n",
    "a bare carriage return": "Host: x\r\nX-Note: a\rAuthorization: y\r\n",
    "two authorizations": "Host: x\r\nAuthorization: Basic eDp5\r\nAuthorization: Basic eDp5\r\n",
    "two protocols": "Host: x\r\nGit-Protocol: version=2\r\nGit-Protocol: version=1\r\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_ambiguous(shared_world: World, head: str) -> None:
    """The request is refused and the connection closed, so that nothing after it is taken for another request."""
    smuggled = "GET /healthz HTTP/1.1\r\nHost: smuggled\r\n\r\n"
    answer = exchange(shared_world, f"POST /healthz HTTP/1.1\r\n{head}\r\n0\r\n\r\n{smuggled}".encode("latin-1"))
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1") == 1
    assert b"ok" not in answer


@pytest.mark.parametrize(
    "line",
    [
        "GET /healthz",
        "GET /healthz HTTP/9.9",
        "GET /heal thz HTTP/1.1",
        "G\u00cbT /healthz HTTP/1.1",
        "CONNECT evil:80 HTTP/1.1",
        "\x16\x03\x01\x02",
    ],
)
def test_broken_lines(shared_world: World, line: str) -> None:
    """What is no request line gets 400 or no answer at all."""
    answer = exchange(shared_world, f"{line}\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
    assert status(answer) in {0, 400, 404}
    assert b"ok" not in answer


@pytest.mark.parametrize(
    "chunk", ["zz\r\n", "-1\r\n", "0x1\r\na\r\n", "1;" + "x" * 70_000 + "\r\n", "fffffffffffffffff\r\n", "1\r\nab\r\n"]
)
def test_broken_chunks(shared_world: World, shared_token: str, chunk: str) -> None:
    """A body in chunks that are none ends the request and the connection."""
    head = (
        "POST /mona/new.git/git-upload-pack HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        f"Authorization: {shared_token}\r\n"
        "Content-Type: application/x-git-upload-pack-request\r\n\r\n"
    )
    answer = exchange(shared_world, (head + chunk + "0\r\n\r\n").encode())
    assert status(answer) in {0, 400}
    assert shared_world.http("GET", "/healthz")[0].status == 200


def test_an_upgrade(shared_world: World) -> None:
    """Nobody is upgraded to anything."""
    head = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n"
    answer = exchange(shared_world, head.encode())
    assert status(answer) != 101
