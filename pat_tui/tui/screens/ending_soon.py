"""What stands above the list while tokens end within seven days: how many, and which first."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.dates import short_date
from pat_tui.domain.text import clean
from pat_tui.domain.urgency import Urgency, spans
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_list import TokenOrder
from pat_tui.tui.actions import bindings
from pat_tui.tui.token_source import Listed, TokenRow
from pat_tui.tui.widgets.cells import cut, wrap

_NAMED = 3
"""How many tokens are named at the most."""
_MARK, _FOCUSED_MARK = "⚠ ", "▸ "


class EndingSoon(NamedTuple):
    """The tokens that end within seven days."""

    number: int
    place: int
    """Where the first of them stands in the list of all tokens by expiry."""
    first: Sequence[tuple[str, datetime]]
    """Name and end of the first few."""


def ending_soon(tokens: Listed[Any]) -> EndingSoon | None:
    """What the acting user has of TOKENS that end soon; None where there is none. Raises StoreError."""
    within = spans(tokens.now())
    count = tokens.count_ending("", within[Urgency.WEEK])
    if not count:
        return None
    place = tokens.count_ending("", within[Urgency.EXPIRED])
    rows: Sequence[TokenRow] = tokens.page(TokenOrder.EXPIRES, "", place, min(count, _NAMED))
    return EndingSoon(count, place, [(row.name, row.expires_at) for row in rows if row.expires_at is not None])


def words(ending: EndingSoon, zone: tzinfo | None, width: int) -> list[str]:
    """ENDING in a line of WIDTH cells or two: as many names as there is room for, and how many tokens more.

    Where not even the number of tokens fits into a line, it is folded.
    """
    lead = ngettext("{count} token expires within 7 days", "{count} tokens expire within 7 days", ending.number)
    lead = lead.format(count=ending.number)
    every = _("{lead}: {tokens} (X)").format(lead=lead, tokens=_named(ending, zone, _NAMED))
    if cell_len(every) <= width:
        return [every]
    fewer = (_named(ending, zone, number) for number in range(_NAMED, 0, -1))
    names = next((text for text in fewer if cell_len(text) <= width), _named(ending, zone, 1, width))
    return [*wrap(_("{lead} (X)").format(lead=lead), width), names]


def _named(ending: EndingSoon, zone: tzinfo | None, most: int, width: int | None = None) -> str:
    """The first MOST tokens with their days, and how many more; where that is not to exceed WIDTH, names are cut."""
    first = ending.first[:most]
    left = ending.number - len(first)
    more = ngettext(" and {count} more", " and {count} more", left).format(count=left) if left else ""
    days = [_(" on {date}").format(date=short_date(end, zone)) for _name, end in first]
    names = [clean(name) for name, _end in first]
    if width is not None:
        room = width - cell_len("".join(days) + more)
        names = [cut(name, max(1, room)) for name in names]
    return ", ".join(name + day for name, day in zip(names, days, strict=True)) + more


class EndingSoonBanner(Widget, can_focus=True):
    """Says it in words, with a mark before them; Enter or a click posts `Wanted`."""

    ALLOW_SELECT = False
    BINDINGS = bindings("button.press")
    DEFAULT_CSS = """
    EndingSoonBanner {
        height: auto;
        margin: 0 1;
        color: $warning;
        text-style: bold;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:focus:nocolor { text-style: bold reverse; }
    }
    .-normal EndingSoonBanner { margin: 0; }
    """
    SCOPED_CSS = False

    class Wanted(Message):
        """The tokens are to be shown."""

    def __init__(self, ending: EndingSoon, zone: tzinfo | None) -> None:
        """Say that ENDING end soon, with the days of ZONE."""
        super().__init__(id="ending-soon")
        self.ending = ending
        self._zone = zone

    def say(self, ending: EndingSoon) -> None:
        """Say that ENDING end soon."""
        if ending != self.ending:
            self.ending = ending
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw line Y."""
        lines, style = self._lines(self.content_size.width), self.visual_style
        mark = " " * len(_MARK) if y else _FOCUSED_MARK if self.has_focus else _MARK
        text = mark + lines[y] if y < len(lines) else ""
        return Strip(Content(text).render_segments(style)).adjust_cell_length(self.content_size.width, style.rich_style)

    def action_press(self) -> None:
        """Ask for them."""
        self.post_message(self.Wanted())

    def on_click(self, event: Click) -> None:
        """Ask for them."""
        event.stop()
        self.action_press()

    def _lines(self, width: int) -> list[str]:
        return words(self.ending, self._zone, max(1, width - len(_MARK)))
