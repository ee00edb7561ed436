"""Making and deleting repositories over the API."""

from pathlib import Path
from typing import Any

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import collaborators, deploy_keys, events
from tests.gateway.rest import Rest
from tests.gateway.worlds import World, commit, git
from tests.organization_worlds import actions, as_user
from tests.public_keys import ed25519
from tests.worlds import user


class TestMaking:
    def test_for_oneself(self, world: World, tmp_path: Path) -> None:
        """201 with the repository and its place; git can push to it at once, and the log knows who made it."""
        client = Rest(world, world.classic("repo"))
        reply = client.ask("POST", "/user/repos", {"name": "fresh", "private": True})
        assert (reply.status, reply.json["full_name"], reply.json["private"]) == (201, "mona/fresh", True)
        assert reply.headers["location"] == f"{world.address}/api/v3/repos/mona/fresh"
        commit(tmp_path / "work", {"a": b"a\n"})
        assert client.secret is not None
        git("push", "-q", world.url("mona/fresh", client.secret), "main", cwd=tmp_path / "work")
        assert client.get("/repos/mona/fresh/contents/a").status == 200
        assert "repo.create" in actions(world.services, "mona")

    def test_the_log_stays_whole(self, world: World) -> None:
        """What the gateway writes into the security log is sealed with the same key as what others write."""
        Rest(world, world.classic("repo")).ask("POST", "/user/repos", {"name": "fresh"})
        world.fine_grained()
        found = world.services.security_log.verify()
        assert (found.finding, found.unchecked) == (None, None)
        assert found.entries >= 3

    def test_fine_grained(self, world: World) -> None:
        """It takes `administration=write` on the user's own account."""
        administers: dict[str, Any] = {"permissions": {"administration": Level.WRITE}}
        assert Rest(world, world.fine_grained(**administers)).ask("POST", "/user/repos", {"name": "a"}).status == 201
        reads: dict[str, Any] = {"permissions": {"administration": Level.READ}}
        reader = Rest(world, world.fine_grained(name="r", **reads))
        assert reader.ask("POST", "/user/repos", {"name": "b"}).status == 403
        labs = world.fine_grained(name="labs", owner="octo-labs", **administers)
        assert Rest(world, labs).ask("POST", "/user/repos", {"name": "c"}).status == 403
        assert Rest(world, labs).ask("POST", "/orgs/octo-labs/repos", {"name": "c"}).status == 201

    def test_private_takes_repo(self, world: World) -> None:
        """With `public_repo` public ones are made, private ones not."""
        client = Rest(world, world.classic("public_repo"))
        assert client.ask("POST", "/user/repos", {"name": "open"}).json["visibility"] == "public"
        assert client.ask("POST", "/user/repos", {"name": "hidden", "private": True}).status == 403
        assert client.ask("POST", "/user/repos", {"name": "hidden", "visibility": "private"}).status == 403

    def test_for_an_organization(self, world: World) -> None:
        """Its owners do it, a member does not; `internal` is for organizations alone."""
        client = Rest(world, world.classic("repo"))
        made = client.ask("POST", "/orgs/octo-labs/repos", {"name": "inner", "visibility": "internal"})
        assert (made.status, made.json["visibility"]) == (201, "internal")
        assert client.ask("POST", "/orgs/acme/repos", {"name": "x"}).status == 403
        assert client.ask("POST", "/user/repos", {"name": "x", "visibility": "internal"}).status == 422

    @pytest.mark.parametrize(
        ("sent", "field", "code"),
        [
            ({}, "name", "missing_field"),
            ({"name": ""}, "name", "missing_field"),
            ({"name": "a b"}, "name", "invalid"),
            ({"name": ".."}, "name", "invalid"),
            ({"name": "x.git"}, "name", "invalid"),
            ({"name": 7}, "name", "invalid"),
            ({"name": "app"}, "name", "custom"),
            ({"name": "APP"}, "name", "custom"),
            ({"name": "x", "private": "yes"}, "private", "invalid"),
            ({"name": "x", "visibility": "loud"}, "visibility", "invalid"),
            ({"name": "x", "auto_init": True}, "auto_init", "custom"),
        ],
    )
    def test_what_will_not_do(self, world: World, sent: dict[str, object], field: str, code: str) -> None:
        """422 names the field and what is wrong with it, in GitHub's codes."""
        reply = Rest(world, world.classic("repo")).ask("POST", "/user/repos", sent)
        assert (reply.status, reply.message) == (422, "Validation Failed")
        assert [(one["resource"], one["field"], one["code"]) for one in reply.json["errors"]] == [
            ("Repository", field, code)
        ]


