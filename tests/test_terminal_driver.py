"""The terminal driver shows what a person would see, and never waits without end."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.terminal_driver import Terminal
from tests.terminal_screen import Emulator

# Reads keys one by one, as they come, up to and with END.
READ_UP_TO = """
import sys, tty
tty.setraw(0)
print({prompt!r}, end="", flush=True)
got = b""
while not got.endswith({end!r}):
    got += sys.stdin.buffer.read1(1)
print(got)
"""


@contextmanager
def _python(code: str, cols: int = 40, rows: int = 6) -> Iterator[Terminal]:
    with Terminal([sys.executable, "-c", code], cols=cols, rows=rows) as terminal:
        yield terminal


def _shown(data: bytes) -> list[str]:
    emulator = Emulator(20, 3)
    emulator.feed(data)
    return emulator.lines()


def test_the_program_has_a_terminal_of_the_given_size() -> None:
    """All three streams are the terminal, it is the controlling one, and its size is right from the start."""
    code = "import os; open('/dev/tty').close(); print([*os.get_terminal_size(0)], *map(os.isatty, (0, 1, 2)))"
    with _python(code, cols=50, rows=7) as terminal:
        terminal.wait_for("[50, 7] True True True")
        assert terminal.exit_code() == 0


def test_the_environment_is_the_tests_own_with_additions() -> None:
    """What is passed in comes on top of the environment of the tests."""
    code = "import os; print(os.environ['PLACE'], os.environ['HOME'])"
    with Terminal([sys.executable, "-c", code], env={"PLACE": "here"}, cols=200) as terminal:
        terminal.wait_for(f"here {os.environ['HOME']}")


def test_keys_arrive_as_a_terminal_sends_them() -> None:
    """Names become the bytes of an ordinary terminal, one after the other."""
    with _python(READ_UP_TO.format(prompt="ready", end=b"Z")) as terminal:
        terminal.wait_for("ready")
        terminal.press("a down ctrl+s shift+tab")
        terminal.wait_for(r"b'a\x1b[B\x13\x1b[Z'")


def test_text_is_typed_as_it_is() -> None:
    """Blanks and letters outside ASCII reach the program."""
    with _python("print('read', input())") as terminal:
        terminal.write("naïve 日本\r")
        terminal.wait_for("read naïve 日本")


def test_an_unknown_key_is_refused() -> None:
    """A misspelt key is an error of the test, not text for the program."""
    with _python("input()") as terminal, pytest.raises(ValueError, match="no such key: 'entre'"):
        terminal.press("entre")


def test_a_failed_wait_shows_the_screen() -> None:
    """Whoever reads the failure sees what the terminal showed instead."""
    with _python("print('something else', flush=True); input()") as terminal:
        terminal.wait_for("something")
        with pytest.raises(AssertionError, match=r"(?s)'never' to show, but 0 s passed.*\|something else"):
            terminal.wait_for("never", timeout=0)


def test_a_wait_ends_with_the_program() -> None:
    """When the program is gone nothing more can come, so the wait ends at once and says so."""
    with _python("print('last words'); raise SystemExit(3)") as terminal:
        with pytest.raises(AssertionError, match=r"(?s)the program ended with 3.*\|last words"):
            terminal.wait_for("never", timeout=600)
        assert terminal.exit_code() == 3


def test_a_wait_ends_with_the_program_though_its_child_lives_on() -> None:
    """A child that keeps the terminal open does not keep the wait alive."""
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()']); print('parent done')"
    with _python(code) as terminal, pytest.raises(AssertionError, match=r"(?s)program ended.*parent done"):
        terminal.wait_for("never", timeout=600)


def test_text_that_goes_can_be_waited_for() -> None:
    """Erased text is no longer on the screen, though it was among the bytes."""
    code = "print('first', flush=True); input(); print('\\x1b[2J\\x1b[Hsecond', flush=True); input()"
    with _python(code) as terminal:
        terminal.wait_for("first")
        terminal.press("enter")
        terminal.wait_gone("first")
        terminal.wait_for("second")
        assert b"first" in terminal.raw


def test_a_new_size_reaches_the_program() -> None:
    """A resize sends SIGWINCH, and the program finds the new size."""
    code = (
        "import os, signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH]); print('ready', flush=True);"
        "signal.sigwait([signal.SIGWINCH]); print([*os.get_terminal_size(0)], flush=True); input()"
    )
    with _python(code) as terminal:
        terminal.wait_for("ready")
        terminal.resize(66, 9)
        terminal.wait_for("[66, 9]")
        assert len(terminal.screen) == 9


def test_questions_are_answered() -> None:
    """A program that asks for the cursor, for a mode or for the kind of terminal does not wait in vain."""
    code = READ_UP_TO.format(prompt="ab\x1b[6n\x1b[?2026$p\x1b[?9999$p\x1b[c", end=b"c")
    with _python(code, cols=70) as terminal:
        terminal.wait_for(r"b'\x1b[1;3R\x1b[?2026;2$y\x1b[?9999;0$y\x1b[?62;22c'")


def test_a_signal_shows_in_the_exit_code() -> None:
    """A program that dies of a signal is told apart from one that exits."""
    with _python("print('ready', flush=True); input()") as terminal:
        terminal.wait_for("ready")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.exit_code() == -signal.SIGTERM


def test_a_program_that_stays_is_ended() -> None:
    """Leaving the block ends a program that would never end by itself."""
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); print('on', flush=True); input()"
    with _python(code) as terminal:
        terminal.wait_for("on")
        with pytest.raises(AssertionError, match="the program to end, but 0 s passed"):
            terminal.exit_code(timeout=0)
    with pytest.raises(ProcessLookupError):
        os.kill(terminal.pid, 0)


@pytest.mark.parametrize(
    "noise",
    [
        pytest.param(b"\x1b[>1u\x1b[<u\x1b[=5;1u", id="kitty keyboard"),
        pytest.param(b"\x1b[?u", id="kitty question"),
        pytest.param(b"\x1b[>4;2m", id="modify other keys"),
        pytest.param(b"\x1b[4:3m\x1b[58:2::255:0:0m", id="curly underline"),
        pytest.param(b"\x1b[2 q", id="cursor shape"),
        pytest.param(b"\x1b[22;0;0t", id="title stack"),
        pytest.param(b"\x1b[?2026h\x1b[?2026l", id="synchronized output"),
        pytest.param(b"\x1b]52;c;c2VjcmV0\x07", id="clipboard"),
        pytest.param(b"\x1b]0;title\x1b\\", id="title"),
        pytest.param(b"\x1bPtmux;x\x1b\\\x1b_Gi=1\x1b\\", id="device control and application strings"),
        pytest.param(b"\x1b(B\x1b7\x1b8\x1b=", id="short sequences"),
    ],
)
def test_sequences_leave_no_trace_however_they_are_cut(noise: bytes) -> None:
    """What only changes the terminal prints nothing, even when it arrives in two pieces."""
    whole = b"left" + noise + "日本".encode()
    for cut in range(len(whole) + 1):
        emulator = Emulator(20, 2)
        emulator.feed(whole[:cut])
        emulator.feed(whole[cut:])
        assert emulator.lines() == ["left日本", ""], f"cut at {cut}"


def test_the_alternate_screen_gives_the_first_one_back() -> None:
    """What a full-screen program drew is gone when it leaves, and what stood there before is back."""
    assert _shown(b"before\x1b[?1049h\x1b[Hfull screen") == ["full screen", "", ""]
    assert _shown(b"before\x1b[?1049h\x1b[Hfull screen\x1b[?1049l after") == ["before after", "", ""]
