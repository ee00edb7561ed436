"""The list of a user's fine-grained tokens, a page at a time."""

import sqlite3
from collections.abc import Sequence
from enum import StrEnum

from pat_tui.domain.status import Grant, SsoState, TokenSummary
from pat_tui.store.database import Database, Value
from pat_tui.store.instants import from_text, optional_instant
from pat_tui.store.sso_state import STATE, STATE_JOINS


class TokenOrder(StrEnum):
    """How the list is sorted."""

    CREATED = "created"
    NAME = "name"
    LAST_USED = "last-used"
    EXPIRES = "expires"


# Each order is one that an index holds, so that the thousandth page costs what the first does.
ORDERS = {
    TokenOrder.CREATED: ("tokens.created_at DESC", "tokens.id DESC"),
    TokenOrder.NAME: ("tokens.name COLLATE NOCASE", "tokens.id"),
    TokenOrder.LAST_USED: ("tokens.last_used_at DESC", "tokens.id DESC"),
    TokenOrder.EXPIRES: ("ifnull(tokens.expires_at, '9999')", "tokens.id"),
}

# Fails closed: a token of an organization without a standing grant is never `granted`.
GRANT = """
    CASE WHEN tokens.owner_id = tokens.user_id THEN 'granted'
         WHEN grants.id IS NOT NULL AND grants.revoked_at IS NULL THEN 'granted'
         WHEN requests.id IS NOT NULL AND requests.decision IS NULL THEN 'pending'
         WHEN requests.decision = 'denied' AND (grants.id IS NULL OR requests.decided_at >= grants.revoked_at)
              THEN 'denied'
         WHEN grants.id IS NOT NULL OR requests.decision = 'cancelled' THEN 'revoked'
         ELSE 'pending' END
"""

JOINS = """
    JOIN accounts AS owners ON owners.id = tokens.owner_id
    LEFT JOIN token_grants AS grants ON grants.token_id = tokens.id
    LEFT JOIN token_requests AS requests
           ON requests.id = (SELECT max(id) FROM token_requests WHERE token_id = tokens.id)
"""

SUMMARIES = f"""
    SELECT tokens.*, owners.login AS owner_login, {GRANT} AS grant_state, requests.decision_reason, {STATE} AS sso_state
"""
"""What `summary` reads, of the table `tokens` with JOINS and STATE_JOINS."""


def count(database: Database, user_id: int, text: str = "") -> int:
    """How many tokens the user has whose name or resource owner holds TEXT."""
    where, parameters = _where(user_id, text)
    row = database.row(f"SELECT count(*) AS number FROM fine_grained_tokens WHERE {where}", parameters)  # noqa: S608
    return int(row["number"]) if row else 0


def page(
    database: Database, user_id: int, order: TokenOrder, text: str, offset: int, limit: int, total: int | None = None
) -> list[TokenSummary]:
    """LIMIT tokens of the user from OFFSET on, in ORDER, whose name or resource owner holds TEXT (all: empty).

    With TOTAL, the number of such tokens, a page of the second half is read from the end: SQLite walks over all that
    an offset leaves out.
    """
    where, parameters = _where(user_id, text)
    terms = ORDERS[order]
    if total is None or offset <= total // 2:
        forward = ", ".join(terms)
        return [summary(row) for row in _rows(database, where, forward, (*parameters, limit, offset))]
    left = max(0, total - offset)
    rows = _rows(database, where, backwards(terms), (*parameters, min(limit, left), max(0, left - limit)))
    return [summary(row) for row in reversed(rows)]


def backwards(terms: Sequence[str]) -> str:
    """The `ORDER BY` that is the reverse of TERMS."""
    return ", ".join(term.removesuffix(" DESC") if term.endswith(" DESC") else f"{term} DESC" for term in terms)


def like(text: str) -> str:
    r"""The pattern of a `LIKE` with `ESCAPE '\'` for what holds TEXT."""
    return "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


def _rows(database: Database, where: str, order: str, parameters: Sequence[Value]) -> list[sqlite3.Row]:
    sql = f"""
        {SUMMARIES} FROM (
            SELECT id AS page_id FROM fine_grained_tokens AS tokens WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?
        ) JOIN fine_grained_tokens AS tokens ON tokens.id = page_id {JOINS} {STATE_JOINS}
        ORDER BY {order}
    """  # noqa: S608
    return database.rows(sql, parameters)


def _where(user_id: int, text: str) -> tuple[str, tuple[Value, ...]]:
    if not text:
        return "user_id = ?", (user_id,)
    owners = r"owner_id IN (SELECT id FROM accounts WHERE login LIKE ? ESCAPE '\')"
    return rf"user_id = ? AND (name LIKE ? ESCAPE '\' OR {owners})", (user_id, like(text), like(text))


def summary(row: sqlite3.Row) -> TokenSummary:
    """What the list needs of a row of SUMMARIES."""
    return TokenSummary(
        id=row["id"],
        name=row["name"],
        owner_login=row["owner_login"],
        grant=Grant(row["grant_state"]),
        created_at=from_text(row["created_at"]),
        expires_at=optional_instant(row["expires_at"]),
        last_used_at=optional_instant(row["last_used_at"]),
        decision_reason=row["decision_reason"] or "",
        sso=SsoState(row["sso_state"]),
        issued_at=optional_instant(row["issued_at"]),
    )
