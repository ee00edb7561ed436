"""How many tokens end in a stretch of time: counted as the list looks for them, along the index."""

from typing import Any

import pytest

from pat_tui.domain.expiration import Expiration, InDays, Never
from pat_tui.domain.urgency import Span, Urgency, spans
from pat_tui.services.classic_list import ListedClassicTokens
from pat_tui.services.token_list import ListedTokens, TokenOrder
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.tui.classic_pages import PastClassic, add_classic
from tests.tui.pages import Past, add_past

LIVES: dict[str, tuple[int, Expiration]] = {
    "gone": (40, InDays(30)),
    "ends now": (30, InDays(30)),
    "soon": (25, InDays(30)),
    "week": (0, InDays(7)),
    "month": (0, InDays(30)),
    "later": (0, InDays(31)),
    "for ever": (0, Never()),
}
"""Tokens by name: made how many days ago, for how long."""
GROUPS = {Urgency.EXPIRED: 2, Urgency.WEEK: 2, Urgency.MONTH: 1, Urgency.LATER: 1}


@pytest.fixture(params=["fine-grained", "classic"])
def listed(request: pytest.FixtureRequest, services: Services) -> Any:
    """The list of each kind, with the same tokens."""
    if request.param == "classic":
        add_classic(services, *(PastClassic(name, ("gist",), *life) for name, life in LIVES.items()))
        return ListedClassicTokens(services.context)
    add_past(services, *(Past(name, "mona", *life) for name, life in LIVES.items()))
    return ListedTokens(services.context)


def test_each_group_is_counted(listed: ListedTokens) -> None:
    """Ends on the edge count once, in the nearer group; what never ends is in none."""
    assert {each: listed.count_ending("", span) for each, span in spans(listed.now()).items()} == GROUPS
    assert listed.count_ending("", Span()) == len(LIVES) - 1


@pytest.mark.parametrize("text", ["", "on", "MO", "gist", "mona", "%", "no such"])
def test_texts_are_looked_for_as_in_the_list(listed: ListedTokens, text: str) -> None:
    """What holds a text and ends at any time, with what never ends, is what the list holds."""
    held = listed.page(TokenOrder.EXPIRES, text, 0, 100)
    assert listed.count_ending(text, Span()) == sum(row.expires_at is not None for row in held)


def test_others_tokens_are_not_counted(services: Services) -> None:
    """Each user counts the own ones only."""
    add_past(services, Past("ci"))
    add_classic(services, PastClassic("old"))
    hubot = as_user(services, "hubot").context
    assert ListedTokens(hubot).count_ending("", Span()) == ListedClassicTokens(hubot).count_ending("", Span()) == 0


@pytest.mark.parametrize("table", ["fine_grained_tokens", "classic_tokens"])
def test_an_index_has_the_answer(services: Services, table: str) -> None:
    """Of a hundred thousand tokens only those that end in the stretch are walked over."""
    seen: list[str] = []
    database = services.context.database
    database.connection.set_trace_callback(seen.append)
    listed: Any = {"classic_tokens": ListedClassicTokens, "fine_grained_tokens": ListedTokens}[table](services.context)
    listed.count_ending("", spans(listed.now())[Urgency.WEEK])
    database.connection.set_trace_callback(None)
    plan = database.rows("EXPLAIN QUERY PLAN " + next(sql for sql in seen if table in sql))
    assert [row["detail"] for row in plan] == [
        f"SEARCH {table} USING INDEX {table}_by_expires (user_id=? AND <expr>>? AND <expr><?)"
    ]
