"""The page `Active tokens` of an organization."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.dates import last_used_text
from pat_tui.domain.reviews import ActiveToken, ReviewChoices, ReviewFilter
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.requests import Window
from pat_tui.tui import review_actions
from pat_tui.tui.actions import bindings
from pat_tui.tui.facts import Facts
from pat_tui.tui.screens.reviews_page import OTHER_KEYS, ReviewsPage
from pat_tui.tui.widgets.option_lines import Option
from pat_tui.wording.review_words import expiry_part, reach_parts


class ActiveTokensScreen(ReviewsPage[ActiveToken], inherit_bindings=False):
    """The fine-grained tokens that have access; owners may revoke it."""

    BINDINGS: ClassVar[list[BindingType]] = [*Screen.BINDINGS, *bindings("page.back", "access.revoke", *OTHER_KEYS)]
    HELP = "active-tokens"
    PART = "active-tokens"

    def count(self, wanted: ReviewFilter) -> int:
        """How many tokens have access."""
        return self.services.requests.count_active(self.login, wanted)

    def rows(self, window: Window) -> Sequence[ActiveToken]:
        """The tokens that have access."""
        return self.services.requests.active(self.login, window)

    def choices(self) -> ReviewChoices:
        """What occurs in them."""
        return self.services.requests.choices(self.login, pending=False)

    def id_of(self, row: ActiveToken) -> int:
        """The token's."""
        return row.token_id

    def lines(self, row: ActiveToken) -> Sequence[Facts]:
        """Whose token and how long it lives; when it was used and what it reaches."""
        context = self.services.context
        now = context.clock()
        return (
            Facts((f"@{clean(row.user_login)}", expiry_part(row, now, context.zone))),
            Facts((last_used_text(row.last_used_at, now, short=True), *reach_parts(row))),
        )

    def count_text(self, number: int) -> str:
        """In the heading."""
        return ngettext("{count} token", "{count} tokens", number).format(count=number)

    def selected_text(self, number: int) -> str:
        """GitHub's."""
        return ngettext("{count} token selected…", "{count} tokens selected…", number).format(count=number)

    def empty_text(self) -> str:
        """GitHub's."""
        return _("There aren't any fine-grained tokens for this organization")

    def placeholder(self) -> str:
        """GitHub's."""
        return _("Filter active fine-grained tokens")

    def decisions(self) -> Sequence[Option[str]]:
        """GitHub's."""
        return (Option("revoke", _("Revoke…")),)

    def decide(self, decision: str, row_ids: Sequence[int]) -> None:
        """Revoke."""
        review_actions.revoke(self.pat_tui, self.login, row_ids, self.decided)

    def open_row(self, row: ActiveToken) -> None:
        """Go to the page of the token."""
        from pat_tui.tui.screens.active_token_page import ActiveTokenScreen

        self.app.push_screen(ActiveTokenScreen(self.services, self.login, row.token_id))
