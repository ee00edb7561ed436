"""What becomes of a token's authorizations by single sign-on when something else happens to it.

Every function runs inside the transaction of the use case that it belongs to, and notes what it does in the log.
"""

import base64
from datetime import datetime

from pat_tui.domain.accounts import Account
from pat_tui.domain.secrets import TokenKind
from pat_tui.services.context import Context
from pat_tui.services.policy_log import CLASSIC, FINE_GRAINED
from pat_tui.store import accounts, events
from pat_tui.store import single_sign_on as store
from pat_tui.store.single_sign_on import Subject

REGENERATED = "regenerated"
SCOPES_CHANGED = "scopes changed"
DELETED = "deleted"
DELETION_UNDONE = "deletion undone"
LEFT = "left the organization"
"""GitHub's `explanation`: why an authorization came or went without its user asking for it. Never translated."""


def authorize(context: Context, organization: Account, kind: TokenKind, token_id: int, now: datetime) -> None:
    """Authorise the acting user's token, which must be there and have no record with ORGANIZATION yet."""
    token = store.subject(context.database, context.acting.id, kind, token_id)
    if token is not None:
        store.authorize(context.database, organization.id, token, now)
        note(context, "grant", organization.login, context.acting.login, token)


def lose(context: Context, kind: TokenKind, token_id: int, explanation: str, user: Account | None = None) -> None:
    """Take all authorizations of a token of USER (left out: the acting one) away. To be called while its secret is old.

    What an owner has revoked stays revoked.
    """
    for organization, token in _held(context, kind, token_id, user or context.acting):
        store.remove(context.database, organization.id, token)
        note(context, "deauthorize", organization.login, (user or context.acting).login, token, explanation)


def note_gone(context: Context, kind: TokenKind, token_id: int) -> None:
    """Note that authorizations go with a token that is about to be deleted; undoing brings them back with it."""
    for organization, token in _held(context, kind, token_id, context.acting):
        note(context, "deauthorize", organization.login, context.acting.login, token, DELETED)


def note_back(context: Context, kind: TokenKind, token_id: int) -> None:
    """Note that a token has its authorizations again, because its deletion was undone."""
    for organization, token in _held(context, kind, token_id, context.acting):
        note(context, "grant", organization.login, context.acting.login, token, DELETION_UNDONE)


def end_membership(context: Context, organization: Account, user: Account) -> int:
    """End USER's session with ORGANIZATION, and what it has authorised of the user's tokens, deleted ones included.

    Returns how many tokens that are there lost an authorization.
    """
    database, lost = context.database, 0
    store.close_session(database, user.id, organization.id)
    for kind, token_id in store.tokens_authorized(database, organization.id, user.id):
        token = store.subject(database, user.id, kind, token_id)
        if token is not None:
            store.remove(database, organization.id, token)
            note(context, "deauthorize", organization.login, user.login, token, LEFT)
            lost += 1
    store.forget_deleted(database, organization.id, user.id)
    return lost


def note(context: Context, action: str, organization: str, user: str, token: Subject, explanation: str = "") -> None:
    """Log `org_credential_authorization.ACTION`: `grant`, `deauthorize` or `revoke`."""
    fields: dict[str, object] = {
        "org": organization,
        "user": user,
        "hashed_token": base64.b64encode(token.credential.secret_hash).decode("ascii"),
    }
    if token.kind is TokenKind.CLASSIC:
        classic = {"token_id": token.token_id, "token_name": token.name, "token_scopes": token.scopes}
        fields |= {"programmatic_access_type": CLASSIC, **classic}
    else:
        named = {"user_programmatic_access_id": token.token_id, "user_programmatic_access_name": token.name}
        fields |= {"programmatic_access_type": FINE_GRAINED, **named}
    if explanation:
        fields["explanation"] = explanation
    action = f"org_credential_authorization.{action}"
    events.add(context.database, action, context.acting, context.clock(), fields)


def _held(context: Context, kind: TokenKind, token_id: int, user: Account) -> list[tuple[Account, Subject]]:
    """The organizations that have authorised the token's present secret, each with the token."""
    token = store.subject(context.database, user.id, kind, token_id)
    if token is None:
        return []
    found = []
    for one in store.authorizations(context.database, kind, token_id):
        organization = accounts.by_id(context.database, one.organization_id)
        holds = one.revoked_at is None and one.secret_hash == token.credential.secret_hash
        if holds and organization is not None:
            found.append((organization, token))
    return found
