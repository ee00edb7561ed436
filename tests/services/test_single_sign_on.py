"""Sessions, authorising tokens, and all that takes an authorization away. Each rule is broken once."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound, SignOnRequired
from pat_tui.domain.expiration import InDays, Never
from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import TokenKind, hash_of
from pat_tui.domain.single_sign_on import SESSION_LENGTH
from pat_tui.domain.status import SsoState
from pat_tui.services.token_list import TokenOrder
from pat_tui.store import single_sign_on as store
from pat_tui.wiring import Services
from tests.organization_worlds import add_member, as_user, generate
from tests.services.classic_worlds import classic_draft, new
from tests.sso_worlds import (
    CLASSIC,
    FINE,
    authorized_classic,
    authorized_fine,
    demand,
    last_fields,
    sso_log,
    state,
)
from tests.worlds import NOW, FixedClock, draft, user

AUTHORIZED, NOT_AUTHORIZED, REVOKED = SsoState.AUTHORIZED, SsoState.NOT_AUTHORIZED, SsoState.REVOKED


@pytest.fixture(autouse=True)
def _demanded(services: Services) -> None:
    """acme demands single sign-on."""
    demand(services, "acme")


class TestSession:
    def test_is_opened_and_ended_by_its_user(self, services: Services) -> None:
        """It has an end, can be seen, and is gone when it is ended; the log tells both."""
        assert services.single_sign_on.status("acme").session is None
        opened = services.single_sign_on.open("acme").session
        assert opened is not None
        assert (opened.opened_at, opened.ends_at) == (NOW, NOW + SESSION_LENGTH)
        assert [one.session for one in services.single_sign_on.organizations()] == [opened]
        assert services.single_sign_on.close("acme").session is None
        assert services.single_sign_on.status("acme").session is None
        assert sso_log(services)[1:] == [
            ("org.sso_response", "mona", "mona"),
            ("org.sso_session_closed", "mona", "mona"),
        ]

    def test_ends_by_itself(self, services: Services, clock: FixedClock) -> None:
        """After 24 hours it authorises nothing any more; another one starts anew."""
        services.single_sign_on.open("acme")
        clock.advance(SESSION_LENGTH)
        assert services.single_sign_on.status("acme").session is None
        with pytest.raises(SignOnRequired):
            services.tokens.generate(draft(owner="acme"))
        assert services.single_sign_on.open("acme").session is not None

    def test_a_clock_that_was_set_back_ends_it(self, services: Services, clock: FixedClock) -> None:
        """It must not become longer than it was."""
        services.single_sign_on.open("acme")
        clock.advance(timedelta(seconds=-1))
        assert services.single_sign_on.status("acme").session is None

    def test_is_one_users_and_one_organizations(self, services: Services) -> None:
        """Nobody authorises anything with somebody else's, or for another organization."""
        demand(services, "globex")
        services.single_sign_on.open("acme")
        assert as_user(services, "hubot").single_sign_on.status("acme").session is None
        with pytest.raises(SignOnRequired):
            services.tokens.generate(draft(owner="globex"))

    def test_is_refused_where_there_is_none_to_open(self, services: Services) -> None:
        """To who is no member, to who is suspended, and with an organization that demands nothing."""
        with pytest.raises(Forbidden):
            services.single_sign_on.open("stranger-org")
        with pytest.raises(NotFound):
            services.single_sign_on.open("nobody")
        with pytest.raises(InvalidInput):
            services.single_sign_on.open("globex")
        as_user(services, "mona").enterprise.suspend("hubot")
        with pytest.raises(Forbidden):
            as_user(services, "hubot").single_sign_on.open("acme")

    def test_ending_none_is_no_event(self, services: Services) -> None:
        """Twice ended is once ended."""
        before = sso_log(services)
        services.single_sign_on.close("acme")
        assert sso_log(services) == before


