"""The part of the demonstration that is about people: outside collaborators, and a user who is suspended."""

from dataclasses import replace
from datetime import timedelta

from pat_tui.domain.accounts import Account, AccountKind, RepositoryRole
from pat_tui.services.context import Context
from pat_tui.services.enterprise import Enterprise
from pat_tui.services.people import People
from pat_tui.store import accounts

USERS = {"konrad": "Konrad Zuse", "tommy": "Tommy Flowers"}
COLLABORATORS = (
    ("umbrella-labs", "sequencer", "konrad", RepositoryRole.WRITE),
    ("umbrella-labs", "protocols", "konrad", RepositoryRole.TRIAGE),
    ("weyland-works", "wind-tunnel", "tommy", RepositoryRole.READ),
)
SUSPENDED = "tommy"


def fill(ada: Context, grace: Account) -> None:
    """Add the users; GRACE gives them their roles, and ADA, who owns the enterprise, suspends one."""
    now = ada.clock()
    with ada.database.transaction():
        for login, name in USERS.items():
            user = accounts.add(ada.database, login, AccountKind.USER, name, now - timedelta(days=60))
            accounts.add_email(ada.database, user.id, f"{login}@example.com", primary=True, verified_at=now)
    owner = People(replace(ada, acting=grace, clock=lambda: now - timedelta(days=21)))
    for organization, name, login, role in COLLABORATORS:
        owner.add_outside_collaborator(organization, f"{organization}/{name}", login, role)
    Enterprise(replace(ada, clock=lambda: now - timedelta(days=12))).suspend(SUSPENDED)
