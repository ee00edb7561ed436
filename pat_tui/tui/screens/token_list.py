"""The page `Fine-grained personal access tokens`: the list."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, Key
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.dates import expiry_text, last_used_text, menu_date
from pat_tui.domain.errors import StoreError
from pat_tui.domain.status import Status, TokenSummary
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_list import ListedTokens, TokenOrder
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.token_source import TokenReader, TokenSource
from pat_tui.tui.widgets.cells import cut, wrap
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, RowMessage, WindowedList

_CHECK_SECONDS = 2.0
"""How often the list looks whether another program has changed the store."""

TICKED, NOT_TICKED = "[x] ", "[ ] "
_ROOM_FOR_INDENT = 40
"""Cells of width from which on what stands below a name starts where the name does, behind the tick."""

_BADGE_STYLES = {
    Status.PENDING: "$warning",
    Status.EXPIRING_SOON: "$warning",
    Status.EXPIRED: "$error",
    Status.DENIED: "$error",
    Status.REVOKED: "$error",
}


def order_labels() -> dict[TokenOrder, str]:
    """What the orders are called, in the order of the menu."""
    return {
        TokenOrder.CREATED: _("Newest first"),
        TokenOrder.NAME: _("Name"),
        TokenOrder.LAST_USED: _("Recently used first"),
        TokenOrder.EXPIRES: _("Expires soonest first"),
    }


class TokenList(WindowedList[TokenSummary]):
    """Three lines a token: name and badge; resource owner and expiry; last use."""

    ROW_HEIGHT = 3

    class Ticked(RowMessage):
        """A row was ticked, or its tick was taken away."""

    def __init__(self, tokens: ListedTokens) -> None:
        super().__init__(id="tokens")
        self._tokens = tokens
        self.ticked: set[int] = set()
        """Ids of the rows with a tick. While there is one, every row shows whether it has one."""
        self.empty_text = ""
        """What stands there when there is no row: they are being read, there are none, none match, the store failed."""

    def draw_row(self, row: TokenSummary, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw a token."""
        now = self._tokens.now()
        quiet = "" if has_cursor else "$foreground-muted"
        tick = (TICKED if row.id in self.ticked else NOT_TICKED) if self.ticked else ""
        indent = " " * len(tick) if width >= _ROOM_FOR_INDENT else ""
        room = width - len(indent)
        return (
            Content.assemble(tick, self._title(row, now, width - len(tick), has_cursor=has_cursor)),
            Content.styled(indent + self._facts(row, room), quiet),
            Content.styled(indent + _use(row, now, self._tokens.context.zone, room), quiet),
        )

    def tick(self, row: TokenSummary) -> None:
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
        row = self.row_at((self.scroll_offset.y + offset.y) // self.ROW_HEIGHT)
        if row is not None and event.button == 1:
            self.tick(row)

    def draw_empty(self) -> Sequence[Content]:
        """Draw the text that stands for no rows, broken where there is no room for a line of it."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is none to open."""
        return action != "open" or self.row_count > 0

    def _facts(self, row: TokenSummary, width: int) -> str:
        """Resource owner and expiry. Where both do not fit, the date becomes shorter, and then the owner is cut."""
        now, zone = self._tokens.now(), self._tokens.context.zone
        owner, separator = clean(row.owner_login), " · "
        expiry = expiry_text(row.expires_at, now, zone)
        if cell_len(owner + separator + expiry) > width:
            expiry = _short_expiry_text(row, now, zone)
        return cut(owner, max(1, width - cell_len(separator + expiry))) + separator + expiry

    def _title(self, row: TokenSummary, now: datetime, width: int, *, has_cursor: bool) -> Content:
        status = row.status_at(now)
        word = status.badge or (_("Unused") if row.is_announced_at(now) else "")
        badge = f" {word} " if word else ""
        name = Content.styled(clean(row.name), "bold" if has_cursor else "bold $primary").truncate(
            width - cell_len(badge) - bool(badge), ellipsis=True
        )
        if not badge:
            return name
        gap = " " * (width - name.cell_length - cell_len(badge))
        return Content.assemble(
            name, gap, Content.styled(badge, f"reverse {'' if has_cursor else _BADGE_STYLES.get(status, '$warning')}")
        )


class TokenListScreen(Page):
    """The list of the acting user's fine-grained tokens."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("tokens.generate", "tokens.filter", "tokens.sort", "app.quit")
    HELP = "token-list"
    AUTO_FOCUS = "TokenList"

    def __init__(self, tokens: ListedTokens) -> None:
        """The list of TOKENS."""
        super().__init__()
        self._tokens = tokens
        self.order = TokenOrder.CREATED
        self._heading = Static("", id="heading", markup=False)
        self._list = TokenList(tokens)
        self._text = ""
        self._filter: Input | None = None
        self._reader: TokenReader | None = None
        self._source: TokenSource | None = None
        self._failed = False
        self._suspended = False
        self._version: int | None = None

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens")]

    def compose_page(self) -> Iterator[Widget]:
        """Heading, button, list.

        Filled before the first layout, from a store that has just answered, and without the filter, which comes when it
        is asked for: all for a quick first paint.
        """
        self._version = self._store_version()  # before the rows are read, so that no change is missed
        self._source = TokenSource(self._tokens, self.order, self._text, self._store_failed)
        self._list.show(self._source)
        self._describe()
        yield self._heading
        yield LineButton(_("Generate new token"), id="generate", classes="-primary")
        yield self._list

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        self.set_interval(_CHECK_SECONDS, self._look_for_changes)

    def on_unmount(self) -> None:
        """End the thread that reads."""
        if self._reader is not None:
            self._reader.close()

    def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        if self._suspended:
            self._suspended = False
            self.refresh_tokens()

    def on_screen_suspend(self) -> None:
        """Remember that there may be news on coming back."""
        self._suspended = True

    def show_tokens(self) -> None:
        """Read the list anew, from its top."""
        self._failed = False
        source = self._source = TokenSource(self._tokens, self.order, self._text, self._store_failed)

        def later(reading: Future[None]) -> None:
            with suppress(RuntimeError):  # the interface has ended meanwhile
                self.app.call_from_thread(self._take, source, reading)

        self._reader = self._reader or TokenReader()
        reading = self._reader.read(source, later)
        if reading is not None:
            self._take(source, reading)
        else:
            self._list.empty_text = _("Loading tokens…")
            self._list.clear()

    def _take(self, source: TokenSource, reading: Future[None]) -> None:
        """List SOURCE, unless something else has been asked for while it was read."""
        if source is not self._source:
            return
        error = reading.exception()
        if isinstance(error, StoreError):
            self._store_failed(error)
            self._list.clear()
        elif error is not None:
            raise error
        else:
            self._list.show(source)
        self._describe()

    def refresh_tokens(self) -> None:
        """Read the list anew, in place; from its top, where there was nothing to read."""
        if not self._list.has_source:
            self.show_tokens()
            return
        self._failed = False
        self._list.reload()
        self._describe()

    def _describe(self) -> None:
        """Say how many tokens are listed and how, or why there are none."""
        tokens = self._list
        if not self._failed:
            tokens.empty_text = _no_match_text(self._text) if self._text else _nothing_text()
        number = ngettext("{count} token", "{count} tokens", tokens.row_count).format(count=tokens.row_count)
        matching = _(" holding “{text}”").format(text=clean(self._text)) if self._text else ""
        words = " · ".join([f"{number}{matching}", order_labels()[self.order], *self.further_words()])
        if announced := self._announced():
            words += "\n" + ngettext(
                "{count} token is removed within 30 days, unless used",
                "{count} tokens are removed within 30 days, unless used",
                announced,
            ).format(count=announced)
        quiet = Content.styled(words, "$foreground-muted")
        self._heading.update(Content.assemble((_("Fine-grained personal access tokens"), "bold"), "\n", quiet))
        self.refresh_bindings()

    def _announced(self) -> int:
        """How many tokens go soon because nobody uses them. Where the store fails, the list says so."""
        try:
            return self._tokens.count_announced()
        except StoreError:
            return 0

    def further_words(self) -> Iterable[str]:
        """What else there is to say of the list under its heading."""
        return ()

    def _store_failed(self, error: StoreError) -> None:
        if not self._failed:
            self._failed = True
            self._list.empty_text = str(error)
            self.notify(str(error), severity="error", markup=False)

    def _look_for_changes(self) -> None:
        version = self._store_version()
        if version is not None and version != self._version and self.is_current:
            self._version = version
            self.refresh_tokens()

    def _store_version(self) -> int | None:
        try:
            return self._tokens.store_version()
        except StoreError as error:
            self._store_failed(error)
            return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no page before this one: `back` closes the filter, and is no key while there is none."""
        return action != "back" or self._filter is not None

    def action_back(self) -> None:
        """Close the filter."""
        if self._filter is not None:
            self._filter.remove()
            self._filter, self._text = None, ""
            self._list.focus()
            self.show_tokens()
            self.refresh_bindings()

    def action_generate(self) -> None:
        """Open the form."""
        self.pat_tui.open_form()

    def on_line_button_pressed(self) -> None:
        """Open the form."""
        self.action_generate()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Open the page of the token."""
        # A handler of a subclass would not replace this one but run besides, hence a method.
        self.open_token(message.row.id)

    def open_token(self, token_id: int) -> None:
        """Open the page of the token with that id."""
        self.pat_tui.open_token(token_id)

    def action_filter(self) -> None:
        """Type into the filter."""
        if self._filter is None:
            self._filter = Field(id="filter", placeholder=_("Filter by name or resource owner"), compact=True)
            self.mount(self._filter, before=self._list)
            self.refresh_bindings()
        self._filter.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """List what holds the text."""
        self._text = message.value.strip()
        self.show_tokens()

    def on_input_submitted(self) -> None:
        """Go on to the rows."""
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """Let Down lead out of the filter to the rows."""
        if event.key == "down" and self._filter is not None and self._filter.has_focus:
            event.stop()
            self._list.focus()

    def action_sort(self) -> None:
        """Choose an order."""
        from pat_tui.tui.widgets.choice import ChooseDialog, Option

        orders = [Option(order, label) for order, label in order_labels().items()]
        self.app.push_screen(ChooseDialog(_("Sort tokens"), orders, self.order), self._sort)

    def _sort(self, order: TokenOrder | None) -> None:
        if order is not None:
            self.order = order
            self.show_tokens()


def _short_expiry_text(row: TokenSummary, now: datetime, zone: tzinfo | None) -> str:
    if row.expires_at is None:
        return _("No expiration")
    if row.expires_at <= now:
        return _("Expired")
    return _("Expires {date}").format(date=menu_date(row.expires_at, zone))


def _use(row: TokenSummary, now: datetime, zone: tzinfo | None, width: int) -> str:
    """The last use, and the end that comes of too little use where that is near: the longest that fits."""
    used, shorter = last_used_text(row.last_used_at, now), last_used_text(row.last_used_at, now, short=True)
    texts = [used, shorter]
    if row.is_announced_at(now):
        removal = _("Removed on {date}").format(date=menu_date(row.removal_at, zone))
        texts = [_("{removal} unless used").format(removal=f"{each} · {removal}") for each in texts]
        texts += [f"{shorter} · {removal}", removal]
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def _nothing_text() -> str:
    return _("No fine-grained tokens created") + "\n\n" + _("Press n to generate one.")


def _no_match_text(text: str) -> str:
    return (
        _("No token's name or resource owner holds “{text}”.").format(text=clean(text))
        + "\n\n"
        + _("Press Esc to see all.")
    )
