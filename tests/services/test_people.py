"""Outside collaborators, what leaving an organization would end, and what suspending a user would stop."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound
from pat_tui.domain.expiration import InDays, Never
from pat_tui.domain.repositories import RepositoryRole
from pat_tui.services.accounts import add_user
from pat_tui.services.repositories import add_collaborator, collaborators_of, remove_collaborator
from pat_tui.store import events
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, ask, generate
from tests.services.breaking import dump, failures_without_a_trace
from tests.services.classic_worlds import classic_draft, classic_of
from tests.sso_worlds import authorized_fine, demand
from tests.worlds import FixedClock

READ, WRITE, ADMIN = RepositoryRole.READ, RepositoryRole.WRITE, RepositoryRole.ADMIN


@pytest.fixture
def hubot(services: Services) -> Services:
    """The small world, where `hubot` acts, who owns `acme`."""
    add_user(services.context, "octocat", "o@example.com")
    return as_user(services, "hubot")


class TestOutsideCollaborators:
    def test_are_who_is_no_member(self, hubot: Services) -> None:
        """By login and repository; a member with a role of the own is none."""
        add_collaborator(hubot.context, "acme/api", "mona", WRITE)
        hubot.people.add_outside_collaborator("acme", "acme/website", "octocat", READ)
        hubot.people.add_outside_collaborator("ACME", "acme/api", "OctoCat", WRITE)
        found = [
            (one.account.login, one.repository.full_name, one.role)
            for one in hubot.people.outside_collaborators("acme")
        ]
        assert found == [("octocat", "acme/api", WRITE), ("octocat", "acme/website", READ)]
        assert actions(hubot, "hubot") == ["repo.add_member"] * 3

    def test_get_another_role(self, hubot: Services) -> None:
        """In place of the one before; the same again changes and logs nothing."""
        for role in (READ, ADMIN, ADMIN):
            hubot.people.add_outside_collaborator("acme", "acme/api", "octocat", role)
        [one] = hubot.people.outside_collaborators("acme")
        assert one.role is ADMIN
        assert actions(hubot, "hubot") == ["repo.add_member", "repo.update_member"]

    @pytest.mark.parametrize(
        ("repository", "login", "error", "words"),
        [
            ("acme/api", "mona", InvalidInput, "mona is a member of acme, and so no outside collaborator"),
            ("hubot/engine", "octocat", InvalidInput, "hubot/engine does not belong to acme"),
            ("acme/gone", "octocat", NotFound, "There is no repository acme/gone"),
            ("acme/api", "gone", NotFound, "There is no user gone"),
        ],
    )
    def test_refused(self, hubot: Services, repository: str, login: str, error: type[Exception], words: str) -> None:
        """Members, and repositories of somebody else; nothing has changed."""
        before = dump(hubot)
        with pytest.raises(error, match=words):
            hubot.people.add_outside_collaborator("acme", repository, login, READ)
        assert dump(hubot) == before

    def test_are_for_owners(self, services: Services, hubot: Services) -> None:
        """A member neither sees nor adds any, nor who could join."""
        for forbidden in (
            lambda: services.people.outside_collaborators("acme"),
            lambda: services.people.add_outside_collaborator("acme", "acme/api", "octocat", READ),
            lambda: services.people.who_could_join("acme"),
            lambda: services.people.repositories("acme"),
            lambda: services.people.members("acme", for_owner=True),
        ):
            with pytest.raises(Forbidden, match="Only an owner of acme can do this; mona is none"):
                forbidden()


class TestRemovingCollaborators:
    def test_ends_the_role(self, services: Services, hubot: Services) -> None:
        """With GitHub's event; the others stay."""
        add_collaborator(hubot.context, "acme/api", "octocat", WRITE)
        add_collaborator(hubot.context, "acme/api", "mona", READ)
        removed = remove_collaborator(hubot.context, "Acme/API", "OctoCat")
        assert (removed.account.login, removed.repository.full_name, removed.role) == ("octocat", "acme/api", WRITE)
        assert [one.account.login for one in collaborators_of(hubot.context, "acme/api")] == ["mona"]
        last = events.actions_of(services.context.database, hubot.acting.id)[-1]
        assert last == ("repo.remove_member", {"repo": "acme/api", "user": "octocat"})

    def test_one_may_go_oneself_and_no_other(self, hubot: Services) -> None:
        """Who only writes may leave, and remove nobody else."""
        add_collaborator(hubot.context, "acme/api", "octocat", WRITE)
        add_collaborator(hubot.context, "acme/api", "mona", READ)
        octocat = as_user(hubot, "octocat")
        with pytest.raises(Forbidden, match="Only an administrator of acme/api can do this"):
            remove_collaborator(octocat.context, "acme/api", "mona")
        remove_collaborator(octocat.context, "acme/api", "octocat")
        with pytest.raises(NotFound, match="octocat has no role of its own in acme/api"):
            remove_collaborator(octocat.context, "acme/api", "octocat")

    def test_a_suspended_one_does_neither(self, services: Services, hubot: Services) -> None:
        """Not even in repositories that are the user's own."""
        add_collaborator(hubot.context, "hubot/engine", "octocat", WRITE)
        services.enterprise.suspend("hubot")
        acts: list[Callable[[], object]] = [
            lambda: remove_collaborator(hubot.context, "hubot/engine", "octocat"),
            lambda: add_collaborator(hubot.context, "hubot/engine", "mona", WRITE),
        ]
        for forbidden in acts:
            with pytest.raises(Forbidden, match="hubot is suspended and cannot act"):
                forbidden()

    def test_broken_off_anywhere_leaves_all_or_nothing(self, hubot: Services) -> None:
        """The role and its event go together."""
        add_collaborator(hubot.context, "acme/api", "octocat", WRITE)
        removal = partial(remove_collaborator, hubot.context, "acme/api", "octocat")
        assert failures_without_a_trace(hubot, removal, 7) > 20
        assert collaborators_of(hubot.context, "acme/api") == []
        assert actions(hubot, "hubot")[-1] == "repo.remove_member"


