"""Owners of an organization: its members, its policies, and who may change them."""

from datetime import date, timedelta

import pytest

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound
from pat_tui.domain.expiration import InDays, OnDate
from pat_tui.domain.policies import Access, Approval, Decider, OrganizationPolicy, Policy, PolicyChange
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.status import Grant
from pat_tui.services.accounts import acting_account, add_user
from pat_tui.services.repositories import add_collaborator, add_repository
from pat_tui.store import accounts, collaborators, events, repositories
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, ask, generate
from tests.worlds import FixedClock, draft, user


@pytest.fixture
def hubot(services: Services) -> Services:
    """The small world, where `hubot` acts, who owns `acme`."""
    return as_user(services, "hubot")


def role(services: Services, organization: str, login: str) -> Role | None:
    """What LOGIN is in ORGANIZATION."""
    database = services.context.database
    return accounts.role_of(database, user(database, organization).id, user(database, login).id)


class TestMembers:
    def test_joined_are_the_user_s_own(self, services: Services) -> None:
        """The organizations of the acting user, with the role in each."""
        found = [(organization.login, role) for organization, role in services.organizations.joined()]
        assert found == [("acme", "member"), ("globex", "member"), ("initech", "member"), ("octo-labs", "owner")]

    def test_members_see_members(self, services: Services) -> None:
        """By login, with roles, for any member."""
        found = [(member.account.login, member.role) for member in services.organizations.members("ACME")]
        assert found == [("hubot", "owner"), ("mona", "member")]

    def test_strangers_do_not(self, services: Services) -> None:
        """Who is no member is refused; what is no organization is not found."""
        with pytest.raises(Forbidden, match="Only a member of stranger-org can see this; mona is none"):
            services.organizations.members("stranger-org")
        for login in ("mona", "nobody"):
            with pytest.raises(NotFound, match=f"There is no organization {login}"):
                services.organizations.members(login)

    def test_an_owner_adds_and_changes(self, services: Services, hubot: Services) -> None:
        """A user joins with a role and gets another; doing it again changes and logs nothing."""
        add_user(services.context, "octocat", "o@example.com")
        for asked in (Role.MEMBER, Role.MEMBER, Role.OWNER, Role.MEMBER):
            assert hubot.organizations.set_member("Acme", "OctoCat", asked).role is asked
            assert role(services, "acme", "octocat") is asked
        assert actions(services, "hubot") == ["org.add_member", "org.update_member", "org.update_member"]
        last = events.actions_of(services.context.database, user(services.context.database, "hubot").id)[-1]
        assert last == ("org.update_member", {"org": "acme", "user": "octocat", "permission": "member"})

    def test_a_member_may_not(self, services: Services) -> None:
        """Neither adding, promoting oneself nor removing others: one rule, one sentence."""
        sentence = "Only an owner of acme can do this; mona is none"
        with pytest.raises(Forbidden, match=sentence):
            services.organizations.set_member("acme", "mona", Role.OWNER)
        with pytest.raises(Forbidden, match=sentence):
            services.organizations.remove_member("acme", "hubot")
        assert role(services, "acme", "mona") is Role.MEMBER
        assert actions(services, "mona") == []

    @pytest.mark.parametrize("login", ["nobody", "globex", ""])
    def test_only_users_can_be_members(self, hubot: Services, login: str) -> None:
        """A missing user and an organization are not found."""
        with pytest.raises(NotFound):
            hubot.organizations.set_member("acme", login, Role.MEMBER)
        with pytest.raises(NotFound):
            hubot.organizations.remove_member("acme", login)

    def test_who_is_no_member_cannot_be_removed(self, services: Services, hubot: Services) -> None:
        """The sentence names both."""
        add_user(services.context, "octocat", "o@example.com")
        with pytest.raises(NotFound, match="octocat is no member of acme"):
            hubot.organizations.remove_member("acme", "octocat")

    def test_the_last_owner_cannot_go(self, services: Services, hubot: Services) -> None:
        """Neither leave nor step down, until there is another owner; a suspended one does not count."""
        with pytest.raises(InvalidInput, match="hubot is the last owner of acme"):
            hubot.organizations.remove_member("acme", "hubot")
        with pytest.raises(InvalidInput, match="hubot is the last owner of acme"):
            hubot.organizations.set_member("acme", "hubot", Role.MEMBER)
        add_member(services, "octocat", "acme", Role.OWNER)
        services.enterprise.suspend("octocat")
        with pytest.raises(InvalidInput, match="hubot is the last owner of acme"):
            hubot.organizations.remove_member("acme", "hubot")
        services.enterprise.unsuspend("octocat")
        hubot.organizations.remove_member("acme", "hubot")
        assert role(services, "acme", "hubot") is None

    def test_an_owner_who_was_demoted_is_one_no_more(self, services: Services, hubot: Services) -> None:
        """A session that was open while its user was demoted is refused from then on, in everything an owner does."""
        request = ask(services, "waits")
        add_member(services, "octocat", "acme", Role.OWNER)
        as_user(services, "octocat").organizations.set_member("acme", "hubot", Role.MEMBER)
        for forbidden in (
            lambda: hubot.requests.approve([request]),
            lambda: hubot.requests.deny([request]),
            lambda: hubot.requests.pending("acme"),
            lambda: hubot.requests.active("acme"),
            lambda: hubot.requests.revoke("acme", [1]),
            lambda: hubot.organizations.policy("acme"),
            lambda: hubot.organizations.change_policy("acme", {"approval_required": False}),
            lambda: hubot.organizations.set_member("acme", "octocat", Role.MEMBER),
            lambda: hubot.organizations.remove_member("acme", "octocat"),
        ):
            with pytest.raises(Forbidden, match="Only an owner of acme can do this; hubot is none"):
                forbidden()
        assert generate(services, "later", "hubot").grant is Grant.PENDING


