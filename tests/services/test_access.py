"""From a secret to a credential, from a path to a resource, and the decision over the store as it is now."""

from dataclasses import replace

import pytest

from pat_tui.domain.accounts import AccountKind, Role
from pat_tui.domain.authorization import Allowed, Denied, Reason
from pat_tui.domain.credentials import AnyCredential, ClassicCredential, FineGrainedCredential
from pat_tui.domain.drafts import DEFAULT_EXPIRATION
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.requirements import FETCH, PUSH, Requirement
from pat_tui.domain.secrets import Secret, TokenKind, generate
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.access import Access
from pat_tui.store import accounts, collaborators, policies, repositories
from pat_tui.store.database import Database
from pat_tui.wiring import Services
from tests.organization_worlds import add_member, as_user
from tests.worlds import FixedClock, acting_as, draft, seeded_random, user


@pytest.fixture
def access(services: Services) -> Access:
    """Access over the small world."""
    return Access(services.context.database, services.context.clock)


def fine_grained(services: Services, name: str = "ci", **changes: object) -> Secret:
    """The secret of a token of `mona` that pushes to her repositories, unless CHANGES say otherwise."""
    reach = {"repository_access": RepositoryAccess.ALL, "permissions": {"contents": Level.WRITE}}
    return services.tokens.generate(draft(name, **(reach | changes))).secret


def known(access: Access, secret: Secret) -> AnyCredential:
    """The credential of SECRET, which must be one."""
    credential = access.authenticate(secret)
    assert not isinstance(credential, Denied)
    return credential


def refusal(access: Access, secret: Secret, requirement: Requirement, owner: str, name: str) -> Reason | None:
    """Why the repository is refused to SECRET now; None when it is not."""
    credential = access.authenticate(secret)
    if isinstance(credential, Denied):
        return credential.reason
    resource = access.repository(owner, name, credential)
    assert resource is not None
    decision = access.decide(credential, requirement, resource)
    return None if isinstance(decision, Allowed) else decision.reason


class TestAuthenticate:
    def test_knows_its_own(self, services: Services, access: Access) -> None:
        """A secret of the store is known with name, user and what it holds."""
        credential = known(access, fine_grained(services))
        assert isinstance(credential, FineGrainedCredential)
        assert (credential.name, credential.user_login, credential.owner_login) == ("ci", "mona", "mona")
        assert credential.permissions == {"contents": Level.WRITE, "metadata": Level.READ}

    def test_knows_classic_ones(self, services: Services, access: Access) -> None:
        """A classic secret is known with its scopes and all that they imply."""
        from pat_tui.domain.classic import ClassicDraft
        from pat_tui.services.classic_tokens import ClassicTokens

        made = ClassicTokens(services.context).generate(ClassicDraft("old", DEFAULT_EXPIRATION, ("repo",)))
        credential = known(access, made.secret)
        assert isinstance(credential, ClassicCredential)
        assert credential.scopes == ("repo",)
        assert "public_repo" in credential.effective_scopes

    @pytest.mark.parametrize("text", ["", "hello", "ghp_" + "0" * 36, "pattui_pat_", "ключ"])
    def test_nonsense_costs_no_look_up(self, services: Services, access: Access, text: str) -> None:
        """What has not the shape or the checksum is refused before the store is asked."""
        services.context.database.close()
        assert access.authenticate(Secret(text)) == Denied(Reason.BAD_CREDENTIAL)

    def test_unknown_but_well_formed(self, access: Access) -> None:
        """A secret with a right checksum that is in no store is bad, not an error."""
        for kind in TokenKind:
            assert access.authenticate(generate(kind, seeded_random(99))) == Denied(Reason.BAD_CREDENTIAL)

    def test_deleted_at_once(self, services: Services, access: Access) -> None:
        """The very next look after a deletion refuses it, though it could still be undone; undone, it works."""
        secret = fine_grained(services)
        token_id = known(access, secret).token_id
        services.token_life.delete([token_id])
        assert access.authenticate(secret) == Denied(Reason.BAD_CREDENTIAL)
        services.token_life.undo_delete([token_id])
        assert known(access, secret).token_id == token_id

    def test_expired_and_suspended(self, services: Services, access: Access, clock: FixedClock) -> None:
        """An expired token and one of a suspended user are refused for what they are."""
        secret = fine_grained(services)
        database = services.context.database
        with database.transaction():
            accounts.set_suspended(database, user(database, "mona").id, clock())
        assert access.authenticate(secret) == Denied(Reason.SUSPENDED)
        with database.transaction():
            accounts.set_suspended(database, user(database, "mona").id, None)
        credential = known(access, secret)
        assert credential.expires_at is not None
        clock.now = credential.expires_at
        assert access.authenticate(secret) == Denied(Reason.EXPIRED)