class TestMembers:
    def test_an_owner_sees_what_their_tokens_have(self, hubot: Services) -> None:
        """Tokens with access and requests that wait, by member; a member is told of none."""
        hubot.requests.approve([ask(hubot, "granted")])
        ask(hubot, "waiting")
        found = {
            one.member.account.login: (one.tokens, one.requests) for one in hubot.people.members("acme", for_owner=True)
        }
        assert found == {"hubot": (0, 0), "mona": (1, 1)}
        assert {(one.tokens, one.requests) for one in as_user(hubot, "mona").people.members("acme")} == {(0, 0)}

    def test_who_could_join(self, hubot: Services) -> None:
        """Users who are no members; organizations cannot."""
        assert [user.login for user in hubot.people.who_could_join("acme")] == ["octocat"]


class TestLeaving:
    def test_is_told_as_it_will_be(self, services: Services, hubot: Services) -> None:
        """What `leaving` names is what `remove_member` ends."""
        demand(services)
        authorized_fine(services, "waits")
        hubot.requests.approve([ask(services, "works")])
        add_collaborator(hubot.context, "acme/api", "mona", WRITE)
        told = hubot.organizations.leaving("acme", "mona")
        assert (told.requests, told.tokens, told.authorizations) == (("waits",), ("works",), 2)
        assert [(one.repository.full_name, one.role) for one in told.roles] == [("acme/api", WRITE)]
        left = hubot.organizations.remove_member("acme", "mona")
        assert (left.cancelled_requests, left.revoked_tokens, left.lost_authorizations, left.ended_roles) == (
            1,
            1,
            2,
            1,
        )

    def test_is_refused_as_it_will_be(self, services: Services, hubot: Services) -> None:
        """The last owner, a member's try at another, and who is no member; oneself may ask."""
        with pytest.raises(InvalidInput, match="hubot is the last owner of acme"):
            hubot.organizations.leaving("acme", "hubot")
        with pytest.raises(Forbidden, match="Only an owner of acme can do this; mona is none"):
            services.organizations.leaving("acme", "hubot")
        with pytest.raises(NotFound, match="octocat is no member of acme"):
            hubot.organizations.leaving("acme", "octocat")
        assert services.organizations.leaving("acme", "mona").tokens == ()


class TestSuspension:
    def test_is_told_as_it_will_be(self, services: Services, hubot: Services, clock: FixedClock) -> None:
        """The tokens that have not expired, and the organizations that nobody else can look after."""
        generate(services, "short", "hubot", "acme", expiration=InDays(7))
        generate(services, "long", "hubot", "acme", expiration=InDays(60))
        classic_of(hubot, "hubot").generate(classic_draft("classic", "repo", expiration=Never()))
        clock.advance(timedelta(days=8))
        told = services.enterprise.suspension("hubot")
        assert (told.user.login, told.fine_grained, told.classic) == ("hubot", 1, 1)
        assert told.ownerless == ("acme", "globex", "initech")
        add_member(services, "octocat", "acme", Role.OWNER)
        assert services.enterprise.suspension("hubot").ownerless == ("globex", "initech")
        services.enterprise.suspend("octocat")
        assert "acme" in services.enterprise.suspension("hubot").ownerless

    def test_is_for_the_owner_of_the_enterprise(self, services: Services, hubot: Services) -> None:
        """And never about oneself. Nor does anybody else see the list of users."""
        with pytest.raises(InvalidInput, match="You cannot suspend yourself"):
            services.enterprise.suspension("mona")
        for forbidden in (lambda: hubot.enterprise.suspension("mona"), hubot.enterprise.users):
            with pytest.raises(Forbidden, match="Only the owner of the enterprise, mona, can do this"):
                forbidden()
        assert [(user.login, address) for user, address in services.enterprise.users()] == [
            ("hubot", "hubot@example.com"),
            ("mona", "mona@example.com"),
            ("octocat", "o@example.com"),
        ]
