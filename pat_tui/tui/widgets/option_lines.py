"""A radio group drawn as lines: one for each option, and its hint below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from textual.events import Click
from textual.message import Message

from pat_tui.domain.text import clean
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, wrap
from pat_tui.tui.widgets.cursor_lines import MARK, MARK_WIDTH, NO_MARK, CursorLines
from pat_tui.wording.option import Option as Option

T = TypeVar("T")


class _Line(NamedTuple):
    row: int
    text: str
    is_hint: bool


class OptionLines(CursorLines, Generic[T]):
    """Options of which one is chosen. Its height follows from its options, unless CSS says otherwise."""

    BINDINGS = bindings("option.choose")
    DEFAULT_CSS = """
    OptionLines {
        width: 1fr;
        height: auto;
        & > .lines--cursor { color: $foreground; background: transparent; text-style: none; }
    }
    """
    CHOSEN: ClassVar[str] = "(•) "
    NOT_CHOSEN: ClassVar[str] = "( ) "

    @dataclass
    class Chosen(Message):
        """The person chose an option, be it the one that was chosen already."""

        lines: "OptionLines[Any]"
        value: Any

        @property
        def control(self) -> "OptionLines[Any]":
            """The widget, for `@on` with a selector."""
            return self.lines

    @dataclass
    class Changed(Message):
        """The person chose another option than before."""

        lines: "OptionLines[Any]"
        value: Any

        @property
        def control(self) -> "OptionLines[Any]":
            """The widget, for `@on` with a selector."""
            return self.lines

    def __init__(
        self, options: Sequence[Option[T]], value: T, *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Show OPTIONS with the one of VALUE chosen and under the cursor. Raises ValueError if there is none."""
        self._options = tuple(options)
        self._chosen = place_of(value, options)
        self._lines: list[_Line] = []
        super().__init__(id=id, classes=classes)
        self.set_reactive(OptionLines.cursor, self._chosen)

    @property
    def value(self) -> T:
        """The value of the chosen option. Setting it moves the cursor there and posts no message.

        Setting a value that is not on offer raises ValueError.
        """
        return self._options[self._chosen].value

    @value.setter
    def value(self, value: T) -> None:
        self.set_options(self._options, value)

    def set_options(self, options: Sequence[Option[T]], value: T) -> None:
        """Show OPTIONS instead, with the one of VALUE chosen, without a message. Raises ValueError as above."""
        self._chosen = place_of(value, options)
        self._options = tuple(options)
        self.set_reactive(OptionLines.cursor, self._chosen)
        self.rows_changed()

    @property
    def row_count(self) -> int:
        """Options there are."""
        return len(self._options)

    def lay_out(self, width: int) -> Sequence[int]:
        """Lines of an option: the label and, a little to the right, the hint."""
        room = width - MARK_WIDTH - len(self.CHOSEN)
        self._lines = [
            _Line(row, text, is_hint)
            for row, option in enumerate(self._options)
            for is_hint, part in ((False, option.label), (True, option.hint))
            for text in (wrap(clean(part), room) if part or not is_hint else ())
        ]
        return [line.row for line in self._lines]

    def draw_line(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a line of an option's label or hint."""
        row, text, is_hint = self._lines[line]
        is_first = line == 0 or self._lines[line - 1].row != row
        is_chosen = row == self._chosen
        has_cursor = row == self.cursor and self.has_focus
        button = (self.CHOSEN if is_chosen else self.NOT_CHOSEN) if is_first else " " * len(self.CHOSEN)
        look = "lines--chosen" if is_chosen else ""
        if is_hint:
            look = "" if has_cursor else "lines--muted"  # Dim text is hard to read on the cursor's background.
        return [Piece(MARK if has_cursor else NO_MARK), Piece(button + text, look)]

    def action_choose(self) -> None:
        """Choose the option under the cursor."""
        before, self._chosen = self._chosen, self.cursor
        self.refresh()
        self.post_message(self.Chosen(self, self.value))
        if before != self._chosen:
            self.post_message(self.Changed(self, self.value))

    def on_click(self, event: Click) -> None:
        """Choose the option under the mouse."""
        row = self.row_at(event)
        if row is None or event.chain > 1:
            return  # The second half of the double click that opened a dialog must not choose in it.
        event.stop()
        self.cursor = row
        self.action_choose()


def place_of(value: T, options: Sequence[Option[T]]) -> int:
    """Return the place of VALUE in OPTIONS, counted from 0. Raises ValueError if it is not among them."""
    return [option.value for option in options].index(value)
