"""What must be right about the terminal and the environment before Textual is imported. Imports nothing of it."""

import os
from collections.abc import Mapping, MutableMapping
from typing import TextIO

from pat_tui.i18n import _

_HARMLESS = {"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS"}
_UNABLE = {"dumb", "unknown"}


def scrub_environment(environ: MutableMapping[str, str]) -> None:
    """Take Textual's settings out of ENVIRON, in place, but for the theme and the animations.

    The others write typed passwords to a log, save pictures of the screen, press keys and import code. Textual reads
    them while it is imported, so this must run before that.
    """
    for name in [name for name in environ if name.startswith("TEXTUAL") and name not in _HARMLESS]:
        del environ[name]


def terminal_problem(stdin: TextIO | None, stderr: TextIO | None, environ: Mapping[str, str]) -> str | None:
    """Say why the interface cannot run here and what to do instead, or return None if it can.

    Keys come from STDIN and the screen goes to STDERR; standard output may lead anywhere. Without this check, Textual
    waits for ever where there is no terminal.
    """
    if not (_is_terminal(stdin) and _is_terminal(stderr)):
        return _(
            "The interface needs a terminal, and standard input or standard error is not one. "
            "Use the command line there, such as `pat-tui token list`."
        )
    if os.name == "posix" and (problem := _kind_problem(environ.get("TERM", ""))):
        return problem
    return None


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _kind_problem(term: str) -> str | None:
    if not term:
        return _(
            "The interface cannot tell what this terminal is able to draw, since TERM is not set. "
            "Set it, such as to `xterm-256color`, or use the command line, such as `pat-tui token list`."
        )
    if term in _UNABLE:
        return _(
            "The interface cannot draw on this terminal (TERM is `{term}`). "
            "Use another one, or the command line, such as `pat-tui token list`."
        ).format(term=term)
    return None
