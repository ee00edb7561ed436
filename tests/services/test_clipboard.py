"""Copying a secret honestly: against a real X server, a real tmux, dead displays and programs that hang."""

import base64
import gc
import os
import platform
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.secrets import ALPHABET, Secret, SecretGone, TokenKind, generate, hash_of
from pat_tui.services import native_clipboard
from pat_tui.services.clipboard import TMUX_BUFFER, Channel, ClearResult, Clipboard, CopyResult, MatchResult, matches
from pat_tui.services.native_clipboard import NativeClipboard, native_mechanism

PATIENCE = 20
"""Seconds after which a test gives up on another program."""
DEAD_DISPLAY = ":64999"

needs_x11 = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xclip")), reason="Xvfb or xclip is missing: apt-get install xvfb xclip"
)
needs_xclip = pytest.mark.skipif(not shutil.which("xclip"), reason="xclip is missing: apt-get install xclip")
needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is missing: apt-get install tmux")
needs_proc = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc to look into")


def new_secret(kind: TokenKind = TokenKind.FINE_GRAINED, seed: int = 1) -> Secret:
    """A token that no server knows."""
    random = Random(seed)
    return generate(kind, lambda length: "".join(random.choices(ALPHABET, k=length)))


def osc52(text: str) -> str:
    """What asks a terminal to take TEXT into its clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def plain_environ(**more: str) -> dict[str, str]:
    """An environment without any clipboard, and MORE."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "TERM": "xterm-256color"} | more


@pytest.fixture
def secret() -> Secret:
    """The token that was just made."""
    return new_secret()


@pytest.fixture
def written() -> list[str]:
    """Everything written to the terminal."""
    return []


