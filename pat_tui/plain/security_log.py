"""The security log: entries in words, a filter, and one entry with all its fields."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.log_query import parse_query
from pat_tui.domain.log_words import field_lines, sentence
from pat_tui.domain.security_log import EVERY_ENTRY, LogEntry
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move, Page
from pat_tui.plain.list_page import ListPage


class SecurityLogPage(ListPage[LogEntry]):
    """The newest first. The filter takes GitHub's qualifiers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._log = self.services.security_log
        self._wanted = EVERY_ENTRY
        self._entries: dict[int, LogEntry] = {}
        self.help_text = _("The filter takes action:, actor:, created: or words, such as /action:create.")

    def heading(self) -> str:
        """GitHub's."""
        return _("Security log")

    def count(self) -> int:
        """How many entries fit the filter."""
        return self._log.count(self._wanted)

    def rows(self, offset: int, limit: int) -> Sequence[LogEntry]:
        """Those entries."""
        found = self._log.page(self._wanted, offset, limit)
        self._entries |= {entry.number: entry for entry in found}
        return found

    def id_of(self, row: LogEntry) -> int:
        """Its place in the log."""
        return row.number

    def line(self, row: LogEntry) -> str:
        """What happened, who did it, and when."""
        return _("{sentence}. By {actor}, {instant}.").format(
            sentence=sentence(row), actor=row.actor, instant=instant_text(row.created_at, self.services.context.zone)
        )

    def empty_text(self) -> str:
        """Why there is none."""
        return _("No event fits that.") if self._wanted != EVERY_ENTRY else _("No events yet.")

    def summary(self, total: int) -> str:
        """How many, in which order."""
        words = ngettext("{count} event", "{count} events", total).format(count=total)
        return _("{tokens}. Sorted: {order}.").format(tokens=words, order=_("Newest first"))

    def page_of(self, row_id: int) -> Page:
        """The entry's."""
        return EntryPage(self.desk, self._entries[row_id])

    def more_help(self) -> Mapping[str, str]:
        """What the filter takes."""
        return {**super().more_help(), "/": _("filters, such as /action:personal_access_token or /created:2026-01-31")}

    def _filter(self, text: str) -> Move:
        try:
            self._wanted = parse_query(text, self.services.context.zone)
        except InvalidInput as error:
            self.asker.say(str(error))
            return STAY
        return super()._filter(text)


class EntryPage(CommandPage):
    """One entry with all its fields."""

    def __init__(self, desk: Desk, entry: LogEntry) -> None:
        super().__init__(desk)
        self._entry = entry

    def heading(self) -> str:
        """What happened."""
        return sentence(self._entry)

    def content(self) -> None:
        """Every field, a line each."""
        entry = self._entry
        utc, local = entry.created_at.astimezone(UTC), entry.created_at.astimezone(self.services.context.zone)
        facts = [
            (_("Action"), entry.action),
            (_("Actor"), entry.actor),
            (_("Time"), f"{utc:%Y-%m-%d %H:%M:%S} UTC"),
            (_("Local time"), f"{local:%Y-%m-%d %H:%M:%S %Z}"),
            (_("Entry"), str(entry.number)),
            *field_lines(entry),
        ]
        for label, value in facts:
            self.asker.say(_("{label}: {value}").format(label=label, value=value))

    def commands(self) -> Iterator[Command]:
        """There is nothing to do with the past."""
        yield from ()
