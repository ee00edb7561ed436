"""The classic tokens of a user that a filter lets through, all at once."""

from collections.abc import Iterator

from pat_tui.domain.classic import ClassicSummary
from pat_tui.store.classic_list import ORDERS, summary
from pat_tui.store.database import Database
from pat_tui.store.sso_state import NOT_AUTHORIZED
from pat_tui.store.token_filter import Condition, Wanted, all_of, common, order_by
from pat_tui.store.token_list import TokenOrder, like


def classic(database: Database, wanted: Wanted, order: TokenOrder, *, reverse: bool) -> list[ClassicSummary]:
    """The WANTED classic tokens in ORDER, or in the REVERSE of it."""
    where, parameters = all_of([*common(wanted), *_of_classic(wanted)])
    sql = f"""
        SELECT tokens.*, {NOT_AUTHORIZED} AS not_authorized FROM classic_tokens AS tokens
        WHERE {where} ORDER BY {order_by(ORDERS[order], reverse=reverse)}
    """  # noqa: S608
    return [summary(row) for row in database.rows(sql, parameters)]


def _of_classic(wanted: Wanted) -> Iterator[Condition]:
    if wanted.search:
        pattern = like(wanted.search)
        yield r"tokens.note LIKE ? ESCAPE '\' OR tokens.scopes LIKE ? ESCAPE '\'", (pattern, pattern)
    if wanted.scopes:
        among = r"', ' || tokens.scopes || ',' LIKE ? ESCAPE '\'"
        yield " OR ".join([among] * len(wanted.scopes)), tuple(like(f", {scope},") for scope in wanted.scopes)
