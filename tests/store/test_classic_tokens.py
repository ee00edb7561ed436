"""Classic tokens in the store: pages right in every order and read along an index, rules that hold by themselves."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.classic import ClassicSummary
from pat_tui.domain.classic_expiration import LAST_INSTANT
from pat_tui.domain.errors import Taken
from pat_tui.domain.scopes import minimum
from pat_tui.store import classic_list, classic_tokens, deleted_tokens, deploy_keys, token_names
from pat_tui.store.classic_tokens import NewClassicToken
from pat_tui.store.database import Database
from pat_tui.store.deploy_keys import NewDeployKey
from pat_tui.store.token_list import TokenOrder
from tests.store.test_tokens import ascii_lower, in_order, new_store, steps_of
from tests.worlds import NOW, user


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One store for all the tests that bring their own tokens."""
    with closing(new_store(tmp_path_factory.mktemp("store"))) as store:
        yield store


def fill(store: Database, rows: list[ClassicSummary], login: str = "mona") -> None:
    """Make ROWS the only classic tokens of LOGIN, in this order."""
    user_id = user(store, login).id
    with store.transaction():
        store.connection.execute("DELETE FROM classic_tokens WHERE user_id = ?", (user_id,))
        for number, row in enumerate(rows):
            new = NewClassicToken(
                user_id, row.note, row.scopes, f"{login}{number}".encode().ljust(32), "", row.created_at, row.expires_at
            )
            token_id = classic_tokens.add(store, new)
            if row.last_used_at is not None:
                classic_tokens.note_use(store, token_id, row.last_used_at)


INSTANTS = st.integers(0, 5).map(lambda days: NOW + timedelta(days=days))  # few, so that many are the same
ENDS = st.one_of(st.none(), INSTANTS, st.just(LAST_INSTANT))
NOTES = st.text(st.sampled_from("aAbBzZ_%\\éÉ漢 0['\""), min_size=1, max_size=5)
SCOPES = st.frozensets(st.sampled_from(list(scopes())), max_size=4).map(lambda chosen: minimum(chosen, scopes()))
ROWS = st.lists(
    st.builds(ClassicSummary, st.just(0), NOTES, SCOPES, INSTANTS, ENDS, st.one_of(st.none(), INSTANTS)),
    max_size=12,
    unique_by=lambda row: row.note,
)
FILTERS = st.one_of(st.just(""), NOTES, st.sampled_from(["%", "_", "\\", "repo", "REPO", "gist, re", ", ", "a%"]))


def sorted_by_python(rows: list[ClassicSummary], order: TokenOrder) -> list[ClassicSummary]:
    """ROWS as `in_order` sorts fine-grained ones; one that never ends comes after one that ends in 9999."""
    if order is not TokenOrder.EXPIRES:
        return in_order(rows, order)  # type: ignore[return-value, arg-type]
    return sorted(rows, key=lambda row: (row.expires_at is None, row.expires_at or NOW, row.id))