class TestWhatAMemberSees:
    def test_the_policies(self, services: Services, hubot: Services) -> None:
        """A member reads what the organization demands, as its owner does; a stranger does not."""
        assert services.organizations.demands("acme") == hubot.organizations.policy("acme")
        with pytest.raises(Forbidden):
            services.organizations.demands("stranger-org")

    def test_how_many_requests_wait(self, services: Services, hubot: Services) -> None:
        """Only an owner is told."""
        ask(services)
        waiting = {row.organization.login: row.pending for row in hubot.organizations.joined_with_requests()}
        assert waiting["acme"] == 1
        assert {row.pending for row in services.organizations.joined_with_requests()} == {0}


class TestLeaving:
    @pytest.mark.parametrize("who", ["hubot", "mona"])
    def test_ends_what_the_tokens_had_and_asked(self, services: Services, who: str) -> None:
        """Removed or leaving: open requests are cancelled, grants revoked, each with an event; other tokens stay."""
        hubot = as_user(services, "hubot")
        granted, waiting, elsewhere = (
            ask(services, "granted"),
            ask(services, "waiting"),
            generate(services, "g", owner="globex"),
        )
        hubot.requests.approve([granted])
        left = as_user(services, who).organizations.remove_member("acme", "mona")
        assert (left.cancelled_requests, left.revoked_tokens, left.member.role) == (1, 1, "member")
        assert actions(services, who)[-3:] == ["request_cancelled", "access_revoked", "org.remove_member"]
        assert [services.tokens.find(name).grant for name in ("granted", "waiting")] == [Grant.REVOKED] * 2
        assert services.tokens.get(elsewhere.id).grant is Grant.GRANTED
        assert (hubot.requests.count_pending("acme"), hubot.requests.count_active("acme")) == (0, 0)
        assert "acme" not in [owner.account.login for owner in services.tokens.resource_owners()]
        with pytest.raises(Exception, match=f"{who} has cancelled request {waiting} already"):
            hubot.requests.approve([waiting])

    def test_takes_the_roles_in_its_repositories(self, services: Services, hubot: Services) -> None:
        """Those in other repositories stay."""
        database = services.context.database
        add_collaborator(hubot.context, "acme/api", "mona", RepositoryRole.WRITE)
        add_collaborator(hubot.context, "hubot/engine", "mona", RepositoryRole.WRITE)
        hubot.organizations.remove_member("acme", "mona")
        [api] = repositories.named(database, user(database, "acme").id, ["api"])
        [engine] = repositories.named(database, user(database, "hubot").id, ["engine"])
        mona = services.acting.id
        assert collaborators.role_of(database, api.id, mona) is None
        assert collaborators.role_of(database, engine.id, mona) is RepositoryRole.WRITE

    def test_while_a_token_is_deleted_undoing_brings_no_access_back(self, services: Services, hubot: Services) -> None:
        """Delete, leave, undo: the token is there again, and has nothing in the organization."""
        request = ask(services, "ci")
        hubot.requests.approve([request])
        token = services.tokens.find("ci")
        services.token_life.delete([token.id])
        services.organizations.remove_member("acme", "mona")
        [back] = services.token_life.undo_delete([token.id])
        assert back.grant is not Grant.GRANTED
        assert hubot.requests.active("acme") == []

    def test_while_a_form_is_open_the_owner_is_gone(self, services: Services, hubot: Services) -> None:
        """What was filled in for the organization is refused at its field, and nothing is made."""
        filled = draft("late", owner="acme")
        assert services.tokens.errors(filled) == {}
        hubot.organizations.remove_member("acme", "mona")
        with pytest.raises(InvalidInput) as caught:
            services.tokens.generate(filled)
        assert caught.value.errors == {"owner": "Cannot find the specified resource owner: acme"}