class TestFineGrained:
    def test_is_authorised_by_generating(self, services: Services) -> None:
        """With a session; the log tells it, with the hash and never the secret."""
        services.single_sign_on.open("acme")
        generated = services.tokens.generate(draft(owner="acme"))
        assert generated.token.sso is AUTHORIZED
        assert state(services, FINE, generated.token.id) is AUTHORIZED
        fields = last_fields(services)
        assert sso_log(services)[-1] == ("org_credential_authorization.grant", "mona", "mona")
        assert fields["org"] == "acme"
        assert fields["user_programmatic_access_id"] == generated.token.id
        assert fields["hashed_token"] == base64.b64encode(hash_of(generated.secret)).decode()

    def test_needs_a_session_and_nothing_happens_without(self, services: Services) -> None:
        """The refusal stands under the owner, names the organization, and no token is made."""
        errors = services.tokens.errors(draft(owner="acme"))
        assert list(errors) == ["owner"]
        before = list(services.context.database.connection.iterdump())
        with pytest.raises(SignOnRequired) as refused:
            services.tokens.generate(draft(owner="acme"))
        assert refused.value.organization == "acme"
        assert refused.value.errors == errors
        assert list(services.context.database.connection.iterdump()) == before

    def test_another_error_stays_an_error(self, services: Services) -> None:
        """A wrong name is told beside the missing session, and alone where there is one."""
        assert list(services.tokens.errors(draft("", owner="acme"))) == ["name", "owner"]
        services.single_sign_on.open("acme")
        with pytest.raises(InvalidInput) as refused:
            services.tokens.generate(draft("", owner="acme"))
        assert not isinstance(refused.value, SignOnRequired)

    def test_owners_say_what_they_demand(self, services: Services) -> None:
        """The form's menu: who demands it, and whether there is a session."""
        owners = {owner.account.login: owner for owner in services.tokens.resource_owners()}
        assert [login for login, owner in owners.items() if owner.needs_sign_on] == ["acme"]
        services.single_sign_on.open("acme")
        owners = {owner.account.login: owner for owner in services.tokens.resource_owners()}
        assert owners["acme"].sso_required
        assert not owners["acme"].needs_sign_on

    def test_of_other_owners_is_not_concerned(self, services: Services) -> None:
        """One's own things and other organizations ask for nothing."""
        for name, owner in (("own", "mona"), ("other", "globex")):
            token = services.tokens.generate(draft(name, owner=owner)).token
            assert token.sso is SsoState.NOT_REQUIRED
            assert services.single_sign_on.standings(FINE, token.id) == []
            with pytest.raises(InvalidInput):
                services.single_sign_on.authorize(FINE, token.id, "acme", sign_on=True)

    def test_editing_keeps_the_authorization_and_needs_no_session(self, services: Services) -> None:
        """The value stays; what is added waits for the organization's approval as ever."""
        token = authorized_fine(services)
        services.single_sign_on.close("acme")
        edited = services.token_life.edit_with(
            token.id, lambda draft: replace(draft, permissions={"contents": Level.WRITE})
        )
        assert edited.sso is AUTHORIZED

    def test_a_duplicate_is_another_token(self, services: Services) -> None:
        """It needs a session of its own, and has an authorization of its own."""
        token = authorized_fine(services)
        copy = replace(services.token_life.draft_of(token.id), name="copy")
        assert services.tokens.generate(copy).token.sso is AUTHORIZED
        services.single_sign_on.close("acme")
        with pytest.raises(SignOnRequired):
            services.tokens.generate(replace(copy, name="another"))

    def test_of_before_the_organization_demanded_it(self, services: Services) -> None:
        """Is unauthorised until its user authorises it; the list shows it."""
        demand(services, "acme", sso=False)
        token = generate(services)
        assert token.sso is SsoState.NOT_REQUIRED
        demand(services, "acme")
        assert state(services, FINE, token.id) is NOT_AUTHORIZED
        row = services.tokens.page(TokenOrder.CREATED, "", 0, 1)[0]
        assert row.sso_text == "Single sign-on: not authorised for acme"
        services.single_sign_on.open("acme")
        assert services.single_sign_on.authorize(FINE, token.id, "acme").state is AUTHORIZED
        assert services.tokens.page(TokenOrder.CREATED, "", 0, 1)[0].sso_text == ""


