"""What use cases leave behind that were broken off, killed, or ran at the same time: a whole store, and no secret."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from pat_tui.domain.errors import NotFound
from pat_tui.domain.expiration import InDays
from pat_tui.domain.secrets import Secret, hash_of
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.services.token_list import TokenOrder
from pat_tui.wiring import Services
from tests.services.breaking import failures_without_a_trace, stores_after_kills
from tests.services.test_generate import actions
from tests.services.test_token_life import (
    ACME,
    OWN,
    WIDER,
    granted,
    known_hashes,
    new,
)
from tests.worlds import draft


def _edit(services: Services, token: FineGrainedToken) -> object:
    return services.token_life.edit(token.id, replace(WIDER["all repositories"], name="x"))


def _regenerate(services: Services, token: FineGrainedToken) -> object:
    return services.token_life.regenerate(token.id, InDays(9))


def _delete(services: Services, token: FineGrainedToken) -> object:
    others = [row.id for row in services.tokens.page(TokenOrder.CREATED, "", 0, 9)]
    return services.token_life.delete(sorted({token.id, *others}))


def _undo(services: Services, _token: FineGrainedToken) -> object:
    return services.token_life.undo_delete()


ACTS: dict[str, Callable[[Services, FineGrainedToken], object]] = {
    "edit": _edit,
    "regenerate": _regenerate,
    "delete": _delete,
    "undo": _undo,
}


@pytest.fixture
def token(services: Services, act: str) -> FineGrainedToken:
    """What is to be acted on: a token with a grant and an open request, deleted where that is to be undone."""
    new(services, draft("other"))
    token = granted(services)
    services.token_life.edit(token.id, WIDER["a permission added"])
    if act == "undo":
        services.token_life.delete([token.id])
    return token


@pytest.mark.parametrize("act", ACTS)
class TestBrokenOff:
    def test_by_a_failure_anywhere_leaves_no_trace(self, services: Services, act: str, token: FineGrainedToken) -> None:
        """Whichever instruction fails, up to the commit, the store is as it was."""
        services.token_life.edit_errors(self._any(services), ACME)  # what is read once is read
        assert failures_without_a_trace(services, lambda: ACTS[act](services, token), 61) > 10

    @staticmethod
    def _any(services: Services) -> int:
        return int(services.tokens.page(TokenOrder.CREATED, "", 0, 1)[0].id)

    def test_by_a_kill_between_statements_leaves_a_whole_store(
        self, services: Services, tmp_path: Path, act: str, token: FineGrainedToken
    ) -> None:
        """Whichever statement is the last, the files of that moment open as the store before or after; log agrees."""
        stores = stores_after_kills(services, tmp_path, lambda: ACTS[act](services, token))
        assert len(stores) > 11
        for store in stores:
            assert_log_agrees(store)


def assert_log_agrees(store: Path) -> None:
    """What the events say of tokens and their secrets is what the tables hold."""
    with closing(sqlite3.connect(store)) as connection:
        noted = connection.execute(
            "SELECT action, json_extract(fields, '$.user_programmatic_access_id'),"
            " json_extract(fields, '$.user_programmatic_access_name') FROM events ORDER BY id"
        ).fetchall()
        there = dict(connection.execute("SELECT id, name FROM fine_grained_tokens"))
        issued = {row[0] for row in connection.execute("SELECT id FROM fine_grained_tokens WHERE issued_at NOT NULL")}
        waiting = {row[0] for row in connection.execute("SELECT token_id FROM token_requests WHERE decision IS NULL")}
        aside = {row[0] for row in connection.execute("SELECT token_id FROM deleted_tokens")}
    told: dict[int, str] = {}
    deleted: set[int] = set()
    open_requests: dict[int, bool] = {}
    regenerated = set()
    for action, token_id, name in noted:
        match action.removeprefix("personal_access_token."):
            case "create" | "update":
                told[token_id] = name
            case "destroy":
                deleted.add(token_id)
            case "destroy_undone":
                deleted.discard(token_id)
            case "request_created":
                open_requests[token_id] = True
            case "request_cancelled":
                open_requests[token_id] = False
            case "credential_regenerated":
                regenerated.add(token_id)
    assert there == {token_id: name for token_id, name in told.items() if token_id not in deleted}
    assert aside == deleted
    assert issued == regenerated - deleted
    assert waiting == {token_id for token_id, is_open in open_requests.items() if is_open} - deleted


class TestSecretIsNowhere:
    def test_in_the_files_of_the_store(self, services: Services) -> None:
        """No nine characters of either secret are in any file, through the whole of a token's life."""
        first = services.tokens.generate(ACME)
        second = services.token_life.regenerate(first.token.id, InDays(9))
        texts = [secret.reveal() for secret in (first.secret, second.secret)]
        parts = {text[at : at + 9].encode() for text in texts for at in range(len(text) - 8)}
        services.token_life.delete([first.token.id])
        services.token_life.undo_delete()
        services.token_life.delete([first.token.id])
        for file in services.settings.store.parent.iterdir():
            content = file.read_bytes()
            assert not [part for part in parts if part in content]

    def test_in_what_is_printed_of_the_result(self, services: Services) -> None:
        """Neither the result's `repr` nor that of its parts shows more than the hint."""
        generated = services.token_life.regenerate(new(services).id, InDays(9))
        text = generated.secret.reveal()
        shown = repr(generated) + str(generated.token)
        assert not [at for at in range(len(text) - 8) if text[at : at + 9] in shown]
        assert isinstance(generated.secret, Secret)


class TestRaces:
    def test_edit_against_delete(self, services: Services) -> None:
        """Whoever comes first, the token is gone in the end and the log tells a possible story."""
        token = new(services)
        barrier = Barrier(2)

        def edit() -> None:
            barrier.wait()
            with suppress(NotFound):
                services.token_life.edit(token.id, replace(OWN, name="x"))

        def delete() -> None:
            barrier.wait()
            services.token_life.delete([token.id])

        with ThreadPoolExecutor(2) as pool:
            for future in [pool.submit(edit), pool.submit(delete)]:
                future.result()
        assert actions(services) in (["create", "update", "destroy"], ["create", "destroy"])
        assert services.tokens.count() == 0

    def test_four_regenerations_at_once(self, services: Services) -> None:
        """All are given a secret; the last one to have had the lock is the one that works."""
        token = new(services)
        barrier = Barrier(4)

        def regenerate(_number: int) -> bytes:
            barrier.wait()
            return hash_of(services.token_life.regenerate(token.id, InDays(9)).secret)

        with ThreadPoolExecutor(4) as pool:
            hashes = set(pool.map(regenerate, range(4)))
        assert len(hashes) == 4
        assert len(known_hashes(services)) == 1
        assert known_hashes(services) <= hashes
