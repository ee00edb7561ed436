"""Which tokens a word names: by id, by exact name, by the last eight characters, or by fewer of them."""

from typing import NamedTuple

from pat_tui.store.database import Database, Value

_FEWEST = 4
"""How many of the last characters will do where nothing else fits: what refusals and logs show."""
_HINT = 8


class Named(NamedTuple):
    """A token that a word names."""

    id: int
    name: str
    hint: str
    user_login: str


def fine_grained(database: Database, user_id: int, text: str) -> list[Named]:
    """The user's fine-grained tokens that TEXT names, by id."""
    return named(database, "fine_grained_tokens", "name", "user_id = ?", (user_id,), text)


def classic(database: Database, user_id: int, text: str) -> list[Named]:
    """The user's classic tokens that TEXT names, by id."""
    return named(database, "classic_tokens", "note", "user_id = ?", (user_id,), text)


def named(
    database: Database, table: str, name: str, where: str, parameters: tuple[Value, ...], text: str
) -> list[Named]:
    """The tokens of TABLE, with NAME for its column of names, for which WHERE holds, that TEXT names."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1
    found = _rows(database, table, name, where, f"id = ? OR {name} = ? OR hint = ?", (*parameters, number, text, text))
    if found or not _FEWEST <= len(text) < _HINT:
        return found
    return _rows(database, table, name, where, "substr(hint, -?) = ?", (*parameters, len(text), text))


def _rows(
    database: Database, table: str, name: str, where: str, condition: str, parameters: tuple[Value, ...]
) -> list[Named]:
    sql = f"""
        SELECT id, {name} AS name, hint, (SELECT login FROM accounts WHERE id = user_id) AS login
        FROM {table} WHERE ({where}) AND ({condition}) ORDER BY id
    """  # noqa: S608
    return [Named(row["id"], row["name"], row["hint"], row["login"]) for row in database.rows(sql, parameters)]
