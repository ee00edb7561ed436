"""The list's pages: right for all data and all orders, and as quick at the thousandth page as at the first."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.status import TokenSummary
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import accounts, repositories, token_list, token_names, tokens
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_text, to_text
from pat_tui.store.token_list import TokenOrder
from pat_tui.store.tokens import NewToken
from tests.worlds import NOW, user

OWNERS = ("mona", "50-percent", "Acme")


def new_store(folder: Path) -> Database:
    """A store in FOLDER with two users, two organizations, and no tokens."""
    store = Database(folder / "store.db", durable=False)
    with store.transaction():
        for login in (*OWNERS, "hubot"):
            kind = AccountKind.USER if login in ("mona", "hubot") else AccountKind.ORGANIZATION
            accounts.add(store, login, kind, "", NOW)
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One store for all the tests that bring their own tokens."""
    with closing(new_store(tmp_path_factory.mktemp("store"))) as store:
        yield store


@dataclass(frozen=True)
class Row:
    """What the list needs of a token."""

    name: str
    owner: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


def fill(store: Database, rows: Sequence[Row], login: str = "mona") -> None:
    """Make ROWS the only tokens of LOGIN, in this order."""
    user_id = user(store, login).id
    values = [
        (user_id, user(store, row.owner).id, row.name, f"{login}{number}".encode().ljust(32), to_text(row.created_at),
         optional_text(row.expires_at), optional_text(row.last_used_at))
        for number, row in enumerate(rows)
    ]  # fmt: skip
    with store.transaction():
        store.connection.execute("DELETE FROM fine_grained_tokens WHERE user_id = ?", (user_id,))
        store.connection.executemany(
            "INSERT INTO fine_grained_tokens (user_id, owner_id, name, description, secret_hash, hint,"
            " repository_access, created_at, expires_at, last_used_at) VALUES (?, ?, ?, '', ?, '', 'public', ?, ?, ?)",
            values,
        )


FAR = datetime(9999, 12, 31, tzinfo=UTC)


def ascii_lower(text: str) -> str:
    """TEXT with A to Z in small letters, and nothing else: what SQLite compares by."""
    return "".join(chr(ord(character) + 32) if "A" <= character <= "Z" else character for character in text)


def in_order(rows: Sequence[TokenSummary], order: TokenOrder) -> list[TokenSummary]:
    """ROWS sorted by Python: newest first, by name, latest used first with unused last, next to end first."""
    never = datetime.min.replace(tzinfo=UTC)
    keys: dict[TokenOrder, Any] = {
        TokenOrder.CREATED: lambda row: (row.created_at, row.id),
        TokenOrder.NAME: lambda row: (ascii_lower(row.name), row.id),
        TokenOrder.LAST_USED: lambda row: (row.last_used_at or never, row.id),
        TokenOrder.EXPIRES: lambda row: (row.expires_at or FAR, row.id),
    }
    return sorted(rows, key=keys[order], reverse=order in (TokenOrder.CREATED, TokenOrder.LAST_USED))


INSTANTS = st.integers(0, 5).map(lambda days: NOW + timedelta(days=days))  # few, so that many are the same
NAMES = st.text(st.sampled_from("aAbBzZ_%\\éÉ漢 0['\""), min_size=1, max_size=5)
ROWS = st.lists(
    st.builds(
        Row, NAMES, st.sampled_from(OWNERS), INSTANTS, st.one_of(st.none(), INSTANTS), st.one_of(st.none(), INSTANTS)
    ),
    max_size=12,
    unique_by=lambda row: row.name,
)
FILTERS = st.one_of(st.just(""), NAMES, st.sampled_from(["%", "_", "\\", "50-", "ACME", "mon", "é", "''", "a%"]))


