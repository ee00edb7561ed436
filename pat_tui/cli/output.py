"""Where the command line writes: data to standard output, all talk to standard error. No colour, no prompts."""

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from pat_tui.cli.cells import pad, width
from pat_tui.domain.text import clean
from pat_tui.i18n import _

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]
"""What JSON can hold."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class OutputLost(Exception):
    """Standard output did not take what was written to it. Its text says so; empty when the reader just went away."""


def json_option(command: _Command) -> _Command:
    """Give COMMAND the option `--json`, as the argument `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help=_("Write JSON to standard output."))(command)


class _Talk:
    """What holds for all that is said in this run."""

    is_quiet = False


def be_quiet() -> None:
    """From now on, only errors go to standard error."""
    _Talk.is_quiet = True


def example(command: str) -> str:
    """How to end the help of a command: with COMMAND, which shows a use of it."""
    return _("Example: {command}").format(command=command)


def prepare() -> None:
    """Begin a run: make standard output take every character, whatever the locale."""
    _Talk.is_quiet = False
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def require_output() -> None:
    """Raise OutputLost if there is no standard output at all. Whether it takes anything shows only in writing."""
    if sys.stdout is None or sys.stdout.closed:
        raise OutputLost(_("Standard output is closed."))


def write(text: str) -> None:
    """Write TEXT, which holds nothing harmful, and a line feed to standard output. Raises OutputLost."""
    require_output()
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError as error:
        raise lost(error) from error


def write_bytes(data: bytes) -> None:
    """Write DATA, which has an encoding of its own, to standard output as it is. Raises OutputLost."""
    require_output()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        raise lost(error) from error


def write_json(value: Value) -> None:
    """Write VALUE as JSON to standard output. Raises OutputLost."""
    import json

    write(json.dumps(value, indent=2))  # in ASCII: no name can give the terminal a command


def write_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write ROWS under HEADINGS, aligned. The last column holds free text and is not padded. Raises OutputLost."""
    lines = [headings, *([clean(cell) for cell in row] for row in rows)]
    widths = [max(width(line[index]) for line in lines) for index in range(len(headings) - 1)]
    padded = ([*(pad(cell, cells) for cell, cells in zip(line, widths, strict=False)), line[-1]] for line in lines)
    write("\n".join("  ".join(line).rstrip() for line in padded))


def say(text: str) -> None:
    """Tell the person TEXT, one line, on standard error, unless `--quiet` was given. Never raises."""
    if not _Talk.is_quiet:
        complain(text)


def complain(text: str) -> None:
    """Tell the person of trouble, or ask: TEXT, one line, on standard error. Never raises: nobody else is there.

    `--quiet` does not keep it back.
    """
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(clean(text), file=sys.stderr, flush=True)


def instant(value: datetime | None) -> str | None:
    """An instant as JSON holds it: ISO 8601, UTC, to the second."""
    return None if value is None else f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def lost(error: OSError) -> OutputLost:
    """What to raise after ERROR in writing to standard output, which is given up."""
    # What it still holds has to go nowhere, or Python would complain about it while it ends.
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    if isinstance(error, BrokenPipeError):
        return OutputLost()
    return OutputLost(_("Standard output cannot be written: {reason}.").format(reason=error.strerror))
