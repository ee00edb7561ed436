"""The chain of the security log: every entry is sealed with a key, to the entry before it.

A seal is an HMAC-SHA-256 over the mac of the entry before, the entry's number and its canonical bytes. Numbers count
from 1 without a gap. Whoever lacks the key can neither change an entry nor make one that fits; and what is taken out
leaves its neighbours without each other. `examine` names the first place at which something is wrong.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

RESTORE = "store.restore"
"""The action of an entry that says: the store was put back to a copy, and the log lost entries by it."""
LOST = "lost_entries"
"""The field of such an entry with the first and the last number that it lost, as `4-5`."""

START = bytes(32)
"""What stands for the mac before the first entry."""


class SealedEntry(NamedTuple):
    """An entry as the store keeps it, letter by letter."""

    number: int
    created_at: str
    action: str
    actor_id: int
    actor: str
    user_id: int | None
    org_id: int | None
    fields: str
    """JSON, as it was written."""
    key_id: str | None
    """Which key sealed it; None for one that was never sealed."""
    mac: bytes | None


class Fault(StrEnum):
    """What can be wrong with an entry, or with the place where it should be."""

    EDITED = "edited"
    DROPPED = "dropped"
    INSERTED = "inserted"
    MOVED = "moved"
    REPLACED = "replaced"
    """The chain is whole, but it is not the one whose head was recorded."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong."""

    fault: Fault
    number: int
    """The place in the log, counted from 1."""
    until: int | None = None
    """Of entries that were dropped: the last one."""
    moved_to: int | None = None
    """Of an entry that was moved: the place where it stands now."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an examination has come to."""

    entries: int
    """How many entries of the chain are whole, from the first one on."""
    finding: Finding | None = None
    unchecked: tuple[int, int] | None = None
    """The first and the last entry that another key has sealed: nothing can be said of those in between that it did."""
    sealed_afterwards: int = 0
    """How many entries are older than the chain: it proves only that they have not changed since it began."""
    recorded_head: int | None = None
    """The number of the last entry that was recorded outside the store; None where nothing is."""
    earlier: int = 0
    """How many entries another log had that was in this place before, and is gone as a whole."""
    restored: tuple[tuple[int, int], ...] = ()
    """The first and the last number of each gap that the sealed entry behind it explains: a copy was restored."""
    is_begun: bool = True
    """Whether there is a chain at all. Without one, the next event begins it."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong, and nothing had to be left unchecked."""
        return self.finding is None and self.unchecked is None and not self.earlier


class Head(NamedTuple):
    """The last entry of a log that is known to have been committed, as it was recorded outside the store."""

    number: int
    mac: bytes
    earlier: int = 0
    """How many entries another log had that was here before this one, and is gone as a whole."""


def seal(
    key: bytes, before: bytes, entry: SealedEntry, number: int | None = None, *, afterwards: bool = False
) -> bytes:
    """The mac of ENTRY, at place NUMBER if it is another than its own, after an entry whose mac is BEFORE.

    AFTERWARDS marks an entry that was there before the chain.
    """
    from hmac import digest

    values = [entry.number if number is None else number, *entry[1:8]]
    mark = b"pat-tui security log, sealed afterwards\0" if afterwards else b"pat-tui security log\0"
    return digest(key, mark + before + json.dumps(values, separators=(",", ":")).encode("ascii"), "sha256")


def key_id(key: bytes) -> str:
    """What KEY is called; it tells nothing about the key."""
    from hmac import digest

    return digest(key, b"pat-tui key id", "sha256")[:8].hex()


Read = Callable[[], Iterable[SealedEntry]]
"""Reads every entry, by number. May be called several times."""


def examine(key: bytes, read: Read, head: Head | None) -> Verdict:
    """Look through the log from its start. HEAD was recorded before READ is called.

    The last entries may be newer than HEAD: it is written after them, and a crash in between leaves it behind.
    """
    return _Examination(key, read, head).verdict()


