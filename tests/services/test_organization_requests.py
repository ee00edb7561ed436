"""Owners decide about their members' tokens: approve, deny, revoke; and bad luck while they do."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import AlreadyDecided, Forbidden, InvalidInput, NotFound
from pat_tui.domain.expiration import InDays, Never
from pat_tui.domain.permissions import Level
from pat_tui.domain.reviews import ReviewFilter, ReviewOrder
from pat_tui.domain.status import Grant, Status
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.requests import Window
from pat_tui.store import events
from pat_tui.store import tokens as token_store
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, ask, generate
from tests.worlds import NOW, FixedClock, environment, user

SELECTED = RepositoryAccess.SELECTED
DAY = timedelta(days=1)


@pytest.fixture
def hubot(services: Services) -> Services:
    """The small world, where `hubot` acts, who owns `acme`."""
    return as_user(services, "hubot")


def grant(services: Services, name: str) -> Grant:
    """Where mona's token called NAME stands."""
    return services.tokens.find(name).grant


def rename(services: Services, old: str, new: str) -> None:
    """Give an account another login, as no use case does yet."""
    database = services.context.database
    with database.transaction():
        database.update("accounts", user(database, old).id, {"login": new})


class TestPending:
    def test_shows_what_is_asked(self, services: Services, hubot: Services) -> None:
        """Whose token it is, what it asks for, why, and until when; of this organization only."""
        permissions = {"contents": Level.WRITE}
        request_id = ask(
            services,
            "ci",
            reason="For CI",
            repository_access=SELECTED,
            repositories=("acme/website", "acme/api"),
            permissions=permissions,
        )
        [found] = hubot.requests.pending("ACME")
        assert (found.id, found.token_name, found.user_login, found.reason) == (request_id, "ci", "mona", "For CI")
        assert (found.organization_login, found.repository_access) == ("acme", "selected")
        assert found.repositories == ("acme/api", "acme/website")
        assert found.permissions == {"contents": "write", "metadata": "read"}
        assert (found.created_at, found.expires_at, found.last_used_at) == (NOW, NOW + 30 * DAY, None)
        assert not found.is_expired_at(NOW)
        assert found.is_expired_at(NOW + 30 * DAY)
        assert hubot.requests.pending("globex") == []

    def test_is_for_owners(self, services: Services) -> None:
        """A member and a stranger are refused, by the rule of every owner's act; a missing one is not found."""
        for login in ("acme", "stranger-org"):
            for forbidden in (
                services.requests.pending,
                services.requests.count_pending,
                services.requests.active,
                services.requests.count_active,
            ):
                with pytest.raises(Forbidden, match=f"Only an owner of {login} can do this; mona is none"):
                    forbidden(login)
        with pytest.raises(NotFound, match="There is no organization gone"):
            services.requests.pending("gone")


class TestApprove:
    def test_grants_what_was_asked(self, services: Services, hubot: Services) -> None:
        """The tokens are active, the list is shorter, and each has its event with its user and its request."""
        ids = [ask(services, "one"), ask(services, "two"), ask(services, "three")]
        assert [request.id for request in hubot.requests.approve(ids[:2])] == ids[:2]
        assert [grant(services, name) for name in ("one", "two", "three")] == [
            Grant.GRANTED,
            Grant.GRANTED,
            Grant.PENDING,
        ]
        assert [request.id for request in hubot.requests.pending("acme")] == ids[2:]
        assert [token.token_name for token in hubot.requests.active("acme")] == ["two", "one"]
        action, fields = events.actions_of(services.context.database, hubot.acting.id)[0]
        assert action == "personal_access_token.access_granted"
        assert fields == {
            "user": "mona",
            "org": "acme",
            "programmatic_access_type": "Fine-grained personal access token",
            "user_programmatic_access_id": services.tokens.find("one").id,
            "user_programmatic_access_name": "one",
            "user_programmatic_access_request_id": ids[0],
            "repository_selection": "all",
            "repositories": [],
            "permissions": {"contents": "read", "metadata": "read"},
        }

    def test_twice_the_same_is_once(self, services: Services, hubot: Services) -> None:
        """An id that is named twice is decided once."""
        request_id = ask(services)
        assert len(hubot.requests.approve([request_id, request_id])) == 1
        assert actions(services, "hubot") == ["access_granted"]

    def test_works_on_an_expired_token(self, services: Services, hubot: Services, clock: FixedClock) -> None:
        """It stays expired; once regenerated it has its access."""
        request_id = ask(services, "ci", expiration=InDays(7))
        clock.advance(8 * DAY)
        hubot.requests.approve([request_id])
        token = services.tokens.find("ci")
        assert token.status_at(clock()) is Status.EXPIRED
        again = services.token_life.regenerate(token.id, InDays(7)).token
        assert again.status_at(clock()) is Status.EXPIRING_SOON

    def test_a_widened_token_keeps_its_grant_until_the_rest_is_approved(
        self, services: Services, hubot: Services
    ) -> None:
        """In the active list it stands with what was granted, and with all of it after the second approval."""
        hubot.requests.approve([ask(services, "ci")])
        token = services.tokens.find("ci")
        life = services.token_life
        wider = {"contents": Level.WRITE, "issues": Level.READ}
        life.edit(token.id, replace(life.draft_of(token.id), permissions=wider))
        [active] = hubot.requests.active("acme")
        assert active.permissions == {"contents": "read", "metadata": "read"}
        [request] = hubot.requests.pending("acme")
        hubot.requests.approve([request.id])
        [active] = hubot.requests.active("acme")
        assert active.permissions == {"contents": "write", "issues": "read", "metadata": "read"}


