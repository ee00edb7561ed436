"""What use cases of classic tokens leave behind that were broken off, killed, or ran at the same time."""

import base64
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier

import pytest

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.expiration import InDays
from pat_tui.domain.secrets import Secret, hash_of
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.wiring import Services
from tests.services.breaking import failures_without_a_trace, stores_after_kills
from tests.services.classic_worlds import add_key, classic_draft, known_hashes, new, noted

ACTS: dict[str, Callable[[ClassicTokens, ClassicToken], object]] = {
    "generate": lambda classic, _token: classic.generate(classic_draft("new")),
    "edit": lambda classic, token: classic.edit(token.id, "x", ["user"]),
    "regenerate": lambda classic, token: classic.regenerate(token.id, InDays(9)),
    "delete": lambda classic, token: classic.delete([token.id, 1]),
    "undo": lambda classic, _token: classic.undo_delete(),
    "revoke all": lambda classic, _token: classic.revoke_all("mona"),
}


@pytest.fixture
def token(services: Services, act: str) -> ClassicToken:
    """What is to be acted on: a token with a deploy key, deleted where that is to be undone."""
    other, token = new(services, "other"), new(services)
    add_key(services, token)
    add_key(services, other, "other's")
    if act in ("undo", "revoke all"):
        services.classic_tokens.delete([token.id])
    return token


@pytest.mark.parametrize("act", ACTS)
class TestBrokenOff:
    def test_by_a_failure_anywhere_leaves_no_trace(self, services: Services, act: str, token: ClassicToken) -> None:
        """Whichever instruction fails, up to the commit, the store is as it was."""
        classic = services.classic_tokens
        classic.errors(classic_draft("warm"))  # what is read once is read
        assert failures_without_a_trace(services, lambda: ACTS[act](classic, token), 31) > 5

    def test_by_a_kill_between_statements_leaves_a_whole_store(
        self, services: Services, tmp_path: Path, act: str, token: ClassicToken
    ) -> None:
        """Whichever statement is the last, the files of that moment open as the store before or after; log agrees."""
        stores = stores_after_kills(services, tmp_path, lambda: ACTS[act](services.classic_tokens, token))
        assert len(stores) > 6
        for store in stores:
            assert_log_agrees(store)


def assert_log_agrees(store: Path) -> None:
    """What the events say of classic tokens, their scopes, secrets and deploy keys is what the tables hold."""
    with closing(sqlite3.connect(store)) as connection:
        noted = connection.execute(
            "SELECT action, json_extract(fields, '$.token_id'), json_extract(fields, '$.token_name'),"
            " json_extract(fields, '$.token_scopes'), json_extract(fields, '$.hashed_token')"
            " FROM events WHERE action LIKE 'oauth_access.%' ORDER BY id"
        ).fetchall()
        there = {
            row[0]: (row[1], row[2], base64.b64encode(row[3]).decode())
            for row in connection.execute("SELECT id, note, scopes, secret_hash FROM classic_tokens")
        }
        aside = {row[0] for row in connection.execute("SELECT token_id FROM deleted_classic_tokens")}
        about_keys = dict(
            connection.execute(
                "SELECT json_extract(fields, '$.title'), action FROM events"
                " WHERE action LIKE 'public_key.%' ORDER BY id"
            )
        )
        titles = {row[0] for row in connection.execute("SELECT title FROM deploy_keys")}
    keys = {title: "public_key.create" if title in titles else "public_key.delete" for title in ("deploy", "other's")}
    told: dict[int, tuple[str, str, str]] = {}
    deleted: set[int] = set()
    for action, token_id, *facts in noted:
        match action.removeprefix("oauth_access."):
            case "destroy":
                del told[token_id]
                deleted.add(token_id)
            case "revoke":
                del told[token_id]
                deleted.clear()
            case _:
                told[token_id] = (facts[0], facts[1], facts[2])
                deleted.discard(token_id)
    assert there == told
    assert aside == deleted
    assert keys == {"deploy": "public_key.create", "other's": "public_key.create", **about_keys}


class TestSecretIsNowhere:
    def test_in_the_files_of_the_store(self, services: Services) -> None:
        """No nine characters of any secret are in any file, through the whole of a token's life."""
        classic = services.classic_tokens
        first = classic.generate(classic_draft())
        second = classic.regenerate(first.token.id, InDays(9))
        classic.edit(first.token.id, "x")
        classic.delete([first.token.id])
        classic.undo_delete()
        classic.delete([first.token.id])
        third = classic.generate(classic_draft())
        classic.revoke_all("mona")
        texts = [made.secret.reveal() for made in (first, second, third)]
        parts = {text[at : at + 9].encode() for text in texts for at in range(len(text) - 8)}
        for file in services.settings.store.parent.iterdir():
            held = file.read_bytes()
            assert not [part for part in parts if part in held]

    def test_in_what_is_printed_of_the_result(self, services: Services) -> None:
        """Neither the result's `repr` nor that of its parts shows more than the hint."""
        made = services.classic_tokens.generate(classic_draft())
        text = made.secret.reveal()
        shown = repr(made) + str(made.token)
        assert not [at for at in range(len(text) - 8) if text[at : at + 9] in shown]
        assert isinstance(made.secret, Secret)


class TestRaces:
    def test_four_of_one_note_at_once(self, services: Services) -> None:
        """One is made; the others are told that the note is taken."""
        barrier = Barrier(4)

        def generate(_number: int) -> str:
            barrier.wait()
            try:
                services.classic_tokens.generate(classic_draft())
            except InvalidInput as error:
                return str(error)
            return ""

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(generate, range(4))) == ["", *["Note has already been taken"] * 3]
        assert noted(services) == ["oauth_access.create"]

    def test_regeneration_against_revoke_all(self, services: Services) -> None:
        """Whoever comes first, no token and no secret that works is left."""
        token = new(services)
        barrier = Barrier(2)

        def regenerate() -> None:
            barrier.wait()
            with suppress(NotFound):
                services.classic_tokens.regenerate(token.id, InDays(9))

        def revoke() -> None:
            barrier.wait()
            services.classic_tokens.revoke_all("mona")

        with ThreadPoolExecutor(2) as pool:
            for future in [pool.submit(regenerate), pool.submit(revoke)]:
                future.result()
        assert known_hashes(services) == set()
        assert noted(services)[-1] == "oauth_access.revoke"

    def test_four_regenerations_at_once(self, services: Services) -> None:
        """All are given a secret; the last one to have had the lock is the one that works."""
        token = new(services)
        barrier = Barrier(4)

        def regenerate(_number: int) -> bytes:
            barrier.wait()
            return hash_of(services.classic_tokens.regenerate(token.id, InDays(9)).secret)

        with ThreadPoolExecutor(4) as pool:
            hashes = set(pool.map(regenerate, range(4)))
        assert len(hashes) == 4
        assert len(known_hashes(services)) == 1
        assert known_hashes(services) <= hashes
