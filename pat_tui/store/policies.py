"""What organizations and the enterprise have decided, and for whom it holds."""

import sqlite3

from pat_tui.domain.accounts import Account, Role
from pat_tui.domain.policies import (
    Access,
    Approval,
    EffectivePolicy,
    EnterprisePolicy,
    OrganizationPolicy,
    effective,
)
from pat_tui.store.accounts import account_of
from pat_tui.store.database import Database


def organizations_of(database: Database, user_id: int) -> list[tuple[Account, Role, OrganizationPolicy]]:
    """The organizations that the user belongs to, by login, each with the user's role and the policy that holds.

    What the enterprise has decided is in the policy already, so that nobody can forget it.
    """
    rows = database.rows(
        "SELECT accounts.*, memberships.role, organization_policies.* FROM memberships"
        " JOIN accounts ON accounts.id = memberships.organization_id"
        " JOIN organization_policies USING (organization_id)"
        " WHERE memberships.user_id = ? ORDER BY accounts.login",
        (user_id,),
    )
    above = enterprise_policy(database)
    return [(account_of(row), Role(row["role"]), effective(_policy(row), above).policy) for row in rows]


def effective_policy(database: Database, organization_id: int) -> EffectivePolicy:
    """What holds for the organization, who decided it, and what the organization itself has chosen."""
    row = database.row("SELECT * FROM organization_policies WHERE organization_id = ?", (organization_id,))
    return effective(_policy(row) if row else OrganizationPolicy(), enterprise_policy(database))


def set_policy(database: Database, organization_id: int, policy: OrganizationPolicy) -> None:
    """Keep POLICY for the organization."""
    row = {
        "organization_id": organization_id,
        "fine_grained_allowed": int(policy.fine_grained_allowed),
        "classic_allowed": int(policy.classic_allowed),
        "approval_required": int(policy.approval_required),
        "max_lifetime_fine_grained": policy.max_lifetime_fine_grained,
        "max_lifetime_classic": policy.max_lifetime_classic,
        "sso_required": int(policy.sso_required),
    }
    database.tables.table("organization_policies").upsert(row, pk="organization_id")


def enterprise_policy(database: Database) -> EnterprisePolicy:
    """What the enterprise has decided."""
    row = database.row("SELECT * FROM enterprise_policy WHERE id = 1")
    if row is None:
        return EnterprisePolicy()
    return EnterprisePolicy(
        fine_grained=Access(row["fine_grained"]),
        classic=Access(row["classic"]),
        approval=Approval(row["approval"]),
        max_lifetime_fine_grained=row["max_lifetime_fine_grained"],
        max_lifetime_classic=row["max_lifetime_classic"],
        sso_required=bool(row["sso_required"]),
    )


def set_enterprise_policy(database: Database, policy: EnterprisePolicy) -> None:
    """Keep POLICY for the enterprise."""
    row = {
        "id": 1,
        "fine_grained": policy.fine_grained.value,
        "classic": policy.classic.value,
        "approval": policy.approval.value,
        "max_lifetime_fine_grained": policy.max_lifetime_fine_grained,
        "max_lifetime_classic": policy.max_lifetime_classic,
        "sso_required": int(policy.sso_required),
    }
    database.tables.table("enterprise_policy").upsert(row, pk="id")


def _policy(row: sqlite3.Row) -> OrganizationPolicy:
    return OrganizationPolicy(
        fine_grained_allowed=bool(row["fine_grained_allowed"]),
        classic_allowed=bool(row["classic_allowed"]),
        approval_required=bool(row["approval_required"]),
        max_lifetime_fine_grained=row["max_lifetime_fine_grained"],
        max_lifetime_classic=row["max_lifetime_classic"],
        sso_required=bool(row["sso_required"]),
    )
