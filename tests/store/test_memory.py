"""What is remembered of the store is never older than the store."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from pat_tui.domain.errors import StoreError
from pat_tui.store import accounts
from pat_tui.store.database import Database
from pat_tui.store.memory import Memory
from pat_tui.wiring import Services


@pytest.fixture
def other(services: Services) -> Iterator[Database]:
    """The same store as another program has it open."""
    database = Database(services.settings.store, durable=False)
    yield database
    database.close()


@pytest.fixture
def name(services: Services) -> Callable[[], str]:
    """Gives the name of the first account, and notes each real read in its `reads`."""
    database = services.context.database
    memory = Memory(database)

    def read() -> str:
        recalled.reads += 1  # type: ignore[attr-defined]
        found = accounts.by_id(database, 1)
        assert found is not None
        return found.name

    def recalled() -> str:
        return memory.recall("name", read)

    recalled.reads = 0  # type: ignore[attr-defined]
    return recalled


def rename(database: Database, text: str) -> None:
    """Change the name of the first account."""
    with database.transaction():
        database.update("accounts", 1, {"name": text})


def test_reads_once_while_nothing_changes(name: Callable[[], str]) -> None:
    """The second time nothing is read."""
    assert [name(), name()] == ["Mona Lisa"] * 2
    assert name.reads == 1  # type: ignore[attr-defined]


def test_a_change_of_another_program_counts_at_once(name: Callable[[], str], other: Database) -> None:
    """Round after round, what is recalled is what the other has just committed."""
    for number in range(50):
        rename(other, f"name {number}")
        assert name() == f"name {number}"


def test_a_change_that_is_not_committed_does_not_count(name: Callable[[], str], other: Database) -> None:
    """Before the commit the old holds, after it the new."""
    assert name() == "Mona Lisa"
    with other.transaction():
        other.update("accounts", 1, {"name": "Other"})
        assert name() == "Mona Lisa"
    assert name() == "Other"


def test_a_change_by_the_same_connection_counts_at_once(name: Callable[[], str], services: Services) -> None:
    """For those SQLite gives no new version of the data."""
    assert name() == "Mona Lisa"
    rename(services.context.database, "Own")
    assert name() == "Own"


def test_what_was_rolled_back_is_not_remembered(name: Callable[[], str], services: Services) -> None:
    """Inside a transaction its own changes are seen; when it fails they never were."""
    database = services.context.database
    with suppress(ZeroDivisionError), database.transaction():
        database.update("accounts", 1, {"name": "Never"})
        assert name() == "Never"
        raise ZeroDivisionError
    assert name() == "Mona Lisa"


def test_a_change_by_another_thread_counts_at_once(name: Callable[[], str], services: Services) -> None:
    """Each thread has a connection of its own, and the memory of one does not outlive what another does."""
    assert name() == "Mona Lisa"
    thread = threading.Thread(target=rename, args=(services.context.database, "Thread"))
    thread.start()
    thread.join()
    assert name() == "Thread"


def test_a_change_between_look_and_read_is_not_kept_as_old(services: Services, other: Database) -> None:
    """What is read late may be newer than the look, never older."""
    memory, database = Memory(services.context.database), services.context.database

    def late() -> str:
        found = accounts.by_id(database, 1)
        rename(other, "Meanwhile")
        assert found is not None
        return found.name

    assert memory.recall("name", late) == "Mona Lisa"
    assert memory.recall("name", lambda: "read again") == "read again"


def test_what_is_not_to_be_kept_is_read_again(services: Services) -> None:
    """As `keeps` says."""
    memory, answers = Memory(services.context.database), iter([None, 7, 8])
    found = [memory.recall("key", lambda: next(answers), lambda value: value is not None) for _time in range(3)]
    assert found == [None, 7, 7]


def test_is_bounded(services: Services) -> None:
    """Where it is full, it begins anew."""
    memory, reads = Memory(services.context.database, most=2), list[int]()
    for number in (1, 2, 3, 1):
        memory.recall(number, lambda number=number: reads.append(number))  # type: ignore[misc]
    assert reads == [1, 2, 3, 1]


def test_a_store_in_trouble_is_told(name: Callable[[], str], services: Services) -> None:
    """As by any other read."""
    assert name() == "Mona Lisa"
    store = services.settings.store
    services.context.database.close()
    store.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError):
        name()
