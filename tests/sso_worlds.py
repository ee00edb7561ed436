"""The small world under single sign-on: who demands it, tokens of both kinds, and what is looked at afterwards."""

from typing import Any

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import SsoState
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.wiring import Services
from tests.organization_worlds import as_user, generate
from tests.services.classic_worlds import classic_draft, classic_of

FINE, CLASSIC = TokenKind.FINE_GRAINED, TokenKind.CLASSIC


def demand(services: Services, *logins: str, sso: bool = True) -> None:
    """Let organizations demand single sign-on, or no longer; `hubot` owns them all."""
    for login in logins or ("acme",):
        as_user(services, "hubot").organizations.change_policy(login, {"sso_required": sso})


def authorized_classic(
    services: Services, note: str = "ci", login: str = "mona", expiration: Expiration | None = None
) -> ClassicToken:
    """A classic token of the user called LOGIN that is authorised for acme, which demands it."""
    token = classic_of(services, login).generate(classic_draft(note, "repo", expiration=expiration)).token
    as_user(services, login).single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)
    return token


def authorized_fine(services: Services, name: str = "fine", login: str = "mona") -> FineGrainedToken:
    """A fine-grained token of the user called LOGIN for acme, which demands single sign-on."""
    as_user(services, login).single_sign_on.open("acme")
    return generate(services, name, login)


def state(services: Services, kind: TokenKind, token_id: int, login: str = "mona") -> SsoState:
    """Where the token stands with the only organization that has a say."""
    (standing,) = as_user(services, login).single_sign_on.standings(kind, token_id)
    return standing.state


def sso_log(services: Services) -> list[tuple[str, str, str]]:
    """Every event of single sign-on, oldest first: what, who did it, and whose token it was."""
    import json

    rows = services.context.database.rows(
        "SELECT action, actor, fields FROM events WHERE action LIKE 'org_credential_authorization.%'"
        " OR action LIKE 'org.sso%' OR action LIKE '%_saml' ORDER BY id"
    )
    return [(row["action"], row["actor"], json.loads(row["fields"]).get("user", "")) for row in rows]


def last_fields(services: Services) -> dict[str, Any]:
    """The fields of the last event."""
    import json

    row = services.context.database.row("SELECT fields FROM events ORDER BY id DESC LIMIT 1")
    assert row is not None
    fields: dict[str, Any] = json.loads(row["fields"])
    return fields