class TestClassic:
    def test_is_authorised_afterwards(self, services: Services) -> None:
        """A new one is not; with a session it can be, for each organization by itself."""
        demand(services, "octo-labs")
        token = new(services)
        assert services.classic_tokens.get(token.id).not_authorized_for == ("acme", "octo-labs")
        services.single_sign_on.open("acme")
        assert services.single_sign_on.authorize(CLASSIC, token.id, "ACME").state is AUTHORIZED
        assert services.classic_tokens.get(token.id).not_authorized_for == ("octo-labs",)
        page = services.classic_tokens.page(TokenOrder.CREATED, "", 0, 9)
        assert [row.sso_text for row in page] == ["Single sign-on: not authorised for octo-labs"]
        fields = last_fields(services)
        assert (fields["org"], fields["token_id"], fields["token_scopes"]) == ("acme", token.id, "gist, repo")

    def test_needs_a_session(self, services: Services) -> None:
        """Without one it is refused, unless one is to be opened with it."""
        token = new(services)
        with pytest.raises(SignOnRequired):
            services.single_sign_on.authorize(CLASSIC, token.id, "acme")
        assert state(services, CLASSIC, token.id) is NOT_AUTHORIZED
        services.single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)
        assert [event[0] for event in sso_log(services)[1:]] == [
            "org.sso_response",
            "org_credential_authorization.grant",
        ]

    def test_twice_is_once(self, services: Services) -> None:
        """What is authorised stays so, without an event."""
        token = authorized_classic(services)
        before = sso_log(services)
        assert services.single_sign_on.authorize(CLASSIC, token.id, "acme").state is AUTHORIZED
        assert sso_log(services) == before

    def test_lives_too_long_for_the_organization(self, services: Services) -> None:
        """Its lifetime is looked at here already; a shorter one is taken."""
        as_user(services, "hubot").organizations.change_policy("acme", {"max_lifetime_classic": 30})
        services.single_sign_on.open("acme")
        generate_classic = services.classic_tokens.generate
        for note, expiration in (("long", InDays(31)), ("for ever", Never())):
            token = generate_classic(classic_draft(note, expiration=expiration)).token
            with pytest.raises(InvalidInput, match="live longer than 30 days"):
                services.single_sign_on.authorize(CLASSIC, token.id, "acme")
        token = generate_classic(classic_draft("short", expiration=InDays(30))).token
        assert services.single_sign_on.authorize(CLASSIC, token.id, "acme").state is AUTHORIZED

    def test_of_a_kind_that_the_organization_restricts(self, services: Services) -> None:
        """There is nothing to authorise."""
        token = new(services)
        as_user(services, "hubot").organizations.change_policy("acme", {"classic_allowed": False})
        with pytest.raises(InvalidInput, match="forbids access"):
            services.single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)

    def test_is_its_users_to_authorise(self, services: Services) -> None:
        """Nobody else's, not even an owner's; nor is it for an organization that one does not belong to."""
        token = new(services)
        with pytest.raises(NotFound):
            as_user(services, "hubot").single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)
        with pytest.raises(Forbidden):
            services.single_sign_on.authorize(CLASSIC, token.id, "stranger-org", sign_on=True)
        with pytest.raises(InvalidInput):
            services.single_sign_on.authorize(CLASSIC, token.id, "globex", sign_on=True)

    def test_suspended_users_authorise_nothing(self, services: Services) -> None:
        """Whatever session they had."""
        add_member(services, "lin", "acme")
        token = new(services, login="lin")
        as_user(services, "lin").single_sign_on.open("acme")
        services.enterprise.suspend("lin")
        with pytest.raises(Forbidden):
            as_user(services, "lin").single_sign_on.authorize(CLASSIC, token.id, "acme")

    def test_can_be_deauthorised_and_authorised_again(self, services: Services) -> None:
        """The user's own step back is not final."""
        token = authorized_classic(services)
        assert services.single_sign_on.deauthorize(CLASSIC, token.id, "acme").state is NOT_AUTHORIZED
        assert sso_log(services)[-1] == ("org_credential_authorization.deauthorize", "mona", "mona")
        before = sso_log(services)
        services.single_sign_on.deauthorize(CLASSIC, token.id, "acme")
        assert sso_log(services) == before
        assert services.single_sign_on.authorize(CLASSIC, token.id, "acme").state is AUTHORIZED


