"""What is set aside of a deleted token: every row that knows of it, for its user, and for no longer than said."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.errors import NotFound, Taken
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.tokens import DeletedToken, RepositoryAccess
from pat_tui.store import accounts, deleted_tokens, housekeeping, repositories, requests, tokens
from pat_tui.store.database import Database
from pat_tui.store.requests import Reach
from pat_tui.store.tokens import NewToken
from tests.worlds import NOW

TABLES = ("fine_grained_tokens", "token_repositories", "token_permissions", "token_requests", "token_grants")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A store with the users 1 and 2, the organization 3 and its repositories 1 and 2."""
    with closing(Database(tmp_path / "store.db", durable=False)) as store:
        with store.transaction():
            for login in ("mona", "hubot"):
                accounts.add(store, login, AccountKind.USER, "", NOW)
            acme = accounts.add(store, "acme", AccountKind.ORGANIZATION, "", NOW)
            for name in ("api", "website"):
                repositories.add(store, acme, name, Visibility.PRIVATE, None, NOW)
        yield store


def add(store: Database, name: str = "ci", user_id: int = 1) -> int:
    """A token with something in every table, and every byte in its hash."""
    new = NewToken(
        user_id=user_id,
        owner_id=3,
        name=name,
        description="“Reads”\n{}",
        secret_hash=bytes([user_id, *range(220, 250), len(name)]),
        hint="Ab3dEf9h",
        repository_access=RepositoryAccess.SELECTED,
        repository_ids=(1, 2),
        permissions={"contents": Level.WRITE, "metadata": Level.READ},
        created_at=NOW,
        expires_at=None,
    )
    reach = Reach(RepositoryAccess.SELECTED, (1, 2), {"contents": Level.WRITE})
    with store.transaction():
        token_id = tokens.add(store, new)
        requests.ask(store, token_id, 3, "Why", reach, NOW)
        requests.approve(store, token_id, 2, NOW)
        requests.ask(store, token_id, 3, "More", reach, NOW)
    return token_id


def delete(store: Database, token_id: int, seconds: int = 0, user_id: int = 1) -> bool:
    """Delete the token so many seconds after NOW."""
    with store.transaction():
        return deleted_tokens.delete(store, user_id, token_id, NOW + timedelta(seconds=seconds))


def restore(store: Database, token_id: int, user_id: int = 1) -> None:
    """Put the token back."""
    with store.transaction():
        deleted_tokens.restore(store, user_id, token_id)


def content(store: Database) -> list[str]:
    """All rows of the store as SQL. How far the numbers of new rows have come does not count."""
    return [line for line in store.connection.iterdump() if "sqlite_sequence" not in line]


def test_every_table_that_refers_to_tokens_is_known(store: Database) -> None:
    """A table that a later migration adds may not be forgotten: its rows would be lost by an undone deletion."""
    tables = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    referring = {
        table
        for table in tables
        for key in store.rows(f"PRAGMA foreign_key_list({table})")
        if key["table"] == "fine_grained_tokens"
    }
    # these refer to tokens of either kind
    both = {"deploy_keys", "credential_authorizations", "token_uses", "token_use_days"}
    assert referring == {*TABLES[1:], *both}
    assert set(deleted_tokens.FINE_GRAINED.tables) == {*TABLES, *both}
    assert set(deleted_tokens.CLASSIC.tables) == {"classic_tokens", *both}


class TestDelete:
    def test_leaves_no_row_of_the_token(self, store: Database) -> None:
        """Another token's rows stay; of this one there is only what is set aside."""
        kept, gone = add(store, "kept"), add(store)
        assert delete(store, gone)
        for table in TABLES:
            column = "id" if table == "fine_grained_tokens" else "token_id"
            assert {row[column] for row in store.rows(f"SELECT {column} FROM {table}")} == {kept}
        assert deleted_tokens.all_of(store, 1) == [DeletedToken(gone, "ci", NOW)]

    @pytest.mark.parametrize(("user_id", "token_id"), [(2, 1), (1, 99)], ids=["another's", "none"])
    def test_of_no_token_of_the_user_does_nothing(self, store: Database, user_id: int, token_id: int) -> None:
        """The user's id goes with the token's, and the answer says that there was none."""
        add(store)
        before = content(store)
        assert not delete(store, token_id, user_id=user_id)
        assert content(store) == before

    def test_frees_the_name_and_the_hash(self, store: Database) -> None:
        """A token of the same name and even the same hash can be made at once; ids never come again."""
        gone = add(store)
        delete(store, gone)
        assert add(store) > gone