@settings(max_examples=60)
@given(rows=ROWS, text=FILTERS, size=st.integers(1, 5))
def test_pages_are_what_python_would_sort_and_cut(store: Database, rows: list[Row], text: str, size: int) -> None:
    """In every order and for every filter, the pages one after the other are the sorted list, without gap or double."""
    fill(store, rows)
    fill(store, rows[:2], "hubot")
    user_id = user(store, "mona").id
    everything = token_list.page(store, user_id, TokenOrder.CREATED, "", 0, 100)
    assert len(everything) == len(rows) == token_list.count(store, user_id)
    wanted = ascii_lower(text)
    matching = [row for row in everything if wanted in ascii_lower(row.name) or wanted in ascii_lower(row.owner_login)]
    assert token_list.count(store, user_id, text) == len(matching)
    for order in TokenOrder:
        pages = [token_list.page(store, user_id, order, text, at, size) for at in range(0, len(matching) + size, size)]
        assert [row for page in pages for row in page] == in_order(matching, order)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%", {"50%"}), ("_", {"a_b"}), ("\\", {"c\\d"}), ("a_b", {"a_b"}), ("AXB", {"axb"}), ("acme", {"c\\d"}),
        ("'", set()), ("", {"50%", "a_b", "axb", "c\\d"}), ("[/]", set()),
    ],
)  # fmt: skip
def test_a_filter_means_its_characters(store: Database, text: str, found: set[str]) -> None:
    """Percent, underscore and backslash are characters; case is ignored; the resource owner's login counts too."""
    owners = {"c\\d": "Acme"}
    fill(store, [Row(name, owners.get(name, "mona"), NOW, None, None) for name in ("50%", "a_b", "axb", "c\\d")])
    user_id = user(store, "mona").id
    assert {row.name for row in token_list.page(store, user_id, TokenOrder.NAME, text, 0, 10)} == found


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store in which `mona` has 5,000 tokens, and `hubot` 50."""
    used = [None, *(NOW - timedelta(days=days) for days in range(40))]
    rows = [
        Row(f"token {number * 7919 % 5000}", OWNERS[number % 3], NOW + timedelta(seconds=number),
            None if number % 3 else NOW + timedelta(days=number % 366), used[number % 41])
        for number in range(5_000)
    ]  # fmt: skip
    with closing(new_store(tmp_path_factory.mktemp("many"))) as store:
        fill(store, rows)
        fill(store, rows[:50], "hubot")
        yield store


def _named(database: Database, user_id: int, text: str) -> list[int]:
    return [each.id for each in token_names.fine_grained(database, user_id, text)]


class TestCost:
    @pytest.mark.parametrize("order", TokenOrder)
    @pytest.mark.parametrize("text", ["", "token 4"])
    def test_a_page_is_read_along_an_index(self, many: Database, order: TokenOrder, text: str) -> None:
        """The query that picks the page's ids follows the order's own index and sorts nothing."""
        plan = plan_of_page(many, order, text)
        inner = [line for line in plan if "tokens" in line or "B-TREE" in line]
        index = f"fine_grained_tokens_by_{order.value.replace('-', '_')}"
        assert [line for line in inner if f"USING INDEX {index}" in line or f"COVERING INDEX {index}" in line]
        assert not [line for line in inner if "TEMP B-TREE" in line or "SCAN tokens" in line]

    @pytest.mark.parametrize("order", TokenOrder)
    def test_a_page_costs_what_is_seen(self, many: Database, order: TokenOrder) -> None:
        """The first page of 5,000 tokens takes SQLite about as many steps as the first page of 50."""
        few = steps_of(many.connection, lambda: token_list.page(many, user(many, "hubot").id, order, "", 0, 20))
        lots = steps_of(many.connection, lambda: token_list.page(many, user(many, "mona").id, order, "", 0, 20))
        assert lots <= few * 1.2


def plan_of_page(store: Database, order: TokenOrder, text: str) -> list[str]:
    """How SQLite goes about the inner query of a page, line by line."""
    statements: list[str] = []
    user_id = user(store, "mona").id
    store.connection.set_trace_callback(statements.append)
    try:
        token_list.page(store, user_id, order, text, 100, 20)
    finally:
        store.connection.set_trace_callback(None)
    lines = [tuple(row) for row in store.connection.execute(f"EXPLAIN QUERY PLAN {statements[0]}")]
    inner = {line[0] for line in lines if line[3].startswith(("MATERIALIZE", "CO-ROUTINE"))}
    assert inner
    return [detail for _id, parent, _unused, detail in lines if parent in inner]


def steps_of(connection: sqlite3.Connection, work: Any) -> int:
    """How many instructions SQLite's machine takes for WORK, to the ten."""
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    connection.set_progress_handler(count, 10)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 0)
    return calls


