"""Use cases around the fine-grained tokens that reach an organization: its owners approve, deny and revoke."""

from collections.abc import Iterable, Sequence

from pat_tui.domain.accounts import Account
from pat_tui.domain.drafts import reason_error
from pat_tui.domain.errors import AlreadyDecided, InvalidInput, NotFound
from pat_tui.domain.reviews import (
    EVERYTHING,
    ActiveToken,
    Review,
    ReviewChoices,
    ReviewedToken,
    ReviewFilter,
    TokenRequest,
)
from pat_tui.i18n import _
from pat_tui.services import notices, rights, token_log, token_naming
from pat_tui.services.context import Context
from pat_tui.store import accounts, events, requests, review_choices, reviews
from pat_tui.store.reviews import WHOLE, Window

__all__ = ["Requests", "Window", "end_access", "note"]


class Requests:
    """Pending requests and active tokens of the organizations that the acting user owns."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def pending(self, login: str, window: Window = WHOLE) -> list[TokenRequest]:
        """The requests that wait for an owner of the organization called LOGIN. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return reviews.pending(self.context.database, organization.id, window)

    def count_pending(self, login: str, wanted: ReviewFilter = EVERYTHING) -> int:
        """How many requests wait there. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return reviews.count_pending(self.context.database, organization.id, wanted)

    def active(self, login: str, window: Window = WHOLE) -> list[ActiveToken]:
        """The tokens that have access to the organization called LOGIN. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return reviews.active(self.context.database, organization.id, window)

    def count_active(self, login: str, wanted: ReviewFilter = EVERYTHING) -> int:
        """How many tokens have access there. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return reviews.count_active(self.context.database, organization.id, wanted)

    def find_active(self, login: str, text: str) -> int:
        """The id of the token with access that TEXT names: by id, name or hint.

        Raises NotFound, Forbidden, Ambiguous when it names several.
        """
        organization = rights.owned_organization(self.context, login)
        found = reviews.active_named(self.context.database, organization.id, text)
        if not found:
            raise NotFound(
                _("No token {text} has access to {organization}.").format(text=text, organization=organization.login)
            )
        return token_naming.the_one(found, text, with_users=True)

    def request(self, request_id: int) -> Review:
        """One open request, beside what its token has already.

        Raises NotFound, Forbidden, AlreadyDecided when it is not open any more.
        """
        request = self._open_one(request_id)
        standing = reviews.active_token(self.context.database, request.organization_id, request.token_id)
        return Review(request, standing)

    def active_token(self, login: str, token_id: int) -> ActiveToken:
        """One token that has access to the organization called LOGIN. Raises NotFound, Forbidden."""
        return self._active_one(rights.owned_organization(self.context, login), token_id)

    def choices(self, login: str, *, pending: bool) -> ReviewChoices:
        """What the list of requests (PENDING), or of active tokens, can be filtered by. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return review_choices.choices(self.context.database, organization.id, pending=pending)

    def approve(self, request_ids: Sequence[int]) -> list[TokenRequest]:
        """Grant what the requests ask for, all or none, and return them.

        Raises NotFound, Forbidden, AlreadyDecided when somebody else was quicker with one of them.
        """
        database, acting, now = self.context.database, self.context.acting, self.context.clock()
        with database.transaction():
            decided = self._open(request_ids)
            for request in decided:
                requests.approve(database, request.token_id, acting.id, now)
                note(self.context, "access_granted", request)
        return decided

    def deny(self, request_ids: Sequence[int], reason: str = "") -> list[TokenRequest]:
        """Refuse the requests, all or none, telling the tokens' owners REASON, and return them.

        Raises InvalidInput for the reason, NotFound, Forbidden, AlreadyDecided when somebody else was quicker.
        """
        if (error := reason_error(reason)) is not None:
            raise InvalidInput({"reason": error})
        database, acting, now = self.context.database, self.context.acting, self.context.clock()
        with database.transaction():
            decided = self._open(request_ids)
            for request in decided:
                requests.deny(database, request.token_id, reason, acting.id, now)
                note(self.context, "request_denied", request, reason)
        return decided

    def revoke(self, login: str, token_ids: Sequence[int]) -> list[ActiveToken]:
        """Take the tokens' access to the organization called LOGIN away, of all or none, and return them.

        The tokens stay and read public things; what they asked for beyond their grant waits on. Raises NotFound,
        Forbidden.
        """
        database, acting, now = self.context.database, self.context.acting, self.context.clock()
        with database.transaction():
            organization = rights.owned_organization(self.context, login)
            revoked = [self._active_one(organization, token_id) for token_id in dict.fromkeys(token_ids)]
            for token in revoked:
                requests.revoke(database, token.token_id, acting.id, now)
                note(self.context, "access_revoked", token)
        return revoked

    def _open(self, request_ids: Iterable[int]) -> list[TokenRequest]:
        """The open requests of those ids, each of an organization that the acting user owns."""
        return [self._open_one(request_id) for request_id in dict.fromkeys(request_ids)]

    def _open_one(self, request_id: int) -> TokenRequest:
        database, missing = self.context.database, NotFound(_("There is no request {id}.").format(id=request_id))
        organization_id = requests.organization_of(database, request_id)
        organization = None if organization_id is None else accounts.by_id(database, organization_id)
        if organization is None or rights.role_in(self.context, organization) is None:
            raise missing  # who has no part in the organization is not told what it is asked
        rights.require_owner(self.context, organization)
        state = requests.state_of(database, organization.id, request_id)
        if state is not None and state.decision is not None:
            raise AlreadyDecided(_decided_text(state))
        found = reviews.request(database, organization.id, request_id)
        if found is None:
            raise missing
        return found

    def _active_one(self, organization: Account, token_id: int) -> ActiveToken:
        found = reviews.active_token(self.context.database, organization.id, token_id)
        if found is None:
            raise NotFound(
                _("No token {text} has access to {organization}.").format(
                    text=token_id, organization=organization.login
                )
            )
        return found