def write_program(folder: Path, name: str, script: str) -> dict[str, str]:
    """Put a shell SCRIPT first on the path under NAME. Returns the environment that finds it."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return plain_environ(PATH=f"{folder}:/usr/bin:/bin")


class TestMatches:
    @pytest.mark.parametrize("kind", TokenKind)
    @given(before=st.text(" \t\r\n", max_size=4), after=st.text(" \t\r\n", max_size=4))
    def test_space_around_is_ignored(self, kind: TokenKind, before: str, after: str) -> None:
        """Spaces and line ends that come with a paste do not matter."""
        secret = new_secret(kind)
        assert matches(hash_of(secret), before + secret.reveal() + after) is MatchResult.MATCHES

    def test_other_token(self, secret: Secret) -> None:
        """A whole token that is not the new one is told from a damaged one."""
        assert matches(hash_of(secret), new_secret(seed=2).reveal()) is MatchResult.OTHER_TOKEN

    @pytest.mark.parametrize("kind", TokenKind)
    @given(data=st.data())
    def test_cut_anywhere_is_damaged(self, kind: TokenKind, data: st.DataObject) -> None:
        """However many characters are lost at the end, the rest is never taken for a token."""
        secret = new_secret(kind)
        text = secret.reveal()
        prefix = len("pattui_pat_" if kind is TokenKind.FINE_GRAINED else "ptp_")
        cut = text[: data.draw(st.integers(prefix, len(text) - 1))]
        assert matches(hash_of(secret), cut) is MatchResult.DAMAGED

    @given(data=st.data())
    def test_one_changed_character_is_damaged(self, data: st.DataObject) -> None:
        """One wrong character is noticed, wherever it is."""
        secret = new_secret()
        text = secret.reveal()
        place = data.draw(st.integers(len("pattui_pat_"), len(text) - 1))
        wrong = data.draw(st.sampled_from(ALPHABET + "_ ").filter(lambda character: character != text[place]))
        changed = text[:place] + wrong + text[place + 1 :]
        expected = MatchResult.MATCHES if changed.strip() == text else MatchResult.DAMAGED
        assert matches(hash_of(secret), changed) is expected

    def test_damage_at_the_front_and_in_the_middle(self, secret: Secret) -> None:
        """A lost first character and a line end inside are damage as well."""
        text = secret.reveal()
        assert matches(hash_of(secret), text[1:]) is MatchResult.DAMAGED
        assert matches(hash_of(secret), f"{text[:40]}\n{text[40:]}") is MatchResult.DAMAGED

    @pytest.mark.parametrize(
        "text", ["", "   ", "hunter2", "pat-tui token list", "a name with pat_ in it", "naïve ✨", "\ud800"]
    )
    def test_anything_else(self, secret: Secret, text: str) -> None:
        """Ordinary words, emptiness and broken characters are no token, and no error."""
        assert matches(hash_of(secret), text) is MatchResult.NOT_A_TOKEN

    def test_words_differ(self) -> None:
        """Each outcome has a sentence of its own."""
        assert len({result.words for result in MatchResult}) == len(MatchResult)


class TestWords:
    def test_only_what_was_read_back_is_called_copied(self) -> None:
        """The terminal never answers, so a copy through it is never called one."""
        claims = {channel: CopyResult(channel) for channel in [*Channel, None]}
        assert {channel for channel, result in claims.items() if "Copied" in result.words} == {
            Channel.NATIVE,
            Channel.TMUX,
        }
        assert {channel for channel, result in claims.items() if result.is_checked} == {Channel.NATIVE, Channel.TMUX}
        assert claims[Channel.TERMINAL].words == "Sent to your terminal; paste to check."
        assert "by hand" in claims[None].words

    def test_clearing_admits_what_is_unknown(self) -> None:
        """Each outcome has a sentence of its own, and where a terminal is involved it says so."""
        assert len({result.words for result in ClearResult}) == len(ClearResult)
        for result in (ClearResult.ASKED, ClearResult.CLEARED_TMUX):
            assert "cannot be confirmed" in result.words
        certain = {result for result in ClearResult if not result.is_uncertain}
        assert certain == {ClearResult.NOTHING, ClearResult.CLEARED, ClearResult.REPLACED}


class TestTerminal:
    def test_asks_the_terminal(self, secret: Secret, written: list[str]) -> None:
        """Without a desktop and tmux the terminal is asked, and nothing is claimed to be readable."""
        clipboard = Clipboard(written.append, plain_environ())
        assert clipboard.copy(secret) == CopyResult(Channel.TERMINAL)
        assert written == [osc52(secret.reveal())]
        assert clipboard.read() is None

    def test_clears_with_an_empty_request(self, secret: Secret, written: list[str]) -> None:
        """Clearing asks once more, with nothing, and there is nothing left to clear after that."""
        clipboard = Clipboard(written.append, plain_environ())
        clipboard.copy(secret)
        assert clipboard.clear() is ClearResult.ASKED
        assert written[1:] == ["\x1b]52;c;\x07"]
        assert clipboard.clear() is ClearResult.NOTHING
        assert len(written) == 2

    def test_nothing_to_clear_before_a_copy(self, written: list[str]) -> None:
        """Clearing before anything was copied touches nothing."""
        assert Clipboard(written.append, plain_environ()).clear() is ClearResult.NOTHING
        assert written == []

    def test_console_without_a_clipboard(self, secret: Secret, written: list[str]) -> None:
        """The Linux console has no clipboard: it gets no sequence, and the person hears what to do."""
        clipboard = Clipboard(written.append, plain_environ(TERM="linux"))
        assert clipboard.copy(secret) == CopyResult(None)
        assert written == []
        assert clipboard.clear() is ClearResult.NOTHING

    def test_terminal_that_is_gone(self, secret: Secret) -> None:
        """A terminal that takes no more writing is a failure, not a crash."""

        def write(sequence: str) -> None:
            raise OSError("gone")

        assert Clipboard(write, plain_environ()).copy(secret) == CopyResult(None)

    def test_wiped_secret(self, secret: Secret, written: list[str]) -> None:
        """A secret that was wiped cannot be copied any more."""
        secret.wipe()
        with pytest.raises(SecretGone):
            Clipboard(written.append, plain_environ()).copy(secret)
        assert written == []

    def test_keeps_no_plain_text(self, secret: Secret) -> None:
        """After the copy only the secret itself still refers to its text."""
        clipboard = Clipboard(len, plain_environ())  # type: ignore[arg-type]
        clipboard.copy(secret)
        text = secret.reveal()
        holders = [
            holder for holder in gc.get_referrers(text) if holder is not secret and not isinstance(holder, FrameType)
        ]
        assert holders == []


@pytest.fixture
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a desktop: an X server that nobody looks at."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "320x200x8", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    yield plain_environ(DISPLAY=f":{number}")
    server.terminate()
    server.wait(PATIENCE)


def put_on_desktop(environ: Mapping[str, str], text: str) -> None:
    """Copy TEXT as another program would, and see it arrive: xclip returns a moment before."""
    command = ["xclip", "-selection", "clipboard"]
    silent = subprocess.DEVNULL
    subprocess.run(
        command, input=text.encode(), stdout=silent, stderr=silent, env=environ, check=True, timeout=PATIENCE
    )
    assert any(take_from_desktop(environ) == text for _ in range(500)), f"{text!r} never arrived"


def take_from_desktop(environ: Mapping[str, str]) -> str | None:
    """Paste as another program would; None if the one who holds the text has just left."""
    command = ["xclip", "-selection", "clipboard", "-o"]
    try:
        return subprocess.run(command, capture_output=True, env=environ, text=True, timeout=2).stdout
    except subprocess.TimeoutExpired:
        return None


@needs_x11
class TestDesktop:
    def test_copies_and_checks(self, desktop: dict[str, str], secret: Secret, written: list[str]) -> None:
        """Another program can paste the secret, and the terminal was not bothered."""
        clipboard = Clipboard(written.append, desktop)
        assert clipboard.copy(secret) == CopyResult(Channel.NATIVE)
        assert take_from_desktop(desktop) == secret.reveal()
        assert clipboard.read() == secret.reveal()
        assert written == []

    def test_clears(self, desktop: dict[str, str], secret: Secret, written: list[str]) -> None:
        """Clearing leaves an empty clipboard, and forgets."""
        clipboard = Clipboard(written.append, desktop)
        clipboard.copy(secret)
        assert clipboard.clear() is ClearResult.CLEARED
        assert take_from_desktop(desktop) == ""
        assert clipboard.clear() is ClearResult.NOTHING

    def test_clears_a_copy_with_a_line_end(self, desktop: dict[str, str], secret: Secret, written: list[str]) -> None:
        """The secret with a line end behind it, as some programs copy it, is still the secret."""
        clipboard = Clipboard(written.append, desktop)
        clipboard.copy(secret)
        put_on_desktop(desktop, secret.reveal() + "\n")
        assert clipboard.clear() is ClearResult.CLEARED
        assert take_from_desktop(desktop) == ""

    def test_leaves_what_others_copied(self, desktop: dict[str, str], secret: Secret, written: list[str]) -> None:
        """What was copied after the secret is left alone."""
        clipboard = Clipboard(written.append, desktop)
        clipboard.copy(secret)
        put_on_desktop(desktop, "a shopping list")
        assert clipboard.clear() is ClearResult.REPLACED
        assert take_from_desktop(desktop) == "a shopping list"


class TestBrokenDesktop:
    @pytest.fixture(autouse=True)
    def settles_quickly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is broken here does not get better by waiting."""
        monkeypatch.setattr(native_clipboard, "SETTLING", 0.1)

    @needs_xclip
    def test_dead_display(self, secret: Secret, written: list[str], capfd: pytest.CaptureFixture[str]) -> None:
        """pyperclip calls a dead display a success; reading back finds out, and nothing is drawn over the screen."""
        environ = plain_environ(DISPLAY=DEAD_DISPLAY)
        assert NativeClipboard(environ).copy(secret.reveal())
        assert Clipboard(written.append, environ).copy(secret) == CopyResult(Channel.TERMINAL)
        assert capfd.readouterr() == ("", "")

    def test_program_that_hangs(
        self, secret: Secret, written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A program that hangs is ended with its children once its time is up, and the next way is taken."""
        monkeypatch.setattr(native_clipboard, "TIME_LIMIT", 0.3)
        fifo = tmp_path / "alive"
        os.mkfifo(fifo)
        reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        environ = write_program(tmp_path / "bin", "xclip", f"exec 9>{fifo}; echo up >&9; sleep 600 & sleep 600")
        clipboard = Clipboard(written.append, environ | {"DISPLAY": DEAD_DISPLAY})
        assert clipboard.copy(secret) == CopyResult(Channel.TERMINAL)
        received = b""
        while select.select([reader], [], [], PATIENCE)[0] and (more := os.read(reader, 100)):
            received += more
        os.close(reader)
        assert more == b"", "a process still holds the other end"
        assert set(received.split()) == {b"up"}

    def test_background_half_that_keeps_its_pipes(
        self, secret: Secret, written: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """A copier that stays behind, as xclip does, keeps nobody waiting, is not ended, and draws nothing."""
        held, alive = tmp_path / "held", tmp_path / "alive"
        os.mkfifo(alive)
        reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
        stay = f"echo loud; echo loud >&2; (exec 9>{alive}; echo $$ >&9; read line < {alive}.never) &"
        os.mkfifo(f"{alive}.never")
        script = f'case "$*" in *-o*) cat {held};; *) cat > {held}; {stay} esac'
        clipboard = Clipboard(
            written.append, write_program(tmp_path / "bin", "xclip", script) | {"DISPLAY": DEAD_DISPLAY}
        )
        assert clipboard.copy(secret) == CopyResult(Channel.NATIVE)
        ready, _, _ = select.select([reader], [], [], PATIENCE)
        assert ready
        assert os.read(reader, 100).strip().isdigit()
        with open(f"{alive}.never", "w"):  # lets it go
            pass
        os.close(reader)
        assert capfd.readouterr() == ("", "")

    def test_copy_that_takes_a_moment(
        self, secret: Secret, written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As long as the text of before is read, or nothing, the copy is looked at again."""
        monkeypatch.setattr(native_clipboard, "SETTLING", PATIENCE)
        held = tmp_path / "held"
        count = f"echo >> {held}.looks; look=$(wc -l < {held}.looks)"
        looks = f'{count}; case $look in 1) printf "\\377";; 2) printf old;; *) cat {held};; esac'
        script = f'case "$*" in *-o*) {looks};; *) cat > {held};; esac'
        clipboard = Clipboard(
            written.append, write_program(tmp_path / "bin", "xclip", script) | {"DISPLAY": DEAD_DISPLAY}
        )
        assert clipboard.copy(secret) == CopyResult(Channel.NATIVE)

    def test_clipboard_that_does_not_forget(self, secret: Secret, written: list[str], tmp_path: Path) -> None:
        """A clipboard that keeps the secret in spite of clearing is reported, and clearing can be tried again."""
        held = tmp_path / "held"
        script = f'case "$*" in *-o*) cat {held};; *) [ -e {held} ] || cat > {held};; esac'
        clipboard = Clipboard(
            written.append, write_program(tmp_path / "bin", "xclip", script) | {"DISPLAY": DEAD_DISPLAY}
        )
        clipboard.copy(secret)
        assert clipboard.clear() is ClearResult.FAILED
        held.write_text("")
        assert clipboard.clear() is ClearResult.REPLACED

    def test_copy_that_cannot_be_read_back_is_undone(self, secret: Secret, written: list[str], tmp_path: Path) -> None:
        """A secret that may lie where nobody would find it again is taken back before the next way is tried."""
        held = tmp_path / "held"
        script = f'case "$*" in *-o*) printf "\\377";; *) cat > {held};; esac'
        clipboard = Clipboard(
            written.append, write_program(tmp_path / "bin", "xclip", script) | {"DISPLAY": DEAD_DISPLAY}
        )
        assert clipboard.copy(secret) == CopyResult(Channel.TERMINAL)
        assert held.read_text() == ""


class TestMechanism:
    @pytest.fixture
    def every_program(self, tmp_path: Path) -> dict[str, str]:
        """An environment in which every program there is for clipboards is installed."""
        for name in ("xclip", "xsel", "wl-copy", "wl-paste", "klipper", "qdbus"):
            environ = write_program(tmp_path / "bin", name, "exit 1")
        return environ | {"PATH": str(tmp_path / "bin")}

    @pytest.fixture(autouse=True)
    def on_linux(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every system that these tests run on counts as Linux."""
        monkeypatch.setattr(platform, "system", lambda: "Linux")
        monkeypatch.setattr(platform, "release", lambda: "6.1.0")

    @pytest.mark.parametrize(
        ("environ", "mechanism"),
        [
            ({}, None),
            ({"DISPLAY": ":0"}, "xclip"),
            ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wl-clipboard"),
            ({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, None),
            ({"WAYLAND_DISPLAY": "wayland-0", "SSH_TTY": "/dev/pts/1"}, None),
            ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "x"}, "xclip"),
        ],
        ids=["no desktop", "X11", "Wayland", "X11 of the far machine", "Wayland of the far machine", "forwarded X11"],
    )
    def test_choice(self, every_program: dict[str, str], environ: dict[str, str], mechanism: str | None) -> None:
        """The desktop is the one that the person sits at, or none."""
        assert native_mechanism(every_program | environ) == mechanism

    def test_never_one_that_shows_the_secret(self, every_program: dict[str, str], tmp_path: Path) -> None:
        """klipper takes the secret as an argument, so it is not used even where there is nothing else."""
        for name in ("xclip", "xsel"):
            (tmp_path / "bin" / name).unlink()
        assert native_mechanism(every_program | {"DISPLAY": ":0"}) is None

    @pytest.mark.parametrize(
        ("system", "release"), [("Darwin", "23"), ("Windows", "11"), ("Linux", "5.15-microsoft-WSL2")]
    )
    def test_other_systems(self, monkeypatch: pytest.MonkeyPatch, system: str, release: str) -> None:
        """macOS, Windows and WSL are left to pyperclip, but not over SSH, where their desktop is far away."""
        monkeypatch.setattr(platform, "system", lambda: system)
        monkeypatch.setattr(platform, "release", lambda: release)
        assert native_mechanism({}) == ""
        assert native_mechanism({"SSH_CONNECTION": "x"}) is None


@dataclass
class Tmux:
    """A tmux server of our own with one client, whose terminal is `far`."""

    command: list[str]
    environ: dict[str, str]
    far: int

    def run(self, *arguments: str) -> str:
        """Run a tmux command there and return what it prints."""
        return subprocess.run([*self.command, *arguments], capture_output=True, text=True, timeout=PATIENCE).stdout

    def read_until(self, *wanted: str) -> str:
        """Return what the client's terminal received, up to and including one of WANTED."""
        received = ""
        while not any(text in received for text in wanted):
            ready, _, _ = select.select([self.far], [], [], PATIENCE)
            assert ready, f"{wanted} never came; {received[-200:]!r} did"
            received += os.read(self.far, 65536).decode("utf-8", "replace")
        return received


@pytest.fixture(params=["external", "on", "off"])
def tmux(request: pytest.FixtureRequest) -> Iterator[Tmux]:
    """tmux with each of its three ways to treat clipboards."""
    with tempfile.TemporaryDirectory(prefix="tmux") as folder:  # tmp_path is too long for a socket
        command = ["tmux", "-S", f"{folder}/s", "-f", "/dev/null"]
        environ = plain_environ(SHELL="/bin/sh")
        start = [
            *command,
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            "cat",
            ";",
            "set",
            "-s",
            "set-clipboard",
            request.param,
        ]
        subprocess.run(start, env=environ, check=True, timeout=PATIENCE)
        far, near = os.openpty()
        client = subprocess.Popen(
            [*command, "attach"], stdin=near, stdout=near, stderr=near, env=environ, start_new_session=True
        )
        os.close(near)
        server = Tmux(command, environ, far)
        server.environ = plain_environ(TMUX=server.run("display-message", "-p", "#{socket_path},#{pid},0").strip())
        server.read_until("\x1b[?1049h")
        yield server
        server.run("kill-server")
        client.wait(PATIENCE)
        os.close(far)


@needs_tmux
class TestTmux:
    def test_copies_and_checks(self, tmux: Tmux, secret: Secret, written: list[str]) -> None:
        """The secret is in the buffer and went on to the terminal outside, and ours was not bothered."""
        clipboard = Clipboard(written.append, tmux.environ)
        assert clipboard.copy(secret) == CopyResult(Channel.TMUX)
        assert tmux.run("show-buffer", "-b", TMUX_BUFFER) == secret.reveal()
        assert clipboard.read() == secret.reveal()
        payload = base64.b64encode(secret.reveal().encode()).decode()
        assert f";{payload}" in tmux.read_until(payload)
        assert written == []

    def test_clears(self, tmux: Tmux, secret: Secret, written: list[str]) -> None:
        """The buffer is gone, and the terminal outside was given something else to hold."""
        clipboard = Clipboard(written.append, tmux.environ)
        clipboard.copy(secret)
        tmux.read_until(base64.b64encode(secret.reveal().encode()).decode())
        assert clipboard.clear() is ClearResult.CLEARED_TMUX
        assert tmux.run("list-buffers") == ""
        tmux.read_until(";" + base64.b64encode(b" ").decode())
        assert clipboard.clear() is ClearResult.NOTHING

    def test_leaves_what_others_copied(self, tmux: Tmux, secret: Secret, written: list[str]) -> None:
        """A buffer that was replaced is left alone."""
        clipboard = Clipboard(written.append, tmux.environ)
        clipboard.copy(secret)
        tmux.run("set-buffer", "-b", TMUX_BUFFER, "a shopping list")
        assert clipboard.clear() is ClearResult.REPLACED
        assert tmux.run("show-buffer", "-b", TMUX_BUFFER) == "a shopping list"

    def test_dead_desktop_comes_first(self, tmux: Tmux, secret: Secret, written: list[str]) -> None:
        """A desktop that died under tmux, as after a reconnection, does not keep tmux from being used."""
        clipboard = Clipboard(written.append, tmux.environ | {"DISPLAY": DEAD_DISPLAY})
        assert clipboard.copy(secret) == CopyResult(Channel.TMUX)

    def test_server_that_ended(self, tmux: Tmux, secret: Secret, written: list[str]) -> None:
        """A buffer that cannot be read is not called cleared, and the next copy takes another way."""
        clipboard = Clipboard(written.append, tmux.environ)
        clipboard.copy(secret)
        tmux.run("kill-server")
        assert clipboard.read() is None
        assert clipboard.clear() is ClearResult.UNREADABLE
        assert clipboard.copy(secret) == CopyResult(Channel.TERMINAL)


@needs_proc
@pytest.mark.parametrize(("program", "where"), [("xclip", {"DISPLAY": ":9"}), ("tmux", {"TMUX": "/nowhere,1,0"})])
def test_secret_is_in_no_process_list(
    program: str, where: dict[str, str], secret: Secret, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the programs run, no argument and no environment variable of any process holds the secret."""
    monkeypatch.setattr(native_clipboard, "SETTLING", 0.1)
    started, release = tmp_path / "started", tmp_path / "release"
    for fifo in (started, release):
        os.mkfifo(fifo)
    listen, let_go = os.open(started, os.O_RDWR), os.open(release, os.O_RDWR)
    environ = write_program(
        tmp_path / "bin",
        program,
        f'case "$*" in *-o*|save-buffer*) exit 1; esac; cat > /dev/null; echo up > {started}; read line < {release}',
    )
    with ThreadPoolExecutor(1) as thread:
        copying = thread.submit(Clipboard(len, environ | where).copy, secret)  # type: ignore[arg-type]
        ready, _, _ = select.select([listen], [], [], PATIENCE)
        found = found_in_process_lists(secret.reveal(), str(tmp_path / "bin" / program))
        os.write(let_go, b"\n")
        result = copying.result(PATIENCE)
    os.close(listen)
    os.close(let_go)
    assert ready, "the program never ran"
    assert found == [False, True], "the secret was found, or the program was not"
    assert result == CopyResult(Channel.TERMINAL)


def found_in_process_lists(*texts: str) -> list[bool]:
    """Whether each of TEXTS stands in an argument or the environment of a process. What else stands there is kept."""
    found = dict.fromkeys(texts, False)
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            with suppress(OSError):  # ended meanwhile, or somebody else's
                content = (process / name).read_bytes()
                found |= {text: True for text in texts if text.encode() in content}
    return list(found.values())
