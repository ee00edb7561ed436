"""HTTP/1.1 with the limits that uvicorn leaves to others: time and size of a head, headers that may not come twice.

Whatever is wrong with a head is answered here and the connection closed, before anything of it is acted upon.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from pat_tui.gateway.config import GatewayConfig, Limits

_ONCE = {b"host", b"authorization", b"content-length", b"transfer-encoding", b"content-encoding", b"git-protocol"}
"""Headers of which two would let a proxy in front of us and ourselves read different requests."""
_MOST_HEADERS = 100


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        gateway: GatewayConfig | None = app_state.get("config")
        self.limits = gateway.limits if gateway else Limits()
        self._head_timer: asyncio.TimerHandle | None = None
        self._linger_timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._left_over = 0
        self._in_head = True
        self._is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head, unless there are too many connections already."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take DATA, unless the connection is given up."""
        if self._is_refused:
            return
        super().data_received(data)
        if self._in_head and not self._is_refused:
            self._head_bytes += len(data)
            if self._head_bytes > self.limits.head_bytes:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A further request on a connection has as long for its head as the first."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        if self._head_timer is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Look at the head as a whole; only a sound one becomes a request."""
        if self._is_refused:
            return
        self._in_head = False
        self._stop_timers()
        if (wrong := self._wrong_head()) is not None:
            self._refuse(wrong)
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Hand BODY on; after the answer, throw it away for a while."""
        if self._is_refused:
            return
        if self.cycle.response_complete:
            self._left_over += len(body)
            if self._left_over > self.limits.linger_bytes:
                self.transport.close()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The body is there; what is thrown away of a next one counts from zero."""
        if self._is_refused:
            return
        self._left_over = 0
        if self._linger_timer is not None:
            self._linger_timer.cancel()
            self._linger_timer = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Do not wait for ever for the rest of a body that nobody reads."""
        if self.cycle.more_body and self._linger_timer is None and not self.transport.is_closing():
            self._linger_timer = self.loop.call_later(self.limits.head_seconds, self.transport.close)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, and close."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _wrong_head(self) -> HTTPStatus | None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.limits.head_bytes or len(self.headers) > _MOST_HEADERS:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        names = [name for name, _value in self.headers]
        if any(names.count(name) > 1 for name in _ONCE):
            return HTTPStatus.BAD_REQUEST
        values = dict(self.headers)
        version = self.parser.get_http_version()
        if version not in {"1.0", "1.1"} or (version == "1.1" and b"host" not in values):
            return HTTPStatus.BAD_REQUEST
        if b"transfer-encoding" in values and (
            b"content-length" in values or values[b"transfer-encoding"].strip().lower() != b"chunked"
        ):
            return HTTPStatus.BAD_REQUEST
        return None

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request, whatever uvicorn declares
        return cycle is not None and not cycle.response_complete

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.limits.head_seconds, self._head_overdue)

    def _head_overdue(self) -> None:
        self._head_timer = None
        if self._is_answering():
            self._await_head()  # it is we who keep the client waiting: an earlier request is still being answered
        elif not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _stop_timers(self) -> None:
        for timer in (self._head_timer, self._linger_timer):
            if timer is not None:
                timer.cancel()
        self._head_timer = self._linger_timer = None

    def _refuse(self, status: HTTPStatus) -> None:
        if self._is_refused:
            return
        self._is_refused = True
        self._stop_timers()
        self._unset_keepalive_if_required()
        body = f"{status.phrase}\n".encode("ascii")
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        if not self._is_answering():  # else an answer is on its way, and stays whole
            self.transport.write(head.encode("ascii") + body)
        self.transport.close()
