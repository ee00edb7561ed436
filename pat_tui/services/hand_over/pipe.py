"""Handing over to a command of the person's own, on its standard input."""

import os
import re
import shlex
import subprocess

from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret
from pat_tui.domain.text import is_blank
from pat_tui.i18n import _, ngettext
from pat_tui.services.hand_over.receiver import Delivered, Receiver, Way
from pat_tui.services.hand_over.running import Ended, harmless, last_line, run

SECONDS = 60.0
"""How long a command may take."""
_SHELL = "/bin/sh"
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_./+-]+")
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_CHECK_SECONDS = 5


class Pipe(Receiver):
    """A command for the shell. It gets the secret and no line end; its exit code tells whether it went well."""

    way = Way.PIPE

    def __init__(self, command: str, seconds: float = SECONDS) -> None:
        """Give COMMAND so many SECONDS."""
        super().__init__()
        self._command = command
        self._seconds = seconds

    @property
    def where(self) -> str:
        """The command."""
        return self._command

    def check(self) -> None:
        """Raises InvalidInput for a command that the shell cannot read, or whose program is not there."""
        if is_blank(self._command) or "\0" in self._command:
            raise self.refused(_("Name a command."))
        if problem := _said_by_shell("-n", "-c", self._command):
            raise self.refused(_("The shell cannot read the command: {problem}").format(problem=problem))
        program = _program(self._command)
        if program and _said_by_shell("-c", 'command -v -- "$1" >/dev/null || echo missing', _SHELL, program):
            raise self.refused(_("There is no command {program} here.").format(program=program))

    def deliver(self, secret: Secret) -> Delivered:
        """Run the command. Raises HandOverFailed unless it read all of the secret and ended well."""
        words = [_SHELL, "-c", self._command]
        ended = run(words, secret.reveal().encode(), os.environ, self._seconds, self._stopping)
        output = harmless(ended.output, secret.reveal())
        if ended.code or not ended.has_read_all:
            raise HandOverFailed(_failure(ended, output))
        return Delivered(_("The command took it: {command}").format(command=self._command), output=output)


def _failure(ended: Ended, output: str) -> str:
    if not ended.code:
        return _("The command ended without having read it.")
    if ended.code < 0:
        words = _("The command was ended by signal {number}.").format(number=-ended.code)
    else:
        words = _("The command failed with exit code {code}.").format(code=ended.code)
    line = last_line(output)
    return _("{failure} It said: {line}").format(failure=words, line=line) if line else words


def _said_by_shell(*words: str) -> str:
    """What the shell says to WORDS, one line; nothing is what it says when all is well."""
    try:
        done = subprocess.run(
            [_SHELL, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_CHECK_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ngettext("no answer in {n} second", "no answer in {n} seconds", _CHECK_SECONDS).format(n=_CHECK_SECONDS)
    except OSError as error:
        return error.strerror or type(error).__name__
    said = last_line(done.stdout.decode("utf-8", "replace"))
    return said or (_("exit code {code}").format(code=done.returncode) if done.returncode else "")


def _program(command: str) -> str | None:
    """The program that COMMAND starts with, where that can be told without being a shell."""
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    first = next((word for word in words if not _SETTING.match(word)), None)
    return first if first and _PLAIN_WORD.fullmatch(first) else None
