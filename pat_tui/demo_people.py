"""The part of the demonstration that is about people: outside collaborators, and a user who is suspended."""

from datetime import timedelta
from functools import partial

from pat_tui.demo_timeline import Timeline
from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.repositories import RepositoryRole
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

_INVITED, _SUSPENDED = timedelta(days=21), timedelta(days=12)
"""How long ago they got their roles, and one was suspended."""


def plan(timeline: Timeline, ada: Context, grace: Account) -> None:
    """Add the users; GRACE gives them their roles, and ADA, who owns the enterprise, suspends one."""
    now = ada.clock()
    with ada.database.transaction():
        for login, name in USERS.items():
            user = accounts.add(ada.database, login, AccountKind.USER, name, now - timedelta(days=60))
            accounts.add_email(ada.database, user.id, f"{login}@example.com", primary=True, verified_at=now)
    owner = People(ada._replace(acting=grace, clock=lambda: now - _INVITED))
    for organization, name, login, role in COLLABORATORS:
        add = partial(owner.add_outside_collaborator, organization, f"{organization}/{name}", login, role)
        timeline.plan(now - _INVITED, add)
    enterprise = Enterprise(ada._replace(clock=lambda: now - _SUSPENDED))
    timeline.plan(now - _SUSPENDED, partial(enterprise.suspend, SUSPENDED))
