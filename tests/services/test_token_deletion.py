"""Deleting, and the ten seconds in which it can be undone."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from pat_tui.domain.errors import InvalidInput, NotFound, StoreError
from pat_tui.domain.expiration import Never
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import hash_of
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.services.token_life import TokenLife
from pat_tui.services.token_list import TokenOrder
from pat_tui.store import repositories, tokens
from pat_tui.wiring import Services, build
from tests.services.breaking import dump
from tests.services.test_generate import actions
from tests.services.test_token_life import (
    ACME,
    OWN,
    WIDER,
    decide,
    events_after,
    granted,
    last_event,
    life_of,
    new,
    run,
)
from tests.worlds import NOW, FixedClock, draft

GONE = "There is nothing to undo: a deletion can be undone for 10 seconds."


def rows_of(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to a token, with all of its columns."""
    tables = ("fine_grained_tokens", "token_repositories", "token_permissions", "token_requests", "token_grants")
    return {
        table: [tuple(row) for row in services.context.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in tables
    }


class TestDelete:
    def test_takes_the_token_out_of_every_table(self, services: Services) -> None:
        """No look-up can find it, its secret is known no more, and the name is free at once."""
        token = granted(services)
        assert services.token_life.delete([token.id]) == ["acme's"]
        assert rows_of(services) == {table: [] for table in rows_of(services)}
        with pytest.raises(NotFound):
            services.tokens.get(token.id)
        assert services.tokens.count() == 0
        assert new(services, ACME).id != token.id

    def test_several_is_one_act_with_an_event_each(self, services: Services) -> None:
        """All go, each once, in the order given; the log holds what each one could do."""
        first, second, kept = new(services), new(services, ACME), new(services, draft("kept"))
        life = services.token_life
        secret_hash = tokens.secret_hash(services.context.database, services.acting.id, first.id)
        hash_before = b64encode(secret_hash or b"").decode()
        noted = events_after(services, lambda: life.delete([second.id, first.id, second.id]))
        assert noted == ["destroy", "destroy"]
        assert last_event(services)[1] == {
            "user": "mona",
            "programmatic_access_type": "Fine-grained personal access token",
            "user_programmatic_access_id": first.id,
            "user_programmatic_access_name": "own",
            "repository_selection": "subset",
            "repositories": ["mona/app", "mona/notes"],
            "permissions": {"gists": "write", "issues": "write", "metadata": "read"},
            "hashed_token": hash_before,
        }
        assert [token.id for token in services.tokens.page(TokenOrder.CREATED, "", 0, 9)] == [kept.id]

    def test_is_all_or_nothing(self, services: Services) -> None:
        """One that is not there, or is another's, and none goes."""
        mine = new(services)
        his = life_of(services, "hubot").generate(draft("his", owner="hubot")).token
        before = dump(services)
        for wanted in ([mine.id, 999], [mine.id, his.id]):
            with pytest.raises(NotFound):
                services.token_life.delete(wanted)
            assert dump(services) == before

    def test_twice_is_once(self, services: Services) -> None:
        """Deleting what has been deleted finds nothing, and what is set aside stays as it was."""
        token = new(services)
        services.token_life.delete([token.id])
        before = dump(services)
        with pytest.raises(NotFound):
            services.token_life.delete([token.id])
        assert dump(services) == before


class TestUndo:
    @pytest.mark.parametrize("seconds", [0, 10])
    @pytest.mark.parametrize("state", ["own", "pending", "granted", "widened", "denied", "revoked", "regenerated"])
    def test_brings_every_row_back(self, services: Services, clock: FixedClock, state: str, seconds: int) -> None:
        """Within ten seconds all rows are as they were, byte for byte, the secret's hash among them."""
        token = self._in_state(services, state)
        with services.context.database.transaction():
            tokens.note_use(services.context.database, token.id, NOW - timedelta(days=2))
        before, seen = rows_of(services), services.tokens.get(token.id)
        services.token_life.delete([token.id])
        clock.advance(timedelta(seconds=seconds))
        assert services.token_life.undo_delete([token.id]) == [seen]
        assert rows_of(services) == before
        assert services.context.database.rows("SELECT * FROM deleted_tokens") == []
        assert services.context.database.rows("PRAGMA foreign_key_check") == []

    @staticmethod
    def _in_state(services: Services, state: str) -> FineGrainedToken:
        if state in ("own", "regenerated"):
            token = new(services)
        else:
            token = new(services, ACME) if state in ("pending", "denied") else granted(services)
        if state == "widened":
            services.token_life.edit(token.id, WIDER["a permission added"])
        if state == "denied":
            decide(services, token, "deny")
        if state == "revoked":
            decide(services, token, "revoke")
        if state == "regenerated":
            services.token_life.regenerate(token.id, Never()).secret.wipe()
        return token

    def test_is_noted(self, services: Services) -> None:
        """The log keeps the deletion, and says that it was undone."""
        token = new(services)
        services.token_life.delete([token.id])
        assert events_after(services, services.token_life.undo_delete) == ["destroy_undone"]
        assert last_event(services)[1]["user_programmatic_access_id"] == token.id

    def test_of_the_latest_where_none_is_named(self, services: Services, clock: FixedClock) -> None:
        """Without ids the deletion that came last is undone; then the one before it."""
        first, second = new(services), new(services, draft("second"))
        for token in (second, first):
            services.token_life.delete([token.id])
            clock.advance(timedelta(seconds=1))
        assert [token.id for token in services.token_life.deleted()] == [first.id, second.id]
        assert [services.token_life.undo_delete()[0].id for _time in range(2)] == [first.id, second.id]

    def test_of_several(self, services: Services) -> None:
        """Those that are named come back, each once and with one event; the others do not."""
        made = [new(services, draft(name)) for name in "abc"]
        services.token_life.delete([token.id for token in made])
        wanted = [made[2].id, made[0].id, made[2].id]
        noted = events_after(services, lambda: services.token_life.undo_delete(wanted))
        assert noted == ["destroy_undone"] * 2
        assert [token.name for token in services.token_life.deleted()] == ["b"]

    def test_is_over_after_ten_seconds(self, services: Services, clock: FixedClock) -> None:
        """From the eleventh second on there is nothing to undo, nor anything left of the token but the log."""
        generated = services.tokens.generate(ACME)
        services.token_life.delete([generated.token.id])
        clock.advance(timedelta(seconds=11))
        assert services.token_life.deleted() == []
        for wanted in ((), (generated.token.id,)):
            with pytest.raises(NotFound, match=GONE):
                services.token_life.undo_delete(wanted)
        services.token_life.forget_deleted()
        assert services.context.database.rows("SELECT * FROM deleted_tokens") == []

    @pytest.mark.parametrize("how", ["the timer", "the next deletion", "the next start"])
    def test_after_it_no_hash_is_left_in_any_file(self, services: Services, clock: FixedClock, how: str) -> None:
        """Once the store is closed, neither the hash nor its digits are in a file of it."""
        generated = services.tokens.generate(OWN)
        digest = hash_of(generated.secret)
        other = new(services, draft("other"))
        services.token_life.delete([generated.token.id])
        clock.advance(timedelta(seconds=11))
        if how == "the timer":
            services.token_life.forget_deleted()
        elif how == "the next deletion":
            services.token_life.delete([other.id])
        services.context.database.close()
        if how == "the next start":
            assert digest.hex().encode() in services.settings.store.read_bytes()
            build(services.settings._replace(acting="hubot"), clock=clock).context.database.close()
        for file in services.settings.store.parent.iterdir():
            content = file.read_bytes()
            assert digest not in content
            assert digest.hex().encode() not in content

    def test_the_next_start_leaves_what_can_still_be_undone(self, services: Services, clock: FixedClock) -> None:
        """A run that begins within the ten seconds can undo what another has deleted."""
        token = new(services)
        services.token_life.delete([token.id])
        clock.advance(timedelta(seconds=9))
        with build(services.settings, clock=clock) as again:
            assert again.token_life.undo_delete() == [token]

    def test_the_next_start_waits_for_nobody(
        self, services: Services, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the store is locked, it opens all the same, and letting go is left to a later start."""
        services.token_life.delete([new(services).id])
        clock.advance(timedelta(seconds=11))

        def locked(_life: TokenLife) -> None:
            raise StoreError("locked")

        monkeypatch.setattr(TokenLife, "forget_deleted", locked)
        with build(services.settings, clock=clock) as again:
            assert again.tokens.count() == 0

    def test_is_over_when_the_clock_is_set_back(self, services: Services, clock: FixedClock) -> None:
        """A deletion that seems to lie ahead is let go rather than kept for longer than ten seconds."""
        token = new(services)
        services.token_life.delete([token.id])
        clock.advance(timedelta(seconds=-1))
        assert services.token_life.deleted() == []
        with pytest.raises(NotFound, match=GONE):
            services.token_life.undo_delete([token.id])
        services.token_life.forget_deleted()
        clock.advance(timedelta(seconds=1))
        assert services.token_life.deleted() == []

    def test_is_refused_when_the_name_was_taken_meanwhile(self, services: Services) -> None:
        """The error names the token; none of the others that were wanted comes back either."""
        first, second = new(services), new(services, draft("second"))
        services.token_life.delete([first.id, second.id])
        new(services, draft("own"))
        before = dump(services)
        with pytest.raises(InvalidInput, match=r"^own cannot come back: its name has been taken since.$"):
            services.token_life.undo_delete([second.id, first.id])
        assert dump(services) == before

    def test_is_refused_when_there_is_no_room(self, services: Services) -> None:
        """With fifty tokens made meanwhile, the fifty-first does not slip in by coming back."""
        made = [new(services, draft(f"token {number}")) for number in range(50)]
        services.token_life.delete([made[0].id])
        new(services, draft("another"))
        with pytest.raises(InvalidInput, match="You already have 50 fine-grained tokens"):
            services.token_life.undo_delete()
        services.token_life.delete([made[1].id])
        assert [token.id for token in services.token_life.undo_delete([made[0].id])] == [made[0].id]

    def test_without_a_repository_that_is_gone(self, services: Services) -> None:
        """A repository deleted meanwhile is not named any more; a new one of its name is another."""
        token = new(services)
        services.token_life.delete([token.id])
        run(services, "DELETE FROM repositories WHERE name = 'notes'")
        database = services.context.database
        with database.transaction():
            repositories.add(database, services.acting, "notes", Visibility.PRIVATE, None, NOW)
        [back] = services.token_life.undo_delete()
        assert [repository.full_name for repository in back.repositories] == ["mona/app"]
        assert database.rows("PRAGMA foreign_key_check") == []

    def test_is_refused_when_the_organization_is_gone(self, services: Services) -> None:
        """A token without a resource owner cannot be; the error says why."""
        token = granted(services)
        services.token_life.delete([token.id])
        run(services, "DELETE FROM accounts WHERE login = 'acme'")
        before = dump(services)
        with pytest.raises(InvalidInput, match=r"^acme's cannot come back: its resource owner is gone.$"):
            services.token_life.undo_delete()
        assert dump(services) == before

    def test_when_who_decided_is_gone(self, services: Services) -> None:
        """The decision stands; it only is nobody's any more, as for any other token."""
        token = granted(services)
        services.token_life.delete([token.id])
        run(services, "DELETE FROM accounts WHERE login = 'hubot'")
        [back] = services.token_life.undo_delete()
        assert back.grant is Grant.GRANTED
        row = services.context.database.row("SELECT granted_by FROM token_grants")
        assert row is not None
        assert row["granted_by"] is None

    def test_never_of_anothers(self, services: Services) -> None:
        """Neither by id nor as the latest one; and the other's is still there to be undone."""
        life = life_of(services, "hubot")
        his = life.generate(draft("his", owner="hubot")).token
        life.delete([his.id])
        assert services.token_life.deleted() == []
        for wanted in ((), (his.id,)):
            with pytest.raises(NotFound, match=GONE):
                services.token_life.undo_delete(wanted)
        assert life.undo_delete() == [his]

    def test_two_at_once(self, services: Services) -> None:
        """Of two one brings the token back; the other is told that there is nothing to undo."""
        token = new(services)
        services.token_life.delete([token.id])
        barrier = Barrier(2)

        def undo(_number: int) -> bool:
            barrier.wait()
            try:
                return services.token_life.undo_delete([token.id]) == [token]
            except NotFound:
                return False

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(undo, range(2))) == [False, True]
        assert actions(services) == ["create", "destroy", "destroy_undone"]