def end_access(context: Context, organization: Account, user: Account) -> tuple[int, int]:
    """End what the user's tokens have and ask for in ORGANIZATION, inside a transaction.

    Returns how many requests were cancelled and how many grants revoked.
    """
    database, acting, now = context.database, context.acting, context.clock()
    theirs = Window(ReviewFilter(owner=user.login))
    waiting = reviews.pending(database, organization.id, theirs)
    active = reviews.active(database, organization.id, theirs)
    for request in waiting:
        requests.cancel(database, request.token_id, acting.id, now)
        note(context, "request_cancelled", request)
    for token in active:
        requests.revoke(database, token.token_id, acting.id, now)
        note(context, "access_revoked", token)
    requests.forget_deleted(database, organization.id, user.id)
    return len(waiting), len(active)


def note(context: Context, action: str, token: ReviewedToken, explanation: str = "") -> None:
    """Log what the acting user did to somebody's token in an organization, and tell its user by mail."""
    fields: dict[str, object] = {
        **token_log.token_fields(token.token_id, token.token_name, token.user_login, token.organization_login),
        **token_log.reach_fields(token.repository_access, token.repositories, token.permissions),
    }
    if isinstance(token, TokenRequest):
        fields["user_programmatic_access_request_id"] = token.id
    if explanation:
        fields["explanation"] = explanation
    events.add(context.database, f"personal_access_token.{action}", context.acting, context.clock(), fields)
    notices.note_decision(context, action, token, explanation)


def _decided_text(state: requests.RequestState) -> str:
    login = state.decided_by or _("An account that is gone")
    sentences = {
        "approved": _("{login} has approved request {id} already."),
        "denied": _("{login} has denied request {id} already."),
        "cancelled": _("{login} has cancelled request {id} already."),
    }
    return sentences[state.decision or "cancelled"].format(login=login, id=state.id)
