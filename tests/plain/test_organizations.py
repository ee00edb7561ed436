"""What the owners of an organization do: requests, active tokens, settings; and what its members may read."""

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.status import Grant
from pat_tui.plain.desk import Desk, Page
from pat_tui.plain.organizations import OrganizationsPage
from pat_tui.store import accounts
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, ask, generate
from tests.plain.talks import Answer, talk
from tests.sso_worlds import authorized_classic, demand


def at(services: Services, *answers: Answer, login: str = "hubot") -> str:
    """What is said to the user called LOGIN, who types ANSWERS at the list of organizations."""

    def page(desk: Desk) -> Page:
        return OrganizationsPage(desk)

    return talk(as_user(services, login), *answers, page=page)


def grant(services: Services, name: str) -> Grant:
    """Where mona's token of that NAME stands."""
    return services.tokens.find(name).grant


def test_the_list(services: Services) -> None:
    """Each with the role and what waits; a member's leads to what it demands."""
    ask(services)
    assert "\n1. acme, Owner, 1 pending request\n" in at(services)
    said = at(services, "acme", login="mona")
    assert "\n1. acme, Member, You can read its policies\n" in said
    assert "Its owners approve each fine-grained personal access token before it works.\n" in said
    assert "Only an owner of the organization can change this." in said


class TestRequests:
    def test_the_list(self, services: Services) -> None:
        """Name, whose it is, since when, until when, what it asks for and why."""
        ask(services, "ci", reason="Nightly\nbuilds")
        line = (
            "1. ci; @mona; requested Jan 15, 2026; expires Feb 14, 2026; All repositories; 2 permissions; "
            "Justification: Nightly builds"
        )
        assert f"\n{line}\n" in at(services, "acme", "3")

    def test_one(self, services: Services) -> None:
        """In the sentences of its page."""
        ask(services, "ci")
        said = at(services, "acme", "3", "1")
        assert "\nci\nRequested by @mona on 2026-01-15 12:00 UTC\n" in said
        assert "\nJustification:\n  None was given.\n" in said
        assert "\nNothing is granted yet. If you approve, the token has:\nRepository access:\n" in said

    def test_approve_one(self, services: Services) -> None:
        """From its page, after `yes`; then comes the list."""
        ask(services, "ci")
        said = at(services, "acme", "3", "1", "approve", "yes")
        assert "Are you sure you want to approve this request?" in said
        assert "Approved “ci” of mona: it can access acme." in said
        assert said.count("Pending requests of acme") == 2
        assert grant(services, "ci") is Grant.GRANTED

    def test_several_at_once(self, services: Services) -> None:
        """By their numbers; the others wait on."""
        for name in ("a", "b", "c", "d", "e"):
            ask(services, name)
        said = at(services, "acme", "3", "approve 1 3-4", "yes")
        assert "Approved 3 requests." in said
        granted = [name for name in "abcde" if grant(services, name) is Grant.GRANTED]
        assert granted == ["b", "c", "e"]

    def test_deny_with_a_reason(self, services: Services) -> None:
        """The reason is asked for, and one that is too long is asked for again."""
        ask(services, "ci")
        said = at(services, "acme", "3", "deny 1", "x" * 1025, "Ask for less", "yes")
        assert "It is too long: 1025 of at most 1024 characters." in said
        assert "Denied “ci” of mona." in said
        assert services.tokens.find("ci").decision_reason == "Ask for less"

    def test_deny_without_a_reason(self, services: Services) -> None:
        """It is optional."""
        ask(services, "ci")
        at(services, "acme", "3", "1", "deny", "", "yes")
        assert grant(services, "ci") is Grant.DENIED

    @pytest.mark.parametrize(
        "answers", [["approve 1", ""], ["approve 1", "no"], ["deny 1", "why", "no"], ["deny 1", "cancel"]]
    )
    def test_nothing_but_yes_decides(self, services: Services, answers: list[str]) -> None:
        """The default is no."""
        ask(services, "ci")
        at(services, "acme", "3", *answers)
        assert grant(services, "ci") is Grant.PENDING

    def test_somebody_was_quicker(self, services: Services) -> None:
        """It is said who; nothing is decided twice."""
        request = ask(services, "ci")

        def meanwhile() -> None:
            as_user(services, "hubot").requests.deny([request])

        said = at(services, "acme", "3", meanwhile, "approve 1")
        assert f"hubot has denied request {request} already." in said
        assert grant(services, "ci") is Grant.DENIED

    def test_what_an_edit_adds(self, services: Services) -> None:
        """Is told apart from what was granted."""
        as_user(services, "hubot").requests.approve([ask(services, "ci")])
        token = services.tokens.find("ci")
        change = services.token_life.draft_of(token.id)
        change.permissions["contents"] = Level.WRITE  # type: ignore[index]
        services.token_life.edit(token.id, change)
        said = at(services, "acme", "3", "1")
        assert "\nPermissions raised:\n  Contents: Read and write (granted so far: Read-only)\n" in said
        assert "What was granted before goes on working, whatever you decide." in said

    def test_none(self, services: Services) -> None:
        """GitHub's words."""
        said = at(services, "acme", "3")
        assert "There aren't any personal access token requests for this organization\n" in said

    def test_filter_and_sort(self, services: Services) -> None:
        """By a part of the name; in another order."""
        for name in ("alpha", "beta"):
            ask(services, name)
        assert "\n1. beta; " in at(services, "acme", "3", "/bet").rpartition("Pending requests of acme")[2]
        said = at(services, "acme", "3", "sort", "name").rpartition("Pending requests of acme")[2]
        assert said.index("1. alpha; ") < said.index("2. beta; ")


