"""A gateway inside of this process, over the small world; and git as a client of it.

Everything listens on 127.0.0.1, on a port of its own, and ends with the test.
"""

import json
import os
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from uvicorn import Server

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import DEFAULT_EXPIRATION
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import Secret
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.gateway.config import GatewayConfig, Limits
from pat_tui.gateway.server import Listening, listen, uvicorn_config
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.repository_folders import create_repository
from pat_tui.store import accounts
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.worlds import FixedClock, acting_as, draft, make_services

LOOPBACK = Listening("127.0.0.1", 0)


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    stdout: str
    stderr: str

    @property
    def remote(self) -> list[str]:
        """What git showed of the gateway's words."""
        lines = self.stderr.splitlines()
        return [line.removeprefix("remote: ").rstrip() for line in lines if line.startswith("remote: ")]


@dataclass
class World:
    """The small world with a gateway in front."""

    services: Services
    folder: Path
    config: GatewayConfig
    port: int = 0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "requests.log"

    @property
    def address(self) -> str:
        """Of the gateway."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, name: str, password: str | Secret = "", login: str = "x") -> str:
        """Where git finds the repository called NAME, with credentials if there is a PASSWORD or another LOGIN."""
        text = password.reveal() if isinstance(password, Secret) else password
        return f"http://{f'{login}:{text}@' if text or login != 'x' else ''}127.0.0.1:{self.port}/{name}.git"

    def repository(self, name: str, visibility: Visibility = Visibility.PRIVATE) -> Path:
        """Make the repository called NAME, empty, or give its folder to one that has none. Its owner does it."""
        owner = name.partition("/")[0]
        organizations = {"acme", "globex", "initech", "octo-labs"}
        acting = as_user(self.services, "hubot" if owner in organizations else owner).context
        made = create_repository(acting, self.folder / "repositories", name, visibility)
        assert made.path is not None
        return Path(made.path)

    def fine_grained(self, login: str = "mona", name: str = "ci", **changes: object) -> Secret:
        """The secret of a token of LOGIN that pushes to all its repositories, unless CHANGES say otherwise."""
        reach = {
            "owner": login,
            "repository_access": RepositoryAccess.ALL,
            "permissions": {"contents": Level.WRITE},
        }
        return acting_as(self.services, login).generate(draft(name, **(reach | changes))).secret

    def classic(self, *scopes: str, login: str = "mona", note: str = "old") -> Secret:
        """The secret of a classic token of LOGIN with SCOPES."""
        tokens = ClassicTokens(as_user(self.services, login).context)
        return tokens.generate(ClassicDraft(note, DEFAULT_EXPIRATION, scopes)).secret

    def user(self, login: str) -> None:
        """Add a user, who belongs to nothing."""
        from pat_tui.domain.accounts import AccountKind

        database = self.services.context.database
        with database.transaction():
            added = accounts.add(database, login, AccountKind.USER, "", self.services.context.clock())
            now = self.services.context.clock()
            accounts.add_email(database, added.id, f"{login}@example.com", primary=True, verified_at=now)

    def lines(self, number: int) -> list[dict[str, Any]]:
        """The log of NUMBER requests. A line comes after its answer: it is waited for."""
        wait_for(lambda: self.log.read_text(encoding="utf-8").count("\n") >= number)
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def http(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[HTTPResponse, bytes]:
        """One request, with HEADERS (`_` for `-`)."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()


@contextmanager
def gateway_world(folder: Path, limits: Limits | None = None) -> Iterator[World]:
    """The small world of tests/worlds.py as of now, and a gateway in front of it."""
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
    with make_services(folder, now=clock) as services:
        store = services.settings.store
        config = GatewayConfig(
            store,
            durable=False,
            log=folder / "requests.log",
            limits=limits or Limits(),
            clock=clock,
            log_key=services.settings.log_key,
        )
        world = World(services, folder, replace(config, crash_log=folder / "crash.log"))
        with running(world):
            yield world


@contextmanager
def running(world: World, listening: Listening = LOOPBACK) -> Iterator[None]:
    """A gateway for WORLD in a thread."""
    with listen(listening) as listener:
        server = Server(uvicorn_config(world.config, listening))
        world.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="gateway")
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def git(*words: str, cwd: Path | None = None, code: int | None = 0, timeout: float = 60, **environment: str) -> Ran:
    """Run git, which asks nobody for anything; it must end with CODE, unless that is None."""
    identity = {
        f"GIT_{who}_{what}": f"a@{what.lower()}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    settings = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    done = subprocess.run(
        ["git", *words],
        cwd=cwd,
        env={**os.environ, **identity, **settings, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
    )
    ran = Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
    assert code is None or ran.code == code, ran.stderr
    return ran


def presenting(password: str | Secret, login: str = "x") -> list[str]:
    """What makes git present PASSWORD from the first request on; else it waits to be asked."""
    text = password.reveal() if isinstance(password, Secret) else password
    encoded = b64encode(f"{login}:{text}".encode()).decode()
    return ["-c", f"http.extraHeader=Authorization: Basic {encoded}"]


def commit(work: Path, files: dict[str, bytes], message: str = "change") -> str:
    """Commit FILES in the repository WORK, which is made if it is missing. Returns the commit."""
    if not work.exists():
        git("init", "-q", "-b", "main", str(work))
    for name, content in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    git("add", "-A", cwd=work)
    git("commit", "-q", "-m", message, cwd=work)
    return git("rev-parse", "HEAD", cwd=work).stdout.strip()


def references(folder: Path) -> dict[str, str]:
    """The references of the repository in FOLDER, each with what it points at."""
    listed = git("--git-dir", str(folder), "for-each-ref", "--format=%(refname) %(objectname)").stdout
    return dict(tuple(line.split(" ", 1)) for line in listed.splitlines())  # type: ignore[misc]


def wait_for(condition: Any, seconds: float = 20.0) -> None:
    """Wait until CONDITION holds; it must within SECONDS."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        threading.Event().wait(0.01)
