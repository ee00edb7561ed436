"""The `pat-tui` command: with a noun the command line, without one the terminal interface.

What the interface needs is imported only when it opens, and the other way round.
"""

import gc
import os
import sys
from collections.abc import Sequence

_WITH_VALUE = ("--db", "--as", "--theme")
LINK = "LINK"
"""The name under which a link that fills in a form stands among the options."""
_LINK_STARTS = ("?", "http://", "https://", "/settings/")
_COMPLETION = "_PAT_TUI_COMPLETE"
"""Set by the shell when it asks what could come next; the command line answers."""


def interface_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """The interface's options in ARGUMENTS, by name; None where there is anything else, for the command line to tell.

    An option that is there twice counts the last time. `--demo` stands for itself, and LINK for an argument that can
    be no noun: a link that fills in the form of a new token.
    """
    found: dict[str, str] = {}
    waiting = iter(arguments)
    for argument in waiting:
        name, has_value, value = argument.partition("=")
        if argument == "--demo":
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


def main() -> None:
    """Run pat-tui and exit with its code."""
    gc.disable()  # nothing of what a start makes is garbage, and looking for some takes its time; it is turned on later
    options = interface_options(sys.argv[1:])
    if options is None or _COMPLETION in os.environ:
        from pat_tui.cli.main import run as command_line

        code = command_line(sys.argv[1:])
        gc.freeze()  # or Python would look through all that there is for garbage, only to end
        sys.exit(code)
    from pat_tui.terminal import scrub_environment, terminal_problem

    scrub_environment(os.environ)
    if (problem := terminal_problem(sys.stdin, sys.stderr, os.environ)) is not None:
        print(problem, file=sys.stderr)
        sys.exit(2)
    from pat_tui.tui.run import run

    sys.exit(run(options))