class TestPolicy:
    def test_is_its_owners_to_see(self, services: Services, hubot: Services) -> None:
        """A member learns from the form what is demanded; the page is the owners'."""
        assert hubot.organizations.policy("ACME").policy == OrganizationPolicy()
        with pytest.raises(Forbidden, match="Only an owner of acme can do this; mona is none"):
            services.organizations.policy("acme")
        with pytest.raises(Forbidden, match="Only an owner of acme can do this; mona is none"):
            services.organizations.change_policy("acme", {"approval_required": False})

    @pytest.mark.parametrize(
        ("change", "action", "fields"),
        [
            ({"fine_grained_allowed": False}, "access_restriction_enabled", {}),
            ({"classic_allowed": False}, "access_restriction_enabled", {}),
            ({"approval_required": False}, "auto_approve_grant_requests_enabled", {}),
            ({"max_lifetime_fine_grained": 30}, "expiration_limit_set", {"expiration_limit": 30}),
            ({"max_lifetime_fine_grained": None}, "expiration_limit_unset", {}),
            ({"max_lifetime_classic": 7}, "expiration_limit_set", {"expiration_limit": 7}),
        ],
    )
    def test_each_block_is_changed_by_itself_and_logged(
        self, services: Services, hubot: Services, change: PolicyChange, action: str, fields: dict[str, int]
    ) -> None:
        """The named block changes, the others stay, and GitHub's event tells which kind of token it is about."""
        found = hubot.organizations.change_policy("acme", change)
        [(field, value)] = change.items()
        assert getattr(found.policy, field) == value
        same = [policy for policy in Policy if policy != field]
        assert [getattr(found.policy, policy) for policy in same] == [
            getattr(OrganizationPolicy(), policy) for policy in same
        ]
        [(logged, noted)] = events.actions_of(services.context.database, hubot.acting.id)
        kind = "Personal access token (classic)" if "classic" in field else "Fine-grained personal access token"
        assert logged == f"personal_access_token.{action}"
        assert noted == {"org": "acme", "programmatic_access_type": kind, **fields}

    def test_going_back_is_logged_by_the_other_names(self, services: Services, hubot: Services) -> None:
        """And a change to what is there already is none."""
        there = PolicyChange(fine_grained_allowed=False, approval_required=False, max_lifetime_classic=9)
        back = PolicyChange(fine_grained_allowed=True, approval_required=True, max_lifetime_classic=None)
        for change in (there, there, back, back):
            hubot.organizations.change_policy("acme", change)
        assert actions(services, "hubot") == [
            *("access_restriction_enabled", "auto_approve_grant_requests_enabled", "expiration_limit_set"),
            *("access_restriction_disabled", "auto_approve_grant_requests_disabled", "expiration_limit_unset"),
        ]

    @pytest.mark.parametrize("days", [0, -1, 367, 10**12])
    def test_a_lifetime_out_of_range_changes_nothing(self, services: Services, hubot: Services, days: int) -> None:
        """Not even the other block of the same change."""
        with pytest.raises(InvalidInput) as caught:
            hubot.organizations.change_policy("acme", {"approval_required": False, "max_lifetime_classic": days})
        assert list(caught.value.errors) == ["max_lifetime_classic"]
        assert hubot.organizations.policy("acme").policy == OrganizationPolicy()
        assert actions(services, "hubot") == []

    def test_two_owners_changing_different_blocks_both_win(self, services: Services, hubot: Services) -> None:
        """A change names what it changes, so that it cannot undo what another owner saved meanwhile."""
        add_member(services, "octocat", "acme", Role.OWNER)
        as_user(services, "octocat").organizations.change_policy("acme", {"classic_allowed": False})
        found = hubot.organizations.change_policy("acme", {"max_lifetime_fine_grained": 30})
        assert found.policy == OrganizationPolicy(classic_allowed=False, max_lifetime_fine_grained=30)

    def test_switching_approval_off_approves_nothing_that_waits(self, services: Services, hubot: Services) -> None:
        """Old requests go on waiting; new tokens work at once."""
        ask(services, "before")
        hubot.organizations.change_policy("acme", {"approval_required": False})
        assert hubot.requests.count_pending("acme") == 1
        assert services.tokens.find("before").grant is Grant.PENDING
        assert generate(services, "after").grant is Grant.GRANTED