class TestDecide:
    @pytest.fixture(autouse=True)
    def repositories(self, services: Services) -> None:
        """`acme/secret` is private; `zoe` is a stranger."""
        database, now = services.context.database, services.context.clock()
        with database.transaction():
            repositories.add(database, user(database, "acme"), "secret", Visibility.PRIVATE, None, now)
            zoe = accounts.add(database, "zoe", AccountKind.USER, "", now)
            accounts.add_email(database, zoe.id, "zoe@example.com", primary=True, verified_at=now)

    def test_pending_then_approved_then_revoked(self, services: Services, access: Access) -> None:
        """The same secret sees nothing, then pushes, then sees nothing again: without a restart in between."""
        add_member(services, "zoe", "acme", Role.OWNER)
        add_member(services, "ann", "acme")
        secret = (
            acting_as(services, "ann")
            .generate(
                draft("x", owner="acme", repository_access=RepositoryAccess.ALL, permissions={"contents": Level.READ})
            )
            .secret
        )
        assert refusal(access, secret, FETCH, "acme", "secret") is Reason.NOT_VISIBLE
        owner = as_user(services, "zoe")
        pending = owner.requests.pending("acme")
        owner.requests.approve([request.id for request in pending])
        assert refusal(access, secret, FETCH, "acme", "secret") is None
        assert refusal(access, secret, PUSH, "acme", "secret") is Reason.PERMISSION
        owner.requests.revoke("acme", [known(access, secret).token_id])
        assert refusal(access, secret, FETCH, "acme", "secret") is Reason.NOT_VISIBLE

    def test_a_collaborator_has_the_role_that_was_given(self, services: Services, access: Access) -> None:
        """A classic token of an outside collaborator does what the role allows, as long as the role lasts."""
        from pat_tui.domain.classic import ClassicDraft
        from pat_tui.services.classic_tokens import ClassicTokens

        zoe = as_user(services, "zoe")
        secret = ClassicTokens(zoe.context).generate(ClassicDraft("c", DEFAULT_EXPIRATION, ("repo",))).secret
        assert refusal(access, secret, FETCH, "acme", "secret") is Reason.NOT_FOUND
        database = services.context.database
        [found] = repositories.named(database, user(database, "acme").id, ["secret"])
        for role, expected in ((RepositoryRole.READ, Reason.USER_RIGHT), (RepositoryRole.WRITE, None)):
            with database.transaction():
                collaborators.set_role(database, found.id, user(database, "zoe").id, role)
            assert refusal(access, secret, PUSH, "acme", "secret") is expected

    def test_policy_is_read_anew(self, services: Services, access: Access) -> None:
        """An organization that restricts fine-grained tokens is obeyed by the next request."""
        add_member(services, "mona", "acme", Role.OWNER)
        secret = fine_grained(services, owner="acme")
        assert refusal(access, secret, FETCH, "acme", "secret") is None
        services.organizations.change_policy("acme", {"fine_grained_allowed": False})
        assert refusal(access, secret, FETCH, "acme", "secret") is Reason.RESTRICTED

    def test_single_sign_on(self, services: Services, access: Access) -> None:
        """An organization that demands it refuses a member's token until that is authorised, or no longer is."""
        from pat_tui.domain.classic import ClassicDraft

        add_member(services, "mona", "acme", Role.OWNER)
        made = services.classic_tokens.generate(ClassicDraft("c", DEFAULT_EXPIRATION, ("repo",)))
        assert refusal(access, made.secret, FETCH, "acme", "secret") is None
        services.organizations.change_policy("acme", {"sso_required": True})
        assert refusal(access, made.secret, FETCH, "acme", "secret") is Reason.SIGN_ON
        services.single_sign_on.open("acme")
        services.single_sign_on.authorize(TokenKind.CLASSIC, made.token.id, "acme")
        assert refusal(access, made.secret, FETCH, "acme", "secret") is None
        services.single_sign_on.deauthorize(TokenKind.CLASSIC, made.token.id, "acme")
        assert refusal(access, made.secret, FETCH, "acme", "secret") is Reason.SIGN_ON


