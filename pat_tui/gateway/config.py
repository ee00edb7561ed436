"""What a gateway is told when it starts, and the limits that it holds everybody to."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from pat_tui.services.clock import Clock, system_clock

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything one client gets. Seconds and bytes."""

    head_seconds: float = 10
    """From the connection, or the first byte of a further request, to the end of its head."""
    head_bytes: int = 32 * KIB
    """Request line and headers."""
    idle_seconds: float = 30
    """How long a client may leave us waiting, whether it sends or takes."""
    grace_seconds: float = 60
    """How long a client may leave us waiting in all, before `bytes_a_second` counts."""
    bytes_a_second: int = 4 * KIB
    """The slowest pace, on the average, that keeps a request alive."""
    linger_bytes: int = 8 * MIB
    """How much of a body is still taken, and thrown away, after the answer."""
    body_bytes: int = 1 * MIB
    """The body of a request to the API, inflated."""
    fetch_bytes: int = 32 * MIB
    """What a fetch asks for, inflated."""
    push_bytes: int = 2048 * MIB
    """A push, inflated; GitHub's limit is the same 2 GiB."""
    connections: int = 1000
    """At once, for each worker."""
    git_processes: int = max(8, 4 * (os.cpu_count() or 2))
    """At once, for each worker; half of them at most for requests without a token."""
    git_waiting: int = 256
    """Requests that wait for one of them; any more are turned away."""
    requests_an_hour: int = 5000
    """Of the API, for each user; GitHub's number. 0 for no limit."""
    anonymous_requests_an_hour: int = 60
    """The same for each address without a token."""
    drain_seconds: int = 30
    """How long requests may go on after SIGTERM."""


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """All that a worker needs to begin. It is handed to processes, so it holds plain values alone."""

    store: Path
    durable: bool = True
    """Whether the store waits for the disk; a throw-away one does not."""
    log: Path | None = None
    """Where the lines about requests go; None for standard error."""
    crash_log: Path | None = None
    """Where an error that nobody foresaw is written down."""
    limits: Limits = field(default_factory=Limits)
    clock: Clock = system_clock
    log_key: Path | None = None
    """The key of the security log; None for one that ends with the worker, for a throw-away store."""
    repositories: Path | None = None
    """The folder for repositories that are made here; None for one beside the store."""
    base_url: str = ""
    """What clients call the gateway, `https://HOST[:PORT]`; empty where a request's own `Host` says it."""

    @property
    def repository_folder(self) -> Path:
        """Where repositories are made."""
        return self.repositories or self.store.absolute().parent / "repositories"
