"""Bodies of requests: inflated in small steps, within limits of size, time and pace."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import TypeVar

from starlette.types import Receive, Scope

from pat_tui.gateway.config import Limits

_STEP = 64 * 1024
"""Bytes that are inflated at once: a bomb meets the limit here, not in memory."""
_GZIP = 31
"""For zlib: gzip's own header and trailer, nothing else."""

_T = TypeVar("_T")


class BodyError(Exception):
    """A body that is not taken. `status` is what to answer."""

    status = 400


class BodyTooLarge(BodyError):
    """More than the limit."""

    status = 413


class BodyUnsupported(BodyError):
    """An encoding that is not known here."""

    status = 415


class TooSlow(BodyError):
    """The client leaves us waiting."""

    status = 408


class ClientGone(Exception):
    """The client has closed the connection."""


class Pace:
    """Holds one client to a pace. Only the time in which it leaves us waiting counts."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waited = 0.0
        self._bytes = 0

    def moved(self, size: int) -> None:
        """Note that SIZE bytes went through."""
        self._bytes += size

    async def client(self, action: Awaitable[_T]) -> _T:
        """Await ACTION, which is for the client to do. Raises TooSlow."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(self._limits.idle_seconds):
                return await action
        except TimeoutError as error:
            raise TooSlow from error
        finally:
            self._waited += loop.time() - started
            if self._waited > self._limits.grace_seconds + self._bytes / self._limits.bytes_a_second:
                raise TooSlow


class Body:
    """The body of one request."""

    def __init__(self, scope: Scope, receive: Receive, limit: int, pace: Pace) -> None:
        """LIMIT bytes, inflated, are the most that is taken. Raises BodyTooLarge, BodyUnsupported."""
        headers = dict(scope["headers"])
        self._receive = receive
        self._limit = limit
        self._pace = pace
        self._taken = 0
        encoding = headers.get(b"content-encoding", b"identity").strip().lower()
        if encoding not in {b"identity", b"gzip", b"x-gzip"}:
            raise BodyUnsupported
        self._inflater = None if encoding == b"identity" else zlib.decompressobj(_GZIP)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > limit:
            raise BodyTooLarge

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body, inflated, in pieces. Raises BodyError, ClientGone."""
        more = True
        while more:
            message = await self._pace.client(self._receive())
            if message["type"] != "http.request":
                raise ClientGone
            data, more = message.get("body", b""), message.get("more_body", False)
            self._pace.moved(len(data))
            for piece in self._plain(data):
                self._taken += len(piece)
                if self._taken > self._limit:
                    raise BodyTooLarge
                yield piece
        if self._inflater is not None and not self._inflater.eof:
            raise BodyError

    async def whole(self) -> bytes:
        """All of it. Raises BodyError, ClientGone."""
        return b"".join([piece async for piece in self.pieces()])

    async def gone(self) -> None:
        """After the body: wait until the client goes."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def _plain(self, data: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            if data:
                yield data
            return
        inflater = self._inflater
        while data or not inflater.eof:
            try:
                piece = inflater.decompress(data, _STEP)
            except zlib.error as error:
                raise BodyError from error
            data = inflater.unconsumed_tail
            if inflater.unused_data or (inflater.eof and data):
                raise BodyError  # something follows the end
            if piece:
                yield piece
            if not data and len(piece) < _STEP:
                return
        if data:
            raise BodyError
