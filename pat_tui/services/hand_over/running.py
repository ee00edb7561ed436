"""Running a program that is given a secret on its standard input: no other way, no terminal, and not for ever."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import IO

from pat_tui.crash import mask
from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext

_MOST_OUTPUT = 64 * 1024
_GLANCE = 0.05
"""Seconds between two looks at whether somebody wants to give up."""
_GRACE = 1.0
"""Seconds that a program which is told to end has for that, and its output for arriving."""
_TELLING = 8
"""Characters of a secret in a row that no output may have."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended."""

    code: int
    """Its exit code, or the number of the signal that ended it, negative."""
    output: str = field(repr=False)
    """What it wrote to standard output and standard error. It may hold what it was given."""
    has_read_all: bool
    """Whether it took all that it was given."""


def run(words: Sequence[str], given: bytes, environ: Mapping[str, str], seconds: float, stopping: Event) -> Ended:
    """Run the program that WORDS call, with GIVEN on its standard input, and wait for it.

    It has no terminal, so that it fails where it would ask. After SECONDS, or once STOPPING is set, it and what it
    started are ended. Raises HandOverFailed for that and for a program that cannot be started.
    """
    reading, writing = os.pipe()
    try:
        try:
            process = _start(words, reading, environ)
        finally:
            with open(writing, "wb", buffering=0) as pipe:
                pipe.write(given)  # far less than a pipe holds, so that it waits for nobody
        output = bytearray()
        collector = Thread(target=_collect, args=(process, output), name="output", daemon=True)
        collector.start()
        try:
            _wait(process, seconds, stopping)
        finally:
            collector.join(_GRACE)  # a half that lives on in the background may keep it open, as xclip's does
        os.set_blocking(reading, False)
        return Ended(process.returncode, bytes(output).decode("utf-8", "replace"), not os.read(reading, 1))
    finally:
        os.close(reading)


def _start(words: Sequence[str], reading: int, environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    out, merged = subprocess.PIPE, subprocess.STDOUT
    try:
        return subprocess.Popen(words, stdin=reading, stdout=out, stderr=merged, env=environ, start_new_session=True)
    except OSError as error:
        words_of_it = _("{program} cannot be run: {reason}.")
        raise HandOverFailed(words_of_it.format(program=words[0], reason=error.strerror)) from error


def _collect(process: "subprocess.Popen[bytes]", output: bytearray) -> None:
    stream: IO[bytes] | None = process.stdout
    if stream is not None:
        with stream, suppress(OSError, ValueError):
            while piece := os.read(stream.fileno(), 4096):  # what is there, not only once it is that much
                output += piece[: _MOST_OUTPUT - len(output)]


def _wait(process: "subprocess.Popen[bytes]", seconds: float, stopping: Event) -> None:
    deadline = time.monotonic() + seconds
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GLANCE)
                return
            if stopping.is_set():
                raise HandOverFailed(_("It was broken off."))
            if time.monotonic() > deadline:
                number = int(seconds)
                words = ngettext(
                    "It was not done after {number} second, and was ended.",
                    "It was not done after {number} seconds, and was ended.",
                    number,
                )
                raise HandOverFailed(words.format(number=number))
    except BaseException:
        _end(process)
        raise


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process with all that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)


def harmless(output: str, secret: str) -> str:
    """OUTPUT of a program that was given SECRET, fit to be shown: without it, and without terminal commands.

    Empty where parts of the secret are left that cannot be told from the rest.
    """
    shown = "\n".join(clean(line.rstrip("\r")) for line in mask(output.replace(secret, "***")).strip().split("\n"))
    pieces = (secret[start : start + _TELLING] for start in range(len(secret) - _TELLING + 1))
    return "" if any(piece in shown for piece in pieces) else shown


def last_line(text: str) -> str:
    """The last line of TEXT that says anything; where programs say what went wrong."""
    return next((line.strip() for line in reversed(text.split("\n")) if line.strip()), "")
