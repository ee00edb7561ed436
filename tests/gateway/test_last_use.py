"""Where a token is used: collected, written in the background, at most once a minute."""

import asyncio
import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.uses import TokenUse
from pat_tui.gateway import last_use
from pat_tui.gateway.last_use import LastUse
from pat_tui.services.access import Access
from pat_tui.services.last_use import days_of, record, uses_of
from pat_tui.store import uses
from pat_tui.store.database import Database
from pat_tui.wiring import Services
from tests.gateway.worlds import World, git, running
from tests.worlds import FixedClock, draft

FETCH = "/{owner}/{repo}.git/git-upload-pack"
SCOPE: dict[str, Any] = {"client": ("192.0.2.1", 9), "headers": [(b"user-agent", b"git/2.39")]}
FINE = TokenKind.FINE_GRAINED


@pytest.fixture
def used(services: Services) -> LastUse:
    """A collector over the small world, that nothing but the test writes."""
    return LastUse(services.context.database, services.context.clock)


@pytest.fixture
def credential(services: Services) -> Any:
    """A fine-grained token, with id 1."""
    secret = services.tokens.generate(draft()).secret
    return Access(services.context.database, services.context.clock).authenticate(secret)


def use(at: datetime, operation: str = FETCH, number: int = 1) -> TokenUse:
    """A use."""
    return TokenUse(operation, "mona/app", at, "192.0.2.1", "git/2.39", number)


def test_through_the_gateway(world: World) -> None:
    """A fetch is there once the gateway has ended: time, address, client, repository and operation."""
    world.repository("mona/new")
    secret = world.fine_grained()
    other = World(world.services, world.folder, world.config)
    with running(other):
        git("ls-remote", other.url("mona/new", secret))
    database = world.services.context.database
    [found] = uses_of(database, FINE, 1)
    assert (found.operation, found.repository, found.address) == (FETCH, "mona/new", "127.0.0.1")
    assert found.user_agent.startswith("git/")
    assert found.uses == 2
    assert world.services.tokens.get(1).last_used_at == found.last_used_at == world.services.context.clock()


async def test_counted_until_written(services: Services, used: LastUse, credential: Any, clock: FixedClock) -> None:
    """Many uses are one row; the last one's time and client stand in it."""
    for _time in range(5):
        used.note(credential, SCOPE, FETCH, "mona/app")
    clock.advance(timedelta(seconds=3))
    used.note(credential, SCOPE | {"client": ("192.0.2.9", 1)}, FETCH, "mona/app")
    used.note(credential, SCOPE, "GET /user")
    assert uses_of(services.context.database, FINE, 1) == []
    await used.write(used._due())
    by_operation = {found.operation: found for found in uses_of(services.context.database, FINE, 1)}
    assert by_operation[FETCH] == TokenUse(FETCH, "mona/app", clock(), "192.0.2.9", "git/2.39", 6)
    assert by_operation["GET /user"].repository == ""
    assert days_of(services.context.database, FINE, 1) == {date(2026, 1, 15): 7}


