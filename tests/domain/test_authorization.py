"""The one decision: every reason to refuse, the order of the reasons, and what each kind of token reaches."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pat_tui.domain.accounts import Role
from pat_tui.domain.authorization import Allowed, Decision, Denied, Reason, Resource, authorize
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.requirements import FETCH, PUSH, PUSH_WORKFLOWS, About, Requirement, ScopeNeed, Support
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess
from tests.domain.credential_worlds import APP, MONA, acme, app, classic, fine_grained, mona
from tests.worlds import NOW

READ, WRITE = {"contents": Level.READ}, {"contents": Level.WRITE}


def decide(credential: AnyCredential | None, requirement: Requirement, resource: Resource) -> Decision:
    """The decision at NOW."""
    return authorize(credential, requirement, resource, NOW)


def reason(credential: AnyCredential | None, requirement: Requirement, resource: Resource) -> Reason | None:
    """Why it is refused; None when it is not."""
    decision = decide(credential, requirement, resource)
    return decision.reason if isinstance(decision, Denied) else None


class TestTheToken:
    def test_ends_at_its_instant(self) -> None:
        """At the very instant of its expiry a token is refused, and with 401."""
        decision = decide(fine_grained(WRITE, expires_at=NOW), PUSH, app())
        assert decision == Denied(Reason.EXPIRED)
        assert isinstance(decision, Denied)
        assert decision.status == 401

    def test_works_to_the_last_second(self) -> None:
        """A second before it, the token works."""
        assert decide(fine_grained(WRITE, expires_at=NOW + timedelta(seconds=1)), PUSH, app()) == Allowed()

    @pytest.mark.parametrize("credential", [fine_grained(WRITE, is_suspended=True), classic("repo", is_suspended=True)])
    def test_of_a_suspended_user(self, credential: AnyCredential) -> None:
        """Tokens of a suspended user do not work, not even to read in public."""
        assert reason(credential, FETCH, app(Visibility.PUBLIC)) is Reason.SUSPENDED


class TestPolicies:
    @pytest.mark.parametrize("visibility", Visibility)
    def test_restriction_is_of_one_kind(self, visibility: Visibility) -> None:
        """An organization that restricts one kind refuses it, in public too, and lets the other through."""
        no_classic = OrganizationPolicy(classic_allowed=False)
        assert reason(classic("repo"), FETCH, app(visibility, policy=no_classic)) is Reason.RESTRICTED
        assert reason(fine_grained(READ), FETCH, app(visibility, policy=no_classic)) is None
        no_fine_grained = OrganizationPolicy(fine_grained_allowed=False)
        assert reason(fine_grained(READ), FETCH, app(visibility, policy=no_fine_grained)) is Reason.RESTRICTED
        assert reason(classic("repo"), FETCH, app(visibility, policy=no_fine_grained)) is None

    def test_lifetime_counts_from_the_secret(self) -> None:
        """Exactly the limit is let through; a second more is refused with the limit, so is a token for ever."""
        limit = app(policy=OrganizationPolicy(max_lifetime_fine_grained=30))
        assert decide(fine_grained(READ), FETCH, limit) == Allowed()
        longer = fine_grained(READ, expires_at=NOW + timedelta(days=30, seconds=1))
        assert decide(longer, FETCH, limit) == Denied(Reason.LIFETIME, owner="acme", limit_days=30)
        assert reason(fine_grained(READ, expires_at=None), FETCH, limit) is Reason.LIFETIME

    def test_lifetime_names_the_enterprise(self) -> None:
        """Where the enterprise set the limit, the refusal says so."""
        policy = OrganizationPolicy(max_lifetime_classic=7)
        decision = decide(classic("repo"), FETCH, app(policy=policy, is_policy_of_enterprise=True))
        assert decision == Denied(Reason.LIFETIME, owner="acme", limit_days=7, by_enterprise=True)

    def test_single_sign_on_spares_public_reading(self) -> None:
        """A credential that was not authorised is refused, but for what everybody may read."""
        assert reason(classic("repo"), FETCH, app(lacks_sign_on=True)) is Reason.SIGN_ON
        assert reason(classic("repo"), PUSH, app(Visibility.PUBLIC, lacks_sign_on=True)) is Reason.SIGN_ON
        assert reason(classic("repo"), FETCH, app(Visibility.PUBLIC, lacks_sign_on=True)) is None

    def test_the_first_reason_is_told(self) -> None:
        """With everything wrong, mending one thing after the other brings up the reasons in the documented order."""
        policy = OrganizationPolicy(fine_grained_allowed=False, max_lifetime_fine_grained=7)
        credential = fine_grained(expires_at=NOW, is_suspended=True, repository_access=RepositoryAccess.PUBLIC)
        resource = app(role=None, policy=policy, lacks_sign_on=True)
        told = [reason(credential, PUSH, resource)]
        credential = replace(credential, expires_at=NOW + timedelta(days=30))
        told.append(reason(credential, PUSH, resource))
        credential = replace(credential, is_suspended=False)
        told.append(reason(credential, PUSH, resource))
        resource = app(role=None, policy=replace(policy, fine_grained_allowed=True), lacks_sign_on=True)
        told.append(reason(credential, PUSH, resource))
        told.append(reason(credential, PUSH, app(role=None, lacks_sign_on=True)))
        told.append(reason(credential, PUSH, app(role=None)))
        told.append(reason(credential, PUSH, app(role=RepositoryRole.READ)))
        credential = replace(credential, repository_access=RepositoryAccess.ALL)
        told.append(reason(credential, PUSH, app(role=RepositoryRole.READ)))
        credential = replace(credential, permissions=WRITE)
        told.append(reason(credential, PUSH, app(role=RepositoryRole.READ)))
        told.append(reason(credential, PUSH, app()))
        assert told == [
            Reason.EXPIRED,
            Reason.SUSPENDED,
            Reason.RESTRICTED,
            Reason.LIFETIME,
            Reason.SIGN_ON,
            Reason.NOT_FOUND,
            Reason.NOT_VISIBLE,
            Reason.PERMISSION,
            Reason.USER_RIGHT,
            None,
        ]


class TestFineGrained:
    def test_selection_counts(self) -> None:
        """A token for some repositories reaches these and no other of the same owner."""
        selected = fine_grained(READ, repository_access=RepositoryAccess.SELECTED, repository_ids=frozenset({APP}))
        assert reason(selected, FETCH, app()) is None
        assert reason(replace(selected, repository_ids=frozenset({APP + 1})), FETCH, app()) is Reason.NOT_VISIBLE

    def test_of_another_owner(self) -> None:
        """What belongs to another owner than the resource owner is as if for nobody: public reading, and no more."""
        foreign = fine_grained(WRITE, owner_id=99, owner_login="globex")
        assert reason(foreign, FETCH, app()) is Reason.NOT_VISIBLE
        assert reason(foreign, FETCH, app(Visibility.PUBLIC)) is None
        assert reason(foreign, PUSH, app(Visibility.PUBLIC)) is Reason.PERMISSION

    @pytest.mark.parametrize("grant", [Grant.PENDING, Grant.DENIED, Grant.REVOKED])
    def test_not_granted(self, grant: Grant) -> None:
        """A token that its organization has not granted, stripped as it comes from the store, reads in public only."""
        token = fine_grained(grant=grant, repository_access=RepositoryAccess.PUBLIC)
        assert reason(token, FETCH, app(Visibility.PUBLIC)) is None
        assert reason(token, FETCH, app()) is Reason.NOT_VISIBLE
        assert reason(token, PUSH, app(Visibility.PUBLIC)) is Reason.PERMISSION

    def test_denial_names_what_is_needed_and_held(self) -> None:
        """The refusal carries both, for whoever has to word it."""
        decision = decide(fine_grained(READ), PUSH_WORKFLOWS, app())
        needed = ((("contents", Level.WRITE), ("workflows", Level.WRITE)),)
        assert decision == Denied(Reason.PERMISSION, needed, held=READ, owner="acme")
        assert isinstance(decision, Denied)
        assert decision.status == 403

    @pytest.mark.parametrize("support", [Support.NO, Support.PUBLIC_ONLY])
    def test_endpoint_that_is_not_for_it(self, support: Support) -> None:
        """No permission opens an endpoint that never answers to fine-grained tokens; a scope still does."""
        need = ((("contents", Level.READ),),)
        requirement = Requirement(About.REPOSITORY, need, support=support, scopes=ScopeNeed(("repo",)))
        assert reason(fine_grained({"contents": Level.ADMIN}), requirement, app()) is Reason.UNSUPPORTED
        assert reason(classic("repo"), requirement, app()) is None

    def test_organization_permission_is_the_owners(self) -> None:
        """An organization permission serves for the resource owner alone, and a change needs an owner of it."""
        change = Requirement(About.ORGANIZATION, ((("organization_hooks", Level.WRITE),),), is_read=False)
        held = {"organization_hooks": Level.WRITE}
        assert reason(fine_grained(held), change, Resource(acme())) is None
        assert reason(fine_grained(held), change, Resource(acme(role=Role.MEMBER))) is Reason.USER_RIGHT
        assert reason(fine_grained(held, owner_id=99), change, Resource(acme())) is Reason.PERMISSION

    def test_user_permission_is_the_users(self) -> None:
        """A permission over the user's own things counts where the user is the resource owner."""
        need = Requirement(About.USER, ((("emails", Level.READ),),))
        held = {"emails": Level.READ}
        assert reason(fine_grained(held, owner_id=MONA), need, Resource(mona())) is None
        assert reason(fine_grained(held), need, Resource(mona())) is Reason.PERMISSION
        stranger = fine_grained(held, owner_id=MONA, user_id=5)
        assert reason(stranger, need, Resource(mona())) is Reason.NOT_FOUND