class TestDeny:
    def test_tells_the_owner_why(self, services: Services, hubot: Services) -> None:
        """The reason stands on the token's page and in the log, over several lines if need be."""
        hubot.requests.deny([ask(services, "ci")], "Too wide.\nAsk for less.")
        token = services.tokens.find("ci")
        assert (token.grant, token.decision_reason) == (Grant.DENIED, "Too wide.\nAsk for less.")
        [(action, fields)] = events.actions_of(services.context.database, hubot.acting.id)
        assert (action, fields["explanation"]) == (
            "personal_access_token.request_denied",
            "Too wide.\nAsk for less.",
        )

    def test_needs_no_reason(self, services: Services, hubot: Services) -> None:
        """It is optional, and then not in the log."""
        hubot.requests.deny([ask(services, "ci")])
        assert grant(services, "ci") is Grant.DENIED
        assert "explanation" not in events.actions_of(services.context.database, hubot.acting.id)[0][1]

    @pytest.mark.parametrize("reason", ["x" * 1025, "\x1b[31m", "a\u202eb"])
    def test_refuses_a_long_or_harmful_reason(self, services: Services, hubot: Services, reason: str) -> None:
        """At most 1,024 characters, none of which a terminal could take for a command; nothing is decided."""
        request_id = ask(services, "ci")
        with pytest.raises(InvalidInput) as caught:
            hubot.requests.deny([request_id], reason)
        assert list(caught.value.errors) == ["reason"]
        assert grant(services, "ci") is Grant.PENDING
        hubot.requests.deny([request_id], "x" * 1024)

    def test_the_token_can_ask_again(self, services: Services, hubot: Services) -> None:
        """An edit of a denied token is a new request, which may be approved."""
        hubot.requests.deny([ask(services, "ci")], "Too wide")
        token, life = services.tokens.find("ci"), services.token_life
        life.edit(token.id, replace(life.draft_of(token.id), permissions={"issues": Level.READ}))
        [request] = hubot.requests.pending("acme")
        hubot.requests.approve([request.id])
        assert grant(services, "ci") is Grant.GRANTED


