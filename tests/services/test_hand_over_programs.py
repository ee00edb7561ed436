"""Handing a secret to git's credential helpers and to commands: real ones, broken ones, and ones that hang."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from pat_tui.domain.errors import HandOverFailed, InvalidInput
from pat_tui.domain.secrets import Secret
from pat_tui.services.hand_over.git_credential import GitCredential
from pat_tui.services.hand_over.pipe import Pipe
from pat_tui.services.hand_over.receiver import Receiver
from pat_tui.services.hand_over.running import harmless
from tests.services.test_clipboard import needs_proc, new_secret

LOOK_AROUND = ("for pid in $$ $PPID; do", "    cat /proc/$pid/cmdline /proc/$pid/environ", "done")
"""What a program writes down of itself and of the one that started it."""
URL = "http://127.0.0.1:8020"
REPOSITORY = f"{URL}/mona/app"


@pytest.fixture
def secret() -> Secret:
    """The token that was just made."""
    return new_secret()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with git settings of its own, in which the tests run; a cache that was started there is ended."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    for kind in ("CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    yield folder
    if (folder / "config" / "git" / "cache").exists() or (folder / ".git-credential-cache").exists():
        subprocess.run(["git", "credential-cache", "exit"], check=False)


def configure(*words: str) -> None:
    """Add a setting to git's own of this home."""
    subprocess.run(["git", "config", "--global", "--add", *words], check=True)


def filled(url: str = URL, login: str = "mona") -> str:
    """The password that git has for LOGIN at URL; empty for none."""
    asked = f"url={url}\nusername={login}\n\n"
    environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    words = ["git", "-c", "core.askPass=", "credential", "fill"]
    done = subprocess.run(words, input=asked, capture_output=True, text=True, env=environ, timeout=30)
    return next((line[9:] for line in done.stdout.splitlines() if line.startswith("password=")), "")


def why_not(receiver: Receiver) -> str:
    """What `check` says against it."""
    with pytest.raises(InvalidInput) as error:
        receiver.check()
    (words,) = error.value.errors.values()
    return words


def failure(receiver: Receiver, secret: Secret) -> str:
    """What `deliver` says when it fails."""
    with pytest.raises(HandOverFailed) as error:
        receiver.deliver(secret)
    return str(error.value)


def script(path: Path, *lines: str) -> Path:
    """A program for the shell at PATH."""
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o700)
    return path


