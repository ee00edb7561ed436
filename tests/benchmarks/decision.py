"""How long the gateway takes to decide on a request, beside one read of the same store by an index.

The decision is all between the headers and the answer's first word: the credential, the endpoint, the one decision. It
is taken over a store at rest, and again with another program's change before each request: nothing that was remembered
may count then, neither here nor in SQLite, whose read after a change is what that is compared with. A round is some
hundred requests of each kind. Targets: 8 times a read at rest, 25 times after a change.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pat_tui.domain.authorization import Allowed
from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import Secret, hash_of
from pat_tui.gateway.gatekeeper import Gatekeeper, Refused
from pat_tui.gateway.throttle import Throttle
from pat_tui.services.access import Access
from pat_tui.store.database import Database
from tests.benchmarks.gateway_worlds import measured_world
from tests.benchmarks.harness import Series, report, rotated, rounds
from tests.gateway.worlds import World

TOKENS = 20_000
REQUESTS = 200
AT_REST, CHANGED = 8.0, 25.0
READ = "SELECT * FROM fine_grained_tokens WHERE secret_hash = ?"
CHANGE = "UPDATE accounts SET name = hex(randomblob(8)) WHERE id = 1"
"""What SQLite takes for a change: it writes nothing where the values stay."""


def main() -> int:
    """Measure, print, and return 1 where a target is missed."""
    count = rounds(__doc__, 41)
    with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as folder:
        return 0 if report(f"{REQUESTS} decisions, against {REQUESTS} reads", measure(Path(folder), count)) else 1


def measure(folder: Path, count: int, tokens: int = TOKENS, requests: int = REQUESTS) -> list[Series]:
    """COUNT rounds of REQUESTS each."""
    with _opened(folder, tokens) as desk:
        kinds = _kinds(desk)
        bare, bare_changed = Series("indexed read"), Series("indexed read, changed")
        rest = {label: Series(label, AT_REST) for label in kinds}
        changed = {label: Series(f"{label}, changed", CHANGED) for label in kinds}
        for round_number in range(-2, count):  # the first two are not counted
            times = {}
            for label in rotated(["", *kinds], round_number):
                times[label] = _time_of(kinds.get(label, desk.read), requests)
            after = {}
            for label in rotated(["", *kinds], round_number):
                after[label] = _time_of(kinds.get(label, desk.read), requests, desk.change)
            if round_number >= 0:
                bare.add(times[""])
                bare_changed.add(after[""], times[""])
                for label in kinds:
                    rest[label].add(times[label], times[""])
                    changed[label].add(after[label], after[""])
        return [bare, *rest.values(), bare_changed, *changed.values()]


@dataclass(frozen=True)
class _Desk:
    """Where requests are decided on, and what they are compared with."""

    world: World
    access: Access
    gatekeeper: Gatekeeper
    reader: sqlite3.Connection
    writer: sqlite3.Connection
    known: bytes
    """The hash of a token."""

    def read(self) -> None:
        """The yardstick."""
        assert self.reader.execute(READ, (self.known,)).fetchone() is not None

    def change(self) -> None:
        """What another program does to the store."""
        self.writer.execute(CHANGE)

    def request(self, secret: Secret, path: str) -> Callable[[], None]:
        """Decides on `GET` PATH with SECRET, as the gateway does for a request of the API."""
        headers = [(b"host", b"localhost"), (b"authorization", b"Bearer " + secret.reveal().encode())]

        def decide() -> None:
            admitted = self.gatekeeper.admit(headers, "127.0.0.1")
            assert not isinstance(admitted, Refused)
            decision, _resource = self.access.judge(admitted, self.access.routes.match("GET", path))
            assert isinstance(decision, Allowed)

        return decide


@contextmanager
def _opened(folder: Path, tokens: int) -> Iterator[_Desk]:
    with measured_world(folder, tokens) as world:
        store = world.services.settings.store
        known = hash_of(world.fine_grained(name="known"))
        database = Database(store)
        reader, writer = (sqlite3.connect(store, isolation_level=None) for _each in range(2))
        with closing(database), closing(reader), closing(writer):
            writer.execute("PRAGMA synchronous = OFF")
            access = Access(database, world.config.clock)
            yield _Desk(world, access, Gatekeeper(access, Throttle()), reader, writer, known)


def _kinds(desk: _Desk) -> dict[str, Callable[[], None]]:
    """What is asked for: cheap and dear."""
    reading = {"contents": Level.READ, "issues": Level.READ}
    own = desk.world.fine_grained(name="own", permissions=reading)
    labs = desk.world.fine_grained(name="labs", owner="octo-labs", permissions=reading)
    return {
        "GET /user": desk.request(desk.world.classic("repo", "read:user"), "/user"),
        "own repository": desk.request(own, "/repos/mona/notes/issues"),
        "organization's": desk.request(labs, "/repos/octo-labs/lab/issues"),
    }


def _time_of(once: Callable[[], None], times: int, before: Callable[[], None] | None = None) -> float:
    """Seconds that ONCE takes, done TIMES times; what is to happen BEFORE each does not count."""
    total = 0.0
    if before is None:
        started = time.perf_counter()
        for _time in range(times):
            once()
        return time.perf_counter() - started
    for _time in range(times):
        before()
        started = time.perf_counter()
        once()
        total += time.perf_counter() - started
    return total


if __name__ == "__main__":
    sys.exit(main())
