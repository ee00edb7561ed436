"""Deleting classic tokens, the ten seconds in which it can be undone, and `Revoke all`, which cannot."""

from collections import Counter
from datetime import timedelta

import pytest

from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.expiration import InDays
from pat_tui.store import classic_tokens, deploy_keys, repositories
from pat_tui.store.deploy_keys import NewDeployKey
from pat_tui.wiring import Services, build
from tests.services.breaking import dump
from tests.services.classic_worlds import add_key, classic_draft, classic_of, known_hashes, log, new, noted, rows_of
from tests.worlds import NOW, FixedClock, draft, user

GONE = "There is nothing to undo: a deletion can be undone for 10 seconds."


class TestDelete:
    def test_takes_the_token_out_at_once(self, services: Services) -> None:
        """No look-up can find it, its secret is known no more, and the note is free."""
        token = new(services)
        assert services.classic_tokens.delete([token.id]) == ["ci"]
        assert known_hashes(services) == set()
        with pytest.raises(NotFound):
            services.classic_tokens.get(token.id)
        assert new(services).id != token.id

    def test_is_all_or_nothing(self, services: Services) -> None:
        """One that is not there, or is another's, and none goes; named twice, it goes once."""
        mine, his = new(services), new(services, login="hubot")
        before = dump(services)
        for wanted in ([mine.id, 999], [mine.id, his.id]):
            with pytest.raises(NotFound):
                services.classic_tokens.delete(wanted)
            assert dump(services) == before
        assert services.classic_tokens.delete([mine.id, mine.id]) == ["ci"]
        assert noted(services)[-1:] == ["oauth_access.destroy"]

    def test_takes_the_deploy_keys_along_that_it_made(self, services: Services) -> None:
        """Others stay; the log names each that went, after the token."""
        token, other = new(services), new(services, "other")
        add_key(services, token, "gone")
        kept = [add_key(services, other, "other's"), add_key(services, None, "nobody's")]
        assert [key.title for key in services.classic_tokens.deploy_keys(token.id)] == ["gone"]
        services.classic_tokens.delete([token.id])
        assert [row[0] for row in rows_of(services)["deploy_keys"]] == kept
        assert log(services)[-1] == (
            "public_key.delete",
            {
                "user": "mona",
                "repo": "mona/app",
                "title": "gone",
                "fingerprint": "ssh-ed25519 AAAA gone",
                "read_only": True,
            },
        )


class TestUndo:
    @pytest.mark.parametrize("seconds", [0, 10])
    def test_brings_every_row_back(self, services: Services, clock: FixedClock, seconds: int) -> None:
        """Byte for byte, the secret's hash, the last use and the deploy keys among them; the log says so."""
        token = new(services)
        services.classic_tokens.regenerate(token.id, InDays(60))
        add_key(services, token)
        with services.context.database.transaction():
            classic_tokens.note_use(services.context.database, token.id, NOW - timedelta(days=2))
        before, seen = rows_of(services), services.classic_tokens.get(token.id)
        services.classic_tokens.delete([token.id])
        clock.advance(timedelta(seconds=seconds))
        assert services.classic_tokens.undo_delete([token.id]) == [seen]
        assert rows_of(services) == before
        assert services.context.database.rows("SELECT * FROM deleted_classic_tokens") == []
        assert services.context.database.rows("PRAGMA foreign_key_check") == []
        assert noted(services)[-4:] == [
            *("oauth_access.destroy", "public_key.delete", "oauth_access.destroy_undone", "public_key.create"),
        ]

    @pytest.mark.parametrize("seconds", [11, -1, 3600])
    def test_is_over_when_it_is_too_late(self, services: Services, clock: FixedClock, seconds: int) -> None:
        """After ten seconds, or when the clock was set back, there is nothing, and nothing is kept."""
        token = new(services)
        services.classic_tokens.delete([token.id])
        clock.advance(timedelta(seconds=seconds))
        assert services.classic_tokens.deleted() == []
        with pytest.raises(NotFound, match=GONE):
            services.classic_tokens.undo_delete([token.id])
        services.classic_tokens.forget_deleted()
        assert services.context.database.rows("SELECT * FROM deleted_classic_tokens") == []

    def test_without_ids_brings_the_latest_back(self, services: Services, clock: FixedClock) -> None:
        """One; a second time the one before."""
        first, second = new(services, "first"), new(services, "second")
        services.classic_tokens.delete([first.id])
        clock.advance(timedelta(seconds=1))
        services.classic_tokens.delete([second.id])
        assert [token.name for token in services.classic_tokens.deleted()] == ["second", "first"]
        assert services.classic_tokens.undo_delete() == [second]
        assert services.classic_tokens.undo_delete() == [first]

    def test_where_the_note_has_been_taken_brings_none_back(self, services: Services) -> None:
        """The sentence names the one; the others stay deleted too, and can still be brought back alone."""
        first, second = new(services, "first"), new(services, "second")
        services.classic_tokens.delete([first.id, second.id])
        new(services, "second")
        before = dump(services)
        with pytest.raises(InvalidInput) as refused:
            services.classic_tokens.undo_delete([first.id, second.id])
        assert refused.value.errors == {"note": "second cannot come back: its name has been taken since."}
        assert dump(services) == before
        assert services.classic_tokens.undo_delete([first.id]) == [first]

    @pytest.mark.parametrize("what", ["repository gone", "key in use elsewhere"])
    def test_comes_without_a_key_that_has_no_place_any_more(self, services: Services, what: str) -> None:
        """The token is back all the same; the log does not say that the key is."""
        token = new(services)
        add_key(services, token)
        services.classic_tokens.delete([token.id])
        database = services.context.database
        with database.transaction():
            if what == "repository gone":
                database.connection.execute("DELETE FROM repositories WHERE name = 'app'")
            else:
                notes = repositories.named(database, user(database, "mona").id, ["notes"])[0]
                deploy_keys.add(
                    database,
                    NewDeployKey(notes.id, "hers", "ssh-ed25519 AAAA deploy", False, NOW, fingerprint="SHA256:A"),
                )
        assert services.classic_tokens.undo_delete() == [token]
        assert services.classic_tokens.deploy_keys(token.id) == []
        assert noted(services)[-1] == "oauth_access.destroy_undone"

    def test_of_anothers_is_nothing(self, services: Services) -> None:
        """What mona deleted, hubot cannot undo."""
        token = new(services)
        services.classic_tokens.delete([token.id])
        with pytest.raises(NotFound, match=GONE):
            classic_of(services, "hubot").undo_delete([token.id])

    def test_the_next_run_lets_go(self, services: Services, clock: FixedClock) -> None:
        """What a run left set aside is gone when the next one starts too late for it, and there when it does not."""
        services.classic_tokens.delete([new(services).id])
        database = services.context.database
        count = "SELECT count(*) AS n FROM deleted_classic_tokens"
        for seconds, left in ((10, 1), (1, 0)):
            clock.advance(timedelta(seconds=seconds))
            with build(services.settings, clock=clock):
                assert [row["n"] for row in database.rows(count)] == [left]


