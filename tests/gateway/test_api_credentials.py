"""Authorizations by single sign-on over the API, and the revoking of tokens that somebody has found."""

from datetime import timedelta

import pytest

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import DEFAULT_EXPIRATION
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import Secret, TokenKind, generate
from pat_tui.services.single_sign_on import SingleSignOn
from pat_tui.store import events
from tests.gateway.rest import Rest
from tests.gateway.test_api_frame import set_policy
from tests.gateway.worlds import World
from tests.organization_worlds import as_user
from tests.worlds import FixedClock, seeded_random, user

PLACE = "/orgs/octo-labs/credential-authorizations"


def authorized(world: World, note: str, login: str = "mona") -> Secret:
    """A classic token of LOGIN that `octo-labs`, which demands it, has let in by single sign-on."""
    set_policy(world, "octo-labs", OrganizationPolicy(sso_required=True))
    services = as_user(world.services, login)
    made = services.classic_tokens.generate(ClassicDraft(note, DEFAULT_EXPIRATION, ("admin:org", "repo")))
    service = SingleSignOn(services.context)
    service.open("octo-labs")
    service.authorize(TokenKind.CLASSIC, made.token.id, "octo-labs")
    return made.secret


class TestAuthorizations:
    def test_listed(self, world: World) -> None:
        """Every field that GitHub documents; `login` sifts; pages lead on."""
        client = Rest(world, authorized(world, "hers"))
        authorized(world, "its", "hubot")
        assert [item["login"] for item in client.get(PLACE).json] == ["hubot", "mona"]
        (item,) = client.get(f"{PLACE}?login=MONA").json
        assert (item["credential_type"], item["authorized_credential_note"]) == ("personal access token", "hers")
        assert item["scopes"] == ["admin:org", "repo"]
        assert client.secret is not None
        assert item["token_last_eight"] == client.secret.reveal()[-8:]
        assert 'rel="next"' in client.get(f"{PLACE}?per_page=1").headers["link"]
        assert set(item) == {
            "login", "credential_id", "credential_type", "token_last_eight", "credential_authorized_at", "scopes",
            "fingerprint", "credential_accessed_at", "authorized_credential_id", "authorized_credential_title",
            "authorized_credential_note", "authorized_credential_expires_at",
        }  # fmt: skip

    def test_revoked(self, world: World) -> None:
        """204, and the token is refused at its next request; again, or another id, is 404."""
        client, other = Rest(world, authorized(world, "hers")), Rest(world, authorized(world, "its", "hubot"))
        assert other.get("/orgs/octo-labs/repos").status == 200
        number = client.get(f"{PLACE}?login=hubot").json[0]["credential_id"]
        assert client.ask("DELETE", f"{PLACE}/{number}").status == 204
        assert other.get("/repos/octo-labs/lab").status == 403
        for missing in (number, "x", 999, "9" * 40):
            assert client.ask("DELETE", f"{PLACE}/{missing}").status == 404

    def test_only_for_owners(self, world: World) -> None:
        """It takes `admin:org` of an owner."""
        assert Rest(world, world.classic("repo")).get(PLACE).status == 403
        assert Rest(world, world.fine_grained(owner="octo-labs")).get(PLACE).status == 403
        member = Rest(world, world.classic("admin:org", note="m"))
        assert member.get("/orgs/acme/credential-authorizations").status == 403


class TestFoundByOthers:
    def test_both_kinds_end(self, world: World) -> None:
        """202 without a word about any of them; each is refused at once, logged, and its user is mailed."""
        fine, classic = world.fine_grained(), world.classic("repo")
        made_up = generate(TokenKind.CLASSIC, seeded_random(77))
        sent = {"credentials": [fine.reveal(), "hunter2", made_up.reveal(), classic.reveal(), classic.reveal()]}
        reply = Rest(world).ask("POST", "/credentials/revoke", sent)
        assert (reply.status, reply.json) == (202, {})
        assert [Rest(world, secret).get("/user").status for secret in (fine, classic)] == [401, 401]
        database = world.services.context.database
        assert [action for action, _fields in events.actions_of(database, 0)] == [
            "personal_access_token.credential_revoked",
            "oauth_access.revoke",
            "oauth_authorization.destroy",
        ]
        rows = database.rows("SELECT kind, token_kind, user_id FROM mail_outbox WHERE kind = 'exposed' ORDER BY id")
        mona = user(database, "mona").id
        assert [tuple(row) for row in rows] == [("exposed", "fine-grained", mona), ("exposed", "classic", mona)]

    def test_nothing_of_them_is_kept(self, world: World) -> None:
        """The secret stands neither in the store nor in the log of requests."""
        secret = world.fine_grained()
        Rest(world).ask("POST", "/credentials/revoke", {"credentials": [secret.reveal()]})
        kept = world.config.store.read_bytes() + world.log.read_bytes()
        wal = world.config.store.with_name("store.db-wal")
        kept += wal.read_bytes() if wal.exists() else b""
        assert secret.reveal().encode("ascii") not in kept

    def test_a_deletion_is_not_undone_any_more(self, world: World) -> None:
        """A token that was just deleted cannot be brought back once its secret was found."""
        secret, tokens = world.classic("repo"), world.services.classic_tokens
        tokens.delete([tokens.find("old").id])
        Rest(world).ask("POST", "/credentials/revoke", {"credentials": [secret.reveal()]})
        assert tokens.deleted() == []

    def test_an_expired_one_stays(self, world: World) -> None:
        """One that has ended is passed over, and can be regenerated."""
        secret, clock = world.classic("repo"), world.services.context.clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(days=31))
        assert Rest(world).ask("POST", "/credentials/revoke", {"credentials": [secret.reveal()]}).status == 202
        assert world.services.classic_tokens.find("old").note == "old"

    def test_not_with_a_token(self, world: World) -> None:
        """With any token it is 403, whatever that token may do; with a bad one 401. Nothing is revoked."""
        found = world.fine_grained()
        sent = {"credentials": [found.reveal()]}
        for secret in (world.classic("repo", "admin:org"), found):
            assert Rest(world, secret).ask("POST", "/credentials/revoke", sent).status == 403
        assert Rest(world, Secret("ptp_bad")).ask("POST", "/credentials/revoke", sent).status == 401
        assert Rest(world, found).get("/user").status == 200

    @pytest.mark.parametrize("credentials", [None, [], "x", [7], [""], ["x"] * 1001, ["x" * 2000]])
    def test_what_will_not_do(self, world: World, credentials: object) -> None:
        """One to a thousand strings, or 422."""
        sent = {} if credentials is None else {"credentials": credentials}
        reply = Rest(world).ask("POST", "/credentials/revoke", sent)
        assert (reply.status, reply.json["errors"][0]["field"]) == (422, "credentials")

    def test_a_thousand(self, world: World) -> None:
        """A thousand at once are taken."""
        sent = {"credentials": [f"ghp_{number}" for number in range(1000)]}
        assert Rest(world).ask("POST", "/credentials/revoke", sent).status == 202