class TestDeleting:
    def test_goes_whole(self, world: World) -> None:
        """204; row, folder, roles and deploy keys go, the log keeps it, and the next request does not find it."""
        folder, database = world.repository("mona/app"), world.services.context.database
        world.services.repository_keys.add("mona/app", "robot", ed25519())
        client = Rest(world, world.classic("repo", "delete_repo"))
        number = client.get("/repos/mona/app").json["id"]
        reply = client.ask("DELETE", "/repos/mona/app")
        assert (reply.status, reply.body) == (204, b"")
        assert not folder.exists()
        assert list(folder.parent.parent.glob(".gone-*")) == []
        assert deploy_keys.of_repository(database, number) == []
        assert client.get("/repos/mona/app").status == 404
        logged = [action for action, _fields in events.actions_of(database, user(database, "mona").id)]
        assert logged[-2:] == ["public_key.delete", "repo.destroy"]

    def test_another_of_its_name(self, world: World) -> None:
        """A new repository of the name is another one: a token that was given the old one does not reach it."""
        selected: dict[str, Any] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/app",)}
        narrow = Rest(world, world.fine_grained(**selected))
        assert narrow.get("/repos/mona/app").status == 200
        client = Rest(world, world.classic("repo", "delete_repo"))
        client.ask("DELETE", "/repos/mona/app")
        assert client.ask("POST", "/user/repos", {"name": "app", "private": True}).status == 201
        assert narrow.get("/repos/mona/app").status == 404

    def test_takes_its_own_scope(self, world: World) -> None:
        """`repo` is not enough; a fine-grained token takes `administration=write`."""
        assert Rest(world, world.classic("repo")).ask("DELETE", "/repos/mona/app").status == 403
        assert Rest(world, world.fine_grained()).ask("DELETE", "/repos/mona/app").status == 403
        administers = world.fine_grained(name="a", permissions={"administration": Level.WRITE})
        assert Rest(world, administers).ask("DELETE", "/repos/mona/app").status == 204

    def test_takes_an_administrator(self, world: World) -> None:
        """Who only writes cannot delete it; a collaborator with the role admin can."""
        database = world.services.context.database
        row = database.row("SELECT id FROM repositories WHERE name = 'engine'")
        assert row is not None
        client = Rest(world, world.classic("repo", "delete_repo"))
        for role, status in ((RepositoryRole.WRITE, 403), (RepositoryRole.ADMIN, 204)):
            with database.transaction():
                collaborators.set_role(database, row["id"], user(database, "mona").id, role)
            assert client.ask("DELETE", "/repos/hubot/engine").status == status

    def test_a_folder_of_somebody_elses_stays(self, world: World, tmp_path: Path) -> None:
        """A folder that was merely added, outside of where pat-tui makes them, is not touched."""
        from pat_tui.services.repositories import add_repository

        folder = tmp_path / "mine.git"
        git("init", "-q", "--bare", str(folder))
        add_repository(as_user(world.services, "mona").context, "mona/mine", Visibility.PRIVATE, folder)
        assert Rest(world, world.classic("repo", "delete_repo")).ask("DELETE", "/repos/mona/mine").status == 204
        assert folder.is_dir()
