"""What use cases of single sign-on leave behind that were broken off, killed, or ran at the same time."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier

import pytest

from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.expiration import InDays
from pat_tui.domain.status import SsoState
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.services.breaking import failures_without_a_trace, stores_after_kills
from tests.services.classic_worlds import new
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
        assert failures_without_a_trace(services, lambda: ACTS[act](services), 97) > 2

    def test_by_a_kill_between_statements_leaves_a_whole_store(
        self, services: Services, tmp_path: Path, act: str
    ) -> None:
        """Whichever statement is the last, the files of that moment open as the store before or after; log agrees."""
        for store in stores_after_kills(services, tmp_path, lambda: ACTS[act](services)):
            assert_log_agrees(store)


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
