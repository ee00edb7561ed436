"""What a client, a repository or the user's own configuration could slip into git's environment."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pat_tui.domain.secrets import Secret
from tests.gateway.raw import ADVERTISEMENT, authorization, exchange, status
from tests.gateway.worlds import World, commit, gateway_world, git, references

RECORDER = """#!/bin/sh
{ echo "== $*"; env; tr '\\0' ' ' </proc/$PPID/cmdline; echo; } >>%s
exec %s "$@"
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where every git that the gateway starts notes its arguments and environment."""
    real = shutil.which("git")
    record, folder = tmp_path / "record", tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(RECORDER % (record, real))
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "hunter2")
    return record


@pytest.fixture
def recorded(record: Path, tmp_path: Path) -> Iterator[World]:
    """A gateway whose git is watched."""
    (tmp_path / "world").mkdir()
    with gateway_world(tmp_path / "world") as world:
        yield world


def noted(record: Path) -> str:
    """What was recorded since the last look."""
    text = record.read_text(errors="replace")
    record.unlink()
    return text


def test_neither_secrets_nor_the_servers_environment(recorded: World, record: Path, tmp_path: Path) -> None:
    """No git is given the token, by argument or variable, or anything of the server's own."""
    recorded.repository("mona/new")
    secret = recorded.fine_grained()
    commit(tmp_path / "work", {"a": b"1"})
    noted(record)
    git("push", "-q", recorded.url("mona/new", secret), "main", cwd=tmp_path / "work", PATH=os.defpath)
    git("clone", "-q", recorded.url("mona/new", secret), str(tmp_path / "clone"), PATH=os.defpath)
    text = noted(record)
    assert "== receive-pack --stateless-rpc" in text
    assert secret.reveal() not in text
    for variable in ("SECRET_OF_THE_SERVER", "hunter2", "PAT_TUI_DB", f"HOME={os.environ['HOME']}", "XDG_DATA_HOME"):
        assert variable not in text


@pytest.mark.parametrize(
    ("value", "is_taken"),
    [
        ("version=2", True),
        ("version=1", True),
        ("version=2:evil", False),
        ("version=2\tx", False),
        ("version=99", False),
        ("x" * 2000, False),
        ("version=2; rm -rf /", False),
    ],
)
def test_git_protocol(recorded: World, record: Path, value: str, is_taken: bool) -> None:
    """The one header that reaches git does so only as a version; no other header becomes a variable."""
    recorded.repository("mona/new")
    token = authorization(recorded.fine_grained())
    noted(record)
    head = (
        f"GET {ADVERTISEMENT} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {token}\r\n"
        f"Git-Protocol: {value}\r\nGit_Protocol: version=1\r\nGIT_DIR: /evil\r\nGIT_CONFIG_COUNT: 99\r\n"
        "Proxy: http://evil\r\nLD_PRELOAD: /evil.so\r\n\r\n"
    )
    assert status(exchange(recorded, head.encode())) == 200
    text = noted(record)
    assert (f"GIT_PROTOCOL={value}\n" in text) is is_taken
    assert ("GIT_PROTOCOL" in text) is is_taken
    for word in ("GIT_DIR", "HTTP_PROXY", "LD_PRELOAD", "evil"):
        assert word not in text


def trap(folder: Path, name: str, mark: Path) -> None:
    """A program NAME in FOLDER that leaves MARK."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\ntouch {mark}\n")
    (folder / name).chmod(0o755)


def pushed(world: World, secret: Secret, work: Path) -> None:
    """Push a commit with a tag."""
    commit(work, {"a": b"1"})
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)


def test_hooks_of_the_repository(world: World, tmp_path: Path) -> None:
    """Hooks that lie in the repository, or that its configuration points at, are not run."""
    folder = world.repository("mona/new")
    mark = tmp_path / "mark"
    for name in ("pre-receive", "update", "post-receive", "post-update", "reference-transaction", "push-to-checkout"):
        trap(folder / "hooks", name, mark)
        trap(tmp_path / "evil", name, mark)
    git("--git-dir", str(folder), "config", "core.hooksPath", str(tmp_path / "evil"))
    git("--git-dir", str(folder), "config", "core.fsmonitor", str(tmp_path / "evil" / "update"))
    git("--git-dir", str(folder), "config", "uploadpack.packObjectsHook", str(tmp_path / "evil" / "update"))
    secret = world.fine_grained()
    pushed(world, secret, tmp_path / "work")
    git("clone", "-q", world.url("mona/new", secret), str(tmp_path / "clone"))
    assert not mark.exists()
    assert set(references(folder)) == {"refs/heads/main"}


def test_the_users_configuration(world: World, tmp_path: Path) -> None:
    """`~/.gitconfig` of whoever runs the gateway changes nothing."""
    mark, home = tmp_path / "mark", Path(os.environ["HOME"])
    trap(tmp_path / "evil", "pre-receive", mark)
    (home / ".gitconfig").write_text(f"[core]\n\thooksPath = {tmp_path / 'evil'}\n[receive]\n\tdenyCreates = true\n")
    try:
        world.repository("mona/new")
        pushed(world, world.fine_grained(), tmp_path / "work")
    finally:
        (home / ".gitconfig").unlink()
    assert not mark.exists()
