"""Worlds to test in: a fixed clock, seeded secrets and a fresh store with users and organizations under policies.

`mona` acts. She is a member of `acme` (GitHub's defaults: approval required, at most 366 days), of `globex` (no
approval, at most 30 days) and of `initech` (fine-grained tokens restricted); she owns `octo-labs` (approval required
of members, no limit). `hubot` owns all four. `stranger-org` is out of reach. More is made with the store's functions.
"""

import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path

import pytest

import pat_tui
from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import ALPHABET, RandomString
from pat_tui.services.context import Context
from pat_tui.services.tokens import Tokens
from pat_tui.settings import Settings, load
from pat_tui.store import accounts, policies, repositories
from pat_tui.store.database import Database
from pat_tui.store.log_key import KeyFile
from pat_tui.wiring import Services, build

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
"""Where a fixed clock starts: a Thursday noon."""

ORGANIZATIONS = {
    "acme": (Role.MEMBER, OrganizationPolicy()),
    "globex": (Role.MEMBER, OrganizationPolicy(approval_required=False, max_lifetime_fine_grained=30)),
    "initech": (Role.MEMBER, OrganizationPolicy(fine_grained_allowed=False)),
    "octo-labs": (Role.OWNER, OrganizationPolicy(max_lifetime_fine_grained=None)),
}
REPOSITORIES = {
    "mona": ("app", "dotfiles", "notes"),
    "hubot": ("engine",),
    "acme": ("api", "website"),
    "globex": ("telemetry",),
    "initech": ("tps-reports",),
    "octo-labs": ("lab",),
    "stranger-org": ("vault",),
}


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The present instant."""
        return self.now

    def advance(self, step: timedelta) -> datetime:
        """Move by STEP and return the new instant."""
        self.now += step
        return self.now


def seeded_random(seed: int = 0) -> RandomString:
    """A source of secrets that gives the same ones for the same SEED."""
    source = random.Random(seed)
    return lambda length: "".join(source.choices(ALPHABET, k=length))


def make_services(
    folder: Path, *, now: datetime | FixedClock = NOW, zone: tzinfo | None = UTC, demo: bool = False, seed: int = 0
) -> Services:
    """Services for `mona` over a fresh store in FOLDER, or for `ada` in the world of `--demo`.

    NOW is an instant at which time stands still, or a clock to be moved. Leave them, or call `close` on the database.
    """
    clock = now if isinstance(now, FixedClock) else FixedClock(now)
    log_key = load().log_key
    settings = Settings(store=folder / "store.db", log=folder / "crash.log", log_key=log_key, demo=demo)
    if demo:
        return build(settings, clock=clock, random_string=seeded_random(seed), zone=zone)
    settings.store.touch(mode=0o600)
    settings.store.write_bytes(_world())
    database = Database(settings.store, durable=False, log_key=KeyFile(log_key) if log_key else None)
    return Services(Context(database, clock, seeded_random(seed), zone, user(database, "mona")), settings)


def acting_as(services: Services, login: str) -> Tokens:
    """The fine-grained tokens of the user called LOGIN, in the world of SERVICES."""
    return Tokens(services.context._replace(acting=user(services.context.database, login)))


def user(database: Database, login: str) -> Account:
    """The account called LOGIN, which must be there."""
    account = accounts.by_login(database, login)
    assert account is not None
    return account


def draft(name: str = "deploy", **changes: object) -> TokenDraft:
    """A draft that is fine for `mona`, with CHANGES."""
    return replace(TokenDraft(name=name, owner="mona"), **changes)  # type: ignore[arg-type]


def environment() -> dict[str, str]:
    """The environment for a Python that imports the very pat-tui under test, wherever it was started."""
    return {**os.environ, "PYTHONPATH": str(Path(pat_tui.__file__).parent.parent)}


def add_verified_user(database: Database, login: str, now: datetime = NOW) -> Account:
    """Add a user called LOGIN who can generate tokens, inside a transaction."""
    added = accounts.add(database, login, AccountKind.USER, "", now)
    accounts.add_email(database, added.id, f"{login}@example.com", primary=True, verified_at=now)
    return added


def verify(services: Services) -> None:
    """Give the acting user a verified address, by the store alone: a user of a first run has none."""
    database, acting = services.context.database, services.acting
    with database.transaction():
        accounts.add_email(database, acting.id, f"{acting.login}@verified.example", primary=False, verified_at=NOW)


@cache
def _world() -> bytes:
    """The store of the small world, made once a process."""
    with tempfile.TemporaryDirectory(prefix="pat-tui-world-") as folder:
        database = Database(Path(folder) / "store.db", durable=False)
        with database.transaction():
            _fill(database, NOW - timedelta(days=800))
        database.close()
        return database.path.read_bytes()


def _fill(database: Database, then: datetime) -> None:
    mona = accounts.add(database, "mona", AccountKind.USER, "Mona Lisa", then)
    accounts.add_email(database, mona.id, "mona@example.com", primary=True, verified_at=then)
    hubot = accounts.add(database, "hubot", AccountKind.USER, "Hubot", then)
    accounts.add_email(database, hubot.id, "hubot@example.com", primary=True, verified_at=then)
    for login, (role, policy) in ORGANIZATIONS.items():
        organization = accounts.add(database, login, AccountKind.ORGANIZATION, "", then)
        policies.set_policy(database, organization.id, policy)
        accounts.set_member(database, organization.id, mona.id, role)
        accounts.set_member(database, organization.id, hubot.id, Role.OWNER)
    stranger = accounts.add(database, "stranger-org", AccountKind.ORGANIZATION, "", then)
    policies.set_policy(database, stranger.id, OrganizationPolicy())
    for login, names in REPOSITORIES.items():
        for name in names:
            repositories.add(database, user(database, login), name, Visibility.PRIVATE, None, then)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at NOW until the test moves it."""
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    """Services for `mona` in the small world, on the fixture `clock`."""
    with make_services(tmp_path, now=clock) as services:
        yield services