class _Examination:
    """One walk along the chain, and the search for what is wrong where it breaks."""

    def __init__(self, key: bytes, read: Read, head: Head | None) -> None:
        self._key, self._read, self._head = key, read, head
        self._key_id = key_id(key)
        self._before, self._next = START, 1
        self._afterwards = 0
        self._unchecked: tuple[int, int] | None = None
        self._restored: list[tuple[int, int]] = []

    def verdict(self) -> Verdict:
        """Walk to the end, or to the first break."""
        finding = None
        for entry in self._read():
            if (finding := self._step(entry)) is not None:
                break
        else:
            finding = self._end()
        head = self._head
        return Verdict(
            self._next - 1 - sum(last - first + 1 for first, last in self._restored),
            finding,
            self._unchecked,
            self._afterwards,
            head.number if head else None,
            head.earlier if head else 0,
            tuple(self._restored),
        )

    def _step(self, entry: SealedEntry) -> Finding | None:
        """Take ENTRY as the next one of the chain, or say what is wrong there."""
        if entry.number != self._next:
            if not self._is_explained(entry):
                return self._explain(entry)
            self._restored.append((self._next, entry.number - 1))
        if entry.mac is not None and entry.key_id not in (None, self._key_id) and not self._fits(entry):
            self._unchecked = (self._unchecked[0] if self._unchecked else entry.number, entry.number)
        elif entry.key_id != self._key_id:
            return Finding(Fault.EDITED, entry.number) if self._fits(entry) else self._explain(entry)
        elif not self._fits(entry):
            return self._explain(entry)
        if self._head and entry.number == self._head.number and entry.mac != self._head.mac:
            return Finding(Fault.REPLACED, entry.number)
        self._before, self._next = entry.mac or START, entry.number + 1
        return None

    def _is_explained(self, entry: SealedEntry) -> bool:
        """Whether ENTRY, which stands behind a gap, says that a restore has left just this one. It has to be sealed."""
        if entry.action != RESTORE or entry.key_id != self._key_id or not self._fits(entry):
            return False
        lost = json.loads(entry.fields).get(LOST)
        return bool(lost == f"{self._next}-{entry.number - 1}")

    def _end(self) -> Finding | None:
        if self._head is not None and self._head.number >= self._next:
            return Finding(Fault.DROPPED, self._next, until=self._head.number)
        return None

    def _fits(self, entry: SealedEntry) -> bool:
        if entry.mac == seal(self._key, self._before, entry):
            return True
        is_older = self._afterwards == self._next - 1
        if is_older and entry.mac == seal(self._key, self._before, entry, afterwards=True):
            self._afterwards += 1
            return True
        return False

    def _explain(self, entry: SealedEntry) -> Finding:
        """What happened at the place where ENTRY was found, and does not belong."""
        place = self._next
        if entry.number < place:
            return Finding(Fault.INSERTED, entry.number)
        true_one = self._find(lambda other: self._is(other, self._before, place))
        if entry.number > place:
            if true_one is not None:
                return Finding(Fault.MOVED, place, moved_to=true_one.number)
            return Finding(Fault.DROPPED, place, until=entry.number - 1)
        if true_one is not None:
            if self._is_from_elsewhere(entry):
                return Finding(Fault.MOVED, place, moved_to=true_one.number)
            return Finding(Fault.INSERTED, place)
        return self._without_the_true_one(entry, place)

    def _without_the_true_one(self, entry: SealedEntry, place: int) -> Finding:
        """The entry of PLACE is nowhere as it was: it was edited, or it was dropped and the others have moved up."""
        follower = self._find(lambda other: other.number == place + 1)
        before = entry.mac or START
        if follower is not None:
            is_shifted = not self._is(follower, before, place + 1) and self._is(follower, before, place + 2)
            return Finding(Fault.DROPPED if is_shifted else Fault.EDITED, place, until=place if is_shifted else None)
        head = self._head
        if head is not None and head.number > place and head.mac == entry.mac:
            return Finding(Fault.DROPPED, place, until=place)
        if head is not None and head.number < place:
            return Finding(Fault.INSERTED, place)
        return Finding(Fault.EDITED, place)

    def _is_from_elsewhere(self, entry: SealedEntry) -> bool:
        """Whether ENTRY was sealed for another place, and is not there a second time."""
        twin = self._find(lambda other: other.mac == entry.mac and other.number != entry.number)
        if twin is not None:
            return False

        def came_before(other: SealedEntry) -> bool:
            # Where entries have moved up or down by one, so has the number that the entry was sealed for.
            places = (other.number + 1, other.number, entry.number + 1)
            return any(self._is(entry, other.mac or START, place) for place in places)

        return self._is(entry, START, 1) or self._find(came_before) is not None

    def _is(self, entry: SealedEntry, before: bytes, number: int) -> bool:
        """Whether ENTRY was sealed for place NUMBER, after BEFORE."""
        kinds = (False, True) if self._afterwards >= self._next - 1 else (False,)
        return any(entry.mac == seal(self._key, before, entry, number, afterwards=kind) for kind in kinds)

    def _find(self, holds: Callable[[SealedEntry], bool]) -> SealedEntry | None:
        return next(filter(holds, self._read()), None)