@pytest.mark.usefixtures("home")
class TestGitCredential:
    def test_a_store_keeps_it(self, home: Path, secret: Secret) -> None:
        """credential-store has it afterwards, under the login; it was read back."""
        configure("credential.helper", "store")
        receiver = GitCredential(URL, "mona")
        receiver.check()
        assert not (home / ".git-credentials").exists()
        words = receiver.deliver(secret).words
        assert words == f"Git's credential helper (store) has it for mona at {URL} (checked)."
        assert (home / ".git-credentials").read_text() == (f"http://mona:{secret.reveal()}@127.0.0.1%3a8020\n")
        assert filled() == secret.reveal()
        assert filled(login="grace") == ""

    def test_a_cache_keeps_it(self, home: Path, secret: Secret) -> None:
        """credential-cache has it in memory, its daemon keeps nobody waiting, and no file holds it."""
        configure("credential.helper", "cache --timeout=60")
        receiver = GitCredential(REPOSITORY, "mona")
        receiver.check()
        assert (
            "(cache --timeout=60) has it for mona at http://127.0.0.1:8020/mona/app" in receiver.deliver(secret).words
        )
        assert filled() == secret.reveal()
        plain = secret.reveal().encode()
        assert not [path for path in home.rglob("*") if path.is_file() and plain in path.read_bytes()]

    def test_the_new_value_replaces_the_old_one(self, secret: Secret) -> None:
        """After regenerating, git has the new value only."""
        configure("credential.helper", "store")
        GitCredential(URL, "mona").deliver(secret)
        newer = new_secret(seed=2)
        GitCredential(URL, "mona").deliver(newer)
        assert filled() == newer.reveal()
        assert secret.reveal() not in Path(".git-credentials").read_text()

    def test_one_repository_has_its_own(self, secret: Secret) -> None:
        """Where git is told to go by paths, the token is kept for the one path."""
        configure("credential.helper", "store")
        configure("credential.useHttpPath", "true")
        GitCredential(REPOSITORY, "mona").deliver(secret)
        assert filled(REPOSITORY) == secret.reveal()
        assert filled(f"{URL}/mona/notes") == ""

    @pytest.mark.parametrize(
        ("settings", "helpers"),
        [
            ([("credential.helper", "cache"), ("credential.helper", "store")], "cache, store"),
            ([("credential.helper", "cache"), ("credential.helper", ""), ("credential.helper", "store")], "store"),
            ([(f"credential.{URL}.helper", "store")], "store"),
            ([("credential.helper", "cache"), (f"credential.{URL}.helper", "store")], "cache, store"),
            ([("credential.http://127.0.0.1:9999.helper", "cache"), ("credential.helper", "store")], "store"),
            ([("credential.helper", "!f() { echo hidden; }; f")], "a shell command"),
        ],
    )
    def test_it_says_which_helper_is_meant(self, settings: list[tuple[str, str]], helpers: str) -> None:
        """The list is git's own for the address: an empty one lets go of those before, other addresses do not count."""
        for setting in settings:
            configure(*setting)
        receiver = GitCredential(URL, "mona")
        receiver.check()
        assert receiver.helper == helpers

    @pytest.mark.parametrize(
        "settings",
        [
            [],
            [("credential.helper", "cache"), ("credential.helper", "")],
            [("credential.https://github.com.helper", "store")],
        ],
    )
    def test_without_a_helper_it_is_refused(self, settings: list[tuple[str, str]]) -> None:
        """Where nobody would keep it that is told before, with the command that changes it."""
        for setting in settings:
            configure(*setting)
        words = why_not(GitCredential(URL, "mona"))
        assert words.startswith(f"Git has no credential helper for {URL}, so nobody would keep it.")
        assert words.endswith("git config --global credential.helper cache")

    def test_a_helper_that_is_missing(self, secret: Secret) -> None:
        """Git itself says nothing about that: reading back does, and what git grumbled is passed on."""
        configure("credential.helper", "nosuch")
        receiver = GitCredential(URL, "mona")
        receiver.check()
        words = failure(receiver, secret)
        assert words.startswith("Git's credential helper (nosuch) does not have it.")
        assert "credential-nosuch" in words

    def test_a_helper_that_keeps_nothing(self, secret: Secret) -> None:
        """A helper that takes all and gives nothing back has not got it."""
        configure("credential.helper", "!f() { cat >/dev/null; }; f")
        assert failure(GitCredential(URL, "mona"), secret).endswith("does not have it.")

    def test_a_helper_that_hangs(self, secret: Secret) -> None:
        """It is ended after its time, with all that it started."""
        configure("credential.helper", "!f() { sleep 600; }; f")
        words = failure(GitCredential(URL, "mona", seconds=0.5), secret)
        assert words == "It was not done after 0 seconds, and was ended."

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("", "Write an address"),
            ("127.0.0.1:8020", "Write an address"),
            ("ssh://git@host/x", "Write an address"),
            ("file:///etc", "Write an address"),
            ("http://", "Write an address"),
            ("http://host:99999", "Write an address"),
            ("http://127.0.0.1/\nhost=evil.example", "Write an address"),
            ("http://127.0.0.1/a b", "Write an address"),
            ("http://127.0.0.1\x00", "Write an address"),
            ("http://mona:pw@127.0.0.1", "Leave the password out of the address"),
            ("http://grace@127.0.0.1", "The user at the address is mona, whose token it is, and not grace."),
            ("http://git.example", "Without https, anybody on the way to git.example could read it."),
            ("http://127.evil.example", "Without https, anybody"),
        ],
    )
    def test_addresses_that_are_refused(self, url: str, why: str) -> None:
        """Nothing that would send it elsewhere, in the clear, or to somebody else's name."""
        configure("credential.helper", "store")
        assert why_not(GitCredential(url, "mona")).startswith(why)

    @pytest.mark.parametrize(
        "url", ["http://mona@127.0.0.1:8020", "https://git.example/x", "http://[::1]:80", "http://localhost"]
    )
    def test_addresses_that_serve(self, url: str) -> None:
        """The user's own name may stand in it; https may go anywhere, http to this machine."""
        configure("credential.helper", "store")
        receiver = GitCredential(url, "mona")
        receiver.check()
        assert "@" not in receiver.where

    def test_without_git(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """That is told before."""
        monkeypatch.setenv("PATH", str(tmp_path))
        assert why_not(GitCredential(URL, "mona")) == "git cannot be run: No such file or directory."

    @needs_proc
    def test_no_process_shows_it(self, home: Path, secret: Secret) -> None:
        """Neither git nor its helper has it among its arguments or in its environment."""
        seen = home / "seen"
        configure("credential.helper", "store")
        helper = script(home / "spy", *LOOK_AROUND)
        configure("credential.helper", f"!f() {{ {helper} $1 >> {seen}; }}; f")
        GitCredential(URL, "mona").deliver(secret)
        assert b"spy\0store" in seen.read_bytes()
        assert secret.reveal().encode() not in seen.read_bytes()


class TestPipe:
    def test_the_command_gets_it_alone(self, tmp_path: Path, secret: Secret) -> None:
        """Standard input is the secret, without a line end; what the command says comes back."""
        receiver = Pipe(f"cat > {tmp_path}/got && echo done")
        receiver.check()
        assert not (tmp_path / "got").exists()
        delivered = receiver.deliver(secret)
        assert (tmp_path / "got").read_text() == secret.reveal()
        assert (delivered.output, delivered.is_certain) == ("done", True)
        assert delivered.words == f"The command took it: cat > {tmp_path}/got && echo done"

    @pytest.mark.parametrize(
        ("command", "why"),
        [
            ("cat >/dev/null; exit 3", "The command failed with exit code 3."),
            ("cat >/dev/null; echo no right >&2; exit 1", "The command failed with exit code 1. It said: no right"),
            ("cat; exit 1", "The command failed with exit code 1. It said: ***"),
            ("cat >/dev/null; kill -9 $$", "The command was ended by signal 9."),
            ("true", "The command ended without having read it."),
            ("head -c 0", "The command ended without having read it."),
            ("true | cat", "The command ended without having read it."),
            ("exec </dev/null; cat", "The command ended without having read it."),
        ],
    )
    def test_commands_that_fail(self, command: str, why: str, secret: Secret) -> None:
        """An exit code, a signal, and success without having read anything are all told apart."""
        receiver = Pipe(command)
        receiver.check()
        assert failure(receiver, secret) == why

    @pytest.mark.parametrize(
        ("command", "why"),
        [
            ("", "Name a command."),
            ("  ", "Name a command."),
            ("no-such-program --x", "There is no command no-such-program here."),
            ("A=1 no-such-program", "There is no command no-such-program here."),
            ("/no/such/program", "There is no command /no/such/program here."),
            ("cat 'open", "The shell cannot read the command: "),
            ("cat | | cat", "The shell cannot read the command: "),
            ("if true", "The shell cannot read the command: "),
        ],
    )
    def test_commands_that_are_refused(self, command: str, why: str) -> None:
        """What can be known without running it is told before."""
        assert why_not(Pipe(command)).startswith(why)

    @pytest.mark.parametrize(
        "command",
        ["cat >/dev/null", "A=1 cat", "if true; then cat; fi", "(cat)", "{ cat; }", "! cat", "read -r x", "$X cat"],
    )
    def test_commands_that_might_work(self, command: str) -> None:
        """Whatever the shell can read, and whose program cannot be shown to be missing, is let through unrun."""
        Pipe(command).check()

    def test_checking_runs_nothing(self, tmp_path: Path) -> None:
        """Not even what the shell would put in place of words."""
        Pipe(f"cat $(touch {tmp_path}/ran) `touch {tmp_path}/ran` >{tmp_path}/ran").check()
        assert list(tmp_path.iterdir()) == []

    def test_a_command_that_hangs(self, tmp_path: Path, secret: Secret) -> None:
        """It is ended after its time, with its children, and the sentence says so."""
        receiver = Pipe(f"cat >/dev/null; (sleep 600; touch {tmp_path}/late) & wait", seconds=1)
        assert failure(receiver, secret) == "It was not done after 1 second, and was ended."

    def test_it_can_be_broken_off(self, secret: Secret) -> None:
        """From another thread, long before its time is over."""
        receiver = Pipe("sleep 600")
        Thread(target=receiver.stop).start()
        assert failure(receiver, secret) == "It was broken off."

    def test_it_has_no_terminal(self, secret: Secret) -> None:
        """A command that would ask fails at once instead of waiting for an answer."""
        assert "exit code" in failure(Pipe("cat >/dev/null; read -r x </dev/tty"), secret)

    def test_half_of_it_may_go_on_in_the_background(self, secret: Secret) -> None:
        """What a command leaves running, as xclip does, keeps nobody waiting."""
        assert Pipe("cat >/dev/null; sleep 20 & echo ok").deliver(secret).output == "ok"

    def test_much_output_is_no_obstacle(self, secret: Secret) -> None:
        """A command that talks without end is read without end, and only the beginning is kept."""
        output = Pipe("cat >/dev/null; head -c 3000000 /dev/zero | tr '\\0' x").deliver(secret).output
        assert set(output) <= {"x", "*"}
        assert len(output) <= 64 * 1024

    @needs_proc
    def test_no_process_shows_it(self, tmp_path: Path, secret: Secret) -> None:
        """Neither the shell nor the command has it among its arguments or in its environment."""
        spy = script(
            tmp_path / "spy",
            "cat >/dev/null",
            "for pid in $$ $PPID; do",
            "cat /proc/$pid/cmdline /proc/$pid/environ",
            "done",
        )
        Pipe(f"{spy} > {tmp_path}/seen").deliver(secret)
        assert b"spy" in (tmp_path / "seen").read_bytes()
        assert secret.reveal().encode() not in (tmp_path / "seen").read_bytes()


class TestOutput:
    @pytest.mark.parametrize(
        ("output", "shown"),
        [
            ("set {} for ci\n", "set *** for ci"),
            ("\x1b]0;x\x07ok", "\ufffd]0;x\ufffdok"),
            ("one\r\ntwo\n", "one\ntwo"),
            ("", ""),
        ],
    )
    def test_is_made_harmless(self, output: str, shown: str, secret: Secret) -> None:
        """Without the secret, and without what a terminal would obey."""
        assert harmless(output.format(secret.reveal()), secret.reveal()) == shown

    @pytest.mark.parametrize("part", [slice(20, 40), slice(0, 60), slice(-10, None), slice(30, 39)])
    def test_tells_no_part_of_the_secret(self, part: slice, secret: Secret) -> None:
        """Where a part of it is left over, all of it is held back."""
        text = secret.reveal()
        shown = harmless(f"see {text[part]}!", text)
        assert not any(text[start : start + 8] in shown for start in range(11, len(text) - 7))


def test_git_is_there() -> None:
    """The tests above are about a real git."""
    assert shutil.which("git")