class TestRevoke:
    def test_takes_access_away_and_leaves_the_token(self, services: Services, hubot: Services) -> None:
        """The token is there, revoked; the list is shorter; each has its event."""
        hubot.requests.approve([ask(services, "one"), ask(services, "two"), ask(services, "three")])
        ids = [services.tokens.find(name).id for name in ("one", "two")]
        assert [token.token_id for token in hubot.requests.revoke("Acme", [*ids, ids[0]])] == ids
        assert [grant(services, name) for name in ("one", "two", "three")] == [
            Grant.REVOKED,
            Grant.REVOKED,
            Grant.GRANTED,
        ]
        assert [token.token_name for token in hubot.requests.active("acme")] == ["three"]
        assert actions(services, "hubot")[-2:] == ["access_revoked", "access_revoked"]

    def test_of_all_or_none(self, services: Services, hubot: Services) -> None:
        """With one that has no access here, none loses it: not even a token of another organization of the owner."""
        hubot.requests.approve([ask(services, "ci")])
        here, elsewhere = services.tokens.find("ci").id, generate(services, "g", owner="globex").id
        for missing in (elsewhere, 12345):
            with pytest.raises(NotFound, match=f"No token {missing} has access to acme"):
                hubot.requests.revoke("acme", [here, missing])
        assert grant(services, "ci") is Grant.GRANTED
        assert services.tokens.get(elsewhere).grant is Grant.GRANTED

    def test_is_for_owners(self, services: Services, hubot: Services) -> None:
        """A member cannot, not even of an own token."""
        hubot.requests.approve([ask(services, "ci")])
        with pytest.raises(Forbidden, match="Only an owner of acme can do this; mona is none"):
            services.requests.revoke("acme", [services.tokens.find("ci").id])

    def test_finds_by_id_name_or_hint(self, services: Services, hubot: Services) -> None:
        """As `token show` does; a name that two users gave needs the id."""
        token = generate(services, "ci", owner="globex")
        for text in (str(token.id), "ci", token.hint):
            assert hubot.requests.find_active("globex", text) == token.id
        add_member(services, "octocat", "globex")
        other = generate(services, "ci", "octocat", "globex")
        with pytest.raises(InvalidInput, match=f"ci names several tokens: ids {token.id}, {other.id}"):
            hubot.requests.find_active("globex", "ci")
        with pytest.raises(NotFound, match="No token gone has access to globex"):
            hubot.requests.find_active("globex", "gone")
        with pytest.raises(NotFound):
            hubot.requests.find_active("acme", "ci")
        with pytest.raises(Forbidden):
            services.requests.find_active("globex", "ci")


class TestDecided:
    @pytest.mark.parametrize(("first", "word"), [("approve", "approved"), ("deny", "denied")])
    @pytest.mark.parametrize("second", ["approve", "deny"])
    def test_who_comes_second_is_told_who_was_first(
        self, services: Services, hubot: Services, first: str, word: str, second: str
    ) -> None:
        """The first decision stands; a bulk decision with such a request in it decides nothing."""
        add_member(services, "octocat", "acme", Role.OWNER)
        decided, other = ask(services, "decided"), ask(services, "other")
        getattr(as_user(services, "octocat").requests, first)([decided])
        before = grant(services, "decided")
        with pytest.raises(AlreadyDecided, match=f"octocat has {word} request {decided} already"):
            getattr(hubot.requests, second)([other, decided])
        assert grant(services, "decided") is before
        assert grant(services, "other") is Grant.PENDING
        assert actions(services, "hubot") == []

    def test_an_overtaken_request(self, services: Services, hubot: Services) -> None:
        """An edit while the request was open on the owner's screen takes its place: the owner sees that first."""
        request_id = ask(services, "ci")
        token, life = services.tokens.find("ci"), services.token_life
        life.edit(token.id, replace(life.draft_of(token.id), permissions={"administration": Level.WRITE}))
        with pytest.raises(AlreadyDecided, match=f"mona has cancelled request {request_id} already"):
            hubot.requests.approve([request_id])
        assert grant(services, "ci") is Grant.PENDING

    def test_a_deleted_token(self, services: Services, hubot: Services) -> None:
        """Its request is not there any more."""
        request_id = ask(services, "ci")
        services.token_life.delete([services.tokens.find("ci").id])
        with pytest.raises(NotFound, match=f"There is no request {request_id}"):
            hubot.requests.approve([request_id])

    def test_a_member_may_not_decide(self, services: Services) -> None:
        """Not even about an own token, nor with a request of another organization, that is the member's, beside it."""
        request_id = ask(services, "ci")
        for decide in (services.requests.approve, services.requests.deny):
            with pytest.raises(Forbidden, match="Only an owner of acme can do this; mona is none"):
                decide([request_id])
        assert grant(services, "ci") is Grant.PENDING

    def test_a_stranger_is_not_told_that_there_is_one(self, services: Services) -> None:
        """Who has no part in the organization finds no request of it, as if there were none."""
        request_id = ask(services, "ci")
        add_member(services, "octocat", "globex", Role.OWNER)
        for one in (request_id, 12345, 0, -1):
            with pytest.raises(NotFound, match=f"There is no request {one}"):
                as_user(services, "octocat").requests.approve([one])

    def test_a_member_who_became_owner_may(self, services: Services, hubot: Services) -> None:
        """Also in a session that was open before; what waited is approved by oneself, if one likes."""
        request_id = ask(services, "ci")
        hubot.organizations.set_member("acme", "mona", Role.OWNER)
        assert grant(services, "ci") is Grant.PENDING
        services.requests.approve([request_id])
        assert grant(services, "ci") is Grant.GRANTED
        assert generate(services, "next").grant is Grant.GRANTED


