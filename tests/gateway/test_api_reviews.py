"""The endpoints by which an organization's owners approve, deny and revoke fine-grained tokens."""

from datetime import timedelta
from typing import Any

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.requests import Requests
from pat_tui.store import tokens as token_store
from tests.gateway.rest import Reply, Rest
from tests.gateway.worlds import World
from tests.organization_worlds import actions, add_member, as_user, ask

REQUESTS, ACTIVE = "/orgs/acme/personal-access-token-requests", "/orgs/acme/personal-access-tokens"


@pytest.fixture
def owner(world: World) -> Rest:
    """`hubot`, who owns `acme`, with `admin:org`."""
    return Rest(world, world.classic("admin:org", login="hubot"))


def ids(reply: Reply) -> list[int]:
    """Of a list's items."""
    assert reply.status == 200, reply.body
    return [item["id"] for item in reply.json]


def approved(world: World, name: str = "ci", **changes: object) -> int:
    """A token of `mona` that `acme` has let in: its id."""
    request_id = ask(world.services, name, **changes)  # type: ignore[arg-type]
    return Requests(as_user(world.services, "hubot").context).approve([request_id])[0].token_id


class TestWho:
    @pytest.mark.parametrize("path", [REQUESTS, ACTIVE, f"{REQUESTS}/1/repositories", f"{ACTIVE}/1/repositories"])
    def test_only_owners_with_admin_org(self, world: World, path: str) -> None:
        """A member, an owner without the scope and every fine-grained token get 403, nobody 401."""
        labs: dict[str, Any] = {"owner": "octo-labs", "permissions": {"organization_administration": Level.WRITE}}
        refused = [
            Rest(world, world.classic("admin:org")),
            Rest(world, world.classic("repo", "read:org", login="hubot")),
            Rest(world, world.fine_grained(name="labs", **labs)),
        ]
        assert {client.get(path).status for client in refused} == {403}
        assert Rest(world).get(path).status == 401

    def test_another_organization(self, world: World, owner: Rest) -> None:
        """A request is decided, and a token revoked, through its own organization alone."""
        request_id, token_id = ask(world.services), approved(world, "on")
        elsewhere = "/orgs/globex/personal-access-token"
        assert owner.ask("POST", f"{elsewhere}-requests/{request_id}", {"action": "approve"}).status == 404
        grant = ids(owner.get(ACTIVE))[0]
        assert owner.ask("POST", f"{elsewhere}s/{grant}", {"action": "revoke"}).status == 404
        assert owner.get(f"{elsewhere}s/{grant}/repositories").status == 404
        assert token_id