class TestLost:
    @pytest.mark.parametrize("kind", list(TokenKind))
    def test_by_regenerating(self, services: Services, kind: TokenKind) -> None:
        """The new value is another credential; its user may authorise that."""
        if kind is FINE:
            token_id = authorized_fine(services).id
            services.token_life.regenerate(token_id, InDays(9))
        else:
            token_id = authorized_classic(services).id
            services.classic_tokens.regenerate(token_id, InDays(9))
        assert state(services, kind, token_id) is NOT_AUTHORIZED
        lost = next(event for event in reversed(sso_log(services)))
        assert lost[0] == "org_credential_authorization.deauthorize"
        assert services.single_sign_on.authorize(kind, token_id, "acme").state is AUTHORIZED

    def test_by_other_scopes(self, services: Services) -> None:
        """More or fewer; another note, or the same scopes said again, cost nothing."""
        token = authorized_classic(services)
        services.classic_tokens.edit(token.id, "another note")
        services.classic_tokens.edit(token.id, scopes=("repo", "repo:status"))
        assert state(services, CLASSIC, token.id) is AUTHORIZED
        services.classic_tokens.edit(token.id, scopes=())
        assert state(services, CLASSIC, token.id) is NOT_AUTHORIZED

    def test_by_expiry(self, services: Services, clock: FixedClock) -> None:
        """It ends with the token; owners no longer see it, and an expired token cannot be authorised."""
        token = authorized_classic(services, expiration=InDays(1))
        clock.advance(timedelta(days=1))
        assert state(services, CLASSIC, token.id) is SsoState.EXPIRED
        assert as_user(services, "hubot").sso_authorizations.listed("acme") == []
        with pytest.raises(InvalidInput, match="has expired"):
            services.single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)
        services.classic_tokens.regenerate(token.id, InDays(9))
        assert services.single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True).state is AUTHORIZED

    def test_by_leaving(self, services: Services) -> None:
        """Session and authorizations go, with an event each; who comes back starts without."""
        fine, classic = authorized_fine(services), authorized_classic(services)
        hubot = as_user(services, "hubot")
        hubot.organizations.remove_member("acme", "mona")
        assert [event for event in sso_log(services) if event[0].endswith(".deauthorize")] == [
            ("org_credential_authorization.deauthorize", "hubot", "mona")
        ] * 2
        assert last_fields(services)["org"] == "acme"
        assert hubot.sso_authorizations.listed("acme") == []
        with pytest.raises(Forbidden):
            services.single_sign_on.authorize(CLASSIC, classic.id, "acme", sign_on=True)
        with pytest.raises(Forbidden):
            services.single_sign_on.authorize(FINE, fine.id, "acme", sign_on=True)
        add_member(services, "mona", "acme")
        assert services.single_sign_on.status("acme").session is None
        assert state(services, CLASSIC, classic.id) is NOT_AUTHORIZED

    @pytest.mark.parametrize("kind", list(TokenKind))
    def test_by_deletion_and_back_with_its_undoing(self, services: Services, kind: TokenKind) -> None:
        """A deletion that is undone within its seconds leaves all as it was; the log tells both."""
        life = services.token_life if kind is FINE else services.classic_tokens
        token_id = (authorized_fine(services) if kind is FINE else authorized_classic(services)).id
        life.delete([token_id])
        assert as_user(services, "hubot").sso_authorizations.listed("acme") == []
        life.undo_delete()
        assert state(services, kind, token_id) is AUTHORIZED
        assert [event[0].rpartition(".")[2] for event in sso_log(services)[-2:]] == ["deauthorize", "grant"]

    @pytest.mark.parametrize("kind", list(TokenKind))
    def test_for_good_by_leaving_while_deleted(self, services: Services, kind: TokenKind) -> None:
        """Undoing a deletion brings no authorization back of an organization that was left meanwhile."""
        life = services.token_life if kind is FINE else services.classic_tokens
        token_id = (authorized_fine(services) if kind is FINE else authorized_classic(services)).id
        life.delete([token_id])
        as_user(services, "hubot").organizations.remove_member("acme", "mona")
        add_member(services, "mona", "acme")
        life.undo_delete()
        assert state(services, kind, token_id) is NOT_AUTHORIZED

    def test_by_revoking_all(self, services: Services) -> None:
        """With an event each, and nothing on record any more."""
        authorized_classic(services)
        services.classic_tokens.revoke_all("mona")
        assert sso_log(services)[-1][0] == "org_credential_authorization.deauthorize"
        assert services.context.database.rows("SELECT * FROM credential_authorizations") == []

    def test_a_record_of_another_secret_counts_for_nothing(self, services: Services) -> None:
        """Even where a token's secret changed behind the rules' back."""
        token = authorized_classic(services)
        with services.context.database.transaction():
            services.context.database.tables.table("classic_tokens").update(token.id, {"secret_hash": b"\x05" * 32})
        assert state(services, CLASSIC, token.id) is NOT_AUTHORIZED
        assert services.classic_tokens.get(token.id).not_authorized_for == ("acme",)
        assert as_user(services, "hubot").sso_authorizations.listed("acme") == []


