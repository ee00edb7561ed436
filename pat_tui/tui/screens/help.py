"""The help page: what a page is about, and every key that works on it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from pat_tui.i18n import _, translated
from pat_tui.tui.actions import ACTIONS, Action, bindings
from pat_tui.tui.help import paragraphs
from pat_tui.tui.keys import in_order, keys_of, own_keys
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.reading import Reading


class HelpScreen(Dialog[None]):
    """Explains the screen that it was opened over."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > Vertical { width: 76; max-width: 100%; height: 90%; }
    HelpScreen > Vertical { background: $surface; border: round $border; padding: 0 1; }
    HelpScreen Static { height: auto; margin: 0 0 1 0; }
    HelpScreen .title { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back")
    AUTO_FOCUS = "Reading"

    def __init__(self, about: Screen[Any]) -> None:
        """Explain the screen ABOUT, with the keys that work on it now."""
        super().__init__()
        self._page = getattr(about, "HELP", "")
        self._actions = _actions_of(about)

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        with Vertical():
            yield Static(_("Help"), classes="title", markup=False)
            with Reading():
                for paragraph in paragraphs(self._page):
                    yield Static(paragraph, markup=False)
                yield Static(_("Keys"), classes="title", markup=False)
                if own_keys(self.app):
                    words = _(
                        "You have chosen keys of your own. These are the ones that work; texts name the usual ones."
                    )
                    yield Static(words, markup=False)
                yield Static(Content("\n").join(self._key_lines()))
        yield KeyBar()

    def _key_lines(self) -> Iterator[Content]:
        shown = [(keys_of(self.app, action.id), translated(action.tooltip)) for action in self._actions]
        width = max((cell_len(keys) for keys, _tooltip in shown), default=0) + 2
        for keys, tooltip in shown:
            yield Content.assemble(Content.styled(set_cell_size(keys, width), "bold"), tooltip)

    def action_back(self) -> None:
        """Close."""
        self.dismiss()


def _actions_of(screen: Screen[Any]) -> list[Action]:
    active = in_order(screen.app, screen.active_bindings.values())
    found = {each.binding.id: None for each in active if each.binding.id}
    return [ACTIONS[action_id] for action_id in found if action_id in ACTIONS]
