"""Breaking a use case off at every point, and killing it after every statement: what it leaves is a whole store."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pat_tui.domain.errors import StoreError
from pat_tui.store.database import Database
from pat_tui.wiring import Services

STORE_FILES = ("store.db", "store.db-wal")


def dump(services: Services) -> list[str]:
    """The whole store as SQL."""
    return list(services.context.database.connection.iterdump())


def dump_without_handler(services: Services) -> list[str]:
    """The whole store as SQL, read while the connection is made to fail no more."""
    services.context.database.connection.set_progress_handler(None, 0)
    return dump(services)


@contextmanager
def interrupted(services: Services, instruction: int) -> Iterator[None]:
    """Let SQLite fail once, at that instruction of its machine, up to the commit: what fails later, is done."""
    passed = 0

    def stop() -> int:
        nonlocal passed
        passed += 1
        return int(passed == instruction)

    connection = services.context.database.connection

    def end_with_the_commit(statement: str) -> None:
        if statement == "COMMIT":
            connection.set_progress_handler(None, 0)

    connection.set_trace_callback(end_with_the_commit)
    connection.set_progress_handler(stop, 1)
    try:
        yield
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 0)


def failures_without_a_trace(services: Services, act: Callable[[], object], step: int) -> int:
    """Let ACT fail at every STEPth instruction until it is through; how often it left the store as it was.

    What ACT reads only once in a process must have been read.
    """
    before = dump(services)
    failures, instruction = 0, 1
    while dump(services) == before:
        with interrupted(services, instruction):
            try:
                act()
            except StoreError:
                failures += 1
                assert dump_without_handler(services) == before
        assert not services.context.database.connection.in_transaction
        instruction += step
    return failures


def stores_after_kills(services: Services, folder: Path, act: Callable[[], object]) -> list[Path]:
    """Do ACT; the stores that a kill after each of its statements leaves, and last the one after it, below FOLDER.

    Each has been found whole, and to hold what there was before or what there is after.
    """
    store = services.settings.store
    before = content(store, folder / "before")
    killed: list[Path] = []

    def note(_statement: str) -> None:
        place = folder / f"killed-{len(killed)}"
        place.mkdir()
        for name in STORE_FILES:
            shutil.copy(store.with_name(name), place)
        killed.append(place)

    connection = services.context.database.connection
    connection.set_trace_callback(note)
    try:
        act()
    finally:
        connection.set_trace_callback(None)
    after = content(store, folder / "after")
    found = [content(place / "store.db", place / "copy") for place in killed]
    assert after != before
    assert all(one in (before, after) for one in found)
    assert found[0] == before
    return [*(place / "copy" / "store.db" for place in killed), folder / "after" / "store.db"]


def content(store: Path, copy: Path) -> list[str]:
    """What STORE holds, as SQL, read as a new start finds it after a kill. It is COPY that is opened."""
    copy.mkdir()
    for name in STORE_FILES:
        shutil.copy(store.with_name(name), copy)
    with closing(Database(copy / "store.db")) as database:
        assert [tuple(row) for row in database.rows("PRAGMA integrity_check")] == [("ok",)]
        assert database.rows("PRAGMA foreign_key_check") == []
        return list(database.connection.iterdump())