class TestRestore:
    def test_puts_every_row_back(self, store: Database) -> None:
        """Ids, hash, instants and what is empty are what they were."""
        token_id = add(store)
        before = content(store)
        delete(store, token_id)
        assert content(store) != before
        restore(store, token_id)
        assert content(store) == before

    def test_of_what_is_not_set_aside_does_nothing(self, store: Database) -> None:
        """Neither for a token that is there, nor for another user's."""
        there, gone = add(store, "there"), add(store)
        delete(store, gone)
        before = content(store)
        restore(store, there)
        restore(store, gone, user_id=2)
        assert content(store) == before

    def test_of_a_taken_name_is_refused(self, store: Database) -> None:
        """The store's own rule holds, and what is set aside stays so."""
        token_id = add(store)
        delete(store, token_id)
        add(store)
        before = content(store)
        with pytest.raises(Taken):
            restore(store, token_id)
        assert content(store) == before

    def test_without_an_owner_is_refused(self, store: Database) -> None:
        """A token belongs to its resource owner; when that is gone, so is the token."""
        token_id = add(store)
        delete(store, token_id)
        with store.transaction():
            store.connection.execute("DELETE FROM accounts WHERE id = 3")
        with pytest.raises(NotFound):
            restore(store, token_id)

    def test_leaves_out_what_is_gone(self, store: Database) -> None:
        """A repository that was deleted, and the name of who decided, do not come back with the token."""
        token_id = add(store)
        delete(store, token_id)
        with store.transaction():
            store.connection.execute("DELETE FROM repositories WHERE id = 1")
            store.connection.execute("DELETE FROM accounts WHERE id = 2")
        restore(store, token_id)
        assert [row["repository_id"] for row in store.rows("SELECT * FROM token_repositories")] == [2]
        decided = store.rows("SELECT decision, decided_by FROM token_requests ORDER BY id")
        assert [tuple(row) for row in decided] == [("approved", None), (None, None)]
        assert [row["granted_by"] for row in store.rows("SELECT granted_by FROM token_grants")] == [None]
        assert store.rows("PRAGMA foreign_key_check") == []


class TestKeepOnly:
    def test_lets_go_of_what_is_outside(self, store: Database) -> None:
        """Both ends count as inside; of the rest nothing is left."""
        ids = [add(store, "x" * number) for number in range(1, 6)]
        for seconds, token_id in enumerate(ids):
            delete(store, token_id, seconds)
        with store.transaction():
            deleted_tokens.keep_only(store, NOW + timedelta(seconds=1), NOW + timedelta(seconds=3))
        assert [token.id for token in deleted_tokens.all_of(store, 1)] == [ids[3], ids[2], ids[1]]

    def test_is_for_everybody(self, store: Database) -> None:
        """What another user deleted is let go as well; each sees only what is theirs."""
        mine, his = add(store), add(store, user_id=2)
        delete(store, mine)
        delete(store, his, user_id=2)
        assert [token.id for token in deleted_tokens.all_of(store, 2)] == [his]
        assert housekeeping.any_deleted(store)
        with store.transaction():
            deleted_tokens.keep_only(store, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2))
        assert not housekeeping.any_deleted(store)

    def test_goes_with_its_user(self, store: Database) -> None:
        """Tokens live and die with the user, deleted ones too."""
        delete(store, add(store))
        with store.transaction():
            store.connection.execute("DELETE FROM accounts WHERE id = 1")
        assert not housekeeping.any_deleted(store)
