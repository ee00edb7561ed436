"""The `pat-tui` command: with a noun the command line, without one the terminal interface.

What the interface needs is imported only when it opens, and the other way round.
"""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pat_tui import i18n

if TYPE_CHECKING:
    from pat_tui.settings import Settings

_WITH_VALUE = ("--db", "--as", "--theme", i18n.OPTION)
_SWITCHES = ("--demo", "--plain")
LINK = "LINK"
"""The name under which a link that fills in a form stands among the options."""
_LINK_STARTS = ("?", "http://", "https://", "/settings/")
_COMPLETION = "_PAT_TUI_COMPLETE"
"""Set by the shell when it asks what could come next; the command line answers."""


def interface_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """The interface's options in ARGUMENTS, by name; None where there is anything else, for the command line to tell.

    An option that is there twice counts the last time. `--demo` and `--plain` stand for themselves, and LINK for an
    argument that can be no noun: a link that fills in the form of a new token.
    """
    found: dict[str, str] = {}
    waiting = iter(arguments)
    for argument in waiting:
        name, has_value, value = argument.partition("=")
        if argument in _SWITCHES:
            found[name] = name
        elif argument.lower().startswith(_LINK_STARTS):
            found[LINK] = argument
        elif name in _WITH_VALUE:
            taken = value if has_value else next(waiting, None)
            if taken is None:
                return None
            found[name] = taken
        else:
            return None
    return found


def language(arguments: Sequence[str], environ: Mapping[str, str], written: str | None = None) -> str:
    """The language to speak: `--lang` before the noun, else PAT_TUI_LANG, else the settings', WRITTEN, else the locale.

    What makes no sense counts as nothing here; it is told off once the options and the settings are read.
    """
    asked = _asked_for(arguments) or i18n.matching(environ.get(i18n.VARIABLE, ""))
    return asked or written or i18n.of_the_system(environ)


def _asked_for(arguments: Sequence[str]) -> str | None:
    asked = None
    waiting = iter(arguments)
    for argument in waiting:
        name, has_value, value = argument.partition("=")
        if name in _WITH_VALUE:
            value = value if has_value else next(waiting, "")
            asked = i18n.matching(value) if name == i18n.OPTION else asked
        elif not argument.startswith("-"):
            break
    return asked


def main() -> None:
    """Run pat-tui and exit with its code."""
    gc.disable()  # nothing of what a start makes is garbage, and looking for some takes its time; it is turned on later
    written = _settings()
    # Before anything is imported that has words.
    i18n.use(language(sys.argv[1:], os.environ, written.language if written else None))
    options = interface_options(sys.argv[1:])
    if options is None or _COMPLETION in os.environ:
        from pat_tui.cli.main import run as command_line

        code = command_line(sys.argv[1:])
        gc.freeze()  # or Python would look through all that there is for garbage, only to end
        sys.exit(code)
    from pat_tui.terminal import cannot_draw, scrub_environment, terminal_problem

    if "--plain" in options or cannot_draw(os.environ) or (written is not None and written.plain):
        sys.exit(_run_plain(options))
    scrub_environment(os.environ)
    if (problem := terminal_problem(sys.stdin, sys.stderr, os.environ)) is not None:
        print(problem, file=sys.stderr)
        sys.exit(2)
    from pat_tui.tui.run import run

    sys.exit(run(options))


def _settings() -> "Settings | None":
    """The settings, without the options; None for settings that make no sense, which is told once they are needed."""
    from pat_tui import settings
    from pat_tui.domain.errors import PatTuiError

    try:
        return settings.load()
    except PatTuiError:
        return None


def _run_plain(options: dict[str, str]) -> int:
    from pat_tui.terminal import plain_problem

    if (problem := plain_problem(sys.stdin, sys.stdout)) is not None:
        print(problem, file=sys.stderr)
        return 2
    from pat_tui.plain.run import run

    gc.enable()
    return run(options)