class TestRevokeAll:
    @pytest.mark.parametrize("typed", ["mona", " mona "])
    def test_deletes_all_and_their_deploy_keys_for_good(self, services: Services, typed: str) -> None:
        """Tokens, keys, and what a moment ago could still be brought back; each with an event."""
        first, second, gone = new(services, "first"), new(services, "second"), new(services, "gone")
        add_key(services, first, "a"), add_key(services, first, "b"), add_key(services, gone, "c")
        kept = add_key(services, None, "kept")
        services.classic_tokens.delete([gone.id])
        before = len(noted(services))
        revoked = services.classic_tokens.revoke_all(typed)
        assert revoked.tokens == (first, second)
        assert [key.title for key in revoked.deploy_keys] == ["a", "b"]
        assert services.classic_tokens.count() == 0
        assert [row[0] for row in rows_of(services)["deploy_keys"]] == [kept]
        assert Counter(noted(services)[before:]) == {"oauth_access.revoke": 2, "public_key.delete": 2}
        with pytest.raises(NotFound, match=GONE):
            services.classic_tokens.undo_delete([gone.id])

    def test_leaves_others_and_fine_grained_ones(self, services: Services) -> None:
        """Another user's classic tokens, what that user deleted just now, and one's own of the other kind."""
        his, his_gone = new(services, login="hubot"), new(services, "gone", login="hubot")
        hubots = classic_of(services, "hubot")
        hubots.delete([his_gone.id])
        fine = services.tokens.generate(draft()).token
        new(services)
        services.classic_tokens.revoke_all("mona")
        assert hubots.get(his.id) == his
        assert hubots.undo_delete() == [his_gone]
        assert services.tokens.get(fine.id) == fine

    @pytest.mark.parametrize("typed", ["", "hubot", "Mona", "mona\n-", "mon", "monaa"], ids=ascii)
    def test_of_another_name_changes_nothing(self, services: Services, typed: str) -> None:
        """Only the user's own name, exactly as it is written."""
        new(services)
        before = dump(services)
        with pytest.raises(InvalidInput) as refused:
            services.classic_tokens.revoke_all(typed)
        assert refused.value.errors == {"typed_login": "Type your user name, mona, to revoke all tokens."}
        assert dump(services) == before

    def test_of_nothing_is_fine(self, services: Services) -> None:
        """There is nothing to do, and nothing to note."""
        assert services.classic_tokens.revoke_all("mona").tokens == ()
        assert noted(services) == []


def test_a_fine_grained_token_takes_its_deploy_keys_along_too(services: Services) -> None:
    """The rule is one for both kinds: gone with it, back with it, and in the log."""
    database, token = services.context.database, services.tokens.generate(draft()).token
    with database.transaction():
        app = repositories.named(database, user(database, "mona").id, ["app"])[0]
        key = NewDeployKey(
            app.id, "deploy", "ssh-ed25519 AAAA", False, NOW, fine_grained_token_id=token.id, fingerprint="SHA256:A"
        )
        deploy_keys.add(database, key)
    before = rows_of(services)
    assert [key.title for key in services.tokens.deploy_keys(token.id)] == ["deploy"]
    services.token_life.delete([token.id])
    assert rows_of(services)["deploy_keys"] == []
    assert noted(services)[-1] == "public_key.delete"
    services.token_life.undo_delete()
    assert rows_of(services) == before
    assert noted(services)[-1] == "public_key.create"


def test_a_users_end_is_the_tokens_end(services: Services) -> None:
    """Tokens live and die with their user; nothing is left over that would refer to nobody."""
    token = new(services, login="hubot")
    add_key(services, token)
    classic_of(services, "hubot").delete([new(services, "gone", login="hubot").id])
    database = services.context.database
    with database.transaction():
        database.connection.execute("DELETE FROM accounts WHERE login = 'hubot'")
    assert rows_of(services) == {"classic_tokens": [], "deploy_keys": []}
    assert database.rows("SELECT * FROM deleted_classic_tokens") == []
    services.classic_tokens.generate(classic_draft())
