"""The world of `--demo` shows every state, breaks no rule, and is the same at any time of the year."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pat_tui.catalogue.endpoints import endpoints
from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.classic_policies import RefusedFor
from pat_tui.domain.drafts import TOKENS_PER_USER
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import Status
from pat_tui.domain.use_weeks import weeks_of
from pat_tui.services import last_use
from pat_tui.services.accounts import organizations, users
from pat_tui.services.repositories import all_repositories
from pat_tui.services.security_log import SecurityLog
from pat_tui.services.token_list import TokenOrder
from pat_tui.store import events, policies
from pat_tui.store.instants import from_text, optional_instant
from pat_tui.wiring import Services
from tests.worlds import NOW, FixedClock, acting_as, make_services


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The demonstration, made once: these tests only look."""
    with make_services(tmp_path_factory.mktemp("demo"), demo=True) as services:
        yield services


def statuses(services: Services, now: datetime) -> Counter[Status]:
    """How many tokens are in which state."""
    return Counter(row.status_at(now) for row in services.tokens.page(TokenOrder.NAME, "", 0, 100))


def test_has_one_user_who_acts_and_five_organizations(world: Services) -> None:
    """`ada` acts; the organizations have policies that differ, one of them restricts, one is her own,
    one demands single sign-on."""
    assert world.acting.login == "ada"
    assert [user.login for user, _email in users(world.context)] == [
        *("ada", "alan", "grace", "hedy", "konrad", "tommy")
    ]
    assert len(organizations(world.context)) == 5
    decided = [policy for _org, _role, policy in policies.organizations_of(world.context.database, world.acting.id)]
    assert len(set(decided)) == 5
    assert [owner.login for owner in world.tokens.missing_owners()] == ["initech"]
    assert {owner.approval_required for owner in world.tokens.resource_owners() if owner.is_organization} == {
        True,
        False,
    }


def test_has_thirty_repositories_public_and_private(world: Services) -> None:
    """Some thirty, of users and organizations, both public and private."""
    found = all_repositories(world.context)
    assert len(found) == 32
    assert {repository.visibility for repository in found} == {Visibility.PUBLIC, Visibility.PRIVATE}
    assert len({repository.owner_login for repository in found}) == 6


def test_has_tokens_in_every_state_and_room_for_more(world: Services) -> None:
    """About fifty tokens, every badge among them, and some left before the limit."""
    assert set(statuses(world, NOW)) == set(Status)
    assert 40 <= world.tokens.count() <= TOKENS_PER_USER - 4


def test_every_token_could_have_been_made_by_a_person(world: Services) -> None:
    """Uses lie between creation and now, ends within the owner's limit, repositories with their owner."""
    limits = {owner.account.login: owner.max_lifetime_days for owner in world.tokens.resource_owners()}
    for row in world.tokens.page(TokenOrder.CREATED, "", 0, 100):
        token = world.tokens.get(row.id)
        assert token.created_at <= NOW
        assert token.last_used_at is None or token.created_at <= token.last_used_at <= NOW
        limit = limits[token.owner_login]
        if limit is not None:
            assert token.expires_at is not None
            assert token.expires_at - token.created_at <= timedelta(days=limit)
        assert {repository.owner_login for repository in token.repositories} <= {token.owner_login}


def test_decisions_lie_in_the_past(world: Services) -> None:
    """No request is decided, and no grant revoked, before it was made or after now."""
    now = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    database = world.context.database
    wrong = database.rows(
        "SELECT id FROM token_requests WHERE decided_at NOT BETWEEN created_at AND ?"
        " UNION ALL SELECT id FROM token_grants WHERE granted_at > ? OR revoked_at NOT BETWEEN granted_at AND ?",
        (now, now, now),
    )
    assert wrong == []


def test_log_knows_each_token(world: Services) -> None:
    """Every token was made by the use case: there is one event of creation for each."""
    noted = Counter(action for action, _fields in events.actions_of(world.context.database, world.acting.id))
    assert noted["personal_access_token.create"] == world.tokens.count()


def test_reads_well_in_every_order(world: Services) -> None:
    """Each order of the list begins with another token, so that sorting shows."""
    first = {order: world.tokens.page(order, "", 0, 1)[0].name for order in TokenOrder}
    assert len(set(first.values())) == len(TokenOrder)


def test_the_approval_flow_can_be_played(world: Services) -> None:
    """`ada` owns an organization in which others have requests, one of them beyond a grant, and active tokens."""
    login = "umbrella-labs"
    waiting = [world.requests.request(request.id) for request in world.requests.pending(login)]
    assert {review.request.user_login for review in waiting} == {"alan", "hedy"}
    assert [review.request.token_name for review in waiting if review.standing] == ["enigma-ci"]
    assert all(review.request.reason for review in waiting)
    theirs = {token.user_login for token in world.requests.active(login)}
    assert theirs == {"ada", "alan", "hedy"}
    for member in ("alan", "hedy"):
        states = Counter(row.status_at(NOW) for row in acting_as(world, member).page(TokenOrder.NAME, "", 0, 100))
        assert states[Status.PENDING] >= 1


