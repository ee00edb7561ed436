"""Text made fit for a terminal that only prints: broken between words, and in characters that it knows."""

import codecs
import io
import os
import unicodedata
from typing import TextIO

from rich.cells import cell_len

from pat_tui.domain.text import clean

USUAL_WIDTH = 80
LEAST_WIDTH = 20
"""Cells. A terminal that says it has fewer is not believed."""
_ERRORS = "pat-tui-plain"
_SPOKEN = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "…": "...",
    "–": "-",
    "—": "-",
    "·": "-",
    "•": "-",
    "→": "->",
}
"""What stands for a character of pat-tui's own words where the terminal's encoding lacks it."""


def spoken(text: str) -> str:
    """TEXT of a page as it is read out: signs that only draw the eye become words or go."""
    marks = {"✓ ": "", "✗ ": "", "⚠ ": "Warning: ", "• ": ""}
    for mark, words in marks.items():
        if text.startswith(mark):
            return words + text.removeprefix(mark)
    return text


def listed(text: str) -> str:
    """Facts that a page separates by dots, separated by commas. For pat-tui's own lines only."""
    return text.replace(" · ", ", ")


def broken(text: str, width: int, indent: str = "") -> list[str]:
    """TEXT, a line without harm in it, as lines of up to WIDTH cells, each after the first behind INDENT.

    A word that is longer than a line stays whole: it can then be searched for, and copied.
    """
    lead = text[: len(text) - len(text.lstrip(" "))]
    lines = [""]
    for word in clean(text).split():
        start = lead if len(lines) == 1 else lead + indent
        if not lines[-1]:
            lines[-1] = start + word
        elif cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(lead + indent + word)
    return lines


def width_of(stream: TextIO) -> int:
    """The width of the terminal that STREAM writes to, in cells; the usual one where that is not known."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return USUAL_WIDTH
    return max(width, LEAST_WIDTH) if width else USUAL_WIDTH


def prepare(source: TextIO, sink: TextIO) -> None:
    """Let SOURCE take any byte and SINK any character, whatever the encoding of the terminal is."""
    codecs.register_error(_ERRORS, _replace)
    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="surrogateescape")  # such a character is refused wherever text is checked
    if isinstance(sink, io.TextIOWrapper):
        sink.reconfigure(errors=_ERRORS)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(map(_nearest, lost)), error.end


def _nearest(character: str) -> str:
    if character in _SPOKEN:
        return _SPOKEN[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return plain or "?"
