"""What the use cases around addresses leave behind when they are broken off or killed: a whole store."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from pat_tui.domain.errors import InvalidInput, StoreError
from pat_tui.services.emails import Emails
from pat_tui.wiring import Services
from tests.organization_worlds import as_user, ask
from tests.services.test_generate import dump, interrupted
from tests.services.test_token_life_broken_off import content
from tests.worlds import draft

OTHER = "mona@work.example"


def _wrong(emails: Emails, code: str) -> None:
    with suppress(InvalidInput):
        emails.verify(OTHER, "111111" if code != "111111" else "222222")


ACTS: dict[str, Callable[[Services, str], object]] = {
    "add": lambda services, _code: services.emails.add("third@example.com"),
    "remove": lambda services, _code: services.emails.remove(OTHER),
    "show code": lambda services, _code: services.emails.show_code(OTHER),
    "verify": lambda services, code: services.emails.verify(OTHER, code),
    "wrong code": lambda services, code: _wrong(services.emails, code),
    "make primary": lambda services, _code: services.emails.make_primary("second@example.com"),
    "generate": lambda services, _code: services.tokens.generate(draft("x", owner="acme")),
    "approve": lambda services, _code: as_user(services, "hubot").requests.approve([1]),
    "deny": lambda services, _code: as_user(services, "hubot").requests.deny([1], "No."),
}


@pytest.fixture
def code(services: Services) -> str:
    """The code of a second address, beside a third that is verified, and a request that waits."""
    ask(services)
    emails = services.emails
    emails.add("second@example.com")
    emails.verify("second@example.com", emails.show_code("second@example.com")[0])
    emails.add(OTHER)
    return emails.show_code(OTHER)[0]


@pytest.mark.parametrize("act", ACTS)
class TestBrokenOff:
    def test_by_a_failure_anywhere_leaves_no_trace(self, services: Services, act: str, code: str) -> None:
        """Whichever instruction fails, up to the commit, the store is as it was; at its very end, all is done."""
        services.tokens.errors(draft("x", owner="acme"))  # what is read once is read
        before = dump(services)
        failures, instruction = 0, 1
        while dump(services) == before:
            with interrupted(services, instruction), suppress(StoreError):
                ACTS[act](services, code)
            failures += dump(services) == before
            assert not services.context.database.connection.in_transaction
            instruction += 37
        assert failures > 3
        assert_log_agrees(services.settings.store)

    def test_by_a_kill_between_statements_leaves_a_whole_store(
        self, services: Services, tmp_path: Path, act: str, code: str
    ) -> None:
        """Whichever statement is the last, the files of that moment open as the store before or after."""
        store = services.settings.store
        before = content(store, tmp_path / "before")
        killed: list[Path] = []

        def note(_statement: str) -> None:
            folder = tmp_path / f"killed-{len(killed)}"
            folder.mkdir()
            for name in ("store.db", "store.db-wal"):
                shutil.copy(store.with_name(name), folder)
            killed.append(folder)

        connection = services.context.database.connection
        connection.set_trace_callback(note)
        try:
            ACTS[act](services, code)
        finally:
            connection.set_trace_callback(None)
        after = content(store, tmp_path / "after")
        found = [content(folder / "store.db", folder / "copy") for folder in killed]
        assert len(found) > 3
        assert after != before
        assert all(one in (before, after) for one in found)
        for folder in [tmp_path / "after", *(folder / "copy" for folder in killed)]:
            assert_log_agrees(folder / "store.db")


def assert_log_agrees(store: Path) -> None:
    """What the events say of addresses, tokens and decisions is what the tables and the outbox hold."""
    with closing(sqlite3.connect(store)) as connection:
        noted = connection.execute("SELECT action, json_extract(fields, '$.email') FROM events ORDER BY id").fetchall()
        addresses = connection.execute("SELECT address, verified_at FROM email_addresses").fetchall()
        primary = connection.execute("SELECT user_id FROM email_addresses WHERE is_primary").fetchall()
        outbox = sorted(row[0] for row in connection.execute("SELECT kind FROM mail_outbox"))
    added, proven = {"mona@example.com", "hubot@example.com"}, {"mona@example.com", "hubot@example.com"}
    told = []
    kinds = {"create": "created", "access_granted": "approved", "request_denied": "denied", "access_revoked": "revoked"}
    for action, email in noted:
        match action:
            case "user.add_email":
                added.add(email)
            case "user.remove_email":
                added.discard(email)
            case "user.verify_email":
                proven.add(email)
        if (kind := kinds.get(action.removeprefix("personal_access_token."))) is not None:
            told.append(kind)
    assert {address for address, _verified_at in addresses} == added
    assert {address for address, verified_at in addresses if verified_at} == proven & added
    assert len(primary) == len(set(primary)) == 2
    assert outbox == sorted(told)