class TestOwners:
    def test_see_what_is_authorised(self, services: Services) -> None:
        """Of both kinds, the latest first, with the fields that GitHub names; a text narrows it."""
        fine, classic = authorized_fine(services), authorized_classic(services)
        add_member(services, "lin", "acme")
        authorized_fine(services, "lins", "lin")
        authorizations = as_user(services, "hubot").sso_authorizations
        found = authorizations.listed("acme")
        assert [(one.login, one.kind, one.token_name) for one in found] == [
            ("lin", FINE, "lins"),
            ("mona", CLASSIC, "ci"),
            ("mona", FINE, "fine"),
        ]
        assert (found[1].token_id, found[1].hint, found[1].scopes) == (classic.id, classic.hint, ("repo",))
        assert (found[2].token_id, found[2].hint, found[2].expires_at) == (fine.id, fine.hint, fine.expires_at)
        assert authorizations.count("acme") == 3
        assert [one.login for one in authorizations.listed("acme", "LIN")] == ["lin"]
        assert [one.token_name for one in authorizations.listed("acme", "ci")] == ["ci"]
        assert authorizations.count("acme", "%") == 0
        assert [one.token_name for one in authorizations.listed("acme", "", 1, 1)] == ["ci"]

    def test_revoke_for_good(self, services: Services) -> None:
        """The same secret is never authorised again, by nobody; a regenerated value may be."""
        token = authorized_classic(services)
        hubot = as_user(services, "hubot")
        (one,) = hubot.sso_authorizations.listed("acme")
        hubot.sso_authorizations.revoke("acme", [one.id])
        assert sso_log(services)[-1] == ("org_credential_authorization.revoke", "hubot", "mona")
        assert state(services, CLASSIC, token.id) is REVOKED
        assert hubot.sso_authorizations.listed("acme") == []
        services.single_sign_on.open("acme")
        with pytest.raises(InvalidInput, match="for good"):
            services.single_sign_on.authorize(CLASSIC, token.id, "acme")
        services.single_sign_on.deauthorize(CLASSIC, token.id, "acme")
        assert state(services, CLASSIC, token.id) is REVOKED
        services.classic_tokens.regenerate(token.id, InDays(9))
        assert services.single_sign_on.authorize(CLASSIC, token.id, "acme").state is AUTHORIZED

    @pytest.mark.parametrize("detour", ["scopes", "delete", "leave", "delete and leave", "off and on"])
    def test_no_detour_leads_around_a_revocation(self, services: Services, detour: str) -> None:
        """Whatever happens to a token that keeps its secret, the revocation stays."""
        token = authorized_classic(services)
        hubot = as_user(services, "hubot")
        hubot.sso_authorizations.revoke("acme", [one.id for one in hubot.sso_authorizations.listed("acme")])
        if "delete" in detour:
            services.classic_tokens.delete([token.id])
        if "leave" in detour:
            hubot.organizations.remove_member("acme", "mona")
            add_member(services, "mona", "acme")
        if "delete" in detour:
            services.classic_tokens.undo_delete()
        if detour == "scopes":
            services.classic_tokens.edit(token.id, scopes=("gist",))
        if detour == "off and on":
            demand(services, "acme", sso=False)
            demand(services, "acme")
        assert state(services, CLASSIC, token.id) is REVOKED
        with pytest.raises(InvalidInput, match="for good"):
            services.single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)

    def test_revoke_all_or_none(self, services: Services) -> None:
        """One that is not there, or another organization's, and nothing is revoked."""
        token = authorized_classic(services)
        hubot = as_user(services, "hubot")
        (one,) = hubot.sso_authorizations.listed("acme")
        with pytest.raises(NotFound):
            hubot.sso_authorizations.revoke("acme", [one.id, 99])
        with pytest.raises(NotFound):
            hubot.sso_authorizations.revoke("globex", [one.id])
        assert state(services, CLASSIC, token.id) is AUTHORIZED
        assert hubot.sso_authorizations.revoke("acme", [one.id, one.id]) == [one]
        with pytest.raises(NotFound):
            hubot.sso_authorizations.revoke("acme", [one.id])

    def test_are_the_only_ones(self, services: Services) -> None:
        """Members, strangers and owners who were demoted neither see nor revoke anything."""
        authorized_classic(services)
        (one,) = as_user(services, "hubot").sso_authorizations.listed("acme")
        add_member(services, "lin", "acme", Role.OWNER)
        lin = as_user(services, "lin")
        assert lin.sso_authorizations.count("acme") == 1
        as_user(services, "hubot").organizations.set_member("acme", "lin", Role.MEMBER)
        for services_of in (lin, services):
            with pytest.raises(Forbidden):
                services_of.sso_authorizations.listed("acme")
            with pytest.raises(Forbidden):
                services_of.sso_authorizations.revoke("acme", [one.id])
        assert state(services, CLASSIC, 1) is AUTHORIZED


