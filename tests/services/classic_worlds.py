"""Classic tokens in the small world, and what is looked at after a use case."""

from typing import Any

from pat_tui.domain.accounts import Account
from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.expiration import Expiration, InDays
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.store import accounts, deploy_keys, events, policies, repositories
from pat_tui.store.deploy_keys import NewDeployKey
from pat_tui.wiring import Services
from tests.worlds import NOW, user


def classic_of(services: Services, login: str) -> ClassicTokens:
    """What the user called LOGIN can do with classic tokens, in the world of SERVICES."""
    return ClassicTokens(services.context._replace(acting=user(services.context.database, login)))


def classic_draft(note: str = "ci", *scopes: str, expiration: Expiration | None = None) -> ClassicDraft:
    """A draft that is fine."""
    return ClassicDraft(note, expiration or InDays(30), scopes or ("repo", "gist"))


def new(services: Services, note: str = "ci", *scopes: str, login: str = "mona") -> ClassicToken:
    """A token of the user called LOGIN."""
    return classic_of(services, login).generate(classic_draft(note, *scopes)).token


def add_key(
    services: Services, token: ClassicToken | None, title: str = "deploy", key: str = "ssh-ed25519 AAAA"
) -> int:
    """A deploy key of mona/app that was made with TOKEN, or without any."""
    database = services.context.database
    with database.transaction():
        app = repositories.named(database, user(database, "mona").id, ["app"])[0]
        made_with = None if token is None else token.id
        key = f"{key} {title}"
        return deploy_keys.add(database, NewDeployKey(app.id, title, key, True, NOW, made_with, fingerprint=key))


def noted(services: Services, login: str = "mona") -> list[str]:
    """What the user called LOGIN did, as the log names it."""
    return [action for action, _fields in log(services, login)]


def log(services: Services, login: str = "mona") -> list[tuple[str, dict[str, Any]]]:
    """What the user called LOGIN did, with its fields."""
    return events.actions_of(services.context.database, user(services.context.database, login).id)


def rows_of(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to a classic token, with all of its columns."""
    return {
        table: [tuple(row) for row in services.context.database.rows(f"SELECT * FROM {table} ORDER BY 1")]
        for table in ("classic_tokens", "deploy_keys")
    }


def known_hashes(services: Services) -> set[bytes]:
    """The hashes by which the secret of a classic token can be recognised."""
    return {row["secret_hash"] for row in services.context.database.rows("SELECT secret_hash FROM classic_tokens")}


def set_policy(services: Services, organization: str, policy: OrganizationPolicy) -> None:
    """Let the organization decide otherwise."""
    database = services.context.database
    with database.transaction():
        policies.set_policy(database, user(database, organization).id, policy)


def suspend(services: Services, login: str) -> Account:
    """Suspend a user, as if it happened while a page was open."""
    database = services.context.database
    with database.transaction():
        accounts.set_suspended(database, user(database, login).id, NOW)
    return user(database, login)
