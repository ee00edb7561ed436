"""The page of one pending request: why, what would be added, and what the token would have then."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.dates import instant_text
from pat_tui.i18n import _
from pat_tui.tui import review_actions
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.review_page import ReviewPage
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.wording.review_words import added_sections, result_sections, token_lines


class RequestScreen(ReviewPage, inherit_bindings=False):
    """What an owner reads before deciding."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "requests.approve", "requests.deny", "app.menu", "app.quit"),
    ]
    HELP = "request"
    PART = "pending-requests"

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*super().steps(), _("Request")]

    def content(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Who asks; the justification; what is added or raised; the resulting full set."""
        context, catalogue = self.services.context, self.services.tokens.permissions
        review = self.services.requests.request(self.row_id)
        request = review.request
        asked = _("Requested by @{owner} on {instant}").format(
            owner=request.user_login, instant=instant_text(request.created_at, context.zone)
        )
        yield request.token_name, [asked, *token_lines(request, context.clock(), context.zone)]
        yield _("Justification"), request.reason.split("\n") if request.reason else [_("None was given.")]
        yield from added_sections(review, catalogue)
        lead = (
            _("Nothing is granted yet. If you approve, the token has:")
            if review.standing is None
            else _("What was granted before goes on working, whatever you decide. If you approve, the token has:")
        )
        yield _("The result"), [lead]
        yield from result_sections(request, catalogue)

    def buttons(self) -> Iterable[LineButton]:
        """GitHub's."""
        yield LineButton(_("Approve"), id="approve", classes="-primary")
        yield LineButton(_("Deny"), id="deny", classes="-danger")

    def decide(self, decision: str) -> None:
        """Approve or deny."""
        act = review_actions.approve if decision == "approve" else review_actions.deny
        act(self.pat_tui, [self.row_id], self.decided)
