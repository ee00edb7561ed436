"""The gateway as an ASGI application. Routes come from a module for each concern; here they are put together."""

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pat_tui import i18n
from pat_tui.crash import write_crash_log
from pat_tui.domain.errors import StoreError
from pat_tui.gateway.bodies import ClientGone
from pat_tui.gateway.config import GatewayConfig
from pat_tui.gateway.gateway import Gateway
from pat_tui.gateway.log import RequestLog, harmless, timestamp


def routes() -> list[BaseRoute]:
    """Every route. What is to come first, stands first: the repositories' own begin with any word."""
    from pat_tui.gateway import api_routes, auth_routes, git_routes, graphql_route

    first = [Route("/healthz", healthz), *api_routes.routes(), *graphql_route.routes(), *auth_routes.routes()]
    return [*first, *git_routes.routes()]


def create_app(config: GatewayConfig) -> ASGIApp:
    """The application over the store that CONFIG names. The store is opened when it starts, by each worker anew."""
    i18n.use(i18n.ENGLISH)  # whatever is spoken where it was started: git and the API's clients know GitHub's words
    router = Router(routes(), redirect_slashes=False, default=_not_found, lifespan=_lifespan(config))
    return Logged(ExceptionMiddleware(router), RequestLog(config.log), config)


async def healthz(request: Request) -> Response:
    """Whether this worker can read its store: 200, or 503."""
    try:
        request.state.gateway.database.version()
    except StoreError:
        return JSONResponse({"status": "store trouble"}, 503)
    return JSONResponse({"status": "ok"})


async def _not_found(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("Not Found\n", 404)(scope, receive, send)


def _lifespan(config: GatewayConfig) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]:
    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
        async with Gateway.opened(config) as gateway:
            yield {"gateway": gateway, "config": config}

    return lifespan


class Logged:
    """Writes a line about each request, and turns an error that nobody foresaw into 500 and a crash log."""

    def __init__(self, app: ASGIApp, log: RequestLog, config: GatewayConfig) -> None:
        self._app = app
        self._log = log
        self._config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, then log. What a route puts into `scope["state"]["line"]` stands in the line, too."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        counted = _Counted(send, os.urandom(8).hex())
        line: dict[str, str | int | float | None] = {}
        scope["state"]["line"] = line
        started = time.perf_counter()
        try:
            await self._app(scope, receive, counted)
        except ClientGone:
            line["aborted"] = 1
        except StoreError:
            await _answer(counted, scope, 503, "The store of this gateway cannot be used at the moment.")
        except Exception as error:  # noqa: BLE001 - the outer edge of a request
            line["error"] = type(error).__name__
            if self._config.crash_log is not None:
                write_crash_log(self._config.crash_log, error)
            await _answer(counted, scope, 500, "This gateway failed in a way that it did not foresee.")
        finally:
            self._log.write(_line(scope, counted, time.perf_counter() - started) | line)


class _Counted:
    """`send`, that remembers what went through it, and gives every answer its number."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status: int | None = None
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message.get("headers", []),
                (b"x-github-request-id", _grouped(self.request_id).encode("ascii")),
                (b"x-content-type-options", b"nosniff"),
            ]
        else:
            self.bytes += len(message.get("body", b""))
        await self._send(message)


def _grouped(number: str) -> str:
    """NUMBER, 16 hexadecimal digits, as GitHub writes the numbers of requests."""
    return ":".join((number[:4], number[4:8], number[8:])).upper()


async def _answer(send: _Counted, scope: Scope, status: int, text: str) -> None:
    if send.status is not None:
        raise ConnectionAbortedError  # an answer is on its way: all that can be done is to break it off

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    await PlainTextResponse(f"{text}\n", status)(scope, nothing, send)


def _line(scope: Scope, counted: _Counted, seconds: float) -> dict[str, str | int | float | None]:
    headers = dict(scope["headers"])
    client = scope.get("client")
    return {
        "time": timestamp(),
        "request": counted.request_id,
        "address": client[0] if client else None,
        "method": harmless(scope["method"]),
        "path": harmless(scope["path"]),
        "status": counted.status,
        "bytes": counted.bytes,
        "milliseconds": round(seconds * 1000, 1),
        "user_agent": harmless(headers.get(b"user-agent", b"").decode("latin-1")),
    }