class TestPolicy:
    def test_off_and_on_again(self, services: Services) -> None:
        """What was authorised counts again; what came in between has to be authorised."""
        before = authorized_fine(services)
        demand(services, "acme", sso=False)
        between = generate(services, "between")
        assert services.single_sign_on.standings(FINE, before.id) == []
        demand(services, "acme")
        assert state(services, FINE, before.id) is AUTHORIZED
        assert state(services, FINE, between.id) is NOT_AUTHORIZED

    def test_is_the_owners_to_change_and_logged(self, services: Services) -> None:
        """A member is refused; the events have the names of GitHub's audit log."""
        with pytest.raises(Forbidden):
            services.organizations.change_policy("acme", {"sso_required": False})
        demand(services, "acme", sso=False)
        services.enterprise.change_policy({"sso_required": True})
        services.enterprise.change_policy({"sso_required": False})
        assert [event[0] for event in sso_log(services)] == [
            "org.enable_saml",
            "org.disable_saml",
            "business.enable_saml",
            "business.disable_saml",
        ]

    def test_of_the_enterprise_holds_everywhere(self, services: Services) -> None:
        """Also in SQL: list and page say the same as the rule."""
        demand(services, "acme", sso=False)
        token, classic = generate(services, owner="globex"), new(services)
        services.enterprise.change_policy({"sso_required": True})
        assert services.tokens.get(token.id).sso is NOT_AUTHORIZED
        assert state(services, FINE, token.id) is NOT_AUTHORIZED
        expected = ("acme", "globex", "initech", "octo-labs")
        assert services.classic_tokens.get(classic.id).not_authorized_for == expected
        assert [one.organization.login for one in services.single_sign_on.organizations()] == list(expected)
        with pytest.raises(InvalidInput):
            as_user(services, "hubot").organizations.change_policy("globex", {"sso_required": False})

    def test_without_anybody_who_demands_it_there_is_nothing(self, services: Services) -> None:
        """No organization, no standing, nothing to configure."""
        assert services.single_sign_on.is_used()
        demand(services, "acme", sso=False)
        assert not services.single_sign_on.is_used()
        assert services.single_sign_on.standings(CLASSIC, new(services).id) == []


def test_an_organization_that_is_gone_takes_its_records_along(services: Services) -> None:
    """Also out of a token that was deleted before: undoing works, without them."""
    token = authorized_classic(services)
    services.classic_tokens.delete([token.id])
    database = services.context.database
    with database.transaction():
        database.tables.table("accounts").delete(user(database, "acme").id)
    services.classic_tokens.undo_delete()
    assert store.authorizations(database, CLASSIC, token.id) == []
