"""What the section `Use` of a token holds, and the page of it that a classic token has."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.context import Context
from pat_tui.services.last_use import days_of, uses_of
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.reading import Reading
from pat_tui.tui.widgets.use_lines import UseLines


def use_section(context: Context, kind: TokenKind, token_id: int, last_used_at: datetime | None) -> Iterator[Widget]:
    """The chart and the table of a token of the acting user, or a sentence in their place. Raises StoreError."""
    uses = uses_of(context.database, kind, token_id)
    days = days_of(context.database, kind, token_id)
    if uses or days:
        yield UseLines(days, uses, context.clock().astimezone(UTC).date(), context.zone)
    elif last_used_at is None:
        yield Static(_("Never used"), markup=False)
    else:
        words = _("Last used {instant}. Where is not on record.")
        yield Static(words.format(instant=instant_text(last_used_at, context.zone)), markup=False)


class ClassicUseScreen(Page):
    """Where a classic token is used: its other page is a form, which has no room for it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("token.can", "token.how", "app.quit")
    CSS = """
    ClassicUseScreen Reading { padding: 0 1; }
    ClassicUseScreen Reading > Static { height: auto; }
    ClassicUseScreen .section { text-style: bold; border-top: solid $border; margin: 1 0 0 0; }
    """
    HELP = "use"
    AUTO_FOCUS = "Reading"
    here = CLASSIC_TOKENS

    def __init__(self, tokens: ClassicTokens, token_id: int) -> None:
        """The page of the one of TOKENS with that id."""
        super().__init__()
        self._tokens = tokens
        self.token_id = token_id

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Tokens (classic)"), _("Use")]

    def compose_page(self) -> Iterator[Widget]:
        """The section, or the reason why there is none."""
        yield Reading(*self._content())

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        watch(self, self.pat_tui.services.listed_tokens.store_version, self._show_anew)

    async def _refill(self) -> None:
        reading = self.query_one(Reading)
        with self.app.batch_update():
            await reading.remove_children()
            await reading.mount(*self._content())

    def _show_anew(self) -> None:
        self.call_next(self._refill)

    def _content(self) -> Iterator[Widget]:
        try:
            token = self._tokens.get(self.token_id)
            section = list(use_section(self._tokens.context, TokenKind.CLASSIC, token.id, token.last_used_at))
        except PatTuiError as error:
            yield Static(str(error), markup=False)
            return
        yield Static(Content(clean(token.note)), classes="heading")
        yield Static(_("Use"), classes="section", markup=False)
        yield from section

    def action_token(self, verb: str) -> None:
        """Do what VERB says with the token."""
        from pat_tui.tui.classic_actions import act

        act(self.pat_tui, verb, [self.token_id])