class TestPolicyTightenedWhileAFormIsOpen:
    def test_access_restricted(self, services: Services, hubot: Services) -> None:
        """The owner cannot be chosen any more; nothing is made."""
        filled = draft("late", owner="acme")
        assert services.tokens.errors(filled) == {}
        hubot.organizations.change_policy("acme", {"fine_grained_allowed": False})
        with pytest.raises(InvalidInput) as caught:
            services.tokens.generate(filled)
        assert list(caught.value.errors) == ["owner"]
        assert services.tokens.count() == 0
        assert [owner.login for owner in services.tokens.missing_owners()] == ["acme", "initech"]

    @pytest.mark.parametrize("expiration", [InDays(90), OnDate(date(2026, 3, 1))])
    def test_lifetime_shortened(self, services: Services, hubot: Services, expiration: InDays | OnDate) -> None:
        """The expiration that was fine is refused at its field."""
        filled = draft("late", owner="acme", expiration=expiration)
        assert services.tokens.errors(filled) == {}
        hubot.organizations.change_policy("acme", {"max_lifetime_fine_grained": 30})
        with pytest.raises(InvalidInput) as caught:
            services.tokens.generate(filled)
        assert list(caught.value.errors) == ["expiration"]

    def test_approval_demanded(self, services: Services, hubot: Services) -> None:
        """The token is made, and waits."""
        hubot.organizations.change_policy("acme", {"approval_required": False})
        filled = draft("late", owner="acme")
        hubot.organizations.change_policy("acme", {"approval_required": True})
        assert services.tokens.generate(filled).token.grant is Grant.PENDING

    def test_by_the_enterprise(self, services: Services) -> None:
        """What the enterprise decides counts in the form at once: owners on offer, approval and lifetime."""
        services.enterprise.change_policy(
            {"fine_grained": Access.ALLOW, "approval": Approval.DISABLE, "max_lifetime_fine_grained": 7}
        )
        owners = {owner.account.login: owner for owner in services.tokens.resource_owners() if owner.is_organization}
        assert sorted(owners) == ["acme", "globex", "initech", "octo-labs"]
        assert {owner.approval_required for owner in owners.values()} == {False}
        assert {owner.max_lifetime_days for owner in owners.values()} == {7}
        assert list(services.tokens.errors(draft(owner="acme"))) == ["expiration"]
        services.enterprise.change_policy({"fine_grained": Access.RESTRICT})
        assert [owner.account.login for owner in services.tokens.resource_owners()] == ["mona"]

    def test_a_token_that_is_regenerated(self, services: Services, clock: FixedClock) -> None:
        """The lifetime is that of now, not that of when the token was made."""
        token = generate(services, "old", owner="octo-labs", expiration=InDays(90))
        services.enterprise.change_policy({"max_lifetime_fine_grained": 30})
        clock.advance(timedelta(days=1))
        with pytest.raises(InvalidInput) as caught:
            services.token_life.regenerate(token.id, InDays(31))
        assert list(caught.value.errors) == ["expiration"]


