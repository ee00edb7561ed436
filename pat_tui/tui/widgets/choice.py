"""A drop-down of one line, and the dialog that shows its options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.cells import Piece, cut, fit, strip_of
from pat_tui.tui.widgets.cursor_lines import MARK, MARK_WIDTH, NO_MARK
from pat_tui.tui.widgets.option_lines import Option, OptionLines, T, place_of

__all__ = ["Choice", "ChooseDialog", "Option", "OptionLines"]

_FRAME = "‹  ▾ ›"
"""What stands around the label."""


class Choice(Widget, Generic[T], can_focus=True):
    """One of several options, shown on one line; above it, where it has one, its label."""

    ALLOW_SELECT = False
    BINDINGS = bindings("choice.previous", "choice.next", "choice.cycle", "choice.open")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--plain", "choice--frame", "choice--label"}
    DEFAULT_CSS = """
    Choice {
        width: auto;
        max-width: 100%;
        height: auto;
        & > .choice--plain { color: $foreground; }
        & > .choice--frame { color: $foreground-muted; }
        & > .choice--label { text-style: bold; }
        &:focus > .choice--plain, &:focus > .choice--frame {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        &:focus:nocolor > .choice--plain { text-style: bold reverse; }
    }
    """

    @dataclass
    class Changed(Message):
        """The person chose another option."""

        choice: "Choice[Any]"
        value: Any

        @property
        def control(self) -> "Choice[Any]":
            """The widget, for `@on` with a selector."""
            return self.choice

    def __init__(
        self,
        options: Sequence[Option[T]],
        value: T,
        *,
        title: str = "",
        label: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show the one of OPTIONS whose value is VALUE; TITLE stands above the dialog with all of them.

        LABEL, if there is one, is drawn here rather than by a widget of its own, of which a form would have many.

        Raises ValueError if VALUE is not on offer.
        """
        self._options = tuple(options)
        self._chosen = place_of(value, options)
        self._title = title
        self._label = clean(label)
        super().__init__(id=id, classes=classes)

    @property
    def value(self) -> T:
        """The value of the chosen option. Setting it posts no message; ValueError if it is not on offer."""
        return self._options[self._chosen].value

    @value.setter
    def value(self, value: T) -> None:
        self.set_options(self._options, value)

    def set_options(self, options: Sequence[Option[T]], value: T) -> None:
        """Offer OPTIONS instead, with the one of VALUE chosen, without a message. Raises ValueError as above."""
        self._chosen = place_of(value, options)
        self._options = tuple(options)
        self.refresh(layout=True)

    def action_previous(self) -> None:
        """Take the option before; at the first, stay."""
        self._take(max(self._chosen - 1, 0))

    def action_next(self) -> None:
        """Take the option after; at the last, stay."""
        self._take(min(self._chosen + 1, len(self._options) - 1))

    def action_cycle(self) -> None:
        """Take the option after; at the last, the first."""
        self._take((self._chosen + 1) % len(self._options))

    def action_open(self) -> None:
        """Show all the options in a dialog."""

        def choose(place: int | None) -> None:
            if place is not None:
                self._take(place)

        places = [Option(place, option.label, option.hint) for place, option in enumerate(self._options)]
        self.app.push_screen(ChooseDialog[int](self._title, places, self._chosen), choose)

    def on_click(self, event: Click) -> None:
        """Show all the options in a dialog."""
        if event.button == 1 and event.chain == 1:
            event.stop()
            self.action_open()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells that the longest label needs, so that stepping does not move what stands behind."""
        return max(self._frame_width, cell_len(self._label))

    @property
    def _frame_width(self) -> int:
        return MARK_WIDTH + cell_len(_FRAME) + max(cell_len(clean(option.label)) for option in self._options)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the line of the option, and that of the label."""
        return 1 + bool(self._label)

    def render_line(self, y: int) -> Strip:
        """Draw the option in its frame, or the label above it."""
        width, style = self.content_size.width, self.visual_style
        if y < bool(self._label):
            name = Segment(cut(self._label, width), (style + Style(bold=True)).rich_style)
            return Strip([name]).adjust_cell_length(width, style.rich_style)
        frame_width = min(width, self._frame_width)
        label = fit(clean(self._options[self._chosen].label), frame_width - MARK_WIDTH - cell_len(_FRAME))
        mark = MARK if self.has_focus else NO_MARK
        pieces = [
            Piece(mark),
            Piece("‹ ", "choice--frame"),
            Piece(label, "choice--label"),
            Piece(" ▾ ›", "choice--frame"),
        ]
        return strip_of(self, pieces, frame_width, "choice--plain").adjust_cell_length(width, style.rich_style)

    def _take(self, place: int) -> None:
        if place != self._chosen:
            self._chosen = place
            self.refresh()
            self.post_message(self.Changed(self, self.value))


class ChooseDialog(Dialog[T | None], Generic[T]):
    """A dialog that asks for one of several options. It returns the value, or None when left without choosing."""

    BINDINGS = bindings("page.back")
    DEFAULT_CSS = """
    ChooseDialog {
        align: center middle;
        & > #choose-dialog {
            width: 56;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        & OptionLines { max-height: 16; }
        & #choose-dialog-keys { color: $foreground-muted; margin-top: 1; }
    }
    """

    def __init__(self, title: str, options: Sequence[Option[T]], value: T) -> None:
        """Ask under TITLE for one of OPTIONS; that of VALUE is marked. Raises ValueError if it is not on offer."""
        self._title = title
        self._lines = OptionLines(options, value)
        super().__init__()

    def compose(self) -> ComposeResult:
        """Put the options in a frame."""
        with Vertical(id="choose-dialog") as frame:
            frame.border_title = Content(clean(self._title))
            yield self._lines
            yield Static(keys_line(_("Choose")), id="choose-dialog-keys")

    def on_option_lines_chosen(self, event: OptionLines.Chosen) -> None:
        """Return what was chosen."""
        event.stop()
        self.dismiss(event.value)

    def on_option_lines_changed(self, event: OptionLines.Changed) -> None:
        """Keep it from the app, where it would pass for a change in the form."""
        event.stop()

    def action_back(self) -> None:
        """Leave without choosing."""
        self.dismiss(None)

    def on_click(self, event: Click) -> None:
        """Leave when the mouse is clicked beside the dialog, unless by the second half of a double click."""
        if event.widget is self and event.chain == 1:
            self.dismiss(None)


def keys_line(enter: str) -> Content:
    """The keys of a dialog: Enter for what ENTER says, Esc to leave, which can be clicked too."""
    return Content.from_markup("⏎ $enter   [@click=screen.back]Esc $cancel[/]", enter=enter, cancel=_("Cancel"))