@pytest.fixture
def token_id(store: Database) -> int:
    """A token of `mona` for one repository, the only one."""
    fill(store, [])
    mona = user(store, "mona")
    with store.transaction():
        found = repositories.named(store, mona.id, ["app"])
        app = found[0] if found else repositories.add(store, mona, "app", Visibility.PRIVATE, None, NOW)
        new = NewToken(
            user_id=mona.id,
            owner_id=mona.id,
            name="42nd",
            description="What for",
            secret_hash=b"h" * 32,
            hint="abcd1234",
            repository_access=RepositoryAccess.SELECTED,
            repository_ids=(app.id,),
            permissions={"contents": Level.WRITE, "metadata": Level.READ},
            created_at=NOW,
            expires_at=NOW + timedelta(days=30),
        )
        return tokens.add(store, new)


class TestOneToken:
    def test_comes_back_as_it_was_put_in(self, store: Database, token_id: int) -> None:
        """Every field that can be known afterwards is there."""
        token = tokens.get(store, user(store, "mona").id, token_id)
        assert token is not None
        assert (token.name, token.description, token.hint) == ("42nd", "What for", "abcd1234")
        assert (token.owner_login, token.user_login, token.owner_kind) == ("mona", "mona", AccountKind.USER)
        assert (token.created_at, token.expires_at, token.last_used_at) == (NOW, NOW + timedelta(days=30), None)
        assert [repository.full_name for repository in token.repositories] == ["mona/app"]
        assert token.permissions == {"contents": Level.WRITE, "metadata": Level.READ}
        assert (token.reason, token.decision_reason) == ("", "")

    def test_is_nobody_elses(self, store: Database, token_id: int) -> None:
        """Another user does not get it by its id, its name or its hint."""
        hubot = user(store, "hubot").id
        assert tokens.get(store, hubot, token_id) is None
        assert [_named(store, hubot, text) for text in (str(token_id), "42nd", "abcd1234")] == [[], [], []]
        assert not tokens.name_taken(store, hubot, "42nd")

    def test_is_named_by_id_name_or_hint(self, store: Database, token_id: int) -> None:
        """Each of the three finds it; a part of one, or a number beyond all ids, does not."""
        mona = user(store, "mona").id
        assert [_named(store, mona, text) for text in (str(token_id), "42nd", "abcd1234")] == [[token_id]] * 3
        assert [_named(store, mona, text) for text in ("42", "abcd", "9" * 40, "", "²")] == [[]] * 5

    def test_remembers_its_last_use(self, store: Database, token_id: int) -> None:
        """The instant is kept to the second, in UTC."""
        with store.transaction():
            tokens.note_use(store, token_id, NOW + timedelta(hours=3, microseconds=999))
        token = tokens.get(store, user(store, "mona").id, token_id)
        assert token is not None
        assert token.last_used_at == NOW + timedelta(hours=3)

    def test_a_second_one_of_the_name_breaks_the_store_s_rule(self, store: Database, token_id: int) -> None:
        """Should a check ever be missed, the store itself refuses a second token of the name."""
        with pytest.raises(sqlite3.IntegrityError), store.transaction():
            store.connection.execute(
                "INSERT INTO fine_grained_tokens (user_id, owner_id, name, description, secret_hash, hint,"
                " repository_access, created_at) SELECT user_id, owner_id, name, description, randomblob(32), hint,"
                " repository_access, created_at FROM fine_grained_tokens WHERE id = ?",
                (token_id,),
            )


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES))
def test_instants_go_round_and_sort_as_text(instant: datetime) -> None:
    """To the second, in UTC; the text sorts as the instants do, for four-digit years."""
    text = to_text(instant)
    assert from_text(text) == instant.astimezone(UTC).replace(microsecond=0)
    assert len(text) == 20
    later = instant.astimezone(UTC) + timedelta(seconds=1)
    assert to_text(later) > text


@settings(max_examples=40)
@given(rows=ROWS, size=st.integers(1, 5))
def test_pages_from_the_end_are_those_from_the_start(store: Database, rows: list[Row], size: int) -> None:
    """Told how many there are, the second half is read backwards, and is the same."""
    fill(store, rows)
    user_id = user(store, "mona").id
    total = token_list.count(store, user_id)
    for order in TokenOrder:
        for at in range(0, total + size, size):
            forward = token_list.page(store, user_id, order, "", at, size)
            assert token_list.page(store, user_id, order, "", at, size, total) == forward
