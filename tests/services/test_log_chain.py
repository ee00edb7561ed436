"""The chain of the security log: whatever is done to the stored rows is found, and the first one is named."""

import multiprocessing
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.errors import InvalidInput, StoreError
from pat_tui.domain.log_chain import Fault, Finding, Verdict
from pat_tui.services.security_log import SecurityLog
from pat_tui.services.tokens import Tokens
from pat_tui.settings import Settings
from pat_tui.store import events
from pat_tui.store.database import Database
from pat_tui.store.log_key import KEY_BYTES, KeyFile
from pat_tui.wiring import Services, build
from tests.worlds import NOW, FixedClock, draft, make_services, seeded_random, user

ENTRIES = 9


@pytest.fixture
def key_path(tmp_path: Path) -> Path:
    """Where the key lies in these tests."""
    return tmp_path / "keys" / "log.key"


@pytest.fixture
def log(services: Services, key_path: Path) -> Iterator[Services]:
    """The small world with a key in a file, and nothing noted yet."""
    with opened(services.settings.store, key_path) as found:
        yield found


def opened(store: Path, key_path: Path, seed: int = 0) -> Services:
    """The store at STORE, with its key at KEY_PATH."""
    settings = Settings(store=store, log=store.with_name("crash.log"), log_key=key_path, acting="mona")
    return build(settings, clock=FixedClock(), random_string=seeded_random(seed))


def note(services: Services, number: int = 1, name: str = "event") -> None:
    """Note NUMBER events, one a transaction."""
    context = services.context
    for index in range(number):
        with context.database.transaction():
            at = NOW + timedelta(minutes=index)
            events.add(context.database, f"test.{name}", context.acting, at, {"user": "mona", "n": index})


def verdict(services: Services) -> Verdict:
    """What the examination says."""
    return SecurityLog(services.context).verify()


def finding(services: Services) -> Finding:
    """What is wrong."""
    found = verdict(services).finding
    assert found is not None
    return found


