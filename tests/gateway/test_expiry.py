"""A token in its last week: the real git is told after a push, and every answer of the API says when it ends."""

from datetime import timedelta
from pathlib import Path

import pytest

from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from tests.gateway.rest import Rest
from tests.gateway.worlds import World, commit, git, references
from tests.worlds import FixedClock

HEADER = "github-authentication-token-expiration"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with a commit."""
    commit(tmp_path / "work", {"file": b"1"})
    return tmp_path / "work"


def pass_days(world: World, days: float) -> None:
    """Let time go by, for the gateway as well."""
    clock = world.services.context.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(days=days))


def test_a_push_in_the_last_week_is_told(world: World, work: Path) -> None:
    """Which token, within how many days and when exactly, and the command that helps; the push is accepted."""
    folder = world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained(expiration=InDays(30)))
    end = world.services.context.clock() + timedelta(days=30)
    assert git("push", url, "main", cwd=work).remote == []
    pass_days(world, 27.5)
    token = world.services.tokens.find("ci")
    pushed = git("push", url, "main:refs/heads/other", cwd=work)
    assert pushed.remote == [
        f"Token ci (…{token.hint[-4:]}) of mona expires within 3 days: {end:%Y-%m-%d %H:%M} UTC.",
        f"To keep it working: pat-tui token regenerate {token.id}",
    ]
    assert set(references(folder)) == {"refs/heads/main", "refs/heads/other"}


def test_a_classic_token(world: World, work: Path) -> None:
    """It has a command of its own; a day that has begun counts."""
    world.repository("mona/new")
    url = world.url("mona/new", world.classic("repo"))
    pass_days(world, 29.9)
    first, second = git("push", url, "main", cwd=work).remote
    assert "of mona expires within 1 day: " in first
    assert second == "To keep it working: pat-tui token regenerate --classic 1"


@pytest.mark.parametrize("expiration", [InDays(8), InDays(366), Never()], ids=["8 days", "a year", "never"])
def test_others_are_not(world: World, work: Path, expiration: Expiration) -> None:
    """A token that has longer to go is pushed with in silence."""
    world.repository("mona/new")
    pushed = git("push", world.url("mona/new", world.fine_grained(expiration=expiration)), "main", cwd=work)
    assert pushed.remote == []


def test_reading_and_refusals_stay_as_they_are(world: World, work: Path, tmp_path: Path) -> None:
    """Neither a clone nor a push that is refused nor one with nothing to do has the line."""
    world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained(expiration=InDays(7)))
    git("push", "-q", url, "main", cwd=work)
    assert git("clone", url, str(tmp_path / "clone")).remote == []
    assert git("push", url, "main", cwd=work).remote == []
    commit(work, {".github/workflows/ci.yml": b"on: push"})
    refused = git("push", url, "main", "HEAD~1:refs/heads/more", cwd=work, code=1)
    assert "without `workflow` scope" in refused.stderr
    assert not [line for line in refused.remote if "expires" in line]


def test_a_large_push_in_chunks_is_told(world: World, tmp_path: Path) -> None:
    """The question whether it may comes first and is answered in silence; the line comes once, at the end."""
    noise = bytes((at * 7919 + (at >> 8) * 104729) % 251 for at in range(1_500_000))
    commit(tmp_path / "work", {"noise": noise})
    world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained(expiration=InDays(7)))
    pushed = git("-c", "http.postBuffer=65536", "-c", "core.compression=0", "push", url, "main", cwd=tmp_path / "work")
    assert len([line for line in pushed.remote if "expires within 7 days" in line]) == 1


class TestHeader:
    def test_of_both_kinds(self, world: World) -> None:
        """The instant in UTC, to the second, as GitHub writes it."""
        end = world.services.context.clock() + timedelta(days=30)
        for secret in (world.fine_grained(), world.classic()):
            assert Rest(world, secret).get("/user").headers[HEADER] == f"{end:%Y-%m-%d %H:%M:%S} UTC"

    def test_of_a_custom_date(self, world: World) -> None:
        """A date that was chosen is said as the instant at which that day ends for its user."""
        day = world.services.context.clock().date() + timedelta(days=10)
        answer = Rest(world, world.fine_grained(expiration=OnDate(day))).get("/user")
        assert answer.headers[HEADER] == f"{day} 23:59:59 UTC"

    def test_of_refusals(self, world: World) -> None:
        """403 and 404 have it like any other answer to the token."""
        client = Rest(world, world.fine_grained())
        for path, status in (("/repos/hubot/engine", 404), ("/no/such/route", 404), ("/repos/mona/app/keys", 403)):
            answer = client.get(path)
            assert answer.status == status
            assert answer.headers[HEADER].endswith(" UTC")

    def test_of_a_token_without_an_end(self, world: World) -> None:
        """There is none, and there is none where nobody is known."""
        assert HEADER not in Rest(world, world.fine_grained(expiration=Never())).get("/user").headers
        pass_days(world, 31)
        assert HEADER not in Rest(world, world.classic()).get("/user", Authorization="token x").headers
