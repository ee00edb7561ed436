"""The page of one event of the security log: every field, in words."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.log_words import field_lines, sentence
from pat_tui.domain.security_log import LogEntry
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import SECURITY_LOG
from pat_tui.tui.screens.page import Page
from pat_tui.tui.widgets.reading import Reading


class LogEntryScreen(Page):
    """What happened, who did it, when, and all that the log knows of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit")
    CSS = """
    LogEntryScreen Reading { padding: 0 1; }
    LogEntryScreen Reading > Static { height: auto; }
    LogEntryScreen .section { text-style: bold; border-top: solid $border; margin: 1 0 0 0; }
    """
    HELP = "log-entry"
    AUTO_FOCUS = "Reading"
    here = SECURITY_LOG

    def __init__(self, entry: LogEntry, zone: tzinfo | None) -> None:
        """The page of ENTRY, with local times of ZONE."""
        super().__init__()
        self._entry = entry
        self._zone = zone

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Security log"), _("Event")]

    def compose_page(self) -> Iterator[Widget]:
        """The sentence, then each field by its label."""
        entry = self._entry
        utc, local = entry.created_at.astimezone(UTC), entry.created_at.astimezone(self._zone)
        facts = [
            (_("Action"), entry.action),
            (_("Actor"), entry.actor),
            (_("Time"), f"{utc:%Y-%m-%d %H:%M:%S} UTC"),
            (_("Local time"), f"{local:%Y-%m-%d %H:%M:%S %Z}"),
            (_("Entry"), str(entry.number)),
        ]
        yield Reading(
            Static(Content(clean(sentence(entry))), classes="heading"),
            Static(_lines(facts)),
            Static(_("Fields"), classes="section", markup=False),
            Static(_lines(list(field_lines(entry)))),
        )


def _lines(facts: list[tuple[str, str]]) -> Content:
    """Each label with what it says: folded, never cut."""
    parts = [Content.assemble((f"{clean(label)}: ", "$foreground-muted"), clean(text)) for label, text in facts]
    return Content("\n").join(parts)
