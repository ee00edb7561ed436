"""What was read of the store, kept for as long as nobody changes the store.

Asking SQLite whether anything has changed costs a third of one read by an index, and a decision takes up to nine of
those. What is recalled is as true as what is read: a change of any other program counts from its commit on, a change of
this thread's own connection at once.
"""

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from pat_tui.store.database import Database

_MOST = 4096

_Value = TypeVar("_Value")


class Memory:
    """Values that were made of rows, each by a key of its own. Every thread has its own, as it has its connection."""

    def __init__(self, database: Database, most: int = _MOST) -> None:
        """Of DATABASE; where there are MOST values already, they are forgotten before the next one is kept."""
        self._database = database
        self._most = most
        self._local = threading.local()

    def recall(
        self, key: Hashable, read: Callable[[], _Value], keeps: Callable[[_Value], bool] = lambda _: True
    ) -> _Value:
        """What READ gave for KEY since the store has last changed, or gives now; immutable. Raises StoreError.

        What KEEPS says no to is not kept: for what depends on more than the store, such as the time.
        """
        version = self._database.data_version()  # before the read: what changes meanwhile counts at the next recall
        connection = self._database.connection
        if connection.in_transaction:  # what is seen now may be rolled back
            return read()
        stamp = version, connection.total_changes
        values = self._values(stamp)
        if key in values:
            return cast(_Value, values[key])
        value = read()
        if keeps(value):
            if len(values) >= self._most:
                values.clear()
            values[key] = value
        return value

    def _values(self, stamp: tuple[int, int]) -> dict[Hashable, object]:
        if getattr(self._local, "stamp", None) != stamp:
            self._local.stamp, self._local.values = stamp, {}
        values: dict[Hashable, object] = self._local.values
        return values