@settings(max_examples=60)
@given(rows=ROWS, text=FILTERS, size=st.integers(1, 5))
def test_pages_are_what_python_would_sort_and_cut(
    store: Database, rows: list[ClassicSummary], text: str, size: int
) -> None:
    """In every order and for every filter, from either end, pages are the sorted list without gap or double."""
    fill(store, rows)
    fill(store, rows[:2], "hubot")
    user_id = user(store, "mona").id
    everything = classic_list.page(store, user_id, TokenOrder.CREATED, "", 0, 100)
    assert len(everything) == len(rows) == classic_list.count(store, user_id)
    assert {(row.note, row.scopes, row.expires_at, row.last_used_at) for row in everything} == {
        (row.note, row.scopes, row.expires_at, row.last_used_at) for row in rows
    }
    wanted = ascii_lower(text)
    matching = [row for row in everything if wanted in ascii_lower(row.note) or wanted in ascii_lower(row.scopes_text)]
    total = classic_list.count(store, user_id, text)
    assert total == len(matching)
    for order in TokenOrder:
        starts = range(0, total + size, size)
        for told in (None, total):
            pages = [classic_list.page(store, user_id, order, text, at, size, told) for at in starts]
            assert [row for page in pages for row in page] == sorted_by_python(matching, order)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store in which `mona` has 2,000 classic tokens, and `hubot` 50."""
    rows = [
        ClassicSummary(0, f"token {number * 7919 % 2000}", ("repo",), NOW + timedelta(seconds=number),
                       None if number % 3 else NOW + timedelta(days=number % 366),
                       None if number % 5 else NOW - timedelta(days=number % 40),
                       issued_at=NOW + timedelta(seconds=number))
        for number in range(2_000)
    ]  # fmt: skip
    with closing(new_store(tmp_path_factory.mktemp("many"))) as store:
        fill(store, rows)
        fill(store, rows[:50], "hubot")
        yield store


INDEXES = {
    TokenOrder.CREATED: "created",
    TokenOrder.NAME: "note",
    TokenOrder.LAST_USED: "last_used",
    TokenOrder.EXPIRES: "expires",
}


def _named(database: Database, user_id: int, text: str) -> list[int]:
    return [each.id for each in token_names.classic(database, user_id, text)]


class TestCost:
    @pytest.mark.parametrize("order", TokenOrder)
    @pytest.mark.parametrize("text", ["", "token 4"])
    def test_a_page_is_read_along_an_index(self, many: Database, order: TokenOrder, text: str) -> None:
        """The query follows the order's own index and sorts nothing."""
        statements: list[str] = []
        many.connection.set_trace_callback(statements.append)
        classic_list.page(many, user(many, "mona").id, order, text, 100, 20)
        many.connection.set_trace_callback(None)
        query = next(line for line in statements if "classic_tokens" in line)
        rows = many.connection.execute(f"EXPLAIN QUERY PLAN {query}")
        # What is looked up for each row of the page stands below the first step, or in a subquery of its own.
        plan = [row["detail"] for row in rows if row["parent"] == 0 and "SCALAR SUBQUERY" not in row["detail"]]
        assert plan == [f"SEARCH tokens USING INDEX classic_tokens_by_{INDEXES[order]} (user_id=?)"]

    @pytest.mark.parametrize("order", TokenOrder)
    def test_a_page_costs_what_is_seen(self, many: Database, order: TokenOrder) -> None:
        """The first page of 2,000 tokens takes SQLite about as many steps as the first page of 50."""
        few = steps_of(many.connection, lambda: classic_list.page(many, user(many, "hubot").id, order, "", 0, 20))
        lots = steps_of(many.connection, lambda: classic_list.page(many, user(many, "mona").id, order, "", 0, 20))
        assert lots <= few * 1.2


@pytest.fixture
def token_id(store: Database) -> int:
    """A classic token of `mona`, the only one."""
    fill(store, [])
    new = NewClassicToken(user(store, "mona").id, "42nd", ("gist", "repo"), b"h" * 32, "abcd1234", NOW, None)
    with store.transaction():
        return classic_tokens.add(store, new)


