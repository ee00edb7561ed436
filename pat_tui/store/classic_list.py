"""The list of a user's classic tokens, a page at a time."""

import sqlite3

from pat_tui.domain.classic import ClassicSummary
from pat_tui.store.database import Database, Value
from pat_tui.store.instants import from_text, optional_instant
from pat_tui.store.sso_state import NOT_AUTHORIZED
from pat_tui.store.token_list import TokenOrder, backwards, like

# Each order is one that an index holds, so that the thousandth page costs what the first does.
ORDERS = {
    TokenOrder.CREATED: ("created_at DESC", "id DESC"),
    TokenOrder.NAME: ("note COLLATE NOCASE", "id"),
    TokenOrder.LAST_USED: ("last_used_at DESC", "id DESC"),
    TokenOrder.EXPIRES: ("ifnull(expires_at, 'never')", "id"),
}


def count(database: Database, user_id: int, text: str = "") -> int:
    """How many tokens of the user hold TEXT in their note or scopes."""
    where, parameters = _where(user_id, text)
    row = database.row(f"SELECT count(*) AS total FROM classic_tokens WHERE {where}", parameters)  # noqa: S608
    return row["total"] if row else 0


def page(
    database: Database, user_id: int, order: TokenOrder, text: str, offset: int, limit: int, total: int | None = None
) -> list[ClassicSummary]:
    """LIMIT tokens from OFFSET on, in ORDER, that hold TEXT in their note or scopes.

    With TOTAL, the number of such tokens, a page of the second half is read from the end.
    """
    where, parameters = _where(user_id, text)
    terms = ORDERS[order]
    if total is None or offset <= total // 2:
        return [summary(row) for row in _rows(database, where, ", ".join(terms), (*parameters, limit, offset))]
    left = max(0, total - offset)
    rows = _rows(database, where, backwards(terms), (*parameters, min(limit, left), max(0, left - limit)))
    return [summary(row) for row in reversed(rows)]


def summary(row: sqlite3.Row) -> ClassicSummary:
    """What the list needs of a row of the table."""
    return ClassicSummary(
        id=row["id"],
        note=row["note"],
        scopes=scopes_of(row),
        created_at=from_text(row["created_at"]),
        expires_at=optional_instant(row["expires_at"]),
        last_used_at=optional_instant(row["last_used_at"]),
        issued_at=from_text(row["issued_at"]),
        not_authorized_for=not_authorized_for(row),
    )


def scopes_of(row: sqlite3.Row) -> tuple[str, ...]:
    """The scopes of a row of the table."""
    return tuple(row["scopes"].split(", ")) if row["scopes"] else ()


def not_authorized_for(row: sqlite3.Row) -> tuple[str, ...]:
    """The organizations, by login, whose single sign-on the token of a row still needs."""
    return tuple(row["not_authorized"].split(", ")) if row["not_authorized"] else ()


def _rows(database: Database, where: str, order: str, parameters: tuple[Value, ...]) -> list[sqlite3.Row]:
    sql = f"""
        SELECT tokens.*, {NOT_AUTHORIZED} AS not_authorized FROM classic_tokens AS tokens
        WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?
    """  # noqa: S608
    return database.rows(sql, parameters)


def _where(user_id: int, text: str) -> tuple[str, tuple[Value, ...]]:
    if not text:
        return "user_id = ?", (user_id,)
    return r"user_id = ? AND (note LIKE ? ESCAPE '\' OR scopes LIKE ? ESCAPE '\')", (user_id, like(text), like(text))
