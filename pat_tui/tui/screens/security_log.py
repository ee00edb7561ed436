"""The page `Security log`: what the acting user did, and what was done to the user."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import instant_text, short_instant_texts
from pat_tui.domain.errors import InvalidInput, PatTuiError, StoreError
from pat_tui.domain.log_query import parse_query
from pat_tui.domain.log_words import sentence
from pat_tui.domain.security_log import EVERY_ENTRY, LogEntry, LogFilter
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.security_log import SecurityLog
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import SECURITY_LOG
from pat_tui.tui.read_ahead import RowReader, RowSource
from pat_tui.tui.screens.page import FilteredPage
from pat_tui.tui.widgets.cells import cut, wrap
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, WindowedList

_CHECK_SECONDS = 2.0
"""How often the list looks whether another program has changed the store."""


class LogSource(RowSource[LogEntry]):
    """The entries that a filter lets through."""

    def __init__(self, log: SecurityLog, wanted: LogFilter) -> None:
        super().__init__(self._fail)
        self._log = log
        self._wanted = wanted
        self.error: PatTuiError | None = None
        """What has gone wrong; then there are no rows."""

    def _fail(self, error: PatTuiError) -> None:
        self.error = error

    def read_count(self) -> int:
        """How many there are. Raises PatTuiError."""
        return self._log.count(self._wanted)

    def read_rows(self, offset: int, limit: int) -> Sequence[LogEntry]:
        """LIMIT rows from OFFSET on. Raises PatTuiError."""
        return self._log.page(self._wanted, offset, limit)


class LogList(WindowedList[LogEntry]):
    """Three lines an entry: what happened; GitHub's name of it; who did it and when."""

    ROW_HEIGHT = 3

    def __init__(self, zone: tzinfo | None, now: Callable[[], datetime]) -> None:
        super().__init__(id="entries")
        self._zone = zone
        self._now = now
        self.empty_text = ""
        """What stands there when there is no row."""

    def draw_row(self, row: LogEntry, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw an entry."""
        quiet = "" if has_cursor else "$foreground-muted"
        return (
            Content.styled(cut(clean(sentence(row)), width), "bold" if has_cursor else "bold $primary"),
            Content.styled(cut(clean(row.action), width), quiet),
            Content.styled(self._who_and_when(row, width), quiet),
        )

    def draw_empty(self) -> Sequence[Content]:
        """Draw the text that stands for no rows, broken where there is no room for a line of it."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is none to open."""
        return action != "open" or self.row_count > 0

    def _who_and_when(self, row: LogEntry, width: int) -> str:
        """Actor and time. Where both do not fit, the time is put shorter, and then the actor is cut."""
        actor, separator = clean(row.actor), " · "
        whens = (
            instant_text(row.created_at, self._zone),
            *short_instant_texts(row.created_at, self._zone, self._now()),
        )
        room = width - cell_len(actor + separator)
        when = next((text for text in whens if cell_len(text) <= room), whens[-1])
        return cut(actor, max(1, width - cell_len(separator + when))) + separator + when


class SecurityLogScreen(FilteredPage):
    """The list of events, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("log.filter", "log.verify", "log.export", "app.quit")
    CSS = """
    SecurityLogScreen #heading { margin: 0 1 1 1; }
    SecurityLogScreen #entries { margin: 0 1; }
    SecurityLogScreen.-normal #heading { margin: 0 0 1 0; }
    SecurityLogScreen.-normal #entries { margin: 0; }
    """
    HELP = "security-log"
    AUTO_FOCUS = "LogList"
    here = SECURITY_LOG

    def __init__(self, log: SecurityLog) -> None:
        """The page of LOG."""
        super().__init__()
        self._log = log
        self._heading = Static("", id="heading", markup=False)
        self._list = LogList(log.context.zone, log.now)
        self._wanted = EVERY_ENTRY
        self._reader: RowReader[LogSource] = RowReader(self.app, self._take)
        self._version: int | None = None
        self._suspended = False

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Security log")]

    def compose_page(self) -> Iterator[Widget]:
        """Heading and list."""
        yield self._heading
        yield self._list

    def on_mount(self) -> None:
        """Read the log, and keep an eye on the store."""
        self._version = self._store_version()
        self.show_entries()
        self.set_interval(_CHECK_SECONDS, self._look_for_changes)

    def on_unmount(self) -> None:
        """End the thread that reads."""
        self._reader.close()

    def on_screen_suspend(self) -> None:
        """Remember that there may be news on coming back."""
        self._suspended = True

    def on_screen_resume(self) -> None:
        """Show what may have happened while another page was open."""
        if self._suspended:
            self._suspended = False
            self._refresh()

    def show_entries(self) -> None:
        """Read the log anew, from its top."""
        if not self._reader.read(LogSource(self._log, self._wanted)):
            self._say_instead(_("Loading the log…"))

    def _take(self, source: LogSource, error: PatTuiError | None) -> None:
        """List SOURCE, or say why not."""
        if not self.is_attached:
            return
        if error is not None:
            self._say_instead(str(error))
        else:
            self._list.empty_text = _no_match_text() if self._wanted != EVERY_ENTRY else _("No events yet.")
            self._list.show(source)
            self._describe()

    def _say_instead(self, text: str) -> None:
        self._list.empty_text = text
        self._list.clear()
        self._describe()

    def _refresh(self) -> None:
        if not self._list.has_source:
            self.show_entries()
            return
        self._list.reload()
        source = self._reader.source
        if source is not None and source.error is not None:
            self._say_instead(str(source.error))
        self._describe()

    def _describe(self) -> None:
        """Say how many events are listed."""
        count = self._list.row_count
        words = ngettext("{count} event", "{count} events", count).format(count=count) + " · " + _("Newest first")
        if not self._list.has_source:
            words = ""  # what is listed in place of events says why
        quiet = Content.styled(words, "$foreground-muted")
        self._heading.update(Content.assemble((_("Security log"), "bold"), "\n", quiet))
        self.refresh_bindings()

    def _look_for_changes(self) -> None:
        version = self._store_version()
        if version is not None and version != self._version and self.is_current:
            self._version = version
            self._refresh()

    def _store_version(self) -> int | None:
        try:
            return self._log.context.database.data_version()
        except StoreError:
            return None

    def action_back(self) -> None:
        """Close the filter; without one, go back."""
        if self._filter is None:
            super().action_back()
        else:
            self.close_filter()

    def rows(self) -> Widget:
        """The list."""
        return self._list

    def filter_hint(self) -> str:
        """What stands in the empty filter."""
        return _("action:, actor:, created: or words")

    def filter_by(self, text: str) -> None:
        """List what fits."""
        try:
            self._wanted = parse_query(text, self._log.context.zone)
        except InvalidInput as error:
            self._reader.source = None
            self._say_instead(str(error))
        else:
            self.show_entries()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Open the page of the event."""
        from pat_tui.tui.screens.log_entry import LogEntryScreen

        self.app.push_screen(LogEntryScreen(message.row, self._log.context.zone))

    def action_verify(self) -> None:
        """Examine the chain."""
        from pat_tui.tui.screens.log_verdict import VerdictDialog

        self.app.push_screen(VerdictDialog(self._log))

    def action_export(self) -> None:
        """Ask for a file, and write what is listed to it."""
        from pat_tui.tui.screens.log_export import ExportDialog

        self.app.push_screen(ExportDialog(self._log, self._wanted), self._exported)

    def _exported(self, words: str | None) -> None:
        if words:
            self.notify(words, markup=False)


def _no_match_text() -> str:
    return _("No event fits that.") + "\n\n" + _("Press Esc to see all.")
