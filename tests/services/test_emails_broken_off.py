"""What the use cases around addresses leave behind when they are broken off or killed: a whole store."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from pat_tui.domain.errors import InvalidInput
from pat_tui.services.emails import Emails
from pat_tui.wiring import Services
from tests.organization_worlds import as_user, ask
from tests.services.breaking import failures_without_a_trace, stores_after_kills
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
        assert failures_without_a_trace(services, lambda: ACTS[act](services, code), 37) > 3
        assert_log_agrees(services.settings.store)

    def test_by_a_kill_between_statements_leaves_a_whole_store(
        self, services: Services, tmp_path: Path, act: str, code: str
    ) -> None:
        """Whichever statement is the last, the files of that moment open as the store before or after."""
        stores = stores_after_kills(services, tmp_path, lambda: ACTS[act](services, code))
        assert len(stores) > 4
        for store in stores:
            assert_log_agrees(store)


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
