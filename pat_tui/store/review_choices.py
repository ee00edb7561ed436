"""What the lists of an organization's requests and tokens can be filtered by: what occurs in them."""

from pat_tui.domain.reviews import ReviewChoices
from pat_tui.store import repositories
from pat_tui.store.database import Database

_PENDING = ("asked", "token_requests", "decision IS NULL")
_ACTIVE = ("granted", "token_grants", "revoked_at IS NULL")


def choices(database: Database, organization_id: int, *, pending: bool) -> ReviewChoices:
    """The users, repositories and permissions of the organization's open requests (PENDING), or of its active tokens.

    Repositories are all of the organization: a token that reaches all of them reaches each.
    """
    column, table, condition = _PENDING if pending else _ACTIVE
    of_the_organization = f"FROM {table} AS reviewed WHERE reviewed.organization_id = ? AND {condition}"
    owners = database.rows(
        "SELECT login FROM accounts WHERE id IN (SELECT user_id FROM fine_grained_tokens WHERE id IN"  # noqa: S608
        f" (SELECT token_id {of_the_organization})) ORDER BY login",
        (organization_id,),
    )
    slugs = database.rows(
        f"SELECT DISTINCT key AS slug FROM (SELECT {column} AS reach {of_the_organization}),"  # noqa: S608
        " json_each(reach, '$.permissions') ORDER BY slug",
        (organization_id,),
    )
    return ReviewChoices(
        owners=tuple(row["login"] for row in owners),
        repositories=tuple(sorted(each.name for each in repositories.of_owner(database, organization_id))),
        permissions=tuple(row["slug"] for row in slugs),
    )
