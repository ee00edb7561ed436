"""Tokens unused for a year are removed, with an event each, and no others."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import DEFAULT_EXPIRATION
from pat_tui.domain.errors import StoreError
from pat_tui.domain.security_log import EVERY_ENTRY
from pat_tui.domain.unused import one_year_after
from pat_tui.services.token_list import TokenOrder
from pat_tui.store import deploy_keys, tokens
from pat_tui.store.deploy_keys import NewDeployKey
from pat_tui.store.unused_tokens import UnusedKind
from pat_tui.wiring import Services
from tests.services.breaking import dump
from tests.tui.pages import Past, add_past
from tests.worlds import NOW, FixedClock, acting_as, draft, make_services

Use = Callable[[str, datetime], None]


@pytest.fixture
def use(services: Services) -> Use:
    """Note a use of the token of that name."""

    def note(name: str, at: datetime) -> None:
        with services.context.database.transaction():
            tokens.note_use(services.context.database, services.tokens.find(name).id, at)

    return note


def left(services: Services) -> list[str]:
    """The names of mona's tokens."""
    return [row.name for row in services.tokens.page(TokenOrder.NAME, "", 0, 99)]


def events(services: Services) -> list[tuple[str, str, dict[str, object]]]:
    """What the program itself did: action, actor, fields."""
    rows = services.context.database.rows("SELECT action, actor, fields FROM events WHERE actor_id = 0 ORDER BY id")
    return [(row["action"], row["actor"], json.loads(row["fields"])) for row in rows]


def test_at_a_year_and_not_a_second_before(services: Services, clock: FixedClock) -> None:
    """The edge is one second wide, and a second try finds nothing."""
    services.tokens.generate(draft("idle"))
    clock.now = one_year_after(NOW) - timedelta(seconds=1)
    assert services.removal.remove_unused() == []
    assert services.removal.due() == []
    clock.advance(timedelta(seconds=1))
    assert [token.name for token in services.removal.remove_unused()] == ["idle"]
    assert left(services) == []
    assert services.removal.remove_unused() == []


@pytest.mark.parametrize("made", [datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)])
def test_leap_years(tmp_path: Path, made: datetime) -> None:
    """Store and rule agree on what a year is: at 365 days it stays where the year has 366."""
    clock = FixedClock(made)
    with make_services(tmp_path, now=clock) as services:
        services.tokens.generate(draft("idle"))
        clock.advance(timedelta(days=365))
        assert services.removal.remove_unused() == []
        assert services.listed_tokens.count_announced() == 1
        clock.advance(timedelta(days=1))
        assert [token.name for token in services.removal.remove_unused()] == ["idle"]


def test_longest_lifetime_outlives_it(services: Services, clock: FixedClock) -> None:
    """A token of 366 days that was used goes on; one that nobody used goes the day before its end."""
    from pat_tui.domain.expiration import InDays

    services.tokens.generate(draft("long", expiration=InDays(366)))
    clock.advance(timedelta(days=365))
    assert services.tokens.find("long").expires_at != clock.now
    assert [token.name for token in services.removal.remove_unused()] == ["long"]


def test_use_keeps_it(services: Services, clock: FixedClock, use: Use) -> None:
    """A year is counted from the last use."""
    services.tokens.generate(draft("used"))
    use("used", NOW + timedelta(days=300))
    clock.now = one_year_after(NOW + timedelta(days=300)) - timedelta(seconds=1)
    assert services.removal.remove_unused() == []
    clock.advance(timedelta(seconds=1))
    assert [token.name for token in services.removal.remove_unused()] == ["used"]


def test_regenerating_keeps_it(services: Services, clock: FixedClock) -> None:
    """A secret that was just issued is not taken away."""
    from pat_tui.domain.expiration import Never

    token = services.tokens.generate(draft("kept", expiration=Never())).token
    clock.advance(timedelta(days=360))
    services.token_life.regenerate(token.id, Never())
    clock.advance(timedelta(days=10))
    assert services.removal.remove_unused() == []
    assert left(services) == ["kept"]


def test_clock_that_was_moved_back(services: Services, clock: FixedClock, use: Use) -> None:
    """Tokens of the future stay, and those that were used in it."""
    services.tokens.generate(draft("future"))
    services.tokens.generate(draft("used"))
    use("used", NOW + timedelta(days=3))
    clock.now = NOW - timedelta(days=4000)
    assert services.removal.remove_unused() == []
    assert left(services) == ["future", "used"]