class TestUnderAnEnterprise:
    def test_an_organization_sees_who_decided(self, services: Services, hubot: Services) -> None:
        """What holds, by whom, and what the organization itself had chosen."""
        services.enterprise.change_policy({"classic": Access.RESTRICT, "max_lifetime_fine_grained": 90})
        found = hubot.organizations.policy("acme")
        assert not found.policy.classic_allowed
        assert found.own.classic_allowed
        assert found.policy.max_lifetime_fine_grained == 90
        assert {policy for policy in Policy if found.decided_by(policy) is Decider.ENTERPRISE} == {
            Policy.CLASSIC,
            Policy.LIFETIME_FINE_GRAINED,
        }

    def test_an_organization_cannot_be_laxer(self, services: Services, hubot: Services) -> None:
        """What is decided above is refused with who decided it; stricter lifetimes are taken."""
        services.enterprise.change_policy({"classic": Access.RESTRICT, "max_lifetime_fine_grained": 90})
        with pytest.raises(InvalidInput, match="The enterprise has decided this"):
            hubot.organizations.change_policy("acme", {"classic_allowed": True})
        with pytest.raises(InvalidInput, match="The enterprise allows a lifetime of at most 90 days"):
            hubot.organizations.change_policy("acme", {"max_lifetime_fine_grained": None})
        found = hubot.organizations.change_policy("acme", {"max_lifetime_fine_grained": 60})
        assert found.policy.max_lifetime_fine_grained == 60

    def test_what_it_chose_holds_again_afterwards(self, services: Services, hubot: Services) -> None:
        """The enterprise overrides; it does not overwrite."""
        services.enterprise.change_policy({"approval": Approval.DISABLE, "max_lifetime_fine_grained": 1})
        assert not hubot.organizations.policy("acme").policy.approval_required
        services.enterprise.change_policy(
            {"approval": Approval.ORGANIZATIONS_DECIDE, "max_lifetime_fine_grained": None}
        )
        assert hubot.organizations.policy("acme").policy == OrganizationPolicy()


class TestCollaborators:
    def test_the_repository_s_owner_gives_a_role(self, services: Services) -> None:
        """A user who is no member gets a role, then another one; the same again is no change."""
        add_user(services.context, "octocat", "o@example.com")
        for role_ in (RepositoryRole.READ, RepositoryRole.READ, RepositoryRole.ADMIN):
            added = add_collaborator(services.context, "MONA/App", "OCTOCAT", role_)
            assert (added.account.login, added.repository.full_name, added.role) == ("octocat", "mona/app", role_)
        [found] = collaborators.of_repository(services.context.database, added.repository)
        assert (found.account.login, found.role) == ("octocat", "admin")
        assert actions(services, "mona")[-2:] == ["repo.add_member", "repo.update_member"]

    def test_an_administrator_may_too(self, services: Services) -> None:
        """With the admin role in a repository one gives others a role in it, and in no other; a writer does not."""
        hubot = as_user(services, "hubot")
        add_user(services.context, "octocat", "o@example.com")
        add_collaborator(hubot.context, "hubot/engine", "mona", RepositoryRole.MAINTAIN)
        with pytest.raises(Forbidden, match="Only an administrator of hubot/engine can do this"):
            add_collaborator(services.context, "hubot/engine", "octocat", RepositoryRole.READ)
        add_collaborator(hubot.context, "hubot/engine", "mona", RepositoryRole.ADMIN)
        add_collaborator(services.context, "hubot/engine", "octocat", RepositoryRole.READ)
        with pytest.raises(Forbidden):
            add_collaborator(services.context, "acme/api", "octocat", RepositoryRole.READ)

    @pytest.mark.parametrize(
        ("name", "login", "error"),
        [
            ("mona/gone", "hubot", NotFound),
            ("gone/app", "hubot", NotFound),
            ("mona", "hubot", NotFound),
            ("mona/app", "nobody", NotFound),
            ("mona/app", "acme", NotFound),
            ("mona/app", "mona", InvalidInput),
        ],
    )
    def test_refused(self, services: Services, name: str, login: str, error: type[Exception]) -> None:
        """No such repository, no such user, an organization, the owner: none gets a role."""
        with pytest.raises(error):
            add_collaborator(services.context, name, login, RepositoryRole.READ)
        assert services.context.database.rows("SELECT * FROM collaborators") == []


