"""The screen of an app as a picture that can be kept, read and compared."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import set_cell_size
from textual.app import App

_CELL = (12.2, 24.4)
"""Width and height of a cell in Rich's SVG, in its user units."""
_FONT_FACE = re.compile(r"\s*@font-face\s*\{[^}]*\}")
_UNIQUE_ID = re.compile(r"terminal-\d+")
_STYLE = re.compile(r"\.terminal-(r\d+) \{ (.*?) \}")
_RUN = re.compile(r'<text class="terminal-(r\d+)" x="([\d.]+)" [^>]*-line-(\d+)\)">([^<]*)<')
_GROUND = re.compile(r'<rect fill="([^"]*)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" [^>]*shape-rendering')


@dataclass(frozen=True, slots=True)
class Picture:
    """The screen of an app at one moment."""

    svg: str
    """How it looks; the same screen gives the same text."""
    text: str
    """How it reads: one line a row, without colours and without blanks at the ends."""


class _Run(NamedTuple):
    """Neighbouring cells of one row that share a style."""

    row: int
    column: int
    text: str
    style: str


def take(app: App[Any]) -> Picture:
    """Draw the screen of the running APP, through the same door as its own screenshots."""
    # A title of its own keeps the app's out of the picture; an empty one would not.
    svg = _UNIQUE_ID.sub("terminal", _FONT_FACE.sub("", app.export_screenshot(title=" ", simplify=True)))
    # One element a line, so that a change shows which one it is.
    lines = svg.replace("><", ">\n<").splitlines()
    return Picture("".join(line.rstrip() + "\n" for line in lines), _read(svg, app.size.height))


def load(stem: Path) -> Picture:
    """Read the picture that `store` wrote at STEM. Raises FileNotFoundError when a part of it is missing."""
    return Picture(stem.with_suffix(".svg").read_text("utf-8"), stem.with_suffix(".txt").read_text("utf-8"))


def store(stem: Path, picture: Picture) -> None:
    """Write PICTURE as STEM.svg and STEM.txt, with the folders on the way."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_suffix(".svg").write_text(picture.svg, "utf-8", newline="\n")
    stem.with_suffix(".txt").write_text(picture.text, "utf-8", newline="\n")


def difference(stored: Picture, actual: Picture) -> str | None:
    """Say how ACTUAL differs from STORED, or return None. Text goes first: it is what a log can show."""
    if stored == actual:
        return None
    if stored.text != actual.text:
        return "The text differs:\n" + _diff(stored.text.splitlines(), actual.text.splitlines(), context=1)
    styles = _diff(_styles(stored.svg), _styles(actual.svg), context=0)
    return f"The text is the same; only colours or styles differ:\n{styles}"


def _diff(stored: list[str], actual: list[str], context: int) -> str:
    return "\n".join(unified_diff(stored, actual, "stored", "actual", lineterm="", n=context))


def _runs(svg: str) -> Iterator[_Run]:
    styles = dict(_STYLE.findall(svg))
    for name, x, row, content in _RUN.findall(svg):
        yield _Run(int(row), round(float(x) / _CELL[0]), html.unescape(content).replace("\xa0", " "), styles[name])


def _read(svg: str, height: int) -> str:
    rows = [""] * height
    for run in _runs(svg):
        rows[run.row] = set_cell_size(rows[run.row], run.column) + run.text
    return "".join(row.rstrip() + "\n" for row in rows)


def _styles(svg: str) -> list[str]:
    """Describe each run and each background. Class names will not do: one new style numbers all of them anew."""
    found = [(run.row, run.column, f"{run.text.strip()!r} {run.style}") for run in _runs(svg)]
    for fill, x, y, width in _GROUND.findall(svg):
        cells = round(float(width) / _CELL[0])
        found.append((int(float(y) / _CELL[1]), round(float(x) / _CELL[0]), f"{cells} cells on {fill}"))
    return [f"row {row}, column {column}: {what}" for row, column, what in sorted(found)]