class TestResource:
    @pytest.mark.parametrize(
        ("path", "found"),
        [
            ("/repos/acme/api", True),
            ("/repos/ACME/Api", True),
            ("/repos/acme/none", False),
            ("/orgs/acme", True),
            ("/orgs/mona", False),
            ("/user", True),
            ("/enterprises/all/actions/permissions", False),
            ("/repositories/999999/environments/x/secrets", False),
            ("/meta", True),
        ],
    )
    def test_of_a_path(self, services: Services, access: Access, path: str, found: bool) -> None:
        """A path leads to the account or repository that it names, in any case of letters; else to nothing."""
        match = access.routes.match("GET", path)
        if match is None:
            assert not found
            return
        credential = known(access, fine_grained(services))
        assert (access.resource(match, credential) is not None) is found

    def test_credential_without_a_secret(self, services: Services, access: Access) -> None:
        """For asking what a token could do, its id is enough, and the answer is the same."""
        credential = known(access, fine_grained(services))
        assert access.credential(TokenKind.FINE_GRAINED, credential.token_id) == credential
        assert access.credential(TokenKind.CLASSIC, 12345) is None
        assert replace(credential, name="other") != credential


def test_is_never_behind_the_store(services: Services, access: Access) -> None:
    """What was let through once is judged anew after whatever changes: by this program, by another, or by the clock."""
    secret = fine_grained(services, owner="octo-labs", permissions={"contents": Level.WRITE})

    def refused() -> Reason | None:
        return refusal(access, secret, PUSH, "octo-labs", "lab")

    other = Database(services.settings.store, durable=False)
    labs, mona = user(other, "octo-labs"), user(other, "mona")
    assert [refused(), refused()] == [None, None]
    with other.transaction():
        policies.set_policy(other, labs.id, OrganizationPolicy(fine_grained_allowed=False))
    assert refused() is Reason.RESTRICTED
    with other.transaction():
        policies.set_policy(other, labs.id, OrganizationPolicy(max_lifetime_fine_grained=None, sso_required=True))
    assert [refused(), refused()] == [Reason.SIGN_ON] * 2
    with other.transaction():
        policies.set_policy(other, labs.id, OrganizationPolicy(max_lifetime_fine_grained=None))
        accounts.set_suspended(other, mona.id, services.context.clock())
    assert refused() is Reason.SUSPENDED
    with other.transaction():
        accounts.set_suspended(other, mona.id, None)
    assert refused() is None
    services.token_life.delete([services.tokens.find("ci").id])
    assert refused() is Reason.BAD_CREDENTIAL
    other.close()


def test_an_end_comes_by_the_clock_alone(services: Services, access: Access, clock: FixedClock) -> None:
    """Nothing changes in the store when a token expires."""
    secret = fine_grained(services)
    credential = known(access, secret)
    assert credential.expires_at is not None
    clock.now = credential.expires_at
    assert refusal(access, secret, PUSH, "mona", "notes") is Reason.EXPIRED
