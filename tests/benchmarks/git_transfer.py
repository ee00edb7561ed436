"""Clone and push through the gateway, beside nginx with fcgiwrap and `git http-backend`, which ask for no token.

Repositories hold 1 MiB or 100 MiB that do not compress. Each push goes to an empty repository, and the first of them
fills the one that is then cloned. Both sides are as they come: nginx buffers as it does by itself. The gateway looks
through every push for live tokens, and in version 2 of the protocol a clone is three requests, each with its decision.
Targets: 1.5 times as long for a clone and 2.2 for a push of 1 MiB, 1.2 and 1.6 for 100 MiB.

Needs nginx and fcgiwrap: `apt-get install nginx-light fcgiwrap`.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.gateway_worlds import measured_world
from tests.benchmarks.harness import Series, report, rotated, rounds
from tests.gateway.proxies import free_port, listens
from tests.gateway.served import served
from tests.gateway.worlds import World, commit, git, presenting, references, wait_for

MIB = 1024 * 1024
TOKENS = 1_000
PATIENCE = 20
TIMEOUT = 300
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_max_body_size 0;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            fastcgi_pass unix:{folder}/fcgiwrap;
            fastcgi_param SCRIPT_FILENAME {backend};
            fastcgi_param GIT_PROJECT_ROOT {folder}/repositories;
            fastcgi_param GIT_HTTP_EXPORT_ALL 1;
            fastcgi_param PATH_INFO $uri;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param REMOTE_ADDR $remote_addr;
            fastcgi_param REMOTE_USER mona;
        }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent around."""

    label: str
    size: int
    """Bytes."""
    clone: float
    push: float
    """Targets."""


LOADS = (Load("1 MiB", MIB, 1.5, 2.2), Load("100 MiB", 100 * MIB, 1.2, 1.6))


def main() -> int:
    """Measure, print, and return 1 where a target is missed, 2 where the other side is not installed."""
    count = rounds(__doc__, 15)
    if missing := missing_programs():
        print(f"Not measured: {' and '.join(missing)} not installed. Try: apt-get install nginx-light fcgiwrap")
        return 2
    is_good = True
    for load in LOADS:
        with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as folder:
            series = measure(Path(folder), load, max(2, count if load.size <= MIB else count // 4))
            is_good &= report(f"{load.label}, against nginx, fcgiwrap and git http-backend", series)
    return 0 if is_good else 1


def missing_programs() -> list[str]:
    """What is not installed of that which the gateway is compared with."""
    return [name for name in ("nginx", "fcgiwrap") if shutil.which(name, path=_PATH) is None]


def measure(folder: Path, load: Load, count: int) -> list[Series]:
    """COUNT pushes and clones of LOAD through each of the two."""
    with ExitStack() as stack:
        world = stack.enter_context(measured_world(folder, TOKENS))
        gateway = stack.enter_context(served(world.services.settings.store))
        world.port = gateway.port
        sides = {"gateway": _ours(world), "nginx": stack.enter_context(_nginx(folder / "nginx"))}
        work = _work(folder / "work", load.size)
        pushes = Series("nginx, push"), Series("gateway, push", load.push)
        clones = Series("nginx, clone"), Series("gateway, clone", load.clone)
        for round_number in range(-1, count):  # the first one is not counted
            name = f"push-{round_number}" if round_number >= 0 else "source"
            order = list(rotated(list(sides), round_number))
            pushed = {label: _push(sides[label], work, name) for label in order}
            cloned = {label: _clone(sides[label], folder / "clone") for label in order}
            if round_number >= 0:
                for (other, ours), times in ((pushes, pushed), (clones, cloned)):
                    other.add(times["nginx"])
                    ours.add(times["gateway"], times["nginx"])
        return [*pushes, *clones]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two servers."""

    url: str
    """Of repositories, without `/NAME.git`."""
    make: Callable[[str], Path]
    """Makes an empty repository and returns its folder."""
    options: list[str]
    """What git is told besides."""

    def git(self, *words: str, cwd: Path | None = None) -> float:
        """Run git; returns the seconds that it takes."""
        started = time.perf_counter()
        git(*self.options, *words, cwd=cwd, timeout=TIMEOUT)
        return time.perf_counter() - started


def _push(side: _Side, work: Path, name: str) -> float:
    made = side.make(name)
    seconds = side.git("push", "-q", f"{side.url}/{name}.git", "main", cwd=work)
    assert references(made), f"nothing has come to {side.url}"
    if name != "source":
        shutil.rmtree(made)
    return seconds


def _clone(side: _Side, target: Path) -> float:
    seconds = side.git("clone", "-q", "--bare", f"{side.url}/source.git", str(target))
    assert references(target), f"nothing has come from {side.url}"
    shutil.rmtree(target)
    return seconds


def _work(folder: Path, size: int) -> Path:
    """A repository with SIZE bytes, in files of 1 MiB at most."""
    source = random.Random(size)
    left, files = size, dict[str, bytes]()
    while left:
        files[f"{len(files)}.bin"] = source.randbytes(min(left, MIB))
        left -= min(left, MIB)
    git("init", "-q", "-b", "main", str(folder))
    for key in ("core.compression", "pack.window"):  # it is not the client that is measured
        git("config", key, "0", cwd=folder)
    commit(folder, files)
    return folder


def _ours(world: World) -> _Side:
    secret = world.fine_grained()
    return _Side(f"{world.address}/mona", lambda name: world.repository(f"mona/{name}"), presenting(secret))


@contextmanager
def _nginx(folder: Path) -> Iterator[_Side]:
    """nginx in front of `git http-backend`, everything below FOLDER."""
    (folder / "repositories").mkdir(parents=True)
    port, backend = free_port(), Path(git("--exec-path").stdout.strip()) / "git-http-backend"
    text = CONFIGURATION.format(folder=folder, port=port, backend=backend)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(_process(["fcgiwrap", "-s", f"unix:{folder}/fcgiwrap"], folder))
        nginx = stack.enter_context(_process(["nginx", "-p", str(folder), "-c", "nginx.conf"], folder))
        wait_for(lambda: nginx.poll() is not None or (listens(port) and (folder / "fcgiwrap").exists()))
        assert nginx.poll() is None, (folder / "error.log").read_text()

        def make(name: str) -> Path:
            made = folder / "repositories" / f"{name}.git"
            git("init", "-q", "--bare", "--initial-branch=main", str(made))
            return made

        yield _Side(f"http://127.0.0.1:{port}", make, [])


@contextmanager
def _process(words: list[str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that runs until the end, when it and what it has started are told, and if need be made, to end."""
    program = shutil.which(words[0], path=_PATH)
    assert program is not None
    plain = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(folder)}
    with subprocess.Popen(
        [program, *words[1:]],
        env=os.environ | plain,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
