"""Tables of organizations: the way from an older store, reaches, and what holds without a row."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Migrations

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import Access, Approval, EnterprisePolicy, OrganizationPolicy
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import accounts, database, migrations, policies
from pat_tui.store.database import Database
from pat_tui.store.requests import Reach
from pat_tui.wiring import Services
from tests.worlds import NOW, user

REACHES = st.builds(
    Reach,
    st.sampled_from(RepositoryAccess),
    st.lists(st.integers(1, 5), unique=True, max_size=4).map(tuple),
    st.dictionaries(st.sampled_from(["contents", "issues", "metadata"]), st.sampled_from(Level)),
).map(
    lambda reach: (
        reach
        if reach.repository_access is RepositoryAccess.SELECTED
        else Reach(reach.repository_access, (), reach.permissions)
    )
)


def test_a_store_of_version_two_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its accounts are not suspended, nobody collaborates, and the enterprise lets organizations decide."""
    path = tmp_path / "store.db"
    older = Migrations("pat-tui")
    older(name="m001_initial")(migrations.m001_initial)
    older(name="m002_token_life")(migrations.m002_token_life)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "migrations", older)
        for place in (database, migrations):
            patch.setattr(place, "SCHEMA_VERSION", 2)
        Database(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        row = ("acme", "organization", "2026-01-01T00:00:00Z")
        connection.execute("INSERT INTO accounts (login, kind, created_at) VALUES (?, ?, ?)", row)
    with closing(Database(path)) as store:
        assert store.version() == database.SCHEMA_VERSION
        [acme] = accounts.all_of(store, AccountKind.ORGANIZATION)
        assert acme.suspended_at is None
        assert policies.enterprise_policy(store) == EnterprisePolicy()
        assert store.rows("SELECT * FROM collaborators") == []


class TestPolicies:
    def test_the_enterprise_s_go_round(self, services: Services) -> None:
        """There is one row, whatever is set and how often."""
        store = services.context.database
        policy = EnterprisePolicy(Access.ALLOW, Access.RESTRICT, Approval.REQUIRE, 90, None)
        with store.transaction():
            policies.set_enterprise_policy(store, EnterprisePolicy(max_lifetime_classic=1))
            policies.set_enterprise_policy(store, policy)
        assert policies.enterprise_policy(store) == policy
        assert len(store.rows("SELECT * FROM enterprise_policy")) == 1

    def test_what_a_user_s_organizations_demand_has_the_enterprise_in_it(self, services: Services) -> None:
        """Whoever reads the policy for a token reads the one that holds."""
        store = services.context.database
        with store.transaction():
            policies.set_enterprise_policy(store, EnterprisePolicy(Access.RESTRICT, max_lifetime_fine_grained=20))
        found = {org.login: policy for org, _role, policy in policies.organizations_of(store, services.acting.id)}
        assert {policy.fine_grained_allowed for policy in found.values()} == {False}
        assert {policy.max_lifetime_fine_grained for policy in found.values()} == {20}
        assert policies.effective_policy(store, user(store, "acme").id).own == OrganizationPolicy()

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO enterprise_policy VALUES (2, 'allow', 'allow', 'require', NULL, NULL, 0)",
            "INSERT INTO enterprise_policy VALUES (1, 'maybe', 'allow', 'require', NULL, NULL, 0)",
            "INSERT INTO enterprise_policy VALUES (1, 'allow', 'allow', 'require', 367, NULL, 0)",
            "INSERT INTO enterprise_policy VALUES (1, 'allow', 'allow', 'require', NULL, 0, 0)",
            "INSERT INTO collaborators VALUES (1, 1, 'owner')",
            "INSERT INTO collaborators VALUES (12345, 1, 'read')",
        ],
    )
    def test_the_store_refuses_what_no_rule_lets_through(self, services: Services, statement: str) -> None:
        """Should a check ever be missed: no second row, no unknown word, no lifetime out of range."""
        with pytest.raises(sqlite3.IntegrityError), services.context.database.transaction():
            services.context.database.connection.execute(statement)


class TestMembers:
    def test_roles(self, services: Services) -> None:
        """A role is there, is changed, is gone; other memberships stay."""
        store = services.context.database
        acme, globex, mona = (user(store, login).id for login in ("acme", "globex", "mona"))
        assert accounts.role_of(store, acme, mona) == "member"
        with store.transaction():
            accounts.remove_member(store, acme, mona)
        assert accounts.role_of(store, acme, mona) is None
        assert accounts.role_of(store, globex, mona) == "member"
        assert [member.account.login for member in accounts.members_of(store, acme)] == ["hubot"]

    def test_suspension_goes_round(self, services: Services) -> None:
        """The instant is kept, and can be taken away."""
        store = services.context.database
        hubot = user(store, "hubot")
        with store.transaction():
            accounts.set_suspended(store, hubot.id, NOW)
        assert user(store, "hubot").suspended_at == NOW
        with store.transaction():
            accounts.set_suspended(store, hubot.id, None)
        assert accounts.by_id(store, hubot.id) == hubot
        assert accounts.by_id(store, 12345) is None


class TestNarrowing:
    @given(one=REACHES, other=REACHES)
    def test_nobody_gets_more_than_both_hold(self, one: Reach, other: Reach) -> None:
        """Which of the two comes first does not matter, and doing it again changes nothing."""
        both = one.narrowed_to(other)
        assert both == other.narrowed_to(one)
        assert both.narrowed_to(one) == both
        for reach in (one, other):
            for slug, level in both.permissions.items():
                assert reach.permissions[slug].includes(level)
            if reach.repository_access is RepositoryAccess.SELECTED:
                assert set(both.repository_ids) <= set(reach.repository_ids)

    @given(reach=REACHES)
    def test_with_all_nothing_is_lost(self, reach: Reach) -> None:
        """A grant of everything leaves what a token holds."""
        everything = Reach(RepositoryAccess.ALL, (), dict.fromkeys(["contents", "issues", "metadata"], Level.ADMIN))
        kept = reach.narrowed_to(everything)
        assert kept == Reach(reach.repository_access, tuple(sorted(reach.repository_ids)), reach.permissions)