async def test_at_most_once_a_minute(
    services: Services, used: LastUse, credential: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it was written, a token waits for its minute; what it does meanwhile is kept."""
    seconds = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    used.note(credential, SCOPE, FETCH)
    await used.write(used._due())
    used.note(credential, SCOPE, FETCH)
    seconds[0] += 59
    assert used._due() == []
    seconds[0] += 2
    await used.write(used._due())
    assert uses_of(services.context.database, FINE, 1)[0].uses == 2


async def test_a_busy_store(
    services: Services, used: LastUse, credential: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody else holds the store nothing is lost, and nobody waits for it."""
    from pat_tui.domain.errors import StoreError

    def locked(*arguments: object) -> None:
        raise StoreError("locked")

    used.note(credential, SCOPE, FETCH)
    with monkeypatch.context() as patch:
        patch.setattr(last_use, "record", locked)
        await used.write(used._due())
    used.note(credential, SCOPE, FETCH)
    await used.write(used._due())
    assert uses_of(services.context.database, FINE, 1)[0].uses == 2


async def test_memory_is_bounded(used: LastUse, credential: Any) -> None:
    """One token's operations, and what clients say of themselves, have bounds."""
    for number in range(300):
        used.note(credential, SCOPE | {"headers": [(b"user-agent", b"\x1b" * 5000)]}, FETCH, f"mona/{number}")
    [kept] = used._pending.values()
    assert len(kept) == 100
    assert {found.user_agent for found in kept.values()} == {"\ufffd" * 256}


async def test_running_writes_by_itself(services: Services, credential: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every few seconds without being asked, and at the end."""
    monkeypatch.setattr(last_use, "SECONDS_TO_FIRST", 0)
    async with LastUse(services.context.database, services.context.clock).running() as used:
        used.note(credential, SCOPE, FETCH)
        while used._pending or not uses_of(services.context.database, FINE, 1):
            await asyncio.sleep(0)
        used.note(credential, SCOPE, FETCH)
    assert uses_of(services.context.database, FINE, 1)[0].uses == 2


def test_of_a_token_that_is_gone(services: Services, credential: Any, clock: FixedClock) -> None:
    """What a deleted token did last is not kept, and does not keep others' from being kept."""
    services.tokens.generate(draft("other"))
    services.token_life.delete([1])
    database = services.context.database
    record(database, clock, {(FINE, 1): [use(clock())], (FINE, 2): [use(clock())]})
    assert (uses_of(database, FINE, 1), len(uses_of(database, FINE, 2))) == ([], 1)


def test_an_undone_deletion_brings_it_back(services: Services, credential: Any, clock: FixedClock) -> None:
    """The uses go and come with their token."""
    database = services.context.database
    record(database, clock, {(FINE, 1): [use(clock())]})
    before = uses_of(database, FINE, 1), days_of(database, FINE, 1)
    services.token_life.delete([1])
    assert uses_of(database, FINE, 1) == []
    services.token_life.undo_delete([1])
    assert (uses_of(database, FINE, 1), days_of(database, FINE, 1)) == before


def test_old_and_many(services: Services, credential: Any, clock: FixedClock) -> None:
    """Twelve weeks of days and the fifty operations used last are kept."""
    database = services.context.database
    record(database, clock, {(FINE, 1): [use(clock(), f"GET /{number}") for number in range(40)]})
    clock.advance(timedelta(days=84))
    record(database, clock, {(FINE, 1): [use(clock(), f"GET /late/{number}") for number in range(40)]})
    kept = uses_of(database, FINE, 1)
    assert len(kept) == uses.MOST_OPERATIONS
    assert sum("late" in found.operation for found in kept) == 40
    assert list(days_of(database, FINE, 1)) == [date(2026, 1, 15), date(2026, 4, 9)]
    clock.advance(timedelta(days=1))
    record(database, clock, {(FINE, 1): [use(clock())]})
    assert list(days_of(database, FINE, 1)) == [date(2026, 4, 9), date(2026, 4, 10)]


def test_an_earlier_use_does_not_turn_time_back(services: Services, credential: Any, clock: FixedClock) -> None:
    """Two workers may write in any order: the later instant stays."""
    database = services.context.database
    record(database, clock, {(FINE, 1): [use(clock())]})
    record(database, clock, {(FINE, 1): [use(clock() - timedelta(hours=1))]})
    assert services.tokens.get(1).last_used_at == clock()


def test_classic_ones(services: Services, clock: FixedClock) -> None:
    """Both kinds have their uses, and are not taken for one another."""
    from pat_tui.domain.classic import ClassicDraft
    from pat_tui.domain.drafts import DEFAULT_EXPIRATION

    services.classic_tokens.generate(ClassicDraft("old", DEFAULT_EXPIRATION, ("repo",)))
    services.tokens.generate(draft())
    database: Database = services.context.database
    record(database, clock, {(TokenKind.CLASSIC, 1): [use(clock())]})
    assert (len(uses_of(database, TokenKind.CLASSIC, 1)), uses_of(database, FINE, 1)) == (1, [])
