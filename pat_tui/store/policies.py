"""What organizations have decided, and for whom it holds."""

import sqlite3

from pat_tui.domain.accounts import Account, Role
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.store.accounts import account_of
from pat_tui.store.database import Database


def organizations_of(database: Database, user_id: int) -> list[tuple[Account, Role, OrganizationPolicy]]:
    """The organizations that the user belongs to, by login, each with the user's role and the policy."""
    rows = database.rows(
        "SELECT accounts.*, memberships.role, organization_policies.* FROM memberships"
        " JOIN accounts ON accounts.id = memberships.organization_id"
        " JOIN organization_policies USING (organization_id)"
        " WHERE memberships.user_id = ? ORDER BY accounts.login",
        (user_id,),
    )
    return [(account_of(row), Role(row["role"]), _policy(row)) for row in rows]


def set_policy(database: Database, organization_id: int, policy: OrganizationPolicy) -> None:
    """Keep POLICY for the organization."""
    row = {
        "organization_id": organization_id,
        "fine_grained_allowed": int(policy.fine_grained_allowed),
        "classic_allowed": int(policy.classic_allowed),
        "approval_required": int(policy.approval_required),
        "max_lifetime_fine_grained": policy.max_lifetime_fine_grained,
        "max_lifetime_classic": policy.max_lifetime_classic,
    }
    database.tables.table("organization_policies").upsert(row, pk="organization_id")


def _policy(row: sqlite3.Row) -> OrganizationPolicy:
    return OrganizationPolicy(
        fine_grained_allowed=bool(row["fine_grained_allowed"]),
        classic_allowed=bool(row["classic_allowed"]),
        approval_required=bool(row["approval_required"]),
        max_lifetime_fine_grained=row["max_lifetime_fine_grained"],
        max_lifetime_classic=row["max_lifetime_classic"],
    )
