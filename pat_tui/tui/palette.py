"""Textual's command palette, in the language of the reader. Its own words are few, and English."""

from functools import partial
from typing import Any

from textual.app import App
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.theme import ThemeProvider
from textual.widgets.option_list import Option

from pat_tui.i18n import _, marked

WORDS = (
    marked("Theme"),
    marked("Change the current theme"),
    marked("Screenshot"),
    marked("Save an SVG 'screenshot' of the current screen"),
)
"""What Textual calls the commands of its own that are on offer."""


class Palette(CommandPalette):
    """Says in our words that nothing was found."""

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()
        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, partial(self._say_so, bool(search_value)))

    def _say_so(self, was_searching: bool) -> None:
        if was_searching:
            self.query_one(CommandList).add_option(
                Option(Content(_("No command matches.")), disabled=True, id=self._NO_MATCHES)
            )
        self._list_visible = was_searching


def open_commands(app: App[Any]) -> None:
    """Search the commands."""
    if not CommandPalette.is_open(app):
        app.push_screen(Palette(placeholder=_("Search for commands…"), id="--command-palette"))


def open_themes(app: App[Any]) -> None:
    """Search the themes."""
    app.push_screen(Palette(providers=[ThemeProvider], placeholder=_("Search for themes…")))
