"""The fine-grained tokens of a user that a filter lets through, all at once, and what is asked of either kind.

What the filter names has been looked up before.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pat_tui.domain.status import EXPIRING_SOON, Status, TokenSummary
from pat_tui.store import token_list
from pat_tui.store.database import Database, Value
from pat_tui.store.housekeeping import idleness
from pat_tui.store.instants import to_text
from pat_tui.store.sso_state import STATE_JOINS
from pat_tui.store.token_list import GRANT, JOINS, SUMMARIES, TokenOrder, backwards, like

Condition = tuple[str, tuple[Value, ...]]
"""A part of a WHERE, and what its question marks stand for."""
_IDLENESS = idleness("tokens.created_at", "tokens.issued_at", "tokens.last_used_at")


class Wanted(NamedTuple):
    """A filter with what it names found. An empty field asks nothing."""

    user_id: int
    now: datetime
    search: str = ""
    statuses: tuple[Status, ...] = ()
    owner_id: int | None = None
    repository: tuple[int, int] | None = None
    """Its id and its owner's."""
    permission: tuple[str, tuple[str, ...]] | None = None
    """The slug and the levels that will do."""
    scopes: tuple[str, ...] = ()
    """Those of which one will do."""
    expiring_within: timedelta | None = None
    unused_for: timedelta | None = None


def fine_grained(database: Database, wanted: Wanted, order: TokenOrder, *, reverse: bool) -> list[TokenSummary]:
    """The WANTED fine-grained tokens in ORDER, or in the REVERSE of it."""
    where, parameters = all_of([*common(wanted, GRANT), *_of_fine_grained(wanted)])
    sql = f"""
        {SUMMARIES} FROM fine_grained_tokens AS tokens {JOINS} {STATE_JOINS}
        WHERE {where} ORDER BY {order_by(token_list.ORDERS[order], reverse=reverse)}
    """
    return [token_list.summary(row) for row in database.rows(sql, parameters)]


def all_of(conditions: Sequence[Condition]) -> Condition:
    """One condition that holds where all CONDITIONS do."""
    values = tuple(value for _sql, parameters in conditions for value in parameters)
    return " AND ".join(f"({sql})" for sql, _parameters in conditions), values


def order_by(terms: Sequence[str], *, reverse: bool) -> str:
    """The `ORDER BY` of TERMS, or the REVERSE of it."""
    return backwards(terms) if reverse else ", ".join(terms)


def common(wanted: Wanted, grant: str = "'granted'") -> Iterator[Condition]:
    """What is asked of tokens of either kind, in the table `tokens`; of fine-grained ones with JOINS.

    GRANT is the SQL of where it stands with its resource owner.
    """
    yield "tokens.user_id = ?", (wanted.user_id,)
    now = to_text(wanted.now)
    if wanted.statuses:
        # The same order of importance as in TokenSummary.status_at.
        status = f"""
            CASE WHEN tokens.expires_at <= ? THEN 'expired' WHEN {grant} <> 'granted' THEN {grant}
                 WHEN tokens.expires_at <= ? THEN 'expiring soon' ELSE 'active' END
        """
        marks = ", ".join("?" * len(wanted.statuses))
        yield f"{status} IN ({marks})", (now, _text(wanted.now, EXPIRING_SOON), *wanted.statuses)
    if wanted.expiring_within is not None:
        yield "tokens.expires_at > ? AND tokens.expires_at <= ?", (now, _text(wanted.now, wanted.expiring_within))
    if wanted.unused_for is not None:
        yield (
            f"{idleness('tokens.created_at', 'tokens.issued_at', 'tokens.last_used_at')} <= ?",
            (_text(wanted.now, -wanted.unused_for),),
        )


def _text(now: datetime, step: timedelta) -> str:
    """The instant a STEP from NOW; where there is no such year, the first or the last instant that there is."""
    try:
        return to_text(now + step)
    except OverflowError:
        return to_text((datetime.max if step > timedelta(0) else datetime.min).replace(tzinfo=now.tzinfo))


def _of_fine_grained(wanted: Wanted) -> Iterator[Condition]:
    if wanted.search:
        pattern = like(wanted.search)
        yield r"tokens.name LIKE ? ESCAPE '\' OR owners.login LIKE ? ESCAPE '\'", (pattern, pattern)
    if wanted.owner_id is not None:
        yield "tokens.owner_id = ?", (wanted.owner_id,)
    if wanted.repository is not None:
        selected = "SELECT 1 FROM token_repositories WHERE token_id = tokens.id AND repository_id = ?"
        yield (
            f"tokens.repository_access = 'all' AND tokens.owner_id = ? OR EXISTS ({selected})",
            (
                wanted.repository[1],
                wanted.repository[0],
            ),
        )
    if wanted.permission is not None:
        slug, levels = wanted.permission
        held = "SELECT 1 FROM token_permissions WHERE token_id = tokens.id AND slug = ?"
        yield f"EXISTS ({held} AND level IN ({', '.join('?' * len(levels))}))", (slug, *levels)
