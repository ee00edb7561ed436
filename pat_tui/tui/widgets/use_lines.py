"""Where a token was used: a bar a week, and each operation with its repository, client and time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, tzinfo

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.text import clean
from pat_tui.domain.use_weeks import bar, weeks_of
from pat_tui.domain.uses import TokenUse
from pat_tui.i18n import _, ngettext
from pat_tui.tui.widgets.cells import Piece, strip_of, wrap
from pat_tui.wording.use_words import use_facts

_MOST_BAR = 40
_INDENT = "  "
Line = tuple[Piece, ...]


class UseLines(Widget):
    """The chart over the table, both folded to the width. Numbers stand beside the bars: nothing rests on looks."""

    COMPONENT_CLASSES = {"uses--plain", "uses--bold", "uses--muted", "uses--bar"}  # noqa: RUF012 -- as Textual's
    DEFAULT_CSS = """
    UseLines {
        height: auto;
        & > .uses--plain { color: $foreground; }
        & > .uses--bold { text-style: bold; }
        & > .uses--muted { color: $foreground-muted; }
        & > .uses--bar { color: $primary; }
    }
    """

    def __init__(self, days: Mapping[date, int], uses: Sequence[TokenUse], today: date, zone: tzinfo | None) -> None:
        """DAYS and USES are what is on record, TODAY is that of UTC; instants are told in ZONE and in UTC."""
        super().__init__()
        self._weeks = weeks_of(days, today)
        self._uses = uses
        self._zone = zone
        self._drawn: tuple[int, list[Line]] = (0, [])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines needed at WIDTH."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw line Y."""
        width = self.size.width
        lines = self._lines(width)
        return strip_of(self, lines[y] if y < len(lines) else (), width, "uses--plain")

    def _lines(self, width: int) -> list[Line]:
        if self._drawn[0] != width:
            self._drawn = width, [*self._chart(width), *self._table(width)]
        return self._drawn[1]

    def _chart(self, width: int) -> Iterator[Line]:
        total = sum(week.uses for week in self._weeks)
        words = ngettext(
            "{count} request in the last {weeks} weeks, by week:",
            "{count} requests in the last {weeks} weeks, by week:",
            total,
        )
        yield from _folded(words.format(count=total, weeks=len(self._weeks)), width)
        most = max(week.uses for week in self._weeks)
        digits = len(str(most))
        room = min(_MOST_BAR, width - 10 - digits - 4)  # a date, and two blanks around the number
        for week in self._weeks:
            number = f"{week.monday.isoformat()}  {week.uses:>{digits}}  "
            yield Piece(number), Piece(bar(week.uses, most, room), "uses--bar")
        yield from _folded(_("Weeks start on Monday, in UTC."), width, "uses--muted")

    def _table(self, width: int) -> Iterator[Line]:
        for use in self._uses:
            yield ()
            yield from _folded(clean(use.operation), width, "uses--bold")
            for fact in use_facts(use, self._zone):
                for line in wrap(clean(fact), width - len(_INDENT)):
                    yield (Piece(_INDENT + line),)


def _folded(text: str, width: int, look: str = "") -> Iterator[Line]:
    for line in wrap(text, width):
        yield (Piece(line, look),)
