"""What a token asks for and what it was granted, comparable by the full names of repositories."""

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.domain.widening import Added, Scope, added
from pat_tui.services.context import Context
from pat_tui.store import accounts, repositories, requests


def scope_of(draft: TokenDraft) -> Scope[str]:
    """What DRAFT asks for."""
    return Scope(draft.repository_access, draft.repositories, draft.permissions)


def scope_of_token(token: FineGrainedToken) -> Scope[str]:
    """What TOKEN asks for."""
    names = tuple(repository.full_name for repository in token.repositories)
    return Scope(token.repository_access, names, token.permissions)


def granted_scope(context: Context, token: FineGrainedToken) -> Scope[str] | None:
    """What TOKEN may use: what its organization has granted, all of it where a user owns it; None: nothing yet."""
    if token.owner_kind is AccountKind.USER:
        return scope_of_token(token)
    granted, owner = (
        requests.granted_reach(context.database, token.id),
        accounts.by_login(context.database, token.owner_login),
    )
    if granted is None or owner is None:
        return None
    names = tuple(
        repository.full_name
        for repository in repositories.of_owner(context.database, owner.id)
        if repository.id in granted.repository_ids
    )
    return Scope(granted.repository_access, names, granted.permissions)


def waiting_for_approval(context: Context, token: FineGrainedToken) -> Added[str]:
    """What TOKEN asks for beyond a standing grant; nothing where nothing is granted, for then all of it waits."""
    granted = granted_scope(context, token)
    return Added() if granted is None else added(granted, scope_of_token(token))
