"""What the lists of requests and of active tokens have in common, and what is decided on them."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pat_tui.domain.drafts import reason_error
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.reviews import ActiveToken, ReviewedToken, ReviewFilter, ReviewOrder, TokenRequest
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command
from pat_tui.plain.desk import Desk, Move
from pat_tui.plain.lines import listed
from pat_tui.plain.list_page import ListPage
from pat_tui.services.requests import Window
from pat_tui.wording.option import Option
from pat_tui.wording.review_words import dialog_lines, order_labels

TokenT = TypeVar("TokenT", bound=ReviewedToken)


class ReviewsPage(ListPage[TokenT]):
    """Members' tokens of one organization, as its owner sees them."""

    def __init__(self, desk: Desk, login: str) -> None:
        """Of the organization called LOGIN."""
        super().__init__(desk)
        self.login = login
        self._order = ReviewOrder.NEWEST

    @abstractmethod
    def read(self, window: Window) -> Sequence[TokenT]:
        """The rows of WINDOW."""

    @property
    def wanted(self) -> ReviewFilter:
        """What the filter lets through."""
        return ReviewFilter(text=self.text)

    def rows(self, offset: int, limit: int) -> Sequence[TokenT]:
        """LIMIT of them from OFFSET on, in the present order."""
        return self.read(Window(self.wanted, self._order, offset, limit))

    def commands(self) -> Iterator[Command]:
        """What every such list takes."""
        yield from super().commands()
        yield Command("sort", _("asks for another order"), self._sort)

    def _sort(self, _rest: str) -> Move:
        options = [Option(order, label) for order, label in order_labels().items()]
        self._order = self.asker.choose(_("Sort"), options, self._order)
        return self.again()


def approve(desk: Desk, request_ids: Sequence[int]) -> bool:
    """Ask, and approve what is still open of these requests; whether anything was approved. Raises PatTuiError."""
    found = _still_open(desk, request_ids)
    if not found:
        return False
    question = ngettext(
        "Are you sure you want to approve this request?",
        "Are you sure you want to approve these {count} requests?",
        len(found),
    )
    ids = [request.id for request in found]
    said = (_("Approved “{name}” of {owner}: it can access {organization}."), _("Approved {count} requests."))
    return _decide(desk, found, question, lambda: desk.services.requests.approve(ids), said)


def deny(desk: Desk, request_ids: Sequence[int]) -> bool:
    """Ask for a reason, and deny what is still open of these requests; whether anything was denied."""
    found = _still_open(desk, request_ids)
    if not found:
        return False
    question = ngettext("Deny this request?", "Deny these {count} requests?", len(found))
    owners = len({request.user_login for request in found})
    label = ngettext("Reason for the token's owner (optional)", "Reason for the tokens' owners (optional)", owners)
    for request in found:
        desk.asker.say(_name_line(request))
    reason = desk.asker.ask(label)
    while (error := reason_error(reason)) is not None:
        desk.asker.say(error)
        reason = desk.asker.ask(label)
    ids = [request.id for request in found]
    said = (_("Denied “{name}” of {owner}."), _("Denied {count} requests."))
    return _decide(desk, found, question, lambda: desk.services.requests.deny(ids, reason), said, is_told=True)


def revoke(desk: Desk, login: str, token_ids: Sequence[int]) -> bool:
    """Ask, and take the tokens' access to the organization called LOGIN away; whether it was."""
    requests = desk.services.requests
    found: list[ActiveToken] = [requests.active_token(login, token_id) for token_id in token_ids]
    question = ngettext(
        "Are you sure you want to revoke the access of this token?",
        "Are you sure you want to revoke the access of these {count} tokens?",
        len(found),
    )
    ids = [token.token_id for token in found]
    said = (_("Revoked “{name}” of {owner}: it can no longer access {organization}."), _("Revoked {count} tokens."))
    question = _("The token stays, and reads public things.") + " " + question
    return _decide(desk, found, question, lambda: requests.revoke(login, ids), said)


def _decide(
    desk: Desk,
    tokens: Sequence[ReviewedToken],
    question: str,
    work: Callable[[], Sequence[ReviewedToken]],
    said: tuple[str, str],
    *,
    is_told: bool = False,
) -> bool:
    """Ask QUESTION about TOKENS, which the person has been told unless not IS_TOLD, do WORK and say what came of it."""
    if not is_told:
        for line in dialog_lines(tokens, desk.services.tokens.permissions):
            if line:
                desk.asker.say(listed(line))
    if not desk.asker.confirm(question.format(count=len(tokens))):
        desk.asker.say(_("Nothing has been changed."))
        return False
    done = work()
    words = said[0] if len(done) == 1 else said[1]
    first = done[0]
    desk.asker.say(
        words.format(
            name=clean(first.token_name),
            owner=clean(first.user_login),
            organization=clean(first.organization_login),
            count=len(done),
        )
    )
    return True


def _still_open(desk: Desk, request_ids: Sequence[int]) -> list[TokenRequest]:
    """Those requests that nobody has decided meanwhile; of the others it is said who did."""
    found, errors = [], []
    for request_id in request_ids:
        try:
            found.append(desk.services.requests.request(request_id).request)
        except PatTuiError as error:
            errors.append(str(error))
    for words in dict.fromkeys(errors):
        desk.asker.say(words)
    return found


def _name_line(token: ReviewedToken) -> str:
    return listed(_("{name} · @{owner}").format(name=clean(token.token_name), owner=clean(token.user_login)))
