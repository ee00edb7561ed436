"""The checks that come before Textual is imported."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from typing import TextIO

import pytest

from pat_tui.terminal import cannot_draw, plain_problem, scrub_environment, terminal_problem


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    """The near end of a pseudo terminal, as a stream."""
    far, near = os.openpty()
    with os.fdopen(near, "w") as stream:
        yield stream
    os.close(far)


class TestScrubEnvironment:
    def test_takes_out_what_makes_textual_leak(self) -> None:
        """Logs, screenshots, key presses, drivers and developer tools are gone; theme and animations stay."""
        environ = {
            "TEXTUAL": "devtools",
            "TEXTUAL_LOG": "log",
            "TEXTUAL_SCREENSHOT": "1",
            "TEXTUAL_PRESS": "q",
            "TEXTUAL_DRIVER": "evil:Driver",
            "TEXTUAL_ADDED_LATER": "1",
            "TEXTUAL_THEME": "nord",
            "TEXTUAL_ANIMATIONS": "none",
            "HOME": "/home/mona",
        }
        scrub_environment(environ)
        assert environ == {"TEXTUAL_THEME": "nord", "TEXTUAL_ANIMATIONS": "none", "HOME": "/home/mona"}

    def test_comes_before_textual(self) -> None:
        """The module that scrubs does not import Textual, and Textual imported afterwards sees nothing."""
        script = (
            "import os, sys; from pat_tui.terminal import scrub_environment; assert 'textual' not in sys.modules;"
            "scrub_environment(os.environ); from textual import constants; print(constants.LOG_FILE, constants.PRESS)"
        )
        environ = os.environ | {"TEXTUAL_LOG": "leak.log", "TEXTUAL_PRESS": "q"}
        run = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True)
        assert run.stdout == "None \n"


class TestTerminalProblem:
    def test_none_on_a_terminal(self, terminal: TextIO) -> None:
        """A terminal that says what it is passes."""
        assert terminal_problem(terminal, terminal, {"TERM": "xterm-256color"}) is None

    @pytest.mark.parametrize("missing", ["stdin", "stderr"])
    @pytest.mark.parametrize("stream", [None, StringIO()], ids=["closed by the shell", "redirected"])
    def test_no_terminal(self, terminal: TextIO, missing: str, stream: TextIO | None) -> None:
        """Without a terminal at either end, the sentence leads to the command line."""
        stdin, stderr = (stream, terminal) if missing == "stdin" else (terminal, stream)
        problem = terminal_problem(stdin, stderr, {"TERM": "xterm"})
        assert problem is not None
        assert "needs a terminal" in problem
        assert "`pat-tui token list`" in problem

    def test_closed_stream(self, terminal: TextIO) -> None:
        """A stream closed in Python counts as no terminal instead of raising."""
        closed = StringIO()
        closed.close()
        assert terminal_problem(closed, terminal, {"TERM": "xterm"}) is not None

    @pytest.mark.skipif(os.name != "posix", reason="TERM means something only on POSIX systems")
    @pytest.mark.parametrize("environ", [{}, {"TERM": ""}], ids=["unset", "empty"])
    def test_terminal_that_says_nothing_of_itself(self, terminal: TextIO, environ: dict[str, str]) -> None:
        """Where TERM is not set, the sentence leads to the plain interface and to the command line."""
        problem = terminal_problem(terminal, terminal, environ)
        assert problem is not None
        assert "TERM is not set" in problem
        assert "`pat-tui --plain`" in problem
        assert "`pat-tui token list`" in problem


class TestPlain:
    @pytest.mark.parametrize(
        ("environ", "expected"),
        [({"TERM": "dumb"}, True), ({"TERM": "unknown"}, True), ({"TERM": "xterm"}, False), ({}, False)],
        ids=["dumb", "unknown", "able", "unset"],
    )
    def test_terminal_that_cannot_draw(self, environ: dict[str, str], expected: bool) -> None:
        """Only a terminal that says so of itself is taken for one that prints lines."""
        assert cannot_draw(environ) is expected

    def test_none_on_a_terminal(self, terminal: TextIO) -> None:
        """A terminal at both ends will do, whatever kind it is."""
        assert plain_problem(terminal, terminal) is None

    @pytest.mark.parametrize("missing", ["stdin", "stdout"])
    def test_no_terminal(self, terminal: TextIO, missing: str) -> None:
        """Without a terminal at either end, the sentence leads to the command line."""
        stdin, stdout = (None, terminal) if missing == "stdin" else (terminal, StringIO())
        problem = plain_problem(stdin, stdout)
        assert problem is not None
        assert "needs a terminal" in problem
        assert "`pat-tui token list`" in problem
