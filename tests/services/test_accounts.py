"""Users and organizations: how they come to be, and who may act."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.emails import EmailAddress
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound
from pat_tui.domain.names import LOGIN_PATTERN
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.services.accounts import (
    Identity,
    acting_account,
    add_organization,
    add_user,
    ensure_user,
    login_from,
    organizations,
    users,
)
from pat_tui.store import accounts, emails, events, policies
from pat_tui.store.database import Database
from pat_tui.wiring import Services
from tests.worlds import FixedClock


class TestLogin:
    @pytest.mark.parametrize(
        ("name", "machine", "login"),
        [
            ("Mona Lisa", "mlisa", "mona-lisa"),
            ("", "mlisa", "mlisa"),
            ("蒙娜丽莎", "mlisa", "mlisa"),
            ("  --Mona__Lisa-- ", "x", "mona-lisa"),
            ("x" * 38 + " yz", "", "x" * 38),
            ("", "", "user"),
            ("!!!", "???", "user"),
        ],
    )
    def test_comes_from_the_name_else_from_the_machine(self, name: str, machine: str, login: str) -> None:
        """Letters and digits of the full name, joined by hyphens; where none are left, the machine's login."""
        assert login_from(Identity(name, "", machine)) == login

    @given(name=st.text(max_size=60), machine=st.text(max_size=20))
    def test_is_always_one_that_github_would_take(self, name: str, machine: str) -> None:
        """Whatever git and the system say, the login follows the rule."""
        assert LOGIN_PATTERN.fullmatch(login_from(Identity(name, "", machine)))


class TestFirstUser:
    @pytest.fixture
    def database(self, tmp_path: Path) -> Database:
        """A store without users."""
        return Database(tmp_path / "store.db", durable=False)

    def test_is_made_of_the_identity_once(self, database: Database, clock: FixedClock) -> None:
        """Name and address are git's, the address not verified; a second start finds the user and makes none."""
        with closing(database):
            user = ensure_user(database, clock, Identity("Mona Lisa", "mona@example.com", "x"))
            assert (user.login, user.name, user.kind) == ("mona-lisa", "Mona Lisa", AccountKind.USER)
            assert emails.all_of(database, user.id) == [EmailAddress("mona@example.com", True, None)]
            assert ensure_user(database, clock, Identity("Somebody Else", "", "")) == user
            assert events.actions_of(database, user.id) == [("user.create", {"user": "mona-lisa"})]

    @pytest.mark.parametrize(
        ("name", "email"), [("Mo\x1b[31mna", "mona"), ("\N{RIGHT-TO-LEFT OVERRIDE}x", "a\ab@c"), ("", "@"), ("", "")]
    )
    def test_takes_no_harmful_name_and_no_false_address(
        self, database: Database, clock: FixedClock, name: str, email: str
    ) -> None:
        """What could not be drawn, or is no address, is left out; the user is made all the same."""
        with closing(database):
            user = ensure_user(database, clock, Identity(name, email, "mona"))
            assert user.name == ""
            assert accounts.primary_email(database, user.id) is None


class TestWhoActs:
    def test_is_a_user_in_any_case_of_the_login(self, services: Services) -> None:
        """The login is found whatever its case."""
        assert acting_account(services.context.database, "HUBOT").login == "hubot"

    def test_is_never_an_organization_nor_nobody(self, services: Services) -> None:
        """Both refusals say what is wrong, and for a missing user how to add one."""
        with pytest.raises(Forbidden, match="acme is an organization; only a user can act"):
            acting_account(services.context.database, "Acme")
        with pytest.raises(NotFound, match=r"There is no user nobody\. Add one with: pat-tui user add nobody"):
            acting_account(services.context.database, "nobody")


class TestAddUser:
    def test_adds_user_and_address(self, services: Services) -> None:
        """The new user is listed with the address, and the log says who added it."""
        add_user(services.context, "octocat", "octo@example.com", "The Octocat")
        listed = [(user.login, email) for user, email in users(services.context)]
        assert listed == [("hubot", "hubot@example.com"), ("mona", "mona@example.com"), ("octocat", "octo@example.com")]
        assert events.actions_of(services.context.database, services.acting.id)[-1] == (
            "user.create",
            {"user": "octocat"},
        )

    @pytest.mark.parametrize(
        ("login", "email", "name", "fields"),
        [
            ("-x", "a@b", "", ["login"]),
            ("x", "nowhere", "", ["email"]),
            ("x", "a@\x1bb", "", ["email"]),
            ("x", "a@b", "\x1b", ["name"]),
            ("", "", "\0", ["login", "email", "name"]),
            ("MONA", "a@b", "", ["login"]),
            ("acme", "a@b", "", ["login"]),
            ("x", "MONA@example.com", "", ["email"]),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, services: Services, login: str, email: str, name: str, fields: list[str]
    ) -> None:
        """Bad, harmful and taken values are errors of their fields; no half of a user stays."""
        before = users(services.context)
        with pytest.raises(InvalidInput) as caught:
            add_user(services.context, login, email, name)
        assert list(caught.value.errors) == fields
        assert users(services.context) == before
        assert events.actions_of(services.context.database, services.acting.id) == []


class TestAddOrganization:
    def test_comes_with_githubs_policy_and_the_user_as_owner(self, services: Services) -> None:
        """It can be chosen at once, and its owner's tokens need no approval."""
        add_organization(services.context, "new-org", "New")
        found = policies.organizations_of(services.context.database, services.acting.id)
        [(role, policy)] = [(role, policy) for org, role, policy in found if org.login == "new-org"]
        assert (role, policy) == ("owner", OrganizationPolicy())
        [owner] = [owner for owner in services.tokens.resource_owners() if owner.account.login == "new-org"]
        assert not owner.approval_required
        assert "new-org" in [org.login for org in organizations(services.context)]
        assert events.actions_of(services.context.database, services.acting.id) == [("org.create", {"org": "new-org"})]

    @pytest.mark.parametrize("login", ["mona", "ACME", "a--b"])
    def test_refuses_a_taken_or_bad_login(self, services: Services, login: str) -> None:
        """Users and organizations share one space of names."""
        with pytest.raises(InvalidInput) as caught:
            add_organization(services.context, login)
        assert list(caught.value.errors) == ["login"]
