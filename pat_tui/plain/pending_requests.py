"""`Pending requests` of an organization, and the page of one."""

from collections.abc import Iterator, Sequence

from pat_tui.domain.dates import instant_text
from pat_tui.domain.reviews import TokenRequest
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, UP, Desk, Move, Page
from pat_tui.plain.reviews import ReviewsPage, approve, deny
from pat_tui.services.requests import Window
from pat_tui.wording.review_words import (
    added_sections,
    day_text,
    expiry_part,
    reach_parts,
    result_sections,
    token_lines,
)


class PendingRequestsPage(ReviewsPage[TokenRequest]):
    """What members ask for; owners approve or deny it, one by one or several at once."""

    def heading(self) -> str:
        """GitHub's, and where."""
        return _("Pending requests of {organization}").format(organization=clean(self.login))

    def count(self) -> int:
        """How many wait. Raises NotFound, Forbidden."""
        return self.services.requests.count_pending(self.login, self.wanted)

    def read(self, window: Window) -> Sequence[TokenRequest]:
        """Those that wait."""
        return self.services.requests.pending(self.login, window)

    def id_of(self, row: TokenRequest) -> int:
        """The request's."""
        return row.id

    def line(self, row: TokenRequest) -> str:
        """Whose token, since when it waits, how long it lives, what it asks for and why."""
        context = self.services.context
        since = day_text(_("requested {date}"), row.created_at, context.zone)
        expiry = expiry_part(row, context.clock(), context.zone)
        facts = [clean(row.token_name), f"@{clean(row.user_login)}", since, expiry, *reach_parts(row)]
        reason = " ".join(row.reason.split())
        return "; ".join([*facts, *([_("Justification: {text}").format(text=reason)] if reason else [])])

    def empty_text(self) -> str:
        """GitHub's."""
        if self.text:
            return _("Nothing fits the search and the filters.")
        return _("There aren't any personal access token requests for this organization")

    def summary(self, total: int) -> str:
        """How many."""
        return ngettext("{count} request", "{count} requests", total).format(count=total) + "."

    def page_of(self, row_id: int) -> Page:
        """The request's."""
        return RequestPage(self.desk, row_id)

    def commands(self) -> Iterator[Command]:
        """What an owner decides."""
        yield Command("approve", _("approves the requests of these lines, such as: approve 1 3 5-7"), self._approve)
        yield Command("deny", _("denies them, with a reason, such as: deny 2"), self._deny)
        yield from super().commands()

    def _approve(self, rest: str) -> Move:
        chosen = self.chosen(rest)
        return self.again() if chosen and approve(self.desk, chosen) else STAY

    def _deny(self, rest: str) -> Move:
        chosen = self.chosen(rest)
        return self.again() if chosen and deny(self.desk, chosen) else STAY


class RequestPage(CommandPage):
    """What an owner reads before deciding."""

    def __init__(self, desk: Desk, request_id: int) -> None:
        super().__init__(desk)
        self._id = request_id

    def heading(self) -> str:
        """The token's name. Raises NotFound, AlreadyDecided."""
        return clean(self.services.requests.request(self._id).request.token_name)

    def content(self) -> None:
        """Who asks; the justification; what is added or raised; the resulting full set."""
        context, catalogue = self.services.context, self.services.tokens.permissions
        review = self.services.requests.request(self._id)
        request = review.request
        asked = _("Requested by @{owner} on {instant}")
        self.asker.say(asked.format(owner=request.user_login, instant=instant_text(request.created_at, context.zone)))
        for line in token_lines(request, context.clock(), context.zone):
            self.asker.say(line)
        self._section(_("Justification"), request.reason.split("\n") if request.reason else [_("None was given.")])
        for heading, lines in added_sections(review, catalogue):
            self._section(heading, lines)
        self.asker.say(
            _("Nothing is granted yet. If you approve, the token has:")
            if review.standing is None
            else _("What was granted before goes on working, whatever you decide. If you approve, the token has:")
        )
        for heading, lines in result_sections(request, catalogue):
            self._section(heading, lines)

    def commands(self) -> Iterator[Command]:
        """GitHub's buttons."""
        yield Command("approve", _("approves it, after asking"), self._approve)
        yield Command("deny", _("denies it, with a reason"), self._deny)

    def _section(self, heading: str, lines: Sequence[str]) -> None:
        self.asker.say(_("{heading}:").format(heading=heading))
        for line in lines:
            self.asker.say(f"  {line}")

    def _approve(self, _rest: str) -> Move:
        return UP if approve(self.desk, [self._id]) else STAY

    def _deny(self, _rest: str) -> Move:
        return UP if deny(self.desk, [self._id]) else STAY