class TestRenamed:
    def test_the_user(self, services: Services, hubot: Services) -> None:
        """Requests and grants follow the account, not its name; the lists show the new one."""
        request_id = ask(services, "waits")
        hubot.requests.approve([ask(services, "works")])
        rename(services, "mona", "lisa")
        assert [(one.id, one.user_login) for one in hubot.requests.pending("acme")] == [(request_id, "lisa")]
        assert [one.user_login for one in hubot.requests.active("acme")] == ["lisa"]
        assert hubot.requests.pending("acme", Window(ReviewFilter(owner="mona"))) == []
        hubot.requests.approve([request_id])
        assert services.tokens.find("waits").user_login == "lisa"
        left = hubot.organizations.remove_member("acme", "lisa")
        assert left.revoked_tokens == 2

    def test_the_organization(self, services: Services, hubot: Services) -> None:
        """Under the new name all is there, repositories too; under the old one nothing."""
        request_id = ask(services, "ci", repository_access=SELECTED, repositories=("acme/api",))
        rename(services, "acme", "acme-corp")
        [found] = hubot.requests.pending("acme-corp")
        assert (found.id, found.organization_login, found.repositories) == (
            request_id,
            "acme-corp",
            ("acme-corp/api",),
        )
        with pytest.raises(NotFound):
            hubot.requests.pending("acme")
        hubot.requests.approve([request_id])
        assert services.tokens.find("ci").owner_login == "acme-corp"

    def test_the_owner_who_decided(self, services: Services, hubot: Services) -> None:
        """The second to decide reads the present name."""
        request_id = ask(services)
        hubot.requests.approve([request_id])
        rename(services, "hubot", "hugo")
        with pytest.raises(AlreadyDecided, match="hugo has approved"):
            hubot.requests.deny([request_id])


class TestLists:
    @pytest.fixture(autouse=True)
    def _filled(self, services: Services, clock: FixedClock) -> None:
        """Four tokens of two users, an hour apart, both in `acme` (waiting) and in `globex` (granted)."""
        for organization in ("acme", "globex"):
            add_member(services, "octocat", organization)
            api = f"{organization}/{'api' if organization == 'acme' else 'telemetry'}"
            one: dict[str, Any] = {"repository_access": SELECTED, "repositories": (api,)}
            ask(services, f"b_{organization}", owner=organization, expiration=InDays(20), **one)
            clock.advance(timedelta(hours=1))
            ask(services, f"A%{organization}", owner=organization, permissions={"issues": Level.WRITE})
            clock.advance(timedelta(hours=1))
            ask(services, f"d{organization}", "octocat", organization, expiration=InDays(10))
            clock.advance(timedelta(hours=1))
            nothing: dict[str, Any] = {"repository_access": RepositoryAccess.PUBLIC, "permissions": {}}
            ask(services, f"C{organization}", "octocat", organization, **nothing)
            clock.advance(timedelta(hours=1))

    @pytest.mark.parametrize(
        ("wanted", "letters"),
        [
            (ReviewFilter(), "CdAb"),
            (ReviewFilter(owner="MONA"), "Ab"),
            (ReviewFilter(owner="mon"), ""),
            (ReviewFilter(permission="contents"), "db"),
            (ReviewFilter(permission="metadata"), "dAb"),
            (ReviewFilter(permission="cont%"), ""),
            (ReviewFilter(repository="API"), "dAb"),
            (ReviewFilter(repository="acme/api"), "dAb"),
            (ReviewFilter(repository="acme/website"), "dA"),
            (ReviewFilter(repository="globex/api"), ""),
            (ReviewFilter(repository="gone"), ""),
            (ReviewFilter(repository="/"), ""),
            (ReviewFilter(text="OCTO"), "Cd"),
            (ReviewFilter(text="%"), "A"),
            (ReviewFilter(text="_"), "b"),
            (ReviewFilter(text="\\"), ""),
            (ReviewFilter(text="a", owner="mona", repository="website", permission="issues"), "A"),
            (ReviewFilter(owner="\udcff"), ""),
        ],
    )
    def test_are_filtered(self, hubot: Services, wanted: ReviewFilter, letters: str) -> None:
        """By text, owner, repository and permission, all of them together; the count agrees. Requests and tokens."""
        window = Window(wanted)
        assert "".join(one.token_name[0] for one in hubot.requests.pending("acme", window)) == letters
        assert hubot.requests.count_pending("acme", wanted) == len(letters)
        requests = [one.id for one in hubot.requests.pending("acme")]
        for request_id in reversed(requests):
            hubot.requests.approve([request_id])
        assert "".join(sorted(one.token_name[0] for one in hubot.requests.active("acme", window))) == "".join(
            sorted(letters)
        )
        assert hubot.requests.count_active("acme", wanted) == len(letters)

    @pytest.mark.parametrize(
        ("order", "letters"),
        [
            (ReviewOrder.NEWEST, "CdAb"),
            (ReviewOrder.OLDEST, "bAdC"),
            (ReviewOrder.NAME, "AbCd"),
            (ReviewOrder.OWNER, "AbCd"),
            (ReviewOrder.EXPIRES, "dbAC"),
            (ReviewOrder.LAST_USED, "dCAb"),
        ],
    )
    def test_are_sorted_and_read_in_pages(
        self, services: Services, hubot: Services, order: ReviewOrder, letters: str
    ) -> None:
        """Every order is total, and pages put together are the list."""
        database = services.context.database
        for name in ("dacme", "dglobex"):
            row = database.row("SELECT id FROM fine_grained_tokens WHERE name = ?", (name,))
            assert row is not None
            token_store.note_use(database, row["id"], NOW)
        for login, read in (("acme", hubot.requests.pending), ("globex", hubot.requests.active)):
            whole = [one.token_name[0] for one in read(login, Window(order=order))]
            paged = [
                one.token_name[0] for at in (0, 3, 6) for one in read(login, Window(order=order, offset=at, limit=3))
            ]
            assert "".join(whole) == letters
            assert paged == whole