class TestClassic:
    @pytest.mark.parametrize(
        ("scopes", "visibility", "expected"),
        [
            (("repo",), Visibility.PRIVATE, None),
            (("public_repo",), Visibility.PRIVATE, Reason.NOT_VISIBLE),
            (("public_repo",), Visibility.PUBLIC, None),
            ((), Visibility.PUBLIC, Reason.SCOPE),
            (("gist",), Visibility.PRIVATE, Reason.NOT_VISIBLE),
        ],
    )
    def test_push(self, scopes: tuple[str, ...], visibility: Visibility, expected: Reason | None) -> None:
        """`repo` pushes anywhere, `public_repo` to public repositories, nothing else anywhere."""
        assert reason(classic(*scopes), PUSH, app(visibility)) is expected

    def test_workflow_is_outside_repo(self) -> None:
        """`repo` does not include `workflow`; both together do."""
        assert reason(classic("repo"), PUSH_WORKFLOWS, app()) is Reason.SCOPE
        assert reason(classic("repo", "workflow"), PUSH_WORKFLOWS, app()) is None

    def test_admin_of_an_organization_does_nothing_for_a_member(self) -> None:
        """`admin:org` opens to an owner what it does not to a member, and to a stranger nothing."""
        change = Requirement(About.ORGANIZATION, support=Support.NO, is_read=False, scopes=ScopeNeed(("admin:org",)))
        assert reason(classic("admin:org"), change, Resource(acme())) is None
        assert reason(classic("admin:org"), change, Resource(acme(role=Role.MEMBER))) is Reason.USER_RIGHT
        assert reason(classic("admin:org"), change, Resource(acme(role=None))) is Reason.USER_RIGHT


