"""Forward authentication: what a proxy is told about the request that it holds back."""

from collections.abc import Mapping
from typing import Any

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import Secret
from pat_tui.domain.tokens import RepositoryAccess
from tests.gateway.rest import Reply
from tests.gateway.test_api_frame import basic, set_policy
from tests.gateway.worlds import World

NGINX, CADDY = ("X-Original-URI", "X-Original-Method"), ("X-Forwarded-Uri", "X-Forwarded-Method")


def verify(
    world: World,
    uri: str | None,
    method: str = "GET",
    secret: Secret | None = None,
    names: tuple[str, str] = NGINX,
    place: str = "/auth/verify",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """What the gateway tells a proxy that asks about METHOD on URI."""
    sent = {} if uri is None else {names[0]: uri, names[1]: method}
    if secret is not None:
        sent["Authorization"] = f"Bearer {secret.reveal()}"
    response, body = world.http("GET", place, None, **sent, **(headers or {}))
    return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


class TestLetThrough:
    @pytest.mark.parametrize("names", [NGINX, CADDY])
    def test_who_it_is(self, world: World, names: tuple[str, str]) -> None:
        """200 names user, token and what it holds; each proxy's own headers serve."""
        secret = world.fine_grained(permissions={"issues": Level.READ})
        reply = verify(world, "/api/v3/repos/mona/app/issues?state=open", secret=secret, names=names)
        assert (reply.status, reply.body) == (200, b"")
        told = {name: value for name, value in reply.headers.items() if name.startswith("x-token-")}
        assert told == {
            "x-token-login": "mona",
            "x-token-id": "1",
            "x-token-kind": "fine-grained",
            "x-token-permissions": "issues=read,metadata=read",
        }
        assert reply.headers["cache-control"] == "no-store"

    def test_classic(self, world: World) -> None:
        """A classic token shows its scopes."""
        reply = verify(world, "/api/v3/user/emails", secret=world.classic("user", "repo"))
        assert (reply.status, reply.headers["x-token-scopes"]) == (200, "repo, user")

    def test_strangers(self, world: World) -> None:
        """What everybody may read passes without a token, and names nobody."""
        world.repository("mona/site", Visibility.PUBLIC)
        for uri in ("/api/v3/repos/mona/site", "/mona/site.git/info/refs?service=git-upload-pack"):
            reply = verify(world, uri)
            assert reply.status == 200
            assert "x-token-login" not in reply.headers

    @pytest.mark.parametrize(
        ("method", "uri", "level", "status"),
        [
            ("GET", "/mona/app.git/info/refs?service=git-upload-pack", Level.READ, 200),
            ("POST", "/mona/app/git-upload-pack", Level.READ, 200),
            ("GET", "/mona/app.git/info/refs?service=git-receive-pack", Level.READ, 403),
            ("POST", "/mona/app.git/git-receive-pack", Level.READ, 403),
            ("POST", "/mona/app.git/git-receive-pack", Level.WRITE, 200),
            ("GET", "/mona/app.git/git-receive-pack", Level.WRITE, 403),
            ("GET", "/mona/app.git/info/refs?service=other", Level.WRITE, 403),
            ("GET", "/mona/app.git/info/refs", Level.WRITE, 403),
            ("GET", "/mona/app.git/HEAD", Level.WRITE, 403),
        ],
    )
    def test_git(self, world: World, method: str, uri: str, level: Level, status: int) -> None:
        """Git's services are judged as git's, and its tokens are presented with Basic."""
        secret = world.fine_grained(permissions={"contents": level})
        headers = {"Authorization": basic("mona", secret.reveal())}
        assert verify(world, uri, method, headers=headers).status == status

    def test_git_takes_basic_alone(self, world: World) -> None:
        """Bearer is no way to present a token to git."""
        uri = "/mona/app.git/info/refs?service=git-upload-pack"
        assert verify(world, uri, secret=world.fine_grained()).status == 401

    def test_it_counts_as_use(self, world: World) -> None:
        """The log names what was asked for."""
        verify(world, "/api/v3/user", secret=world.classic())
        line = world.lines(1)[-1]
        assert (line["route"], line["verified"], line["user"]) == ("/auth/verify", "GET /user", "mona")


class TestRefused:
    def test_nobody(self, world: World) -> None:
        """401 with a challenge where a token is needed, and where git is asked for anything private."""
        for uri in ("/api/v3/user", "/mona/app.git/info/refs?service=git-upload-pack"):
            reply = verify(world, uri)
            assert (reply.status, reply.headers["x-token-reason"]) == (401, "no-credential")
            assert reply.headers["www-authenticate"] == 'Basic realm="GitHub"'

    def test_bad(self, world: World) -> None:
        """A bad token is 401 everywhere."""
        reply = verify(world, "/api/v3/zen", secret=Secret("ptp_bad"))
        assert (reply.status, reply.headers["x-token-reason"]) == (401, "bad-credential")

    @pytest.mark.parametrize(
        ("method", "uri", "reason", "meant"),
        [
            ("GET", "/api/v3/repos/mona/app/issues", "permission-missing", "403"),
            ("GET", "/api/v3/repos/acme/api", "not-visible-to-token", "404"),
            ("GET", "/api/v3/repos/stranger-org/vault", "not-found", "404"),
            ("GET", "/api/v3/nothing", "not-found", "404"),
            ("PUT", "/api/v3/user", "not-found", "404"),
            ("GET", "/somewhere/else", "not-found", "404"),
            ("GET", "/api/v30/user", "not-found", "404"),
        ],
    )
    def test_all_else_is_403(self, world: World, method: str, uri: str, reason: str, meant: str) -> None:
        """403 with the reason, and what the status would have been: a proxy knows no 404."""
        reply = verify(world, uri, method, world.fine_grained())
        assert (reply.status, reply.headers["x-token-reason"]) == (403, reason)
        assert (reply.headers["x-token-status"], reply.json["status"]) == (meant, meant)

    def test_what_is_missing(self, world: World) -> None:
        """The header says what would do."""
        reply = verify(world, "/api/v3/repos/mona/app/issues", secret=world.fine_grained())
        assert reply.headers["x-token-needed"] == "issues=read"
        reply = verify(world, "/api/v3/user/emails", secret=world.classic())
        assert reply.headers["x-token-needed"] == "user, user:email"

    def test_policy(self, world: World) -> None:
        """A policy's refusal is told with its reason."""
        set_policy(world, "acme", OrganizationPolicy(classic_allowed=False))
        reply = verify(world, "/api/v3/repos/acme/api", secret=world.classic("repo"))
        assert (reply.status, reply.headers["x-token-reason"]) == (403, "restricted-by-policy")


class TestUnclear:
    @pytest.mark.parametrize(
        "uri",
        [
            "/api/v3//user", "//api/v3/user", "/api/v3/./user", "/api/v3/../v3/user", "/x/../api/v3/user",
            "/api/v3/user/..", "/api%2fv3/user", "/api/v3/%2e%2e/user", "/api\\v3\\user", "/api/v3/user%00",
            "/api/v3/user%5c", "/api/v3/user%", "/api/v3/user#x", "api/v3/user", "http://evil/api/v3/user", "",
            "/api/v3/%ff", "/api/v3/us er", "/" + "x" * 9000,
        ],
    )  # fmt: skip
    def test_paths_of_two_readings(self, world: World, uri: str) -> None:
        """A path that the server behind the proxy might read otherwise is refused, whatever the token may do."""
        reply = verify(world, uri, secret=world.classic("repo"))
        assert (reply.status, reply.headers["x-token-reason"]) == (403, "unclear-request")

    def test_headers_of_two_families(self, world: World) -> None:
        """A client that sends the other family of headers along is refused where they differ."""
        secret = world.classic()
        same = {"X-Forwarded-Uri": "/api/v3/user", "X-Forwarded-Method": "GET"}
        assert verify(world, "/api/v3/user", secret=secret, headers=same).status == 200
        for other in ({"X-Forwarded-Uri": "/api/v3/zen"}, {"X-Forwarded-Method": "POST"}):
            reply = verify(world, "/api/v3/user", secret=secret, headers=other)
            assert (reply.status, reply.headers["x-token-reason"]) == (403, "unclear-request")

    @pytest.mark.parametrize("headers", [{}, {"X-Original-URI": "/api/v3/user"}, {"X-Original-Method": "GET"}])
    def test_half_a_request(self, world: World, headers: dict[str, str]) -> None:
        """A proxy that does not say method and URI lets nobody through."""
        assert verify(world, None, secret=world.classic(), headers=headers).status == 403

    @pytest.mark.parametrize("method", ["", "get", "GET POST", "G" * 30])
    def test_odd_methods(self, world: World, method: str) -> None:
        """A method in other letters is none."""
        assert verify(world, "/api/v3/user", method, world.classic()).status == 403

    def test_elsewhere_they_count_for_nothing(self, world: World) -> None:
        """Everywhere else these headers change nothing."""
        sent = {"User-Agent": "x", "X-Original-URI": "/api/v3/zen", "X-Original-Method": "GET"}
        response, _body = world.http("GET", "/api/v3/user", None, **sent)
        assert response.status == 401


class TestByConfiguration:
    @pytest.mark.parametrize(
        ("query", "scopes", "status"),
        [
            ("require=token", (), 200),
            ("scope=repo", ("repo",), 200),
            ("scope=repo:status", ("repo",), 200),
            ("scope=repo", ("public_repo",), 403),
            ("scope=repo&scope=gist", ("repo",), 403),
            ("permission=contents:read", ("repo",), 403),
            ("permission=contents:read&scope=repo", ("repo",), 200),
            ("scope=repo&repository=mona/app", ("repo",), 200),
            ("scope=repo&repository=stranger-org/vault", ("repo",), 403),
        ],
    )
    def test_classic(self, world: World, query: str, scopes: tuple[str, ...], status: int) -> None:
        """Another application says what it takes in the address that its proxy asks; the request's own is no matter."""
        place = f"/auth/verify?{query}"
        assert verify(world, "/dashboard", secret=world.classic(*scopes), place=place).status == status
        assert verify(world, "/dashboard", place=place).status == 401

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("require=token", 200),
            ("permission=contents:read", 200),
            ("permission=contents:write", 403),
            ("permission=contents:read&permission=issues:read", 403),
            ("permission=contents:read&repository=mona/app", 200),
            ("permission=contents:read&repository=mona/notes", 403),
            ("permission=contents:read&repository=acme/api", 403),
            ("scope=repo", 403),
        ],
    )
    def test_fine_grained(self, world: World, query: str, status: int) -> None:
        """The same for a fine-grained token, with permissions."""
        changes: dict[str, Any] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/app",)}
        secret = world.fine_grained(permissions={"contents": Level.READ}, **changes)
        assert verify(world, "/dashboard", secret=secret, place=f"/auth/verify?{query}").status == status

    @pytest.mark.parametrize(
        "query",
        [
            "require=nothing", "permission=contents", "permission=nothing:read", "permission=contents:all",
            "scopes=repo", "repository=mona/app", "require=token&scope=repo",
            "require=token&repository=mona/app",
        ],
    )  # fmt: skip
    def test_what_cannot_be_meant(self, world: World, query: str) -> None:
        """A word that means nothing lets nobody through."""
        secret = world.classic("repo")
        reply = verify(world, "/dashboard", secret=secret, place=f"/auth/verify?{query}")
        assert (reply.status, reply.headers["x-token-reason"]) == (403, "unclear-request")
