"""The `pat-tui` command: with a noun the command line, without one the terminal interface.

What the interface needs is imported only when it opens, and the other way round.
"""

import os
import sys
from collections.abc import Sequence

from pat_tui.terminal import scrub_environment, terminal_problem

_OPTIONS_WITH_VALUE = ("--db", "--as", "--theme")
_INTERFACE_OPTIONS = ("--demo",)
_COMPLETION = "_PAT_TUI_COMPLETE"
"""Set by the shell when it asks what could come next; the command line answers."""


def opens_interface(arguments: Sequence[str]) -> bool:
    """Whether ARGUMENTS hold only options that the interface takes. All else is the command line's to explain."""
    waiting = iter(arguments)
    for argument in waiting:
        if argument in _OPTIONS_WITH_VALUE:
            if next(waiting, None) is None:
                return False
        elif argument not in _INTERFACE_OPTIONS and not argument.startswith(
            tuple(f"{name}=" for name in _OPTIONS_WITH_VALUE)
        ):
            return False
    return True


def main() -> None:
    """Run pat-tui and exit with its code."""
    arguments = sys.argv[1:]
    if not opens_interface(arguments) or _COMPLETION in os.environ:
        from pat_tui.cli.main import main as command_line

        command_line(arguments)
    scrub_environment(os.environ)
    if (problem := terminal_problem(sys.stdin, sys.stderr, os.environ)) is not None:
        print(problem, file=sys.stderr)
        sys.exit(2)
    from pat_tui.tui.run import run

    sys.exit(run(arguments))
