"""Asking before what cannot be taken back. Where there is no terminal, nothing is asked: `--yes` must be there."""

import sys
from collections.abc import Iterable

import click

from pat_tui.cli.output import complain
from pat_tui.i18n import _


def require_answer(*, yes: bool, words: str) -> None:
    """Raise UsageError with WORDS unless YES was given or there is somebody to ask."""
    if not yes and not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise click.UsageError(words)


def is_confirmed(sentences: Iterable[str]) -> bool:
    """Tell SENTENCES, the question last, on standard error, so that standard output stays data; read the answer."""
    for sentence in sentences:
        complain(sentence)
    return sys.stdin.readline().strip().lower() == _("yes")