class TestActive:
    def test_shows_what_a_token_has(self, services: Services, hubot: Services) -> None:
        """Since when, by whose decision, and what it may do."""
        generate(services, "g", owner="globex", expiration=InDays(30))
        [own] = hubot.requests.active("globex")
        assert (own.granted_by, own.granted_at, own.repository_access) == ("mona", NOW, "all")
        hubot.requests.approve([ask(services, "ci")])
        [approved] = hubot.requests.active("acme")
        assert approved.granted_by == "hubot"
        assert approved.grant_id != 0

    def test_a_narrowed_token_has_less(self, services: Services, hubot: Services) -> None:
        """What a user takes out of a token is gone from the owner's list too, and its filters."""
        wide = {"contents": Level.WRITE, "issues": Level.READ}
        hubot.requests.approve([ask(services, "ci", permissions=wide)])
        token, life = services.tokens.find("ci"), services.token_life
        narrow = replace(
            life.draft_of(token.id),
            permissions={"contents": Level.READ},
            repository_access=SELECTED,
            repositories=("acme/api",),
        )
        life.edit(token.id, narrow)
        [active] = hubot.requests.active("acme")
        assert active.permissions == {"contents": "read", "metadata": "read"}
        assert active.repositories == ("acme/api",)
        assert hubot.requests.count_active("acme", ReviewFilter(permission="issues")) == 0
        assert hubot.requests.count_active("acme", ReviewFilter(repository="website")) == 0
        assert hubot.requests.count_active("acme", ReviewFilter(repository="api")) == 1

    def test_a_repository_that_is_gone_is_left_out(self, services: Services, hubot: Services) -> None:
        """Deleted under a selected token, it is in neither list; the rest is."""
        both: dict[str, Any] = {"repository_access": SELECTED, "repositories": ("acme/api", "acme/website")}
        request_id = ask(services, "waits", **both)
        hubot.requests.approve([ask(services, "works", **both)])
        services.context.database.connection.execute("DELETE FROM repositories WHERE name = 'api'")
        [request], [active] = hubot.requests.pending("acme"), hubot.requests.active("acme")
        assert request.repositories == active.repositories == ("acme/website",)
        hubot.requests.approve([request_id])
        assert hubot.requests.count_active("acme") == 2

    def test_a_token_without_end_is_one(self, services: Services) -> None:
        """Never expires: the instant is none, and it is not expired."""
        generate(services, "for-ever", owner="octo-labs", expiration=Never())
        [active] = services.requests.active("octo-labs")
        assert active.expires_at is None
        assert not active.is_expired_at(NOW + 9999 * DAY)


