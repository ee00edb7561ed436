"""Running git for one request: `upload-pack` and `receive-pack`, streamed both ways, ended in good order."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import Send

from pat_tui.gateway.bodies import Body, ClientGone, Pace
from pat_tui.gateway.config import GatewayConfig, Limits
from pat_tui.gateway.git_environment import environment, git_program, settings
from pat_tui.gateway.hook.install import install_hooks
from pat_tui.gateway.report_status import ReportRewriter

_PIECE = 64 * 1024
_PATIENCE = 2.0
"""Seconds that git gets to clean up after itself, at each of two steps."""
_MOST_COMPLAINT = 2048
_GIT_IS_GONE = (BrokenPipeError, ConnectionResetError, RuntimeError)
"""What writing to git's input raises once git has ended; the last is uvloop's word for a pipe that it has closed."""


class TooBusy(Exception):
    """So many requests wait for git already that one more makes no sense."""


class GitFailed(Exception):
    """Git ended without a word for the client. Its text is what git said on standard error."""

    status = 500


class GitRefused(GitFailed):
    """The same over what the client sent: the advertisement, which comes before, has found the repository sound."""

    status = 400


@dataclass(frozen=True, slots=True)
class GitRequest:
    """What git is to do."""

    service: str
    """`upload-pack` or `receive-pack`."""
    folder: str
    environment: Mapping[str, str]
    body: Body | None
    """None for the advertisement of references."""
    is_anonymous: bool

    @property
    def media_type(self) -> str:
        """Of the answer."""
        return f"application/x-git-{self.service}-{'advertisement' if self.body is None else 'result'}"


@dataclass(frozen=True, slots=True)
class GitBackend:
    """Starts git processes, a limited number at once."""

    program: str
    folder: Path
    """Of this worker alone: hooks, and what is told to them."""
    limits: Limits
    config: GatewayConfig
    _all: asyncio.Semaphore = field(init=False)
    _anonymous: asyncio.Semaphore = field(init=False)
    _waiting: list[int] = field(init=False, default_factory=lambda: [0])

    def __post_init__(self) -> None:
        object.__setattr__(self, "_all", asyncio.Semaphore(self.limits.git_processes))
        object.__setattr__(self, "_anonymous", asyncio.Semaphore(max(1, self.limits.git_processes // 2)))

    @classmethod
    @contextmanager
    def ready(cls, config: GatewayConfig) -> Iterator["GitBackend"]:
        """A backend with its hooks in place; they are removed at the end. Raises GitMissing."""
        folder = Path(tempfile.mkdtemp(prefix="pat-tui-gateway-"))
        try:
            install_hooks(folder)
            yield cls(git_program(), folder, config.limits, config)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def environment(self, hooks: Path | None = None) -> dict[str, str]:
        """What every git process gets. HOOKS is the folder of a push's own hooks."""
        found = settings(str(hooks or self.folder / "no-hooks"), self.limits.push_bytes)
        return environment(self.program, found)

    async def serve(
        self, request: GitRequest, send: Send, pace: Pace, first: bytes = b"", rewriter: ReportRewriter | None = None
    ) -> None:
        """Answer with FIRST and what git says. Raises TooBusy, GitFailed, BodyError, ClientGone.

        Nothing has been sent when it raises GitFailed or TooBusy.
        """
        async with self.turn(request.is_anonymous), self._running(request) as process:
            answer = _Answer(request.media_type, send, pace, first, rewriter)
            pump = asyncio.ensure_future(_pump(process, answer))
            feeder = asyncio.ensure_future(_feed(process, request.body))
            try:
                await asyncio.wait({pump, feeder}, return_when=asyncio.FIRST_COMPLETED)
                if not pump.done():  # then it is the client that ended this
                    await feeder
                await pump
            finally:
                for task in (pump, feeder):
                    task.cancel()
                await asyncio.gather(pump, feeder, return_exceptions=True)

    @asynccontextmanager
    async def turn(self, is_anonymous: bool) -> AsyncIterator[None]:
        """Wait for a free place to run git. Raises TooBusy.

        Strangers get half of the places, so that there is one left for who has a token.
        """
        if self._waiting[0] >= self.limits.git_waiting:
            raise TooBusy
        self._waiting[0] += 1
        is_waiting = True
        try:
            async with self._anonymous if is_anonymous else _no_limit(), self._all:
                self._waiting[0] -= 1
                is_waiting = False
                yield
        finally:
            self._waiting[0] -= is_waiting

    @asynccontextmanager
    async def _running(self, request: GitRequest) -> AsyncIterator[asyncio.subprocess.Process]:
        mode = ["--http-backend-info-refs"] if request.body is None else []
        process = await asyncio.create_subprocess_exec(
            self.program,
            request.service,
            "--stateless-rpc",
            *mode,
            request.folder,
            stdin=asyncio.subprocess.DEVNULL if request.body is None else asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=dict(request.environment),
            cwd="/",
            start_new_session=True,
        )
        try:
            yield process
        finally:
            await asyncio.shield(_end(process))