class TestRequests:
    def test_shape(self, world: World, owner: Rest) -> None:
        """Every field that GitHub documents, with `permissions` by group."""
        permissions = {"contents": Level.WRITE, "members": Level.READ}
        request_id = ask(world.services, reason="for the nightly build", permissions=permissions)
        (item,) = owner.get(REQUESTS).json
        assert (item["id"], item["reason"], item["owner"]["login"]) == (request_id, "for the nightly build", "mona")
        assert item["repository_selection"] == "all"
        assert item["permissions"] == {
            "organization": {"members": "read"},
            "repository": {"contents": "write", "metadata": "read"},
        }
        assert (item["token_name"], item["token_expired"], item["token_last_used_at"]) == ("ci", False, None)
        now = world.services.context.clock()
        assert item["created_at"] == now.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert item["token_expires_at"] == (now + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert set(item) == {
            "id", "reason", "owner", "repository_selection", "repositories_url", "permissions", "created_at",
            "token_id", "token_name", "token_expired", "token_expires_at", "token_last_used_at",
        }  # fmt: skip

    def test_sifted(self, world: World, owner: Rest) -> None:
        """By owner, repository, permission and token; the newest first, unless told otherwise; in pages."""
        add_member(world.services, "lisa", "acme")
        one = ask(world.services, "one", permissions={"issues": Level.READ})
        selected: dict[str, Any] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("acme/website",)}
        two = ask(world.services, "two", login="lisa", **selected)
        assert ids(owner.get(REQUESTS)) == [two, one]
        assert ids(owner.get(f"{REQUESTS}?direction=asc")) == [one, two]
        assert ids(owner.get(f"{REQUESTS}?owner[]=LISA")) == [two]
        assert ids(owner.get(f"{REQUESTS}?owner[]=lisa&owner[]=mona")) == [two, one]
        assert ids(owner.get(f"{REQUESTS}?permission=issues")) == [one]
        assert ids(owner.get(f"{REQUESTS}?repository=api")) == [one]
        assert ids(owner.get(f"{REQUESTS}?repository=website")) == [two, one]
        number = owner.get(REQUESTS).json[0]["token_id"]
        assert ids(owner.get(f"{REQUESTS}?token_id[]={number}")) == [two]
        assert ids(owner.get(f"{REQUESTS}?per_page=1&page=2")) == [one]
        assert 'rel="last"' in owner.get(f"{REQUESTS}?per_page=1").headers["link"]

    def test_repositories(self, world: World, owner: Rest) -> None:
        """All of the organization's, the selected ones, or none; the address is in the item."""
        selected: dict[str, Any] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("acme/website",)}
        ask(world.services, "every")
        ask(world.services, "some", **selected)
        ask(world.services, "none", repository_access=RepositoryAccess.PUBLIC, permissions={"members": Level.READ})
        found = {}
        for item in owner.get(REQUESTS).json:
            place = item["repositories_url"].removeprefix(f"{world.address}/api/v3")
            found[item["repository_selection"]] = [one["full_name"] for one in owner.get(place).json]
        assert found == {"all": ["acme/api", "acme/website"], "subset": ["acme/website"], "none": []}

    def test_one(self, world: World, owner: Rest) -> None:
        """204; approved, the token works at the next request; denied, its user is told why."""
        yes, no = ask(world.services, "yes"), ask(world.services, "no")
        assert owner.ask("POST", f"{REQUESTS}/{yes}", {"action": "approve"}).status == 204
        assert owner.ask("POST", f"{REQUESTS}/{no}", {"action": "deny", "reason": "too much"}).status == 204
        assert ids(owner.get(REQUESTS)) == []
        assert [item["token_name"] for item in owner.get(ACTIVE).json] == ["yes"]
        assert actions(world.services, "hubot")[-2:] == ["access_granted", "request_denied"]
        assert owner.ask("POST", f"{REQUESTS}/{yes}", {"action": "deny"}).status == 404

    def test_many(self, world: World, owner: Rest) -> None:
        """202, and all or none: where one of them is not there, none is decided."""
        request_ids = [ask(world.services, name) for name in ("a", "b", "c")]
        sent = {"pat_request_ids": [*request_ids, 999], "action": "approve"}
        assert owner.ask("POST", REQUESTS, sent).status == 404
        assert len(ids(owner.get(REQUESTS))) == 3
        reply = owner.ask("POST", REQUESTS, {"pat_request_ids": request_ids, "action": "approve"})
        assert (reply.status, reply.json) == (202, {})
        assert len(ids(owner.get(ACTIVE))) == 3

    @pytest.mark.parametrize(
        ("sent", "field", "code"),
        [
            ({"action": "approve"}, "pat_request_ids", "missing_field"),
            ({"action": "approve", "pat_request_ids": []}, "pat_request_ids", "invalid"),
            ({"action": "approve", "pat_request_ids": ["1"]}, "pat_request_ids", "invalid"),
            ({"action": "approve", "pat_request_ids": [True]}, "pat_request_ids", "invalid"),
            ({"action": "approve", "pat_request_ids": list(range(101))}, "pat_request_ids", "invalid"),
            ({"pat_request_ids": [1]}, "action", "missing_field"),
            ({"pat_request_ids": [1], "action": "revoke"}, "action", "invalid"),
            ({"pat_request_ids": [1], "action": "deny", "reason": 7}, "reason", "invalid"),
        ],
    )
    def test_what_will_not_do(self, world: World, owner: Rest, sent: dict[str, object], field: str, code: str) -> None:
        """422 names the field."""
        reply = owner.ask("POST", REQUESTS, sent)
        assert (reply.status, reply.message) == (422, "Validation Failed")
        assert [(one["field"], one["code"]) for one in reply.json["errors"]] == [(field, code)]

    def test_a_reason_that_is_too_long(self, world: World, owner: Rest) -> None:
        """A reason has 1,024 characters at most; then nothing is decided."""
        request_id = ask(world.services)
        reply = owner.ask("POST", f"{REQUESTS}/{request_id}", {"action": "deny", "reason": "x" * 1025})
        assert (reply.status, reply.json["errors"][0]["field"]) == (422, "reason")
        assert ids(owner.get(REQUESTS)) == [request_id]

    @pytest.mark.parametrize("number", ["0", "x", "1e3", "9" * 30, "-1"])
    def test_no_such_request(self, owner: Rest, number: str) -> None:
        """What is no id of a request is 404."""
        assert owner.ask("POST", f"{REQUESTS}/{number}", {"action": "approve"}).status == 404
        assert owner.get(f"{REQUESTS}/{number}/repositories").status == 404


