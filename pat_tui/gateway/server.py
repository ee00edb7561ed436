"""Listening and serving: one process, or several workers behind one socket."""

import ipaddress
import resource
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.gateway.app import create_app
from pat_tui.gateway.config import GatewayConfig
from pat_tui.gateway.git_environment import git_program
from pat_tui.gateway.log import UVICORN_LOGGING, RequestLog
from pat_tui.gateway.protocol import GuardedProtocol
from pat_tui.i18n import _

_FILES = 8192


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a gateway listens."""

    host: str
    port: int
    """0 for any that is free."""
    tls: Tls | None = None


class CannotListen(PatTuiError):
    """The address is taken, is none of this machine, or may not be used."""


class _Server(Server):
    """One that leaves the end of the process to its caller."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's own, without raising the signal again once everything is drained."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def serve(config: GatewayConfig, listening: Listening, workers: int, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT, then let requests come to their end. ANNOUNCE gets the address, once it listens.

    Raises InvalidInput for an address outside of this machine without TLS, CannotListen, GitMissing.
    """
    require_tls_outside(listening)
    _require_readable(listening.tls)
    _require_writable(config.log)
    git_program()
    _allow_many_files()
    with listen(listening) as listener:
        server_config = uvicorn_config(config, listening, workers)
        announce(address(listener, listening))
        if workers > 1:
            Multiprocess(server_config, sockets=[listener]).run()
        else:
            _Server(server_config).run(sockets=[listener])


def uvicorn_config(config: GatewayConfig, listening: Listening, workers: int = 1) -> Config:
    """How uvicorn is set up. Nothing of a proxy's headers is believed."""
    tls = listening.tls
    return Config(
        partial(create_app, config),
        factory=True,
        http=GuardedProtocol,
        loop="uvloop",
        ws="none",
        lifespan="on",
        interface="asgi3",
        workers=workers,
        log_config=UVICORN_LOGGING,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=config.limits.drain_seconds,
        timeout_worker_healthcheck=30,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


@contextmanager
def listen(listening: Listening) -> Iterator[socket.socket]:
    """A socket that listens: from here on, who connects is kept waiting and not refused. Raises CannotListen."""
    try:
        family, kind, _protocol, _name, target = socket.getaddrinfo(
            listening.host, listening.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
    except OSError as error:
        raise _cannot(listening, error) from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(target)
            listener.listen(2048)
        except OSError as error:
            raise _cannot(listening, error) from error
        listener.set_inheritable(True)
        yield listener


def address(listener: socket.socket, listening: Listening) -> str:
    """Where LISTENER is reached: `http://127.0.0.1:8080`."""
    host = f"[{listening.host}]" if ":" in listening.host else listening.host
    return f"{'https' if listening.tls else 'http'}://{host}:{listener.getsockname()[1]}"


def require_tls_outside(listening: Listening) -> None:
    """Raise InvalidInput where tokens would cross a network in the clear."""
    if listening.tls is None and not _is_loopback(listening):
        raise InvalidInput(
            {
                "host": _(
                    "{host} can be reached from outside of this machine, and without TLS tokens could be read on the"
                    " way. Add --tls-cert and --tls-key, or --tls-self-signed."
                ).format(host=listening.host)
            }
        )


def _require_writable(log: Path | None) -> None:
    try:
        RequestLog(log).close()
    except OSError as error:
        raise InvalidInput(
            {"log": _("{path} cannot be written: {reason}.").format(path=log, reason=error.strerror)}
        ) from error


def _allow_many_files() -> None:
    """Every connection is a file, every git three; the usual limit of 1,024 is for programs that know better."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _require_readable(tls: Tls | None) -> None:
    if tls is None:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.certificate, tls.key)
    except (OSError, ssl.SSLError) as error:
        raise InvalidInput(
            {"tls": _("The certificate and its key cannot be used: {reason}.").format(reason=error.strerror or error)}
        ) from error


def _is_loopback(listening: Listening) -> bool:
    try:
        found = socket.getaddrinfo(listening.host, listening.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _cannot(listening, error) from error
    return all(ipaddress.ip_address(str(target[0]).partition("%")[0]).is_loopback for *_rest, target in found)


def _cannot(listening: Listening, error: OSError) -> CannotListen:
    return CannotListen(
        _("{host}, port {port}, cannot be listened on: {reason}.").format(
            host=listening.host, port=listening.port, reason=error.strerror
        )
    )
