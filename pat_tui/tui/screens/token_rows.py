"""The rows of the lists of tokens: what both kinds have in common, and how a fine-grained token is drawn."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click

from pat_tui.domain.dates import expiry_text, last_used_text, menu_date
from pat_tui.domain.status import Status, TokenSummary
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.token_source import Listed, RowT, TokenRow
from pat_tui.tui.widgets.cells import cut, wrap
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, RowMessage, WindowedList

TICKED, NOT_TICKED = "[x] ", "[ ] "
_ROOM_FOR_INDENT = 40
"""Cells of width from which on what stands below a name starts where the name does, behind the tick."""

_ROOM_FOR_REASON = 12
"""Cells of width from which on the reason for a denial is worth beginning."""

_BADGE_STYLES = {
    Status.PENDING: "$warning",
    Status.EXPIRING_SOON: "$warning",
    Status.EXPIRED: "$error",
    Status.DENIED: "$error",
    Status.REVOKED: "$error",
}


class TokenRows(WindowedList[RowT]):
    """A line with name and badge for each token, then those that a subclass gives in `facts`. Rows can be ticked."""

    class Ticked(RowMessage):
        """A row was ticked, or its tick was taken away."""

    def __init__(self, tokens: Listed[RowT]) -> None:
        super().__init__(id="tokens")
        self._tokens = tokens
        self.ticked: set[int] = set()
        """Ids of the rows with a tick. While there is one, every row shows whether it has one."""
        self.empty_text = ""
        """What stands there when there is no row: they are being read, there are none, none match, the store failed."""

    def facts(self, row: RowT, width: int) -> Sequence[Content]:
        """The lines below the name of ROW, up to WIDTH cells each, for the look of text that stands back."""
        raise NotImplementedError

    def draw_row(self, row: RowT, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw a token."""
        quiet = "" if has_cursor else "$foreground-muted"
        tick = (TICKED if row.id in self.ticked else NOT_TICKED) if self.ticked else ""
        indent = " " * len(tick) if width >= _ROOM_FOR_INDENT else ""
        return (
            Content.assemble(tick, _title(row, self._tokens.now(), width - len(tick), has_cursor=has_cursor)),
            *(Content.assemble(indent, line).stylize(quiet) for line in self.facts(row, width - len(indent))),
        )

    def tick(self, row: RowT) -> None:
        """Tick ROW, or take its tick away."""
        self.ticked ^= {row.id}
        self.refresh()
        self.post_message(self.Ticked(self, row))

    def on_click(self, event: Click) -> None:
        """Where there are ticks, change the one that is clicked."""
        offset = event.get_content_offset(self)
        if not self.ticked or offset is None or not MARK_WIDTH <= offset.x < MARK_WIDTH + len(TICKED):
            return
        event.stop()
        event.prevent_default()
        place, part = self.row_on(self.scroll_offset.y + offset.y)
        row = self.row_at(place)
        if row is not None and part >= 0 and event.button == 1:
            self.tick(row)

    def draw_empty(self) -> Sequence[Content]:
        """Draw the text that stands for no rows, broken where there is no room for a line of it."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is none to open."""
        return action != "open" or self.row_count > 0


class TokenList(TokenRows[TokenSummary]):
    """Fine-grained tokens: below the name resource owner and expiry; last use."""

    ROW_HEIGHT = 3

    def facts(self, row: TokenSummary, width: int) -> Sequence[Content]:
        """Resource owner and expiry; last use, and of a token that was denied also why."""
        now = self._tokens.now()
        last = _last_line(row, now, self._tokens.context.zone, width)
        return Content(self._owner_and_expiry(row, now, width)), Content(last)

    def _owner_and_expiry(self, row: TokenSummary, now: datetime, width: int) -> str:
        """Where both do not fit, the date becomes shorter, and then the owner is cut."""
        owner, separator = clean(row.owner_login), " · "
        expiry = expiry_text(row.expires_at, now, self._tokens.context.zone)
        if cell_len(owner + separator + expiry) > width:
            expiry = _short_expiry_text(row, now, self._tokens.context.zone)
        return cut(owner, max(1, width - cell_len(separator + expiry))) + separator + expiry


def _short_expiry_text(row: TokenRow, now: datetime, zone: tzinfo | None) -> str:
    """When ROW ends, in as few words as will do."""
    if row.expires_at is None:
        return _("No expiration")
    if row.expires_at <= now:
        return _("Expired")
    return _("Expires {date}").format(date=menu_date(row.expires_at, zone))


def last_used(row: TokenRow, now: datetime, zone: tzinfo | None, width: int) -> str:
    """When ROW was last used, and the end that comes of too little use where that is near: the longest that fits."""
    used, shorter = last_used_text(row.last_used_at, now), last_used_text(row.last_used_at, now, short=True)
    texts = [used, shorter]
    if row.is_announced_at(now):
        removal = _("Removed on {date}").format(date=menu_date(row.removal_at, zone))
        texts = [_("{removal} unless used").format(removal=f"{each} · {removal}") for each in texts]
        texts += [f"{shorter} · {removal}", removal]
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def sso_line(row: TokenRow, words: str, organizations: str, now: datetime, width: int) -> str:
    """WORDS about single sign-on of ORGANIZATIONS, behind the last use: of both as much as there is room for."""
    used = last_used_text(row.last_used_at, now), last_used_text(row.last_used_at, now, short=True)
    brief = clean(_("No SSO for {organizations}").format(organizations=organizations))
    lines = [f"{use} · {what}" for what in (clean(words), brief) for use in used]
    return next((line for line in (*lines, brief) if cell_len(line) <= width), cut(brief, width))


def _last_line(row: TokenSummary, now: datetime, zone: tzinfo | None, width: int) -> str:
    """The last use; of a token that was denied, also why, as far as there is room."""
    if row.sso_text and row.status_at(now) is not Status.EXPIRED:
        return sso_line(row, row.sso_text, row.owner_login, now, width)
    used, separator = last_used(row, now, zone, width), " · "
    room = width - cell_len(used + separator)
    if row.status_at(now) is not Status.DENIED or not row.decision_reason or room < _ROOM_FOR_REASON:
        return used
    return used + separator + cut(clean(" ".join(row.decision_reason.split())), room)


def _title(row: TokenRow, now: datetime, width: int, *, has_cursor: bool) -> Content:
    status = row.status_at(now)
    word = status.badge or (_("Unused") if row.is_announced_at(now) else "")
    badge = f" {word} " if word else ""
    name = Content.styled(clean(row.name), "bold" if has_cursor else "bold $primary").truncate(
        width - cell_len(badge) - bool(badge), ellipsis=True
    )
    if not badge:
        return name
    gap = " " * (width - name.cell_length - cell_len(badge))
    style = "" if has_cursor else _BADGE_STYLES.get(status, "$warning")
    return Content.assemble(name, gap, Content.styled(badge, f"reverse {style}"))