def test_events_tell_which_and_why(services: Services, clock: FixedClock, use: Use) -> None:
    """The program itself is the actor; the token is named by name, id and hash, never by more."""
    made = services.tokens.generate(draft("ci", owner="globex"))
    his = acting_as(services, "hubot").generate(draft("his", owner="hubot"))
    use("ci", NOW + timedelta(days=1))
    clock.advance(timedelta(days=370))
    services.removal.remove_unused()
    (one, another) = events(services)
    assert one[:2] == ("personal_access_token.destroy", "pat-tui[bot]")
    assert one[2].pop("hashed_token")
    assert one[2] == {
        "user": "mona",
        "org": "globex",
        "programmatic_access_type": "Fine-grained personal access token",
        "user_programmatic_access_id": made.token.id,
        "user_programmatic_access_name": "ci",
        "explanation": "Unused for a year: last used 2026-01-16T12:00:00Z",
    }
    assert (another[2]["user"], another[2]["user_programmatic_access_id"]) == ("hubot", his.token.id)
    assert another[2]["explanation"] == "Unused for a year: never used, created 2026-01-15T12:00:00Z"
    assert services.security_log.page(EVERY_ENTRY, 0, 1)[0].action == "personal_access_token.destroy"
    assert services.security_log.verify().is_whole


def test_leaves_nothing_of_it(services: Services, clock: FixedClock) -> None:
    """Requests, grants, permissions and repositories go with it, and nothing is kept for undoing."""
    add_past(services, Past("ci", "acme", 0))
    clock.advance(timedelta(days=366))
    services.removal.remove_unused()
    for table in ("token_requests", "token_grants", "token_permissions", "token_repositories", "deleted_tokens"):
        assert services.context.database.rows(f"SELECT * FROM {table}") == []


def test_all_or_nothing(services: Services, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one event cannot be noted, no token goes."""
    for name in "ab":
        services.tokens.generate(draft(name))
    clock.advance(timedelta(days=366))
    before, calls = dump(services), 0

    def fail_the_second_time(*_arguments: object) -> tuple[str, dict[str, object]]:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise StoreError("no")
        return "test.destroy", {}

    from pat_tui.services import removal

    monkeypatch.setitem(removal._EVENTS, UnusedKind.FINE_GRAINED, fail_the_second_time)
    with pytest.raises(StoreError):
        services.removal.remove_unused()
    assert dump(services) == before
    calls = 0
    assert services.removal.on_start() == []


def test_without_anything_due_takes_no_lock(services: Services, clock: FixedClock) -> None:
    """The cheap look does not wait for who writes, and is answered by an index."""
    services.tokens.generate(draft("young"))
    statements: list[str] = []
    connection = services.context.database.connection
    connection.set_trace_callback(statements.append)
    assert services.removal.remove_unused() == []
    connection.set_trace_callback(None)
    assert not [statement for statement in statements if statement.startswith("BEGIN")]
    (plan,) = services.context.database.rows(f"EXPLAIN QUERY PLAN {statements[0]}")
    assert "USING COVERING INDEX fine_grained_tokens_by_idleness" in plan["detail"] or "USING INDEX" in plan["detail"]


def test_announced_are_counted(services: Services, clock: FixedClock, use: Use) -> None:
    """The acting user's own, from 30 days before on."""
    services.tokens.generate(draft("idle"))
    services.tokens.generate(draft("used"))
    acting_as(services, "hubot").generate(draft("his", owner="hubot"))
    use("used", NOW + timedelta(days=2))
    clock.now = one_year_after(NOW) - timedelta(days=30, seconds=1)
    assert services.listed_tokens.count_announced() == 0
    clock.advance(timedelta(seconds=1))
    assert services.listed_tokens.count_announced() == 1
    assert [row.is_announced_at(clock.now) for row in services.tokens.page(TokenOrder.NAME, "", 0, 9)] == [True, False]


def test_classic_tokens_go_with_their_deploy_keys(services: Services, clock: FixedClock) -> None:
    """A classic token is removed by the same rule; a key that was made with it goes along, and both are in the log."""
    database = services.context.database
    made = services.classic_tokens.generate(ClassicDraft("old", DEFAULT_EXPIRATION, ("repo",)))
    [app] = [row.id for row in services.tokens.selectable_repositories(services.acting) if row.name == "app"]
    key = NewDeployKey(
        app, "mirror", "ssh-ed25519 A", True, NOW, classic_token_id=made.token.id, fingerprint="SHA256:x"
    )
    with database.transaction():
        deploy_keys.add(database, key)
    assert services.listed_classic_tokens.count_announced() == 0
    clock.now = one_year_after(NOW) - timedelta(days=1)
    assert services.listed_classic_tokens.count_announced() == 1
    clock.now = one_year_after(NOW)
    [gone] = services.removal.remove_unused()
    assert (gone.kind, gone.name) == (UnusedKind.CLASSIC, "old")
    assert services.listed_classic_tokens.count() == 0
    assert deploy_keys.of_classic_token(database, made.token.id) == []
    [(first, _who, of_key), (second, who, of_token)] = events(services)
    assert (first, of_key["user"], of_key["title"]) == ("public_key.delete", "mona", "mirror")
    assert (second, who, of_token["token_name"]) == ("oauth_access.destroy", "pat-tui[bot]", "old")
    assert of_token["explanation"] == "Unused for a year: never used, created 2026-01-15T12:00:00Z"
