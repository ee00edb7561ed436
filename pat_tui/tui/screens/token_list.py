"""The list of tokens: what the pages of both kinds have in common."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import PatTuiError, StoreError
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_list import TokenOrder
from pat_tui.tui.actions import bindings
from pat_tui.tui.keys import key_of
from pat_tui.tui.read_ahead import RowReader
from pat_tui.tui.screens.listing import FINE_GRAINED, Listing
from pat_tui.tui.screens.page import FilteredPage, trail
from pat_tui.tui.screens.token_rows import TokenList
from pat_tui.tui.token_source import Listed, TokenSource
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.windowed_list import WindowedList

__all__ = ["TokenList", "TokenListScreen", "order_labels"]

_CHECK_SECONDS = 2.0
"""How often the list looks whether another program has changed the store."""


def order_labels() -> dict[TokenOrder, str]:
    """What the orders are called, in the order of the menu."""
    return {
        TokenOrder.CREATED: _("Newest first"),
        TokenOrder.NAME: _("Name"),
        TokenOrder.LAST_USED: _("Recently used first"),
        TokenOrder.EXPIRES: _("Expires soonest first"),
    }


class TokenListScreen(FilteredPage):
    """The list of the acting user's tokens of one kind."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("tokens.generate", "tokens.filter", "tokens.sort", "app.quit")
    HELP = "token-list"
    AUTO_FOCUS = "#tokens"

    def __init__(self, tokens: Listed[Any], listing: Listing = FINE_GRAINED) -> None:
        """The list of TOKENS, which are of the kind that LISTING says."""
        super().__init__()
        self._tokens = tokens
        self.listing = listing
        self.here = listing.page
        self.order = TokenOrder.CREATED
        self._heading = Static("", id="heading", markup=False)
        self._list = listing.rows(tokens)
        self._text = ""
        self._reader: RowReader[TokenSource[Any]] = RowReader(self.app, self._take)
        self._failed = False
        self._stands = False
        self._suspended = False
        self._version: int | None = None

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), self.listing.step()]

    def compose_page(self) -> Iterator[Widget]:
        """Heading, button, list.

        Filled before the first layout, from a store that has just answered, and without the filter, which comes when it
        is asked for: all for a quick first paint.
        """
        self._version = self._store_version()  # before the rows are read, so that no change is missed
        self._list.show(self._source())
        self._describe()
        yield self._heading
        yield self.buttons()
        yield self._list

    def buttons(self) -> Widget:
        """What stands between heading and list."""
        return LineButton(_("Generate new token"), id="generate", classes="-primary")

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        self.set_interval(_CHECK_SECONDS, self._look_for_changes)
        self.call_after_refresh(self._announce)

    def _announce(self) -> None:
        self._stands = True
        if self._announced():
            self._describe()

    def on_unmount(self) -> None:
        """End the thread that reads."""
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
        if not self._reader.read(self._source()):
            self._list.empty_text = _("Loading tokens…")
            self._list.clear()

    def _source(self) -> TokenSource[Any]:
        return TokenSource(self._tokens, self.order, self._text, self._store_failed)

    def _take(self, source: TokenSource[Any], error: PatTuiError | None) -> None:
        """List SOURCE, or say why not."""
        if error is None:
            self._list.show(source)
        else:
            self._store_failed(error)
            self._list.clear()
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
            generate = key_of(self.app, "tokens.generate")
            tokens.empty_text = self.listing.no_match(self._text) if self._text else self.listing.nothing(generate)
        number = ngettext("{count} token", "{count} tokens", tokens.row_count).format(count=tokens.row_count)
        matching = _(" holding “{text}”").format(text=clean(self._text)) if self._text else ""
        words = " · ".join([f"{number}{matching}", self.order_text(), *self.further_words()])
        lines = [line for line in (self.listing.intro(), words, self._announced()) if line]
        quiet = [Content.styled(line, "$foreground-muted") for line in lines]
        self._heading.update(Content("\n").join([Content.styled(self.listing.heading(), "bold"), *quiet]))
        self.refresh_bindings()

    def _announced(self) -> str:
        """That tokens go soon because nobody uses them; empty where none do. If the store fails, the list says so.

        Empty too before the list stands on the screen, which does not wait for the counting.
        """
        if not self._stands:
            return ""
        try:
            announced = self._tokens.count_announced()
        except StoreError:
            return ""
        if not announced:
            return ""
        return ngettext(
            "{count} token is removed within 30 days, unless used",
            "{count} tokens are removed within 30 days, unless used",
            announced,
        ).format(count=announced)

    def order_text(self) -> str:
        """How the list is sorted."""
        return order_labels()[self.order]

    def further_words(self) -> Iterable[str]:
        """What else there is to say of the list under its heading."""
        return ()

    def _store_failed(self, error: PatTuiError) -> None:
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
        self.close_filter()

    def action_generate(self) -> None:
        """Open the form."""
        self.listing.generate(self.pat_tui)

    def on_line_button_pressed(self, message: LineButton.Pressed) -> None:
        """Open the form."""
        if message.button.id == "generate":
            self.action_generate()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Open the page of the token."""
        # A handler of a subclass would not replace this one but run besides, hence a method.
        self.open_token(message.row.id)

    def open_token(self, token_id: int) -> None:
        """Open the page of the token with that id."""
        self.listing.open(self.pat_tui, token_id)

    def rows(self) -> Widget:
        """The list."""
        return self._list

    def filter_hint(self) -> str:
        """What stands in the empty filter."""
        return self.listing.filter_hint()

    def filter_by(self, text: str) -> None:
        """List what holds the text."""
        self._text = text.strip()
        self.show_tokens()

    def action_sort(self) -> None:
        """Choose an order."""
        from pat_tui.tui.widgets.choice import ChooseDialog, Option

        orders = [Option(order, label) for order, label in order_labels().items()]
        self.app.push_screen(ChooseDialog(_("Sort tokens"), orders, self.order), self._sort)

    def _sort(self, order: TokenOrder | None) -> None:
        if order is not None:
            self.order = order
            self.show_tokens()