class TestSuspension:
    def test_nobody_acts_as_a_suspended_user(self, services: Services, hubot: Services) -> None:
        """Neither anew nor in a session that was open; afterwards all is as before."""
        request = ask(services)
        services.enterprise.suspend("HUBOT")
        with pytest.raises(Forbidden, match="hubot is suspended and cannot act"):
            acting_account(services.context.database, "hubot")
        with pytest.raises(NotFound):
            hubot.requests.approve([request])
        with pytest.raises(Forbidden):
            hubot.organizations.change_policy("acme", {"approval_required": False})
        with pytest.raises(Forbidden):
            add_repository(hubot.context, "acme/new", Visibility.PRIVATE)
        services.enterprise.unsuspend("hubot")
        assert acting_account(services.context.database, "hubot").suspended_at is None
        hubot.requests.approve([request])

    def test_is_logged_once(self, services: Services) -> None:
        """Suspending twice is one event, and keeps the first instant."""
        first = services.enterprise.suspend("hubot")
        assert services.enterprise.suspend("hubot") == first
        services.enterprise.unsuspend("hubot")
        services.enterprise.unsuspend("hubot")
        assert actions(services, "mona") == ["user.suspend", "user.unsuspend"]

    def test_only_the_owner_of_the_enterprise_suspends(self, services: Services, hubot: Services) -> None:
        """Not another user, and nobody oneself; an organization cannot be suspended."""
        for forbidden in (hubot.enterprise.suspend, hubot.enterprise.unsuspend):
            with pytest.raises(Forbidden, match="Only the owner of the enterprise, mona, can do this"):
                forbidden("mona")
        with pytest.raises(InvalidInput, match="You cannot suspend yourself"):
            services.enterprise.suspend("mona")
        with pytest.raises(NotFound):
            services.enterprise.suspend("acme")


class TestEnterprisePolicy:
    def test_its_page_is_for_its_owner(self, services: Services, hubot: Services) -> None:
        """Others are refused by the rule that guards the change."""
        assert services.enterprise.owned_policy() == services.enterprise.policy()
        assert (services.owns_enterprise, hubot.owns_enterprise) == (True, False)
        with pytest.raises(Forbidden):
            hubot.enterprise.owned_policy()

    def test_everybody_sees_it_and_its_owner_changes_it(self, services: Services, hubot: Services) -> None:
        """Whoever came first owns the enterprise; others are told who that is."""
        services.enterprise.change_policy({"fine_grained": Access.RESTRICT})
        assert hubot.enterprise.policy().fine_grained is Access.RESTRICT
        with pytest.raises(Forbidden, match="Only the owner of the enterprise, mona, can do this"):
            hubot.enterprise.change_policy({"fine_grained": Access.ALLOW})
        with pytest.raises(InvalidInput):
            services.enterprise.change_policy({"fine_grained": Access.ALLOW, "max_lifetime_classic": 367})
        assert hubot.enterprise.policy().fine_grained is Access.RESTRICT

    def test_each_change_is_logged(self, services: Services) -> None:
        """By the names of an organization's, with the enterprise in place of the organization."""
        services.enterprise.change_policy(
            {"classic": Access.RESTRICT, "approval": Approval.DISABLE, "max_lifetime_classic": 30}
        )
        services.enterprise.change_policy({"classic": Access.RESTRICT})
        services.enterprise.change_policy(
            {
                "classic": Access.ORGANIZATIONS_DECIDE,
                "approval": Approval.REQUIRE,
                "max_lifetime_classic": None,
            }
        )
        logged = events.actions_of(services.context.database, services.acting.id)
        assert [(action.partition(".")[2], fields.get("policy")) for action, fields in logged] == [
            ("access_restriction_enabled", "restrict"),
            ("auto_approve_grant_requests_enabled", "disable"),
            ("expiration_limit_set", None),
            ("access_restriction_disabled", "organizations-decide"),
            ("auto_approve_grant_requests_disabled", "require"),
            ("expiration_limit_unset", None),
        ]
        assert {fields["business"] for _action, fields in logged} == {"enterprise"}
