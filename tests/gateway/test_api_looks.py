"""What the API shows of itself, of users, organizations and repositories."""

from typing import Any

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import collaborators
from tests.gateway.rest import Reply, Rest
from tests.gateway.worlds import World
from tests.worlds import user


def names(reply: Reply, field: str = "full_name") -> list[str]:
    """What a list's items are called."""
    assert reply.status == 200, reply.body
    return [item[field] for item in reply.json]


class TestItself:
    def test_root(self, world: World) -> None:
        """The root lists places, with and without a slash; they begin with the address that was asked."""
        for path in ("", "/"):
            assert Rest(world).get(path).json["current_user_url"] == f"{world.address}/api/v3/user"

    def test_meta(self, world: World) -> None:
        """`installed_version` tells clients that this is a server of one's own."""
        reply = Rest(world).get("/meta")
        assert reply.json["installed_version"] == reply.headers["x-github-enterprise-version"]

    def test_zen(self, world: World) -> None:
        """Plain text."""
        reply = Rest(world).get("/zen")
        assert reply.headers["content-type"].startswith("text/plain")
        assert reply.body

    def test_the_address_is_the_clients(self, world: World) -> None:
        """Addresses begin with the `Host` that the client used; one that is no host is left out."""
        asked = Rest(world).get("/", Host="git.example:8443").json["current_user_url"]
        assert asked == "http://git.example:8443/api/v3/user"
        assert Rest(world).get("/", Host='a"><b').json["current_user_url"] == f"{world.address}/api/v3/user"


class TestUsers:
    def test_me(self, world: World) -> None:
        """Any token shows its user; the private part takes `read:user`."""
        shape = Rest(world, world.fine_grained()).get("/user").json
        assert (shape["login"], shape["name"], shape["type"]) == ("mona", "Mona Lisa", "User")
        assert "total_private_repos" not in shape
        assert Rest(world, world.classic("user")).get("/user").json["total_private_repos"] == 3

    def test_emails(self, world: World) -> None:
        """The addresses, for `user:email` or `emails=read`."""
        expected = {"email": "mona@example.com", "primary": True, "verified": True, "visibility": "private"}
        assert Rest(world, world.classic("user:email")).get("/user/emails").json == [expected]
        reads = world.fine_grained(permissions={"emails": Level.READ})
        assert Rest(world, reads).get("/user/emails").json == [expected]

    def test_organizations(self, world: World) -> None:
        """A classic token shows all that let it in, a fine-grained one its resource owner alone."""
        assert names(Rest(world, world.classic("read:org")).get("/user/orgs"), "login") == [
            "acme",
            "globex",
            "initech",
            "octo-labs",
        ]
        assert names(Rest(world, world.fine_grained()).get("/user/orgs"), "login") == []
        labs = world.fine_grained(name="labs", owner="octo-labs")
        assert names(Rest(world, labs).get("/user/orgs"), "login") == ["octo-labs"]

    def test_anybody(self, world: World) -> None:
        """Users and organizations are shown to everybody, in any case of their names; there may be none."""
        assert Rest(world).get("/users/HUBOT").json["login"] == "hubot"
        assert Rest(world).get("/users/acme").json["type"] == "Organization"
        assert Rest(world).get("/users/nobody").status == 404
        assert "email" not in {name for name, value in Rest(world).get("/users/mona").json.items() if value}