class TestOneToken:
    def test_comes_back_as_it_was_put_in(self, store: Database, token_id: int) -> None:
        """Every field that can be known afterwards is there."""
        token = classic_tokens.get(store, user(store, "mona").id, token_id)
        assert token is not None
        assert (token.note, token.scopes, token.hint, token.user_login) == (
            "42nd",
            ("gist", "repo"),
            "abcd1234",
            "mona",
        )
        assert (token.created_at, token.issued_at, token.expires_at, token.last_used_at) == (NOW, NOW, None, None)

    def test_is_nobody_elses(self, store: Database, token_id: int) -> None:
        """Another user does not get it by its id, its note or its hint, nor its hash."""
        hubot = user(store, "hubot").id
        assert classic_tokens.get(store, hubot, token_id) is None
        named = [_named(store, hubot, text) for text in (str(token_id), "42nd", "abcd1234")]
        assert named == [[], [], []]
        assert not classic_tokens.note_taken(store, hubot, "42nd")
        assert classic_tokens.secret_hash(store, hubot, token_id) == b""
        assert token_id not in classic_tokens.ids_of(store, hubot)

    def test_is_named_by_id_note_or_hint(self, store: Database, token_id: int) -> None:
        """Each of the three finds it; a part of one, or a number beyond all ids, does not."""
        mona = user(store, "mona").id
        found = [_named(store, mona, text) for text in (str(token_id), "42nd", "abcd1234")]
        assert found == [[token_id]] * 3
        assert [_named(store, mona, text) for text in ("42", "9" * 40, "", "²")] == [[]] * 4

    def test_a_note_is_not_taken_by_itself(self, store: Database, token_id: int) -> None:
        """An edit may leave it."""
        mona = user(store, "mona").id
        assert classic_tokens.note_taken(store, mona, "42nd")
        assert not classic_tokens.note_taken(store, mona, "42nd", but=token_id)

    def test_rules_hold_by_themselves(self, store: Database, token_id: int) -> None:
        """Should a check ever be missed, the store refuses a second token of the note, or of the hash."""
        mona = user(store, "mona").id
        for note, secret_hash in (("42nd", b"x" * 32), ("other", b"h" * 32)):
            with pytest.raises(Taken), store.transaction():
                classic_tokens.add(store, NewClassicToken(mona, note, (), secret_hash, "", NOW, None))
        with pytest.raises(sqlite3.IntegrityError), store.transaction():
            classic_tokens.add(store, NewClassicToken(mona, "short", (), b"secret itself", "", NOW, None))

    def test_an_id_never_comes_again(self, store: Database, token_id: int) -> None:
        """What a log or a script calls by number is never another token."""
        mona = user(store, "mona").id
        with store.transaction():
            classic_tokens.remove_all(store, mona)
            again = classic_tokens.add(store, NewClassicToken(mona, "42nd", (), b"h" * 32, "", NOW, None))
        assert again > token_id


def test_every_table_that_refers_to_classic_tokens_is_known(store: Database) -> None:
    """A table that a later migration adds may not be forgotten: its rows would be lost by an undone deletion."""
    tables = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    referring = {
        table
        for table in tables
        for key in store.rows(f"PRAGMA foreign_key_list({table})")
        if key["table"] == "classic_tokens"
    }
    assert {"classic_tokens", *referring} == set(deleted_tokens.CLASSIC.tables)


def test_a_deploy_key_is_made_with_one_token_at_most(store: Database, token_id: int) -> None:
    """The store refuses one that would be of both kinds, and the same key twice."""
    mona = user(store, "mona").id
    with store.transaction():
        store.connection.execute(
            "INSERT OR IGNORE INTO repositories (owner_id, name, visibility, created_at)"
            " VALUES (?, 'app', 'private', '')",
            (mona,),
        )
        store.connection.execute(
            "INSERT INTO fine_grained_tokens (user_id, owner_id, name, description, secret_hash, hint,"
            " repository_access, created_at) VALUES (?, ?, 'x', '', randomblob(32), '', 'public', '')",
            (mona, mona),
        )
        row = store.row("SELECT id FROM fine_grained_tokens")
    assert row is not None
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        deploy_keys.add(
            store, NewDeployKey(1, "t", "ssh-ed25519 A", True, NOW, token_id, row["id"], fingerprint="SHA256:A")
        )
    with store.transaction():
        deploy_keys.add(store, NewDeployKey(1, "t", "ssh-ed25519 A", True, NOW, token_id, fingerprint="SHA256:A"))
    with pytest.raises(Taken), store.transaction():
        deploy_keys.add(store, NewDeployKey(1, "again", "ssh-ed25519 A", False, NOW, fingerprint="SHA256:A"))
    assert [key.repository for key in deploy_keys.of_classic_token(store, token_id)] == ["mona/app"]
    assert deploy_keys.of_fine_grained_token(store, row["id"]) == []


def test_a_date_of_the_far_future_goes_round(store: Database) -> None:
    """Up to the last instant that can be written."""
    fill(store, [ClassicSummary(0, "far", (), NOW, LAST_INSTANT, None, issued_at=NOW)])
    row: datetime | None = classic_list.page(store, user(store, "mona").id, TokenOrder.NAME, "", 0, 1)[0].expires_at
    assert row == LAST_INSTANT
