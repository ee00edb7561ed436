"""Text measured in terminal cells: cut, padded and wrapped for widgets that draw their own lines."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from rich import _wrap
from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from pat_tui.domain.breaks import on_one_line, words

ELLIPSIS = "…"
_UP_TO_SLASH = re.compile(r"[^/]*/|[^/]+")
_wrap.words = words
"""Rich breaks Textual's lines. Left to itself it would take a Chinese sentence for one word, and break before a colon
that French sets off with a no-break space. (It is pinned exactly, and a test looks whether this still works.)"""


class Piece(NamedTuple):
    """A run of text in one look."""

    text: str
    look: str = ""
    """The name of a component class of the widget; empty for the look of the line."""


def cut(text: str, width: int) -> str:
    """Return TEXT if it fits WIDTH cells, else as much of it as leaves room for an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def fit(text: str, width: int) -> str:
    """Return TEXT in exactly WIDTH cells: cut with an ellipsis, or padded with spaces on the right."""
    return set_cell_size(cut(text, width), max(width, 0))


def wrap(text: str, width: int, limit: int | None = None) -> list[str]:
    """Break TEXT into lines of up to WIDTH cells, between words or after a slash where it can.

    Of more than LIMIT lines (one or more) the first LIMIT are returned, the last of them ending in an ellipsis.
    """
    width = max(width, 1)
    lines = [""]
    parts = (part for _start, _end, word in words(on_one_line(text)) for part in _UP_TO_SLASH.findall(word))
    for part in parts:
        bare = part.rstrip(" ")
        if cell_len(lines[-1] + bare) > width:
            lines += chop_cells(bare, width)
            part = part[len(bare) :]
        lines[-1] += part
    lines = [line.rstrip(" ") for line in lines]
    if len(lines) > 1 and not lines[0]:
        del lines[0]
    if limit is None or len(lines) <= limit:
        return lines
    return [*lines[: limit - 1], cut(f"{lines[limit - 1]} {ELLIPSIS}", width)]


def look_of(widget: Widget, *looks: str) -> RichStyle:
    """Return the style of component classes LOOKS of WIDGET, each laid over the one before."""
    style = widget.get_visual_style(*looks)
    # get_visual_style passes reverse over, which is all that a terminal without colours has.
    if any(widget.get_component_styles(look).text_style.reverse for look in looks):
        style += Style(reverse=True)
    return style.rich_style


def strip_of(widget: Widget, pieces: Iterable[Piece], width: int, line_look: str) -> Strip:
    """Return PIECES as a line of exactly WIDTH cells, in component classes of WIDGET, LINE_LOOK beneath each."""
    base = look_of(widget, line_look)
    segments = [Segment(text, look_of(widget, line_look, look) if look else base) for text, look in pieces]
    return Strip(segments).adjust_cell_length(width, base)
