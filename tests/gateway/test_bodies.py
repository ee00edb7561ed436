"""Bodies: inflated within bounds, whatever they hold."""

import asyncio
import gzip
import zlib
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from pat_tui.gateway.bodies import Body, BodyError, BodyTooLarge, BodyUnsupported, ClientGone, Pace, TooSlow
from pat_tui.gateway.config import Limits

GZIP = (b"content-encoding", b"gzip")


def body(
    pieces: Sequence[bytes], *headers: tuple[bytes, bytes], limit: int = 1000, limits: Limits | None = None
) -> Body:
    """A body that comes in PIECES."""
    messages: list[Message] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    messages.append({"type": "http.disconnect"})
    waiting = iter(messages)

    async def receive() -> Message:
        return next(waiting)

    return Body({"type": "http", "headers": list(headers)}, receive, limit, Pace(limits or Limits()))


async def test_as_it_is() -> None:
    """Without an encoding the pieces are handed on."""
    assert await body([b"ab", b"", b"c"]).whole() == b"abc"


@given(st.binary(max_size=900), st.integers(1, 50))
def test_inflated(content: bytes, size: int) -> None:
    """However it is cut, the content is what was compressed."""
    packed = gzip.compress(content)
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert asyncio.run(body(pieces, GZIP).whole()) == content


async def test_larger_than_one_step() -> None:
    """What inflates to many steps comes out whole."""
    content = bytes(range(256)) * 2000
    assert await body([gzip.compress(content)], GZIP, limit=len(content)).whole() == content


@pytest.mark.parametrize("size", [1001, 50_000_000])
async def test_too_large(size: int) -> None:
    """The limit counts what it inflates to: a bomb is stopped at its first step."""
    with pytest.raises(BodyTooLarge):
        await body([gzip.compress(bytes(size))], GZIP).whole()
    with pytest.raises(BodyTooLarge):
        await body([bytes(size)]).whole()


def test_a_length_that_is_too_large() -> None:
    """What announces too much is refused before it is read."""
    for length in (b"1001", b"9" * 400, b"-1", b"1e3"):
        with pytest.raises(BodyTooLarge):
            body([], (b"content-length", length))


def test_unknown_encodings() -> None:
    """Only gzip is known, and once."""
    for encoding in (b"br", b"deflate", b"gzip, gzip", b"zstd"):
        with pytest.raises(BodyUnsupported):
            body([], (b"content-encoding", encoding))


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"nonsense",
        zlib.compress(b"x"),
        gzip.compress(b"abc")[:-1],
        gzip.compress(b"a") + b"x",
        gzip.compress(b"a") * 2,
    ],
    ids=["nothing", "noise", "zlib", "cut", "followed", "two"],
)
async def test_broken(packed: bytes) -> None:
    """What is not one whole gzip stream is refused."""
    with pytest.raises(BodyError):
        await body([packed], GZIP).whole()


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_bytes(pieces: list[bytes]) -> None:
    """Nothing but BodyError comes out of noise."""
    with suppress(BodyError):
        asyncio.run(body(pieces, GZIP).whole())


async def test_the_client_goes() -> None:
    """A client that goes in the middle is gone, not at its end."""
    found = body([b"a"])
    await found.whole()
    with pytest.raises(ClientGone):
        await found.whole()


async def test_idle() -> None:
    """A client that leaves us waiting too long at once is too slow."""
    with pytest.raises(TooSlow):
        await Pace(Limits(idle_seconds=0.01)).client(asyncio.get_running_loop().create_future())


async def test_dripping() -> None:
    """So is one that never waits long, but in all; what it has moved counts in its favour."""
    limits = Limits(grace_seconds=0, bytes_a_second=1000)
    fast, slow = Pace(limits), Pace(limits)
    fast.moved(1_000_000)
    await fast.client(asyncio.sleep(0.002))
    with pytest.raises(TooSlow):
        await slow.client(asyncio.sleep(0.002))
