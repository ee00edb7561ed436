"""Revoking tokens whose secrets somebody has found: GitHub's `POST /credentials/revoke`."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pat_tui.domain.accounts import Account
from pat_tui.domain.credentials import AnyCredential, FineGrainedCredential
from pat_tui.domain.notices import Notice, NoticeKind
from pat_tui.domain.secrets import Secret, TokenKind, hash_of
from pat_tui.domain.security_log import SYSTEM
from pat_tui.services import deploy_keys as key_log
from pat_tui.services import sso_credentials, token_log
from pat_tui.services.access import Access
from pat_tui.services.context import Context
from pat_tui.services.policy_log import CLASSIC
from pat_tui.store import accounts, deploy_keys, events, exposed_tokens, outbox

EXPOSED = "Reported as exposed"
"""Why a token went, as the log has it; never translated."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """A token that was revoked."""

    kind: TokenKind
    token_id: int
    name: str
    user_login: str


class Exposure:
    """What anybody may do who has found secrets; nobody acts, the system does."""

    def __init__(self, access: Access, context: Context) -> None:
        """CONTEXT gives the store and the clock; who acts in it is of no matter."""
        self._access = access
        self._context = context._replace(acting=SYSTEM)

    def revoke(self, secrets: Iterable[Secret]) -> list[Exposed]:
        """Revoke the tokens whose SECRETS these are, for good, with an event and a mail to the user of each.

        What is no token here, has expired or is gone is passed over in silence: nobody learns which secrets live. It
        is one transaction. Also a token that was just deleted cannot come back any more.
        """
        with self._context.database.transaction():
            return [self._revoke(one, secret_hash) for one, secret_hash in self._found(secrets)]

    def _found(self, secrets: Iterable[Secret]) -> Iterator[tuple[AnyCredential, bytes]]:
        seen = set[bytes]()
        for secret in secrets:
            credential = self._access.whose(secret)
            secret_hash = hash_of(secret) if credential or self._access.is_token(secret) else b""
            if not secret_hash or secret_hash in seen:
                continue
            seen.add(secret_hash)
            exposed_tokens.forget_deleted(self._context.database, secret_hash)
            if credential is not None and (
                credential.expires_at is None or credential.expires_at > self._context.clock()
            ):
                yield credential, secret_hash

    def _revoke(self, one: AnyCredential, secret_hash: bytes) -> Exposed:
        database, context, now = self._context.database, self._context, self._context.clock()
        user = accounts.by_id(database, one.user_id)
        assert user is not None
        of_user = context._replace(acting=user)
        keys = deploy_keys.of_classic_token if one.kind is TokenKind.CLASSIC else deploy_keys.of_fine_grained_token
        key_log.note_gone(of_user, keys(database, one.token_id), now)
        sso_credentials.lose(context, one.kind, one.token_id, EXPOSED, user)
        exposed_tokens.remove(database, one.kind, one.token_id)
        for action, fields in _events(one, user, base64.b64encode(secret_hash).decode("ascii")):
            events.add(database, action, SYSTEM, now, fields)
        outbox.add(database, user.id, _notice(context, one))
        return Exposed(one.kind, one.token_id, one.name, one.user_login)


def _events(one: AnyCredential, user: Account, hashed_token: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The actions and fields: of a classic token GitHub writes two."""
    more = {"hashed_token": hashed_token, "explanation": EXPOSED}
    if isinstance(one, FineGrainedCredential):
        organization = one.owner_login if one.owner_id != one.user_id else None
        fields = token_log.token_fields(one.token_id, one.name, user.login, organization)
        yield "personal_access_token.credential_revoked", fields | more
        return
    classic = {
        "user": user.login,
        "programmatic_access_type": CLASSIC,
        "token_id": one.token_id,
        "token_name": one.name,
        "token_scopes": ", ".join(one.scopes),
    }
    yield "oauth_access.revoke", classic | more
    yield "oauth_authorization.destroy", classic | more


def _notice(context: Context, one: AnyCredential) -> Notice:
    return Notice(
        kind=NoticeKind.EXPOSED,
        token_kind=one.kind,
        token_id=one.token_id,
        token_name=one.name,
        at=context.clock(),
        expires_at=one.expires_at,
        owner=one.owner_login if isinstance(one, FineGrainedCredential) else "",
    )