PROGRAM = """
import sys
from pathlib import Path
from typing import Any
import pat_tui.services.requests
from pat_tui.domain.errors import AlreadyDecided
from pat_tui.settings import load
from pat_tui.wiring import build
path, login, verb, request_id = sys.argv[1:]
with build(load({})._replace(store=Path(path), acting=login)) as services:
    waiting = services.requests.pending("acme")
    assert [one.id for one in waiting] == [int(request_id)]
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        getattr(services.requests, verb)([int(request_id)])
        print(login, "decided")
    except AlreadyDecided as error:
        print(error)
"""


@pytest.mark.parametrize("attempt", range(3))
def test_two_owners_deciding_at_once(services: Services, tmp_path: Path, attempt: int) -> None:
    """Two processes have the request on their screens and decide: one wins, the other is told who did."""
    add_member(services, "octocat", "acme", Role.OWNER)
    request_id = ask(services, "ci")
    owners = {"hubot": "approve", "octocat": "deny"}
    store = str(services.context.database.path)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, store, login, verb, str(request_id)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=environment(),
        )
        for login, verb in owners.items()
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60) for process in started]
    assert [error for _output, error in outputs] == ["", ""]
    said = {output.strip() for output, _error in outputs}
    [winner] = [login for login in owners if f"{login} decided" in said]
    word = {"hubot": "approved", "octocat": "denied"}[winner]
    assert said == {f"{winner} decided", f"{winner} has {word} request {request_id} already."}
    assert grant(services, "ci") is {"hubot": Grant.GRANTED, "octocat": Grant.DENIED}[winner]
    assert [*actions(services, "hubot"), *actions(services, "octocat")] == [
        {"hubot": "access_granted", "octocat": "request_denied"}[winner]
    ]


class TestReview:
    def test_of_a_first_request(self, services: Services, hubot: Services) -> None:
        """Nothing is granted yet: all that is asked for is added."""
        review = hubot.requests.request(ask(services))
        assert review.standing is None
        assert review.added.all_repositories
        assert dict(review.added.permissions) == {"contents": Level.READ, "metadata": Level.READ}
        assert review.level_before("contents") is None

    def test_of_a_token_that_asks_for_more(self, services: Services, hubot: Services) -> None:
        """What is added and what is raised, and from which level."""
        token = generate(services)
        hubot.requests.approve([hubot.requests.pending("acme")[0].id])
        services.token_life.edit_with(
            token.id, lambda draft: replace(draft, permissions={"contents": Level.WRITE, "issues": Level.READ})
        )
        review = hubot.requests.request(hubot.requests.pending("acme")[0].id)
        assert dict(review.added.permissions) == {"contents": Level.WRITE, "issues": Level.READ}
        assert not review.added.all_repositories
        assert (review.level_before("contents"), review.level_before("issues")) == (Level.READ, None)

    def test_is_for_owners(self, services: Services, hubot: Services) -> None:
        """By the rule of every owner's act; so are one active token, and what the lists can be filtered by."""
        request_id = ask(services)
        token_id = hubot.requests.approve([request_id])[0].token_id
        with pytest.raises(AlreadyDecided):
            hubot.requests.request(request_id)
        with pytest.raises(Forbidden):
            services.requests.request(ask(services, "other"))
        assert hubot.requests.active_token("acme", token_id).token_name == "ci"
        with pytest.raises(Forbidden):
            services.requests.active_token("acme", token_id)
        with pytest.raises(Forbidden):
            services.requests.choices("acme", pending=True)

    def test_what_can_be_filtered_by(self, services: Services, hubot: Services) -> None:
        """Users and permissions that occur in the list, each in its own; all repositories of the organization."""
        ask(services, "one", permissions={"issues": Level.READ})
        add_member(services, "lin", "acme")
        request_id = ask(services, "two", "lin", permissions={"actions": Level.WRITE})
        hubot.requests.approve([request_id])
        waiting, there = hubot.requests.choices("acme", pending=True), hubot.requests.choices("acme", pending=False)
        assert (waiting.owners, there.owners) == (("mona",), ("lin",))
        assert waiting.permissions == ("issues", "metadata")
        assert there.permissions == ("actions", "metadata")
        assert waiting.repositories == there.repositories == ("api", "website")