def test_somebody_else_can_act_in_it(world: Services) -> None:
    """`--as grace` sees none of ada's tokens and can make her own for an organization."""
    grace = acting_as(world, "grace")
    assert grace.count() == 0
    assert {owner.account.kind for owner in grace.resource_owners()} == {AccountKind.USER, AccountKind.ORGANIZATION}


@pytest.mark.parametrize(
    "now",
    [
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 31, tzinfo=UTC),
        datetime(2027, 3, 28, 1, tzinfo=UTC),
    ],
    ids=str,
)
def test_is_the_same_at_any_time(world: Services, tmp_path: Path, now: datetime) -> None:
    """Leap days, turns of the year and changes of clocks make no difference to the states."""
    with make_services(tmp_path, demo=True, now=FixedClock(now)) as services:
        assert statuses(services, now) == statuses(world, NOW)


def test_has_classic_tokens_in_every_state(world: Services) -> None:
    """Active, near the end, expired and without end; used and unused; with one scope, many and none; a deploy key."""
    found = world.classic_tokens.page(TokenOrder.CREATED, "", 0, 100)
    assert {row.status_at(NOW) for row in found} == {Status.ACTIVE, Status.EXPIRING_SOON, Status.EXPIRED}
    assert {row.expires_at is None for row in found} == {row.last_used_at is None for row in found} == {True, False}
    assert {0, 1} < {len(row.scopes) for row in found}
    assert [bool(world.classic_tokens.deploy_keys(row.id)) for row in found].count(True) == 1
    first = {order: world.classic_tokens.page(order, "", 0, 1)[0].note for order in TokenOrder}
    assert len(set(first.values())) == len(TokenOrder)


def test_classic_tokens_could_have_been_made_by_a_person(world: Services) -> None:
    """Uses lie between creation and now, and each has its event."""
    found = world.classic_tokens.page(TokenOrder.CREATED, "", 0, 100)
    for row in found:
        assert row.created_at <= NOW
        assert row.last_used_at is None or row.created_at <= row.last_used_at <= NOW
    noted = Counter(action for action, _fields in events.actions_of(world.context.database, world.acting.id))
    assert noted["oauth_access.create"] == len(found)


def test_organizations_say_something_of_classic_tokens(world: Services) -> None:
    """One forbids them, one limits their lives: both sentences can be seen."""
    reasons = {
        found.reason
        for row in world.classic_tokens.page(TokenOrder.CREATED, "", 0, 100)
        for found in world.classic_tokens.refusals(row.id)
    }
    assert reasons == set(RefusedFor)


def test_log_is_in_the_order_of_time(world: Services) -> None:
    """However the parts of it are made, no entry is older than the one before it, and the chain of all holds."""
    instants = [row["created_at"] for row in world.context.database.rows("SELECT created_at FROM events ORDER BY id")]
    assert instants == sorted(instants)
    assert len(set(instants)) > 60
    verdict = SecurityLog(world.context).verify()
    assert verdict.is_whole
    assert verdict.entries == len(instants)


def test_uses_could_have_been_noted_by_the_gateway(world: Services) -> None:
    """Every last use has its operation on record; each is git's or in the catalogue, on a repository that is there,
    of the token's owner where it is a fine-grained one, and none lies before the token."""
    database = world.context.database
    known = {str(endpoint) for endpoint in endpoints()}
    known |= {f"/{{owner}}/{{repo}}.git/git-{service}-pack" for service in ("upload", "receive")}
    there = {repository.full_name: repository.owner_id for repository in all_repositories(world.context)}
    found = 0
    for kind, table in ((TokenKind.FINE_GRAINED, "fine_grained_tokens"), (TokenKind.CLASSIC, "classic_tokens")):
        for token in database.rows(f"SELECT * FROM {table}"):
            uses = last_use.uses_of(database, kind, token["id"])
            assert (uses[0].last_used_at if uses else None) == optional_instant(token["last_used_at"])
            for use in uses:
                found += 1
                assert use.operation in known
                assert from_text(token["created_at"]) <= use.last_used_at <= NOW
                if use.repository and kind is TokenKind.FINE_GRAINED:
                    assert there[use.repository] == token["owner_id"]
                assert not use.repository or use.repository in there
    assert found > 60


def test_uses_fill_a_chart(world: Services) -> None:
    """Some tokens were used in many weeks, so that there are bars to see, of different lengths."""
    database = world.context.database
    charts = [
        [week.uses for week in weeks_of(last_use.days_of(database, TokenKind.FINE_GRAINED, row.id), NOW.date())]
        for row in world.tokens.page(TokenOrder.CREATED, "", 0, 100)
    ]
    assert sum(len({uses for uses in chart if uses}) >= 8 for chart in charts) >= 3
