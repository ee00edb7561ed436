"""Handing a secret to a file: all at once or not at all, for nobody else to read, and nothing else is touched."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pat_tui.domain.errors import HandOverFailed, InvalidInput
from pat_tui.domain.secrets import Secret
from pat_tui.services.hand_over import draft_file
from pat_tui.services.hand_over.env_file import EnvFile
from pat_tui.services.hand_over.new_file import NewFile
from pat_tui.services.hand_over.receiver import Receiver
from tests.cli.conftest import shared_folder as shared_folder
from tests.services.test_clipboard import new_secret
from tests.worlds import environment

KILLED_BEFORE = """
import os, signal, sys
from pat_tui.domain.secrets import Secret
from pat_tui.services.hand_over.env_file import EnvFile
from pat_tui.services.hand_over.new_file import NewFile

secret, path, way, call = sys.argv[1:]
receiver = NewFile(path) if way == "output" else EnvFile(path, "KEY")
receiver.check()
setattr(os, call, lambda *words, **named: os.kill(os.getpid(), signal.SIGKILL))
receiver.deliver(Secret(secret[::-1]))
"""


@pytest.fixture
def secret() -> Secret:
    """The token that was just made."""
    return new_secret()


@pytest.fixture(params=["unnamed", "named"])
def kinds_of_files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the files without a name that Linux has, and without them."""
    if request.param == "named":
        monkeypatch.setattr(draft_file, "_UNNAMED", None)
    return str(request.param)


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """A quota: no file grows beyond SIZE bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def why_not(receiver: Receiver) -> str:
    """What `check` says against it."""
    with pytest.raises(InvalidInput) as error:
        receiver.check()
    (words,) = error.value.errors.values()
    return words


def mode(path: Path) -> int:
    """The permissions of the file."""
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    """All that lies in FOLDER."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("kinds_of_files")
class TestNewFile:
    def test_holds_the_secret_and_a_line_end(self, tmp_path: Path, secret: Secret) -> None:
        """One line, for the owner alone, and nothing beside it."""
        receiver = NewFile(str(tmp_path / "secret"))
        receiver.check()
        assert names(tmp_path) == []
        delivered = receiver.deliver(secret)
        assert (tmp_path / "secret").read_text() == f"{secret.reveal()}\n"
        assert mode(tmp_path / "secret") == 0o600
        assert names(tmp_path) == ["secret"]
        assert delivered.words == f"It is in {tmp_path}/secret (0600), and nowhere else."

    @pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
    def test_has_its_mode_whatever_the_mask(self, tmp_path: Path, secret: Secret, mask: int) -> None:
        """0600 under every umask."""
        before = os.umask(mask)
        try:
            NewFile(str(tmp_path / "secret")).deliver(secret)
        finally:
            os.umask(before)
        assert mode(tmp_path / "secret") == 0o600

    @pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling", "fifo"])
    def test_nothing_is_written_over(self, tmp_path: Path, secret: Secret, kind: str) -> None:
        """Whatever is there, a link to nowhere too, is told before and stays, also if it comes to be in between."""
        path, other = tmp_path / "taken", tmp_path / "other"
        other.write_text("mine")
        receiver = NewFile(str(path))
        receiver.check()
        makes: dict[str, Callable[[], object]] = {
            "file": lambda: path.write_text("mine"),
            "folder": path.mkdir,
            "link": lambda: path.symlink_to(other),
            "dangling": lambda: path.symlink_to("nowhere"),
            "fifo": lambda: os.mkfifo(path),
        }
        makes[kind]()
        with pytest.raises(HandOverFailed, match="has come to be meanwhile"):
            receiver.deliver(secret)
        assert why_not(receiver) == (f"{path} is there already, and nothing is written over it. Choose another name.")
        assert names(tmp_path) == ["other", "taken"]
        assert other.read_text() == "mine"

    def test_a_disk_that_is_full_is_known_before(self, tmp_path: Path, secret: Secret) -> None:
        """With no room for a token the check fails; where the room goes afterwards, no half file is left."""
        receiver = NewFile(str(tmp_path / "secret"))
        with no_room_beyond(40):
            assert why_not(receiver) == f"{tmp_path}/secret cannot be written: File too large."
            with pytest.raises(HandOverFailed, match="cannot be written: File too large"):
                receiver.deliver(secret)
        assert names(tmp_path) == []

    def test_a_folder_that_goes_away(self, tmp_path: Path, secret: Secret) -> None:
        """The folder was there for the check and is gone: told, and nothing is made elsewhere."""
        folder = tmp_path / "folder"
        folder.mkdir()
        receiver = NewFile(str(folder / "secret"))
        receiver.check()
        folder.rmdir()
        with pytest.raises(HandOverFailed, match="No such file or directory"):
            receiver.deliver(secret)
        assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "Name a file."),
        ("  ", "Name a file."),
        ("folder/", "Name a file."),
        ("-", "Name a file."),
        ("a\0b", "Name a file."),
        ("missing/secret", "There is no folder {here}/missing."),
        ("file/secret", "There is no folder {here}/file."),
        (".", "{here} is there already, and nothing is written over it. Choose another name."),
        ("x" * 300, "{here}/" + "x" * 300 + " cannot be written: File name too long."),
    ],
)
def test_paths_that_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, why: str) -> None:
    """Each is told before anything is made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    assert why_not(NewFile(path)) == why.format(here=tmp_path)
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("receiver", [NewFile, lambda path: EnvFile(path, "KEY")], ids=["output", "env-file"])
def test_a_folder_without_rights(shared_folder: Path, receiver: Callable[[str], Receiver]) -> None:
    """A folder that one may not write to is told before; root asks as nobody."""
    shared_folder.chmod(0o555)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        assert why_not(receiver(str(shared_folder / "x"))).endswith("cannot be written: Permission denied.")
    finally:
        os.seteuid(before)
        shared_folder.chmod(0o755)
    assert names(shared_folder) == []


def test_a_file_system_that_takes_nothing() -> None:
    """Where the kernel refuses any file, root is refused as well."""
    if not Path("/proc/self").is_dir():
        pytest.skip("there is no /proc")
    assert "/proc/self/secret cannot be written: " in why_not(NewFile("/proc/self/secret")).replace(
        os.path.realpath("/proc/self"), "/proc/self"
    )


def test_the_home_is_written_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: Secret) -> None:
    """`~` is the home, as in a shell."""
    monkeypatch.setenv("HOME", str(tmp_path))
    receiver = NewFile("~/secret")
    receiver.deliver(secret)
    assert receiver.where == str(tmp_path / "secret")
    assert names(tmp_path) == ["secret"]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")
@pytest.mark.parametrize(
    ("way", "call"), [("output", "fsync"), ("output", "link"), ("env-file", "fsync"), ("env-file", "link")]
)
def test_being_killed_leaves_nothing(tmp_path: Path, way: str, call: str, secret: Secret) -> None:
    """A kill while the secret is written, or before the file gets its name, leaves the folder as it was."""
    path = tmp_path / ".env"
    if way == "env-file":
        path.write_text("A=1\nKEY=old\n")
        path.chmod(0o600)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    words = [sys.executable, "-c", KILLED_BEFORE, secret.reveal()[::-1], str(path), way, call]
    done = subprocess.run(words, env=environment(), capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.mark.usefixtures("kinds_of_files")
class TestEnvFile:
    def test_makes_the_file(self, tmp_path: Path, secret: Secret) -> None:
        """Where there is none it is made, for the owner alone."""
        receiver = EnvFile(str(tmp_path / ".env"), "KEY")
        receiver.check()
        assert names(tmp_path) == []
        assert receiver.deliver(secret).words == f"KEY was added to {tmp_path}/.env."
        assert (tmp_path / ".env").read_text() == f"KEY={secret.reveal()}\n"
        assert mode(tmp_path / ".env") == 0o600

    @pytest.mark.parametrize("permissions", [0o600, 0o400, 0o700])
    def test_replaces_one_line(self, tmp_path: Path, secret: Secret, permissions: int) -> None:
        """The line changes; all other bytes and the mode stay, a stricter one too; no other file is left behind."""
        path = tmp_path / ".env"
        path.write_bytes(b"# mine\r\nexport KEY='old' # why\r\nB=\xff\r\n")
        path.chmod(permissions)
        receiver = EnvFile(str(path), "KEY")
        receiver.check()
        assert b"'old'" in path.read_bytes()
        assert receiver.deliver(secret).words == f"KEY was replaced in {path}, line 2."
        plain = secret.reveal().encode()
        assert path.read_bytes() == b"# mine\r\nexport KEY='" + plain + b"' # why\r\nB=\xff\r\n"
        assert mode(path) == permissions
        assert names(tmp_path) == [".env"]

    def test_a_link_stays_a_link(self, tmp_path: Path, secret: Secret) -> None:
        """Of a symbolic link it is the file behind that changes."""
        (tmp_path / "real").mkdir()
        real, link = tmp_path / "real" / "env", tmp_path / ".env"
        real.write_text("A=1\n")
        real.chmod(0o600)
        link.symlink_to(real)
        receiver = EnvFile(str(link), "KEY")
        receiver.check()
        receiver.deliver(secret)
        assert link.is_symlink()
        assert real.read_text() == f"A=1\nKEY={secret.reveal()}\n"

    @pytest.mark.parametrize("permissions", [0o644, 0o640, 0o620, 0o604, 0o610])
    def test_a_file_that_others_can_reach(self, tmp_path: Path, secret: Secret, permissions: int) -> None:
        """Nobody else may read it or write to it: refused with what to do, and it stays as it is."""
        path = tmp_path / ".env"
        path.write_text("A=1\n")
        path.chmod(permissions)
        receiver = EnvFile(str(path), "KEY")
        told = f"Others may read {path}, or write to it (mode {permissions:o}). Keep them out first: chmod 600 {path}"
        assert why_not(receiver) == told
        with pytest.raises(HandOverFailed, match="Others may read"):
            receiver.deliver(secret)
        assert (path.read_text(), mode(path)) == ("A=1\n", permissions)

    def test_other_files_that_are_left_alone(self, tmp_path: Path) -> None:
        """A folder, a pipe, a file with a second name, one of another user, a huge one, one that is unclear."""
        path = tmp_path / "x"
        for make, why in (
            (path.mkdir, "is no file."),
            (lambda: os.mkfifo(path, 0o600), "is no file."),
            (lambda: _write(path, "A=1\n", also=tmp_path / "y"), "has another name elsewhere (a hard link)"),
            (lambda: _write(path, "#" * (1024 * 1024 + 1)), "is larger than any file of variables."),
            (lambda: _write(path, "KEY='"), "is left alone. The quote that line 1 opens is never closed."),
            (lambda: _write(path, "KEY=1\nKEY=2\n"), "is left alone. KEY stands there more than once (lines 1, 2)."),
        ):
            make()
            assert why in why_not(EnvFile(str(path), "KEY"))
            path.rmdir() if path.is_dir() else path.unlink()
            (tmp_path / "y").unlink(missing_ok=True)
        assert names(tmp_path) == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
    def test_a_file_of_somebody_else(self, tmp_path: Path) -> None:
        """It would become ours, and so it is left alone."""
        path = _write(tmp_path / "x", "A=1\n")
        os.chown(path, 12345, -1)
        assert why_not(EnvFile(str(path), "KEY")) == f"{path} belongs to somebody else."

    def test_a_file_that_changes_meanwhile(
        self, tmp_path: Path, secret: Secret, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What another program writes in between is not lost: the hand-over fails instead."""
        path = _write(tmp_path / ".env", "KEY=old\n")
        receiver = EnvFile(str(path), "KEY")
        write = draft_file.DraftFile.write

        def interfering(draft: draft_file.DraftFile, content: bytes, mode: int = 0o600) -> None:
            write(draft, content, mode)
            _write(path, "KEY=old\nA=theirs\n")

        monkeypatch.setattr(draft_file.DraftFile, "write", interfering)
        with pytest.raises(HandOverFailed, match="is being changed by another program"):
            receiver.deliver(secret)
        assert path.read_text() == "KEY=old\nA=theirs\n"
        assert names(tmp_path) == [".env"]

    def test_a_disk_that_is_full(self, tmp_path: Path, secret: Secret) -> None:
        """The file stays whole, and no half of another one is left."""
        path = _write(tmp_path / ".env", "KEY=old\n")
        receiver = EnvFile(str(path), "KEY")
        with no_room_beyond(50):
            assert why_not(receiver).endswith("cannot be written: File too large.")
            with pytest.raises(HandOverFailed, match="File too large"):
                receiver.deliver(secret)
        assert path.read_text() == "KEY=old\n"
        assert names(tmp_path) == [".env"]

    @pytest.mark.parametrize("key", ["", "1A", "A-B", "A B", "A=B", "A\nB"])
    def test_names_that_are_none(self, tmp_path: Path, key: str) -> None:
        """A name that no shell knows is told first."""
        assert "is no name of a variable" in why_not(EnvFile(str(tmp_path / ".env"), key))

    @pytest.mark.parametrize(
        ("path", "why"), [("", "Name a file."), ("x/", "Name a file."), ("missing/.env", "There is no folder ")]
    )
    def test_paths_that_lead_nowhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, why: str
    ) -> None:
        """Each is told before anything is made."""
        monkeypatch.chdir(tmp_path)
        assert why_not(EnvFile(path, "KEY")).startswith(why)
        assert names(tmp_path) == []


def _write(path: Path, text: str, also: Path | None = None) -> Path:
    """Make a file for the owner alone, with another name ALSO."""
    path.write_text(text)
    path.chmod(0o600)
    if also is not None:
        also.hardlink_to(path)
    return path