class TestRepositories:
    def test_mine(self, world: World) -> None:
        """All that the token sees of what the user owns or reaches, public ones of its owners included."""
        world.repository("acme/site", Visibility.PUBLIC)
        both = ["mona/app", "mona/dotfiles", "mona/notes"]
        assert names(Rest(world, world.fine_grained()).get("/user/repos")) == ["acme/site", *both]
        selected: dict[str, Any] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/notes",)}
        assert names(Rest(world, world.fine_grained(name="one", **selected)).get("/user/repos")) == [
            "acme/site",
            "mona/notes",
        ]
        assert names(Rest(world, world.classic("public_repo")).get("/user/repos")) == ["acme/site"]
        every = names(Rest(world, world.classic("repo", note="all")).get("/user/repos"))
        assert every == sorted(every)
        assert {"acme/api", "globex/telemetry", "octo-labs/lab"} < set(every)
        assert "stranger-org/vault" not in every
        assert "hubot/engine" not in every

    def test_as_a_collaborator(self, world: World) -> None:
        """One in which the user has a role is listed."""
        database = world.services.context.database
        row = database.row("SELECT id FROM repositories WHERE name = 'engine'")
        assert row is not None
        with database.transaction():
            collaborators.set_role(database, row["id"], user(database, "mona").id, RepositoryRole.TRIAGE)
        client = Rest(world, world.classic("repo"))
        assert "hubot/engine" in names(client.get("/user/repos"))
        held = client.get("/repos/hubot/engine").json["permissions"]
        assert held == {"admin": False, "maintain": False, "push": False, "triage": True, "pull": True}

    def test_sifted_and_sorted(self, world: World) -> None:
        """`visibility`, `type`, `sort` and `direction` count; what means nothing does not."""
        world.repository("mona/site", Visibility.PUBLIC)
        client = Rest(world, world.classic("repo"))
        assert names(client.get("/user/repos?visibility=public")) == ["mona/site"]
        assert "mona/site" not in names(client.get("/user/repos?type=private"))
        every = names(client.get("/user/repos"))
        assert names(client.get("/user/repos?direction=desc")) == every[::-1]
        assert names(client.get("/user/repos?sort=created"))[0] == "mona/site"
        assert names(client.get("/user/repos?visibility=loud&sort=taste")) == every

    def test_of_others(self, world: World) -> None:
        """Of a user and of an organization, what is seen; strangers see public ones."""
        world.repository("acme/site", Visibility.PUBLIC)
        assert names(Rest(world).get("/orgs/acme/repos")) == ["acme/site"]
        assert names(Rest(world).get("/users/mona/repos")) == []
        assert Rest(world).get("/users/nobody/repos").status == 404
        member = Rest(world, world.classic("repo"))
        assert names(member.get("/orgs/acme/repos")) == ["acme/api", "acme/site", "acme/website"]

    def test_one(self, world: World) -> None:
        """The repository with its owner, visibility and what the user, whatever the token, may do."""
        world.repository("mona/app")
        shape = Rest(world, world.fine_grained(permissions={"contents": Level.READ})).get("/repos/MONA/App").json
        assert (shape["full_name"], shape["private"], shape["visibility"]) == ("mona/app", True, "private")
        assert shape["owner"]["login"] == "mona"
        assert shape["clone_url"] == f"{world.address}/mona/app.git"
        assert shape["default_branch"] == "main"
        assert shape["permissions"]["admin"] is True

    def test_by_its_id(self, world: World) -> None:
        """`/repositories/{id}` is authorised by the repository, and has no answer of its own."""
        client = Rest(world, world.classic("repo"))
        number = client.get("/repos/mona/app").json["id"]
        assert client.get(f"/repositories/{number}").status in (404, 501)


class TestOrganizations:
    def test_seen(self, world: World) -> None:
        """Everybody sees the organization, an owner with `admin:org` its numbers too."""
        assert Rest(world).get("/orgs/acme").json["login"] == "acme"
        assert Rest(world).get("/orgs/mona").status == 404
        member = Rest(world, world.classic("admin:org"))
        assert "total_private_repos" not in member.get("/orgs/acme").json
        assert member.get("/orgs/octo-labs").json["total_private_repos"] == 1

    @pytest.mark.parametrize(
        ("scopes", "shown"), [((), []), (("read:org",), ["hubot", "mona"]), (("admin:org",), ["hubot", "mona"])]
    )
    def test_members(self, world: World, scopes: tuple[str, ...], shown: list[str]) -> None:
        """Members are shown to members with `read:org`; to others membership is private."""
        assert names(Rest(world, world.classic(*scopes)).get("/orgs/acme/members"), "login") == shown

    def test_members_to_others(self, world: World) -> None:
        """An outsider sees none, a fine-grained token takes `members=read`; `role` sifts."""
        assert names(Rest(world).get("/orgs/acme/members"), "login") == []
        outsider = Rest(world, world.classic("admin:org", login="hubot"))
        assert names(outsider.get("/orgs/stranger-org/members"), "login") == []
        assert names(outsider.get("/orgs/acme/members?role=admin"), "login") == ["hubot"]
        labs = world.fine_grained(name="labs", owner="octo-labs", permissions={"members": Level.READ})
        assert names(Rest(world, labs).get("/orgs/octo-labs/members"), "login") == ["hubot", "mona"]
