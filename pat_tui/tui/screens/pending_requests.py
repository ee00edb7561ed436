"""The page `Pending requests` of an organization."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.reviews import ReviewChoices, ReviewFilter, TokenRequest
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.requests import Window
from pat_tui.tui import review_actions
from pat_tui.tui.actions import bindings
from pat_tui.tui.facts import Facts
from pat_tui.tui.screens.reviews_page import OTHER_KEYS, ReviewsPage
from pat_tui.tui.widgets.option_lines import Option
from pat_tui.wording.review_words import day_text, expiry_part, reach_parts


class PendingRequestsScreen(ReviewsPage[TokenRequest], inherit_bindings=False):
    """What members ask for; owners approve or deny it, one by one or many at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "requests.approve", "requests.deny", *OTHER_KEYS),
    ]
    HELP = "pending-requests"
    PART = "pending-requests"

    def count(self, wanted: ReviewFilter) -> int:
        """How many requests wait."""
        return self.services.requests.count_pending(self.login, wanted)

    def rows(self, window: Window) -> Sequence[TokenRequest]:
        """The requests that wait."""
        return self.services.requests.pending(self.login, window)

    def choices(self) -> ReviewChoices:
        """What occurs in them."""
        return self.services.requests.choices(self.login, pending=True)

    def id_of(self, row: TokenRequest) -> int:
        """The request's."""
        return row.id

    def lines(self, row: TokenRequest) -> Sequence[Facts]:
        """Whose token, since when it waits and how long it lives; what it asks for and why."""
        context = self.services.context
        since = day_text(_("requested {date}"), row.created_at, context.zone)
        expiry = expiry_part(row, context.clock(), context.zone)
        return (
            Facts((f"@{clean(row.user_login)}", since, expiry)),
            Facts(reach_parts(row), clean(" ".join(row.reason.split()))),
        )

    def count_text(self, number: int) -> str:
        """In the heading."""
        return ngettext("{count} request", "{count} requests", number).format(count=number)

    def selected_text(self, number: int) -> str:
        """GitHub's."""
        return ngettext("{count} request selected…", "{count} requests selected…", number).format(count=number)

    def empty_text(self) -> str:
        """GitHub's."""
        return _("There aren't any personal access token requests for this organization")

    def placeholder(self) -> str:
        """As GitHub's for the other list."""
        return _("Filter pending requests")

    def decisions(self) -> Sequence[Option[str]]:
        """GitHub's."""
        return (Option("approve", _("Approve…")), Option("deny", _("Deny…")))

    def decide(self, decision: str, row_ids: Sequence[int]) -> None:
        """Approve or deny."""
        act = review_actions.approve if decision == "approve" else review_actions.deny
        act(self.pat_tui, row_ids, self.decided)

    def open_row(self, row: TokenRequest) -> None:
        """Go to the page of the request."""
        from pat_tui.tui.screens.request_page import RequestScreen

        self.app.push_screen(RequestScreen(self.services, self.login, row.id))
