"""The terminal and the environment, before Textual is imported and where it cannot help. Imports nothing of it."""

import os
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from typing import NoReturn, TextIO

if sys.platform != "win32":
    import termios

from pat_tui.i18n import _

_HARMLESS = {"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS"}
_UNABLE = {"dumb", "unknown"}
_RESTORE = b"\x1b[<u\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?7h\x1b[?1049l\x1b[?25h"
"""As Textual writes when it leaves: key, paste and mouse modes off, line wrap on, the screen of before, the cursor."""


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


def cannot_draw(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says that it only prints lines, so that the interface has to be the plain one."""
    return environ.get("TERM") in _UNABLE


def plain_problem(stdin: TextIO | None, stdout: TextIO | None) -> str | None:
    """Say why the plain interface cannot run here and what to do instead, or return None if it can.

    It asks on STDOUT and reads answers from STDIN.
    """
    if _is_terminal(stdin) and _is_terminal(stdout):
        return None
    return _(
        "The plain interface needs a terminal, and standard input or standard output is not one. "
        "Use the command line there, such as `pat-tui token list`."
    )


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _kind_problem(term: str) -> str | None:
    if not term:
        return _(
            "The interface cannot tell what this terminal is able to draw, since TERM is not set. "
            "Set it, such as to `xterm-256color`, start `pat-tui --plain`, or use the command line, "
            "such as `pat-tui token list`."
        )
    return None


class SavedTerminal:
    """The terminal as it was when this was made, before the interface took it over."""

    def __init__(self) -> None:
        self._modes = termios.tcgetattr(0) if sys.platform != "win32" and os.isatty(0) else None

    def leave(self, status: int) -> NoReturn:
        """Restore it as well as that goes without Textual, and end the process at once with STATUS."""
        was_blocking = os.get_blocking(2)
        with suppress(OSError):
            os.set_blocking(2, False)  # one that takes nothing more must not keep the process
            os.write(2, _RESTORE)
        os.set_blocking(2, was_blocking)  # the shell shares this setting
        if self._modes is not None and sys.platform != "win32":
            with suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self._modes)
        os._exit(status)
