"""What use cases of single sign-on leave behind that were broken off, killed, or ran at the same time."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier

import pytest

from pat_tui.domain.errors import InvalidInput, NotFound, StoreError
from pat_tui.domain.expiration import InDays
from pat_tui.domain.status import SsoState
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.services.classic_worlds import new
from tests.services.test_generate import dump, interrupted
from tests.services.test_token_life_broken_off import content, dump_without_handler
from tests.sso_worlds import CLASSIC, authorized_classic, authorized_fine, demand, state
from tests.worlds import draft

ACTS: dict[str, Callable[[Services], object]] = {
    "open": lambda services: services.single_sign_on.open("acme"),
    "close": lambda services: services.single_sign_on.close("acme"),
    "generate": lambda services: services.tokens.generate(draft("another", owner="acme")),
    "authorize": lambda services: services.single_sign_on.authorize(CLASSIC, 2, "acme"),
    "deauthorize": lambda services: services.single_sign_on.deauthorize(CLASSIC, 1, "acme"),
    "regenerate": lambda services: services.classic_tokens.regenerate(1, InDays(9)),
    "scopes": lambda services: services.classic_tokens.edit(1, scopes=("gist",)),
    "delete": lambda services: services.classic_tokens.delete([1]),
    "leave": lambda services: as_user(services, "hubot").organizations.remove_member("acme", "mona"),
    "revoke": lambda services: as_user(services, "hubot").sso_authorizations.revoke("acme", [1, 2]),
}


@pytest.fixture(autouse=True)
def _filled(services: Services) -> None:
    """A token of each kind that is authorised, and a classic one that is not."""
    demand(services, "acme")
    authorized_fine(services)
    authorized_classic(services)
    new(services, "other")


def assert_log_agrees(store: Path) -> None:
    """The last word of the log about each secret is what the table holds of it."""
    with closing(sqlite3.connect(store)) as connection:
        noted = connection.execute(
            "SELECT action, fields FROM events WHERE action LIKE 'org_credential_authorization.%' ORDER BY id"
        ).fetchall()
        held = dict(connection.execute("SELECT secret_hash, revoked_at FROM credential_authorizations").fetchall())
    told = {json.loads(fields)["hashed_token"]: action.rpartition(".")[2] for action, fields in noted}
    assert sorted(action for action in told.values() if action != "deauthorize") == sorted(
        "grant" if revoked_at is None else "revoke" for revoked_at in held.values()
    )


@pytest.mark.parametrize("act", ACTS)
class TestBrokenOff:
    def test_by_a_failure_anywhere_leaves_no_trace(self, services: Services, act: str) -> None:
        """Whichever instruction fails, up to the commit, the store is as it was."""
        services.tokens.errors(draft("another", owner="acme"))  # what is read once is read
        before = dump(services)
        failures, instruction = 0, 1
        while dump(services) == before:
            with interrupted(services, instruction):
                try:
                    ACTS[act](services)
                except StoreError:
                    failures += 1
                    assert dump_without_handler(services) == before
            assert not services.context.database.connection.in_transaction
            instruction += 97
        assert failures > 2

    def test_by_a_kill_between_statements_leaves_a_whole_store(
        self, services: Services, tmp_path: Path, act: str
    ) -> None:
        """Whichever statement is the last, the files of that moment open as the store before or after; log agrees."""
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
            ACTS[act](services)
        finally:
            connection.set_trace_callback(None)
        after = content(store, tmp_path / "after")
        found = [content(folder / "store.db", folder / "copy") for folder in killed]
        assert after != before
        assert all(one in (before, after) for one in found)
        assert found[0] == before
        for folder in (*(folder / "copy" for folder in killed), tmp_path / "after"):
            assert_log_agrees(folder / "store.db")


def test_revoking_against_authorising_anew(services: Services) -> None:
    """Whoever comes first, a secret that an owner revoked is not authorised in the end."""
    hubot, barrier = as_user(services, "hubot"), Barrier(2)
    (record,) = [one for one in hubot.sso_authorizations.listed("acme") if one.kind is CLASSIC]

    def revoke() -> bool:
        barrier.wait()
        with suppress(NotFound):
            hubot.sso_authorizations.revoke("acme", [record.id])
            return True
        return False

    def again() -> None:
        barrier.wait()
        with suppress(InvalidInput):
            services.single_sign_on.deauthorize(CLASSIC, 1, "acme")
            services.single_sign_on.authorize(CLASSIC, 1, "acme")

    with ThreadPoolExecutor(2) as pool:
        revoked, other = pool.submit(revoke), pool.submit(again)
        other.result()
    assert (state(services, CLASSIC, 1) is SsoState.REVOKED) is revoked.result()


def test_two_owners_revoking_at_once(services: Services) -> None:
    """One of them does it, the other is told that there is nothing any more; the log has it once."""
    hubot, barrier = as_user(services, "hubot"), Barrier(2)

    def revoke(_number: int) -> int:
        barrier.wait()
        with suppress(NotFound):
            return len(hubot.sso_authorizations.revoke("acme", [1]))
        return 0

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(revoke, range(2))) == [0, 1]
    rows = services.context.database.rows("SELECT 1 FROM events WHERE action LIKE '%.revoke'")
    assert len(rows) == 1
