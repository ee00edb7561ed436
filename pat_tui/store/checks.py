"""What must hold in a store and no schema can say: each rule with the rows that break it."""

from collections.abc import Iterator

from pat_tui.i18n import _
from pat_tui.store.database import Database

_USERS = "SELECT id FROM accounts WHERE kind = 'user'"
_ORGANIZATIONS = "SELECT id FROM accounts WHERE kind = 'organization'"


def _rules() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("fine-grained tokens that belong to no user: {ids}"),
            f"SELECT id FROM fine_grained_tokens WHERE user_id NOT IN ({_USERS})",  # noqa: S608
        ),
        (
            _("fine-grained tokens whose resource owner is neither their user nor an organization: {ids}"),
            f"SELECT id FROM fine_grained_tokens WHERE owner_id <> user_id AND owner_id NOT IN ({_ORGANIZATIONS})",  # noqa: S608
        ),
        (
            _("fine-grained tokens with repositories of another owner: {ids}"),
            "SELECT DISTINCT tokens.id FROM fine_grained_tokens AS tokens"
            " JOIN token_repositories ON token_id = tokens.id"
            " JOIN repositories ON repositories.id = repository_id WHERE repositories.owner_id <> tokens.owner_id",
        ),
        (
            _("fine-grained tokens with a grant of an organization that is not their owner: {ids}"),
            "SELECT tokens.id FROM fine_grained_tokens AS tokens JOIN token_grants ON token_id = tokens.id"
            " WHERE organization_id <> owner_id",
        ),
        (
            _("fine-grained tokens with several open requests: {ids}"),
            "SELECT token_id AS id FROM token_requests WHERE decision IS NULL GROUP BY token_id HAVING count(*) > 1",
        ),
        (
            _("classic tokens that belong to no user: {ids}"),
            f"SELECT id FROM classic_tokens WHERE user_id NOT IN ({_USERS})",  # noqa: S608
        ),
        (
            _("members of an organization that are no users: {ids}"),
            f"SELECT DISTINCT user_id AS id FROM memberships WHERE user_id NOT IN ({_USERS})",  # noqa: S608
        ),
        (
            _("users with several primary addresses: {ids}"),
            "SELECT user_id AS id FROM email_addresses WHERE is_primary GROUP BY user_id HAVING count(*) > 1",
        ),
    )  # fmt: skip


def broken_rules(database: Database) -> Iterator[str]:
    """A sentence for each rule that does not hold. Raises StoreError."""
    for words, sql in _rules():
        if ids := [str(row["id"]) for row in database.rows(f"{sql} LIMIT 20")]:
            yield words.format(ids=", ".join(ids))
