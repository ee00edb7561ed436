"""How many tokens of a user end in a stretch of time, counted along the index of the list by expiry."""

from dataclasses import dataclass

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.urgency import Span
from pat_tui.store.database import Database, Value
from pat_tui.store.instants import to_text
from pat_tui.store.token_list import like


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the tokens of a kind are, as the module of their list has it."""

    name: str
    never: str
    """What stands in the index for no expiry; greater than any instant."""
    holding: str
    """The condition for holding a text, with a parameter twice."""

    @property
    def end(self) -> str:
        """The term of the index."""
        return f"ifnull(expires_at, '{self.never}')"


_TABLES = {
    TokenKind.FINE_GRAINED: _Table(
        "fine_grained_tokens",
        "9999",
        r"(name LIKE ? ESCAPE '\' OR owner_id IN (SELECT id FROM accounts WHERE login LIKE ? ESCAPE '\'))",
    ),
    TokenKind.CLASSIC: _Table("classic_tokens", "never", r"(note LIKE ? ESCAPE '\' OR scopes LIKE ? ESCAPE '\')"),
}


def count_ending(database: Database, kind: TokenKind, user_id: int, text: str, span: Span) -> int:
    """How many of the user's tokens of KIND end within SPAN and hold TEXT, as the list looks for it (all: empty)."""
    table = _TABLES[kind]
    conditions = ["user_id = ?"]
    values: list[Value] = [user_id]
    if text:
        conditions.append(table.holding)
        values += [like(text), like(text)]
    if span.after is not None:
        conditions.append(f"{table.end} > ?")
        values.append(to_text(span.after))
    conditions.append(f"{table.end} < ?" if span.until is None else f"{table.end} <= ?")
    values.append(table.never if span.until is None else to_text(span.until))
    where = " AND ".join(conditions)
    row = database.row(f"SELECT count(*) AS number FROM {table.name} WHERE {where}", values)  # noqa: S608
    return int(row["number"]) if row else 0