def tamper(services: Services, *statements: str) -> None:
    """Change the store behind the program's back."""
    with closing(sqlite3.connect(services.settings.store)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


class TestWholeChain:
    def test_is_whole(self, log: Services) -> None:
        """What the program itself writes is in order, from the first entry to the recorded head."""
        note(log, ENTRIES)
        assert verdict(log) == Verdict(ENTRIES, recorded_head=ENTRIES)

    def test_goes_on_in_another_process(self, log: Services, key_path: Path) -> None:
        """A store that is closed and opened again goes on with the chain."""
        note(log, 2)
        with opened(log.settings.store, key_path) as again:
            note(again, 2)
            assert verdict(again) == Verdict(4, recorded_head=4)

    def test_several_events_of_one_transaction(self, log: Services) -> None:
        """A use case that notes two events seals both."""
        log.tokens.generate(draft("ci", owner="globex"))
        assert verdict(log).entries == 3
        assert verdict(log).is_whole

    def test_that_has_not_begun(self, log: Services, key_path: Path) -> None:
        """A log without any entry needs no key, and is not called broken."""
        assert verdict(log) == Verdict(0, is_begun=False)
        assert not key_path.exists()

    def test_names_the_subjects(self, log: Services) -> None:
        """User and organization are kept by id beside their logins."""
        log.organizations.set_member("octo-labs", "mona", log.organizations.members("octo-labs")[0].role)
        log.tokens.generate(draft("ci", owner="globex"))
        database = log.context.database
        expected = (user(database, "mona").id, user(database, "globex").id)
        assert {tuple(row) for row in database.rows("SELECT user_id, org_id FROM events")} == {expected}

    def test_rolled_back_leaves_nothing(self, log: Services, key_path: Path) -> None:
        """An act that fails after its event leaves neither the entry nor a head that knows of it."""
        note(log, 1)
        with suppress(ZeroDivisionError), log.context.database.transaction():
            events.add(log.context.database, "test.event", log.acting, NOW, {})
            raise ZeroDivisionError
        assert verdict(log) == Verdict(1, recorded_head=1)
        note(log, 1)
        assert verdict(log) == Verdict(2, recorded_head=2)


EDITS = (
    "created_at = '2020-01-01T00:00:00Z'",
    "action = 'test.harmless'",
    "actor_id = actor_id + 1",
    "actor = 'hubot'",
    "user_id = NULL",
    "org_id = 1",
    "fields = '{}'",
    "fields = fields || ' '",
    "key_id = NULL",
    "mac = zeroblob(32)",
    "mac = NULL",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of ENTRIES entries, its key and its head; to be copied."""
    folder = tmp_path_factory.mktemp("whole")
    with make_services(folder) as services:
        store = services.settings.store
    with opened(store, folder / "log.key") as services:
        note(services, ENTRIES)
    return folder


@pytest.fixture(scope="module")
def examine(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Verdict]:
    """Do statements to a copy of that store, in its place, and examine it."""
    aside = tmp_path_factory.mktemp("aside") / "store.db"
    shutil.copy(whole / "store.db", aside)

    def run(*statements: str) -> Verdict:
        shutil.copy(aside, whole / "store.db")
        with opened(whole / "store.db", whole / "log.key") as services:
            tamper(services, *statements)
            return verdict(services)

    return run


PLACES = st.integers(1, ENTRIES)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def shift(first: int, last: int, by: int) -> list[str]:
    """Statements that move the rows from FIRST to LAST by BY, through numbers that nobody has."""
    return [
        f"UPDATE events SET id = id + 1000 WHERE id BETWEEN {first} AND {last}",
        f"UPDATE events SET id = id - 1000 + ({by}) WHERE id > 1000",
    ]


class TestAnySingleChange:
    @FEW
    @given(place=PLACES, edit=st.sampled_from(EDITS))
    def test_edit(self, examine: Callable[..., Verdict], place: int, edit: str) -> None:
        """Whatever is changed of an entry, that entry is named as edited."""
        assert examine(f"UPDATE events SET {edit} WHERE id = {place}").finding == Finding(Fault.EDITED, place)

    @FEW
    @given(place=PLACES, count=st.integers(1, 3))
    def test_drop(self, examine: Callable[..., Verdict], place: int, count: int) -> None:
        """Entries that are missing are named, at the end of the log too."""
        last = min(place + count - 1, ENTRIES)
        found = examine(f"DELETE FROM events WHERE id BETWEEN {place} AND {last}").finding
        assert found == Finding(Fault.DROPPED, place, until=last)

    @FEW
    @given(place=PLACES)
    def test_drop_where_the_others_move_up(self, examine: Callable[..., Verdict], place: int) -> None:
        """An entry that is missing without a gap in the numbers is named."""
        found = examine(f"DELETE FROM events WHERE id = {place}", *shift(place + 1, ENTRIES, -1)).finding
        assert found is not None
        assert (found.fault, found.number) == (Fault.DROPPED, place)

    @FEW
    @given(place=st.integers(-2, ENTRIES + 1), model=PLACES, is_copy=st.booleans())
    def test_insert(self, examine: Callable[..., Verdict], place: int, model: int, is_copy: bool) -> None:
        """An entry that somebody made, or a copy of another one, is named where it stands."""
        columns = "created_at, action, actor_id, actor, user_id, org_id, fields, key_id, mac"
        made = columns if is_copy else columns.replace("fields", "'{\"n\": 99}'").replace(", mac", ", randomblob(32)")
        make = f"INSERT INTO events (id, {columns}) SELECT 500, {made} FROM events WHERE id = {model}"
        found = examine(
            make,
            *(shift(place, ENTRIES, 1)[:1] if place > 0 else []),
            f"UPDATE events SET id = {place} WHERE id = 500",
            "UPDATE events SET id = id - 1000 + 1 WHERE id > 1000",
        ).finding
        expected = place + 1 if is_copy and model == place else place
        assert found == Finding(Fault.INSERTED, expected)

    @FEW
    @given(places=st.tuples(PLACES, PLACES).filter(lambda pair: pair[0] != pair[1]))
    def test_move(self, examine: Callable[..., Verdict], places: tuple[int, int]) -> None:
        """An entry in another place, the ones between shifted, is found at the first place that changed."""
        source, target = places
        between = (source + 1, target, -1) if source < target else (target, source - 1, 1)
        found = examine(
            f"UPDATE events SET id = 500 WHERE id = {source}",
            *shift(*between),
            f"UPDATE events SET id = {target} WHERE id = 500",
        ).finding
        assert found is not None
        assert (found.fault, found.number) == (Fault.MOVED, min(places))

    @FEW
    @given(places=st.tuples(PLACES, PLACES).filter(lambda pair: pair[0] != pair[1]))
    def test_swap(self, examine: Callable[..., Verdict], places: tuple[int, int]) -> None:
        """Two entries in each other's place are found at the first, and where it is now is told."""
        one, other = sorted(places)
        found = examine(
            f"UPDATE events SET id = 500 WHERE id = {one}",
            f"UPDATE events SET id = {one} WHERE id = {other}",
            f"UPDATE events SET id = {other} WHERE id = 500",
        ).finding
        assert found == Finding(Fault.MOVED, one, moved_to=other)

    def test_moved_behind_the_end(self, examine: Callable[..., Verdict]) -> None:
        """An entry that went to a number nobody has is found, and where it is."""
        assert examine("UPDATE events SET id = 77 WHERE id = 4").finding == Finding(Fault.MOVED, 4, moved_to=77)

    def test_all_gone(self, examine: Callable[..., Verdict]) -> None:
        """An emptied log is noticed."""
        assert examine("DELETE FROM events").finding == Finding(Fault.DROPPED, 1, until=ENTRIES)

    def test_all_seals_gone(self, examine: Callable[..., Verdict]) -> None:
        """A log without seals is not taken for one that never had any."""
        found = examine("UPDATE events SET mac = NULL, key_id = NULL")
        assert found.finding == Finding(Fault.EDITED, 1)


class TestEnd:
    def test_that_was_cut_stays_a_gap(self, log: Services) -> None:
        """What is noted after entries were cut off does not fill their places."""
        note(log, 5)
        tamper(log, "DELETE FROM events WHERE id > 3")
        note(log, 4)
        assert finding(log) == Finding(Fault.DROPPED, 4, until=5)
        assert log.context.database.row("SELECT max(id) FROM events")[0] == 9  # type: ignore[index]

    def test_head_may_lie_behind(self, log: Services, key_path: Path) -> None:
        """A crash between commit and head leaves an older head: no alarm, and the next entry makes it good."""
        note(log, 3)
        (head,) = Path(f"{key_path}.heads").iterdir()
        kept = head.read_bytes()
        note(log, 2)
        head.write_bytes(kept)
        assert verdict(log) == Verdict(5, recorded_head=3)
        note(log, 1)
        assert verdict(log) == Verdict(6, recorded_head=6)

    def test_without_a_head_is_not_watched(self, log: Services, key_path: Path) -> None:
        """Where no head is known the verdict says so, in place of an alarm."""
        note(log, 3)
        shutil.rmtree(f"{key_path}.heads")
        assert verdict(log) == Verdict(3, recorded_head=None)
        note(log, 1)
        assert verdict(log) == Verdict(4, recorded_head=4)

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"number": 1}', b'{"number": "x", "mac": "zz"}', b"\xff"])
    def test_damaged_head_counts_as_none(self, log: Services, key_path: Path, content: bytes) -> None:
        """A head that cannot be read is none."""
        note(log, 3)
        (head,) = Path(f"{key_path}.heads").iterdir()
        head.write_bytes(content)
        assert verdict(log) == Verdict(3, recorded_head=None)

    def test_of_another_log_with_the_same_key(self, log: Services, key_path: Path, tmp_path: Path) -> None:
        """A whole log of another store, put in place of this one, does not fit the head."""
        note(log, 4)
        folder = tmp_path / "other"
        folder.mkdir()
        with make_services(folder) as other:
            store = other.settings.store
        with opened(store, key_path) as other:
            note(other, 6, "other")
        tamper(
            log,
            f"ATTACH '{store}' AS other",
            "DELETE FROM events",
            "INSERT INTO events SELECT * FROM other.events",
        )
        assert finding(log) == Finding(Fault.REPLACED, 4)
        note(log, 2)
        assert finding(log) == Finding(Fault.REPLACED, 4)

    def test_of_a_store_that_was_made_anew(self, log: Services, key_path: Path) -> None:
        """A new log in the place of an old one is told, until the record of the old one is taken away."""
        note(log, 4)
        tamper(log, "DELETE FROM events")
        note(log, 2)
        assert verdict(log) == Verdict(2, recorded_head=2, earlier=4)
        assert not verdict(log).is_whole
        head = SecurityLog(log.context).head_file()
        assert head is not None
        os.unlink(head)
        assert verdict(log).is_whole

    def test_heads_of_two_stores_do_not_mix(self, log: Services, key_path: Path, tmp_path: Path) -> None:
        """A copy of the store elsewhere goes on by itself, with the same key."""
        note(log, 3)
        copy = tmp_path / "copy.db"
        with closing(sqlite3.connect(copy)) as target:
            log.context.database.connection.backup(target)
        with opened(copy, key_path) as other:
            note(other, 2)
            assert verdict(other) == Verdict(5, recorded_head=5)
        note(log, 1)
        assert verdict(log) == Verdict(4, recorded_head=4)

    def test_head_that_cannot_be_written_stops_nothing(self, log: Services, key_path: Path) -> None:
        """Where the head cannot be kept, the act is done all the same."""
        note(log, 1)
        shutil.rmtree(f"{key_path}.heads")
        Path(f"{key_path}.heads").write_text("in the way")
        note(log, 1)
        assert verdict(log) == Verdict(2, recorded_head=None)


class TestKey:
    def test_is_made_on_first_need(self, log: Services, key_path: Path) -> None:
        """32 bytes, for its owner only, in a folder of its own; nothing else is left behind."""
        assert not key_path.parent.exists()
        note(log, 1)
        assert stat.S_IMODE(key_path.stat().st_mode) == 0o600
        assert stat.S_IMODE(key_path.parent.stat().st_mode) == 0o700
        assert len(key_path.read_bytes()) == KEY_BYTES
        assert sorted(os.listdir(key_path.parent)) == ["log.key", "log.key.heads"]
        (head,) = Path(f"{key_path}.heads").iterdir()
        assert stat.S_IMODE(head.stat().st_mode) == 0o600

    def test_is_not_in_the_store(self, log: Services, key_path: Path) -> None:
        """No file of the store holds the key."""
        note(log, 3)
        key = key_path.read_bytes()
        for path in log.settings.store.parent.glob("store.db*"):
            assert key not in path.read_bytes()
            assert key.hex().encode() not in path.read_bytes()

    def test_missing_is_a_clear_error(self, log: Services, key_path: Path) -> None:
        """Without the key nothing is examined, and nothing is done: the sentence says where it should be."""
        note(log, 1)
        key_path.unlink()
        with opened(log.settings.store, key_path) as again:
            with pytest.raises(StoreError, match=r"missing: .*log\.key\. Put it back.*new-key"):
                verdict(again)
            with pytest.raises(StoreError, match="missing"):
                again.tokens.generate(draft("ci"))
            assert again.tokens.count() == 0
            assert not key_path.exists()

    def test_of_a_wrong_size_is_refused(self, log: Services, key_path: Path) -> None:
        """A file that is no key is not taken for one."""
        note(log, 1)
        key_path.write_bytes(b"short")
        with opened(log.settings.store, key_path) as again, pytest.raises(StoreError, match="should hold 32 bytes"):
            verdict(again)

    def test_new_one_for_a_lost_one(self, log: Services, key_path: Path) -> None:
        """After a new key the log goes on; what the old one sealed cannot be checked, and the verdict says so."""
        note(log, 3)
        key_path.unlink()
        with opened(log.settings.store, key_path) as again:
            SecurityLog(again.context).new_key()
            note(again, 2)
            assert verdict(again) == Verdict(5, unchecked=(1, 3), recorded_head=5)
            assert not verdict(again).is_whole
            with pytest.raises(StoreError, match="already"):
                SecurityLog(again.context).new_key()
            tamper(again, "UPDATE events SET actor = 'hubot' WHERE id = 4")
            assert finding(again) == Finding(Fault.EDITED, 4)

    def test_disguise_as_another_keys_entry(self, log: Services) -> None:
        """An edited entry that claims to be of another key is not passed over in silence."""
        note(log, 4)
        tamper(log, "UPDATE events SET fields = '{}', key_id = 'ffffffffffffffff' WHERE id = 2")
        assert verdict(log).unchecked == (2, 2)
        tamper(log, "UPDATE events SET key_id = 'ffffffffffffffff' WHERE id = 3")
        assert finding(log) == Finding(Fault.EDITED, 3)

    def test_of_a_throw_away_store_is_in_memory(self, tmp_path: Path) -> None:
        """The demonstration has a chain that can be examined, and leaves no file."""
        settings = Settings(store=tmp_path / "x.db", log=tmp_path / "x.log", log_key=tmp_path / "log.key", demo=True)
        with build(settings) as services:
            assert verdict(services).is_whole
            assert verdict(services).entries > 50
            with pytest.raises(StoreError, match="of its own"):
                SecurityLog(services.context).new_key()
        assert os.listdir(tmp_path) == []

    def test_four_at_once_make_one(self, tmp_path: Path) -> None:
        """Processes that need the key at the same moment end with the same one."""
        path = tmp_path / "deep" / "log.key"
        with multiprocessing.get_context("spawn").Pool(4) as pool:
            keys = set(pool.map(_key, [path] * 8))
        assert len(keys) == 1
        assert os.listdir(path.parent) == ["log.key"]


def _key(path: Path) -> bytes:
    return KeyFile(path).key(make=True)


def _work(store: Path, key_path: Path, name: str) -> None:
    with opened(store, key_path, ord(name)) as services:
        for number in range(15):
            Tokens(services.context).generate(draft(f"{name}-{number}"))


def test_two_processes_share_the_chain(services: Services, key_path: Path) -> None:
    """Two processes that write at the same time make one chain; the head fits, wherever it stands."""
    store = services.settings.store
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_work, args=(store, key_path, name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    with opened(store, key_path) as again:
        found = verdict(again)
        assert (found.entries, found.is_whole) == (30, True)
        assert found.recorded_head is not None
        assert found.recorded_head <= 30


def test_kill_between_statements_leaves_it_whole(log: Services, key_path: Path, tmp_path: Path) -> None:
    """Whichever statement is the last, the chain of the files of that moment is whole, and fits head and key."""
    note(log, 2)
    store = log.settings.store
    moments: list[Path] = []

    def keep(_statement: str) -> None:
        folder = tmp_path / f"moment-{len(moments)}"
        shutil.copytree(key_path.parent, folder / "keys")
        for name in ("store.db", "store.db-wal"):
            shutil.copy(store.with_name(name), folder)
        moments.append(folder)

    log.context.database.connection.set_trace_callback(keep)
    log.tokens.generate(draft("ci", owner="globex"))
    log.context.database.connection.set_trace_callback(None)
    keep("")
    numbers = set()
    for folder in moments:
        for part in (folder / "keys" / "log.key.heads").iterdir():  # as that of the store's real place
            kept = KeyFile(folder / "keys" / "log.key").head_path(folder / "store.db")
            part.rename(kept)
        with opened(folder / "store.db", folder / "keys" / "log.key") as killed:
            assert verdict(killed).is_whole
            numbers.add((verdict(killed).entries, verdict(killed).recorded_head))
    assert numbers <= {(2, 2), (5, 2), (5, 5)}
    assert {(2, 2), (5, 5)} <= numbers


class TestOldEntries:
    def _older(self, services: Services) -> None:
        """Make the store one of before the chain, with three entries."""
        note(services, 3)
        with closing(sqlite3.connect(services.settings.store)) as connection:
            connection.executescript(
                """
                DROP INDEX events_by_user; DROP INDEX events_by_org; DROP INDEX fine_grained_tokens_by_idleness;
                DROP INDEX classic_tokens_by_idleness;
                ALTER TABLE events DROP COLUMN user_id; ALTER TABLE events DROP COLUMN org_id;
                ALTER TABLE events DROP COLUMN key_id; ALTER TABLE events DROP COLUMN mac;
                DELETE FROM _sqlite_migrations WHERE name = 'm006_log_chain';
                PRAGMA user_version = 3;
                """
            )

    def test_are_sealed_when_the_store_is_brought_up_to_date(self, services: Services, key_path: Path) -> None:
        """What was there before begins the chain, marked as older than it; subjects are looked up."""
        self._older(services)
        with opened(services.settings.store, key_path) as updated:
            assert verdict(updated) == Verdict(3, sealed_afterwards=3, recorded_head=3)
            note(updated, 2)
            assert verdict(updated) == Verdict(5, sealed_afterwards=3, recorded_head=5)
            mona = updated.acting.id
            assert {row[0] for row in updated.context.database.rows("SELECT user_id FROM events")} == {mona}
            tamper(updated, "UPDATE events SET actor = 'x' WHERE id = 2")
            assert finding(updated) == Finding(Fault.EDITED, 2)

    def test_are_sealed_with_the_next_entry_where_there_was_no_key(self, services: Services, key_path: Path) -> None:
        """Where no key could be made at the update, the log still opens, and the next entry begins the chain."""
        self._older(services)
        key_path.parent.write_text("in the way")
        with opened(services.settings.store, key_path) as updated:
            assert verdict(updated) == Verdict(0, is_begun=False)
            with pytest.raises(StoreError, match=r"cannot be used"):
                updated.tokens.generate(draft("ci"))
        key_path.parent.unlink()
        with opened(services.settings.store, key_path) as updated:
            note(updated, 1)
            assert verdict(updated) == Verdict(4, sealed_afterwards=3, recorded_head=4)

    @pytest.mark.parametrize("place", [1, 2, 3])
    def test_cannot_be_forged_afterwards(self, services: Services, key_path: Path, place: int) -> None:
        """Dropping one of them, or the first entries after them, is named as well."""
        self._older(services)
        with opened(services.settings.store, key_path) as updated:
            note(updated, 3)
            tamper(updated, f"DELETE FROM events WHERE id = {place}", *shift(place + 1, 6, -1))
            found = finding(updated)
            assert (found.fault, found.number) == (Fault.DROPPED, place)


def test_refused_acts_leave_no_entry(log: Services) -> None:
    """What a rule forbids is not in the log, and takes no number."""
    with pytest.raises(InvalidInput):
        log.tokens.generate(draft(""))
    log.tokens.generate(draft("ci"))
    assert verdict(log) == Verdict(1, recorded_head=1)


def test_actor_is_kept_as_it_was(log: Services) -> None:
    """The log keeps the actor's login of that time."""
    ghost = log.acting._replace(id=99, login="ghost")
    assert isinstance(ghost, Account)
    with log.context.database.transaction():
        events.add(log.context.database, "test.event", ghost, NOW, {})
    rows: list[Any] = log.context.database.rows("SELECT actor_id, actor FROM events")
    assert [tuple(row) for row in rows] == [(99, "ghost")]


def test_database_without_a_key_seals_with_one_of_its_own(tmp_path: Path) -> None:
    """An entry is never left unsealed, even where nobody named a key."""
    with closing(Database(tmp_path / "x.db", durable=False)) as database:
        with database.transaction():
            events.add(database, "test.event", Account(1, "x", AccountKind.USER, "", NOW), NOW, {})
        assert database.row("SELECT 1 FROM events WHERE mac IS NULL") is None
