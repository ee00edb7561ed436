"""More of the small world: users, members and tokens for the tests of organizations."""

from dataclasses import replace

from pat_tui.domain.accounts import Role
from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.store import accounts
from pat_tui.wiring import Services
from tests.worlds import acting_as, add_verified_user, draft, user


def as_user(services: Services, login: str) -> Services:
    """The same store, where the user called LOGIN acts. Only one of the two is to be closed."""
    return replace(services, context=services.context._replace(acting=user(services.context.database, login)))


def add_member(services: Services, login: str, organization: str, role: Role = Role.MEMBER) -> None:
    """Make the user called LOGIN, who is added if missing, a member of ORGANIZATION, by the store alone."""
    database = services.context.database
    with database.transaction():
        found = accounts.by_login(database, login) or add_verified_user(database, login)
        accounts.set_member(database, user(database, organization).id, found.id, role)


def ask(services: Services, name: str = "ci", login: str = "mona", owner: str = "acme", **changes: object) -> int:
    """A token of LOGIN that waits for OWNER's approval: the id of its request."""
    token = generate(services, name, login, owner, **changes)
    row = services.context.database.row("SELECT max(id) AS id FROM token_requests WHERE token_id = ?", (token.id,))
    assert row is not None
    return int(row["id"])


def generate(
    services: Services, name: str = "ci", login: str = "mona", owner: str = "acme", **changes: object
) -> FineGrainedToken:
    """A token of LOGIN for OWNER; reads the code of all its repositories, unless CHANGES say otherwise."""
    reach = {"repository_access": RepositoryAccess.ALL, "permissions": {"contents": Level.READ}}
    return acting_as(services, login).generate(draft(name, owner=owner, **(reach | changes))).token


def actions(services: Services, login: str) -> list[str]:
    """What the user called LOGIN did, as the log names it, oldest first."""
    database = services.context.database
    rows = database.rows("SELECT action FROM events WHERE actor_id = ? ORDER BY id", (user(database, login).id,))
    return [row["action"].removeprefix("personal_access_token.") for row in rows]