class TestActiveTokens:
    def test_revoke(self, services: Services) -> None:
        """One from its page, several from the list; they stay and read public things."""
        for name in ("a", "b", "c"):
            generate(services, name, owner="globex")
        said = at(services, "globex", "2", "1", "revoke", "yes", "/", "revoke 1 2", "yes")
        assert "\nc\nGenerated by @mona\nAccess granted 2026-01-15 12:00 UTC\nNo approval was needed.\n" in said
        assert "Revoked “c” of mona: it can no longer access globex." in said
        assert "Revoked 2 tokens." in said
        assert {grant(services, name) for name in ("a", "b", "c")} == {Grant.REVOKED}

    def test_nothing_but_yes(self, services: Services) -> None:
        """The default is no."""
        generate(services, "a", owner="globex")
        assert "Nothing has been changed." in at(services, "globex", "2", "revoke 1", "")
        assert grant(services, "a") is Grant.GRANTED


class TestSettings:
    @pytest.mark.parametrize(
        ("answers", "changed", "sentence"),
        [
            (["1", "restrict"], ("fine_grained_allowed", False), "no longer able to access acme."),
            (["2", "do not"], ("approval_required", False), "will now work at once."),
            (["3", "90"], ("max_lifetime_fine_grained", 90), "must expire within 90 days."),
            (["3", "none"], ("max_lifetime_fine_grained", None), "need not expire."),
            (["5", "30 days"], ("max_lifetime_classic", 30), "must expire within 30 days."),
            (["6", "require"], ("sso_required", True), "acme now requires single sign-on."),
        ],
        ids=lambda value: value[0] if isinstance(value, tuple) else None,
    )
    def test_change(self, services: Services, answers: list[str], changed: tuple[str, object], sentence: str) -> None:
        """One thing at a time, after `yes`."""
        said = at(services, "acme", "1", *answers, "yes")
        assert "Are you sure you want to update your selection?" in said
        assert sentence in said
        policy = as_user(services, "hubot").organizations.policy("acme").policy
        assert getattr(policy, changed[0]) == changed[1]

    def test_wrong_lifetimes(self, services: Services) -> None:
        """Are said at once and asked again."""
        said = at(services, "acme", "1", "3", "soon", "0", "400", "7", "yes")
        assert "A number of days, from 1 to 366, or none for no maximum lifetime.\n" in said
        assert "The maximum lifetime must be 1 day or more.\n" in said
        assert "The maximum lifetime must be 366 days or less.\n" in said
        assert as_user(services, "hubot").organizations.policy("acme").policy.max_lifetime_fine_grained == 7

    @pytest.mark.parametrize("answers", [["1", "", "yes"], ["1", "restrict", "no"], ["1", "cancel"]])
    def test_nothing_is_saved_without_a_change_and_a_yes(self, services: Services, answers: list[str]) -> None:
        """Neither is there an event."""
        before = len(actions(services, "hubot"))
        at(services, "acme", "1", *answers)
        assert len(actions(services, "hubot")) == before


def test_an_owner_who_is_no_longer_one(services: Services) -> None:
    """Is told so, and led back."""

    def meanwhile() -> None:
        add_member(services, "hubot", "acme")

    said = at(services, "acme", meanwhile, "3")
    assert "There is no" not in said
    assert "Only an owner of acme can do this; hubot is none." in said


def test_authorizations_by_single_sign_on(services: Services) -> None:
    """An owner sees them where single sign-on is demanded, and revokes them for good."""
    assert "SSO authorizations" not in at(services, "acme")
    demand(services, "acme")
    authorized_classic(services, "ci")
    said = at(services, "acme", "4", "1", "revoke 1", "no", "revoke 1", "yes")
    assert said.count("\n1. ci; Classic; @mona; expires Feb 14, 2026; Authorised Jan 15, 2026; Never used\n") == 2
    assert "It is final: nobody can authorise the same value again." in said
    assert "1 authorization was revoked." in said
    assert "No token is authorised for this organization." in said


def test_the_enterprise(services: Services) -> None:
    """Its owner, and nobody else, decides for all organizations."""
    first = accounts.first_user(services.context.database)
    assert first is not None
    said = talk(as_user(services, first.login), "enterprise", "1", "restrict", "yes")
    assert "\nPersonal access token policies for all organizations\n1. Fine-grained personal access tokens: " in said
    assert "Fine-grained personal access tokens are no longer able to access any organization." in said
    assert not services.organizations.demands("acme").policy.fine_grained_allowed
    assert "Enterprise" not in talk(as_user(services, "hubot"))