@asynccontextmanager
async def _no_limit() -> AsyncIterator[None]:
    yield


class _Answer:
    """The response: its head goes out with the first bytes, so that a git that fails at once can still be told."""

    def __init__(self, media_type: str, send: Send, pace: Pace, first: bytes, rewriter: ReportRewriter | None) -> None:
        self._media_type = media_type
        self._send = send
        self._pace = pace
        self._first = first
        self._rewriter = rewriter
        self.is_begun = False

    async def take(self, data: bytes) -> None:
        """Send DATA of git's."""
        if not self.is_begun:
            await self._begin()
        await self._body(self._rewriter.feed(data) if self._rewriter else data)

    async def end(self) -> None:
        """Nothing more comes."""
        if not self.is_begun:
            await self._begin()
        await self._body(self._rewriter.finish() if self._rewriter else b"")
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self) -> None:
        self.is_begun = True
        headers = [(b"content-type", self._media_type.encode("ascii")), (b"cache-control", b"no-cache")]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._body(self._first)

    async def _body(self, data: bytes) -> None:
        if data:
            message = {"type": "http.response.body", "body": data, "more_body": True}
            await self._pace.client(self._send(message))
            self._pace.moved(len(data))


async def _pump(process: asyncio.subprocess.Process, answer: _Answer) -> None:
    assert process.stdout is not None
    complaint = asyncio.ensure_future(_complaint(process))
    try:
        while data := await process.stdout.read(_PIECE):
            await answer.take(data)
        # Before a push in chunks git asks with an empty request whether it may, and the answer to that is empty.
        if await process.wait() != 0 and not answer.is_begun:
            raise (GitFailed if process.stdin is None else GitRefused)(await complaint)
        await answer.end()
    finally:
        complaint.cancel()


async def _feed(process: asyncio.subprocess.Process, body: Body | None) -> None:
    """Hand the body to git, and go on reading when git wants no more of it. Ends only with an exception."""
    if body is None:
        await asyncio.get_running_loop().create_future()
        return
    assert process.stdin is not None
    is_open = True
    async for piece in body.pieces():
        if is_open:
            try:
                process.stdin.write(piece)
                await process.stdin.drain()
            except _GIT_IS_GONE:
                is_open = False
    with suppress(*_GIT_IS_GONE):
        process.stdin.close()
    await body.gone()
    raise ClientGone


async def _complaint(process: asyncio.subprocess.Process) -> str:
    """What git says on standard error, to its end; the first of it is kept."""
    assert process.stderr is not None
    kept = b""
    while data := await process.stderr.read(4096):
        kept = (kept + data)[:_MOST_COMPLAINT]
    return kept.decode("utf-8", "replace")


async def _end(process: asyncio.subprocess.Process) -> None:
    """End PROCESS if it still runs: so that it can tidy up, as a push must; if need be by force, with its helpers."""
    if process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()
    if await _ended(process):
        return
    with suppress(ProcessLookupError):
        process.terminate()
    if await _ended(process):
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _ended(process: asyncio.subprocess.Process) -> bool:
    """Throw away what PROCESS still says; whether it has ended in time."""
    assert process.stdout is not None
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            while await process.stdout.read(_PIECE):
                pass
            await process.wait()
    return process.returncode is not None