class TestActive:
    def test_shape(self, world: World, owner: Rest) -> None:
        """`access_granted_at` in place of reason and creation; the id is the grant's, not the token's."""
        approved(world, "first")
        token_id = approved(world, "second")
        item = owner.get(ACTIVE).json[0]
        assert (item["token_id"], item["token_name"]) == (token_id, "second")
        assert set(item) == {
            "id", "owner", "repository_selection", "repositories_url", "permissions", "access_granted_at",
            "token_id", "token_name", "token_expired", "token_expires_at", "token_last_used_at",
        }  # fmt: skip

    def test_by_last_use(self, world: World, owner: Rest) -> None:
        """Before and after an instant; one never used is neither. What is no instant is 422."""
        used, database = approved(world, "used"), world.services.context.database
        approved(world, "idle")
        now = world.services.context.clock()
        with database.transaction():
            token_store.note_use(database, used, now - timedelta(days=2))
        yesterday = (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert [one["token_id"] for one in owner.get(f"{ACTIVE}?last_used_before={yesterday}").json] == [used]
        assert owner.get(f"{ACTIVE}?last_used_after={yesterday}").json == []
        assert owner.get(f"{ACTIVE}?last_used_before=soon").status == 422

    def test_revoke(self, world: World, owner: Rest) -> None:
        """One: 204, many: 202, all or none; the token stays and loses the organization at its next request."""
        secret = world.fine_grained(owner="acme")
        request = Requests(as_user(world.services, "hubot").context)
        request.approve([request.pending("acme")[0].id])
        approved(world, "b")
        approved(world, "c")
        token = Rest(world, secret)
        assert token.get("/repos/acme/api").status == 200
        grants = {item["token_name"]: item["id"] for item in owner.get(ACTIVE).json}
        assert owner.ask("POST", f"{ACTIVE}/{grants['ci']}", {"action": "revoke"}).status == 204
        assert (token.get("/repos/acme/api").status, token.get("/user").status) == (404, 200)
        sent = {"pat_ids": [grants["b"], grants["ci"]], "action": "revoke"}
        assert owner.ask("POST", ACTIVE, sent).status == 404
        sent = {"pat_ids": [grants["b"], grants["c"]], "action": "revoke"}
        assert owner.ask("POST", ACTIVE, sent).status == 202
        assert ids(owner.get(ACTIVE)) == []

    def test_its_action_is_revoke(self, world: World, owner: Rest) -> None:
        """Anything else is 422."""
        approved(world)
        grant = ids(owner.get(ACTIVE))[0]
        for sent in ({}, {"action": "approve"}):
            assert owner.ask("POST", f"{ACTIVE}/{grant}", sent).status == 422
        assert ids(owner.get(ACTIVE)) == [grant]