class TestTheUser:
    @pytest.mark.parametrize("credential", [fine_grained(WRITE), classic("repo")])
    def test_a_token_is_never_more_than_its_user(self, credential: AnyCredential) -> None:
        """Who may only read cannot push with any token; who sees nothing is told nothing."""
        assert reason(credential, PUSH, app(role=RepositoryRole.READ)) is Reason.USER_RIGHT
        assert reason(credential, PUSH, app(role=RepositoryRole.WRITE)) is None
        assert reason(credential, FETCH, app(role=None)) is Reason.NOT_FOUND

    def test_internal_repositories_are_for_insiders(self) -> None:
        """An internal repository is seen by who belongs to any organization, and read with the scope."""
        resource = app(Visibility.INTERNAL, None)
        assert resource.repository is not None
        assert reason(classic("repo"), FETCH, resource) is Reason.NOT_FOUND
        inside = replace(resource, repository=replace(resource.repository, is_insider=True))
        assert reason(classic("repo"), FETCH, inside) is None
        assert reason(classic("repo"), PUSH, inside) is Reason.USER_RIGHT


class TestNobody:
    def test_reads_in_public(self) -> None:
        """Without a credential public things are read; a change asks for one, a private thing is not there."""
        assert reason(None, FETCH, app(Visibility.PUBLIC)) is None
        assert reason(None, PUSH, app(Visibility.PUBLIC)) is Reason.NO_CREDENTIAL
        assert reason(None, FETCH, app()) is Reason.NOT_FOUND
