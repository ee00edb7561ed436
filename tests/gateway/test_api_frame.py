"""What every endpoint of the API has in common: who is let in, what is said to the others, headers, pages, bodies."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import Secret, TokenKind, generate
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.gateway.config import Limits
from pat_tui.services.single_sign_on import SingleSignOn
from pat_tui.store import accounts, policies
from tests.gateway.rest import Rest
from tests.gateway.worlds import World, gateway_world
from tests.organization_worlds import add_member, as_user
from tests.worlds import FixedClock, acting_as, draft, seeded_random, user

DOCS = "https://docs.github.com/rest"


def body(status: int, message: str, page: str = "") -> dict[str, str]:
    """An error as GitHub writes it."""
    return {"message": message, "documentation_url": f"{DOCS}{page}", "status": str(status)}


def set_policy(world: World, login: str, policy: OrganizationPolicy) -> None:
    """Let POLICY hold in the organization called LOGIN, by the store alone."""
    database = world.services.context.database
    with database.transaction():
        policies.set_policy(database, user(database, login).id, policy)


class TestWhoIsLetIn:
    @pytest.mark.parametrize("scheme", ["Bearer {}", "bearer {}", "token {}", "Token {}"])
    def test_schemes(self, world: World, scheme: str) -> None:
        """Bearer and `token` serve alike, for both kinds of token."""
        for secret in (world.fine_grained(), world.classic()):
            assert Rest(world).get("/user", Authorization=scheme.format(secret.reveal())).status == 200

    @pytest.mark.parametrize("name", ["mona", "anybody", "x-access-token"])
    def test_basic(self, world: World, name: str) -> None:
        """Basic takes the token as the password, under any user name."""
        secret = world.fine_grained()
        assert Rest(world).get("/user", Authorization=basic(name, secret.reveal())).json["login"] == "mona"

    def test_no_credential(self, world: World) -> None:
        """What needs a credential is 401 without one; what does not is answered."""
        reply = Rest(world).get("/user")
        assert (reply.status, reply.json) == (401, body(401, "Requires authentication"))
        assert Rest(world).get("/zen").status == 200

    @pytest.mark.parametrize("path", ["/user", "/zen", "/users/mona", "/nothing"])
    def test_bad_credentials(self, world: World, path: str) -> None:
        """A bad token is 401 everywhere, also where none is needed and where nothing is."""
        made_up = generate(TokenKind.CLASSIC, seeded_random(99))
        for secret in (made_up, Secret("ptp_nonsense"), Secret("hunter2")):
            reply = Rest(world, secret).get(path)
            assert (reply.status, reply.json) == (401, body(401, "Bad credentials"))
            assert "x-oauth-scopes" not in reply.headers

    def test_expired(self, world: World) -> None:
        """So is an expired one."""
        secret, clock = world.fine_grained(), world.services.context.clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(days=31))
        assert Rest(world, secret).get("/user").json == body(401, "Bad credentials")

    def test_deleted_at_the_very_next_request(self, world: World) -> None:
        """A token that is deleted is refused at once."""
        secret = world.classic("repo")
        client = Rest(world, secret)
        assert client.get("/user").status == 200
        tokens = world.services.classic_tokens
        tokens.delete([tokens.find("old").id])
        assert client.get("/user").status == 401

    def test_suspended(self, world: World) -> None:
        """The token of a suspended user is 403 and says so."""
        secret, database = world.classic("repo"), world.services.context.database
        with database.transaction():
            accounts.set_suspended(database, user(database, "mona").id, world.services.context.clock())
        reply = Rest(world, secret).get("/user")
        assert (reply.status, reply.message) == (403, "Sorry. Your account was suspended.")

    def test_many_bad_credentials(self, world: World) -> None:
        """Who goes on guessing is told to stop, with 403; a good token works all the while."""
        replies = [Rest(world, Secret("ptp_guess")).get("/user").status for _ in range(12)]
        assert replies == [401] * 10 + [403] * 2
        assert Rest(world, world.classic("repo")).get("/user").status == 200

    def test_no_user_agent(self, world: World) -> None:
        """Who names no program is refused."""
        assert Rest(world, world.classic()).get("/user", User_Agent="").status == 403


def basic(name: str, password: str) -> str:
    """The header of Basic."""
    from base64 import b64encode

    return "Basic " + b64encode(f"{name}:{password}".encode()).decode("ascii")


class TestRefusals:
    def test_permission_missing(self, world: World) -> None:
        """403, with the endpoint's page and what would do."""
        reply = Rest(world, world.fine_grained()).get("/repos/mona/app/issues")
        message = "Resource not accessible by personal access token"
        assert (reply.status, reply.json) == (403, body(403, message, "/issues/issues"))
        assert reply.headers["x-accepted-github-permissions"] == "issues=read"
        assert "x-oauth-scopes" not in reply.headers

    def test_scope_missing(self, world: World) -> None:
        """403; the headers say what the token has and what would do."""
        reply = Rest(world, world.classic("repo", "gist")).get("/user/emails")
        assert reply.status == 403
        assert reply.headers["x-oauth-scopes"] == "gist, repo"
        assert reply.headers["x-accepted-oauth-scopes"] == "user, user:email"

    @pytest.mark.parametrize("name", ["mona/app", "acme/api", "stranger-org/vault", "mona/nothing"])
    def test_not_given(self, world: World, name: str) -> None:
        """A private repository outside of the selection, of another owner, out of reach or not there: all the same."""
        selected: dict[str, Any] = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/notes",)}
        reply = Rest(world, world.fine_grained(**selected)).get(f"/repos/{name}")
        assert (reply.status, reply.json) == (404, body(404, "Not Found", "/repos/repos"))

    def test_private_without_repo(self, world: World) -> None:
        """A classic token without `repo` does not see a private repository; the header says what would do."""
        reply = Rest(world, world.classic("public_repo")).get("/repos/mona/app")
        assert (reply.status, reply.message) == (404, "Not Found")
        assert reply.headers["x-accepted-oauth-scopes"] == "repo"

    def test_pending(self, world: World) -> None:
        """A token that waits for approval sees public things only."""
        secret = acting_as(world.services, "mona").generate(_of_acme()).secret
        assert Rest(world, secret).get("/repos/acme/api").status == 404
        assert Rest(world, secret).get("/user").status == 200

    def test_never_for_fine_grained(self, world: World) -> None:
        """An endpoint that takes no fine-grained token says what a missing permission says."""
        reply = Rest(world, world.fine_grained()).get("/orgs/octo-labs/personal-access-tokens")
        assert (reply.status, reply.message) == (403, "Resource not accessible by personal access token")
        assert reply.headers["x-accepted-github-permissions"] == "organization_personal_access_tokens=read"

    def test_classic_restricted(self, world: World) -> None:
        """An organization that forbids classic tokens says so in GitHub's words."""
        set_policy(world, "acme", OrganizationPolicy(classic_allowed=False))
        reply = Rest(world, world.classic("repo")).get("/repos/acme/api")
        assert (reply.status, reply.message) == (
            403,
            "`acme` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a"
            " personal access token with fine-grained permissions.",
        )

    def test_lifetime(self, world: World) -> None:
        """So does one that limits lifetimes; the count of requests stays as it was."""
        set_policy(world, "octo-labs", OrganizationPolicy(max_lifetime_fine_grained=7))
        client = Rest(world, world.fine_grained())
        used = client.get("/user").headers["x-ratelimit-used"]
        reply = client.get("/orgs/octo-labs/repos")
        assert reply.status == 403
        assert reply.message.startswith(
            "The 'octo-labs' organization forbids access via a fine-grained personal access tokens if the token's"
            " lifetime is greater than 7 days. Please adjust your token's lifetime"
        )
        assert reply.headers["x-ratelimit-used"] == used

    def test_single_sign_on(self, world: World) -> None:
        """Without an authorization: 403, with the header that leads to one; with it, the request is answered."""
        set_policy(world, "acme", OrganizationPolicy(sso_required=True))
        client = Rest(world, world.classic("repo"))
        reply = client.get("/repos/acme/api")
        assert (reply.status, reply.message) == (
            403,
            "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to"
            " this organization.",
        )
        required, _semicolon, url = reply.headers["x-github-sso"].partition("; url=")
        assert required == "required"
        page, text = world.http("GET", url.removeprefix(world.address))
        assert (page.status, b"--authorize acme" in text) == (200, True)
        service = SingleSignOn(world.services.context)
        service.open("acme")
        service.authorize(TokenKind.CLASSIC, world.services.classic_tokens.find("old").id, "acme")
        assert client.get("/repos/acme/api").status == 200

    def test_list_without_single_sign_on(self, world: World) -> None:
        """A list leaves out what single sign-on protects, and names the organization by its id."""
        set_policy(world, "acme", OrganizationPolicy(sso_required=True))
        acme = user(world.services.context.database, "acme").id
        reply = Rest(world, world.classic("repo", "read:org")).get("/user/repos")
        assert reply.status == 200
        assert reply.headers["x-github-sso"] == f"partial-results; organizations={acme}"
        names = {one["full_name"] for one in reply.json}
        assert "mona/app" in names
        assert "acme/api" not in names
        organizations = Rest(world, world.classic("read:org", note="orgs")).get("/user/orgs")
        assert organizations.headers["x-github-sso"] == f"partial-results; organizations={acme}"
        assert "acme" not in {one["login"] for one in organizations.json}

    def test_may_not_oneself(self, world: World) -> None:
        """What the user may not do, no token of hers may."""
        world.repository("acme/site", Visibility.PUBLIC)
        reply = Rest(world, world.classic("repo", "delete_repo")).ask("DELETE", "/repos/acme/site")
        assert (reply.status, reply.message) == (403, "Must have admin rights to Repository.")

    def test_no_answer_here(self, world: World) -> None:
        """What is allowed and has no answer is 501, and says so; what is not allowed is refused all the same."""
        reply = Rest(world, world.classic("repo")).get("/repos/mona/app/issues")
        assert reply.status == 501
        assert "GET /repos/{owner}/{repo}/issues" in reply.message
        assert Rest(world, world.classic(note="bare")).get("/repos/mona/app/issues").status == 404

    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", "/nothing"), ("GET", "/user/"), ("PUT", "/user"), ("GET", "/repos/mona"), ("GET", "//user")],
    )
    def test_no_such_route(self, world: World, method: str, path: str) -> None:
        """An unknown route, another method and a trailing slash are 404."""
        reply = Rest(world, world.classic("repo")).ask(method, path)
        assert (reply.status, reply.json) == (404, body(404, "Not Found"))


def _of_acme() -> TokenDraft:
    return draft("ci", owner="acme", repository_access=RepositoryAccess.ALL, permissions={"contents": Level.READ})


class TestHeaders:
    def test_of_every_answer(self, world: World) -> None:
        """Media type, versions, the number of the request, the hour's count."""
        headers = Rest(world, world.classic("repo")).get("/user").headers
        assert headers["x-github-media-type"] == "github.v3; format=json"
        assert headers["x-github-api-version-selected"] == "2022-11-28"
        assert re.fullmatch("[0-9A-F]{4}:[0-9A-F]{4}:[0-9A-F]{8}", headers["x-github-request-id"])
        assert (headers["x-ratelimit-limit"], headers["x-ratelimit-used"]) == ("5000", "1")
        assert (headers["x-ratelimit-remaining"], headers["x-ratelimit-resource"]) == ("4999", "core")
        assert headers["content-type"] == "application/json; charset=utf-8"

    def test_of_classic(self, world: World) -> None:
        """The minimum set of scopes in alphabetical order, empty where there is none."""
        assert (
            Rest(world, world.classic("user", "repo", "gist")).get("/zen").headers["x-oauth-scopes"]
            == "gist, repo, user"
        )
        bare = Rest(world, world.classic(note="bare")).get("/zen").headers
        assert bare["x-oauth-scopes"] == ""
        assert "x-accepted-github-permissions" not in bare

    def test_of_fine_grained(self, world: World) -> None:
        """What would do is said on 200 too; its end, for a token that has one."""
        client = Rest(world, world.fine_grained())
        headers = client.get("/user").headers
        assert headers["x-accepted-github-permissions"] == "allows_permissionless_access=true"
        assert "x-oauth-scopes" not in headers
        end = world.services.context.clock() + timedelta(days=30)
        assert headers["github-authentication-token-expiration"] == end.strftime("%Y-%m-%d %H:%M:%S UTC")

    def test_versions(self, world: World) -> None:
        """A known version is answered in, an unknown one is 400."""
        client = Rest(world, world.classic())
        newest = client.get("/user", X_GitHub_Api_Version="2026-03-10")
        assert newest.headers["x-github-api-version-selected"] == "2026-03-10"
        unknown = client.get("/user", X_GitHub_Api_Version="v3")
        assert (unknown.status, unknown.json["status"]) == (400, "400")
        assert "not a supported version" in unknown.message

    def test_unchanged(self, world: World) -> None:
        """Who has the answer already is told so; another token's answer has another tag."""
        client = Rest(world, world.classic("repo"))
        tag = client.get("/repos/mona/app").headers["etag"]
        again = client.get("/repos/mona/app", If_None_Match=tag)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["x-oauth-scopes"] == "repo"

    def test_head(self, world: World) -> None:
        """HEAD has the headers of GET and no body."""
        client = Rest(world, world.classic("repo"))
        looked, headed = client.get("/user"), client.ask("HEAD", "/user")
        assert (headed.status, headed.body) == (200, b"")
        assert headed.headers["etag"] == looked.headers["etag"]


class TestPages:
    @pytest.mark.parametrize(
        "query", ["per_page=null", "per_page=-1", "per_page=", "page=x", "per_page=%F0%9F%92%A9", "page=0"]
    )
    def test_nonsense_counts_as_not_said(self, world: World, query: str) -> None:
        """A number that is none leaves GitHub's default."""
        client = Rest(world, world.classic("repo"))
        assert client.get(f"/user/repos?{query}").json == client.get("/user/repos").json

    def test_links(self, world: World) -> None:
        """Pages lead to each other, with the rest of the query kept."""
        client = Rest(world, world.classic("repo"))
        pages = [client.get(f"/user/repos?per_page=2&page={number}&visibility=private") for number in (1, 2)]
        total = len(client.get("/user/repos").json)
        last = -(-total // 2)
        assert relations(pages[0].headers["link"]) == {"next": 2, "last": last}
        assert relations(pages[1].headers["link"]) == {"prev": 1, "next": 3, "last": last, "first": 1}
        assert "visibility=private" in pages[0].headers["link"]
        names = [one["full_name"] for page in pages for one in page.json]
        assert len(set(names)) == 4

    def test_everything_on_one(self, world: World) -> None:
        """No links where there is one page; a page past the end is empty; a page has 100 at most."""
        client = Rest(world, world.classic("repo"))
        assert "link" not in client.get("/user/repos?per_page=1000").headers
        assert client.get("/user/repos?page=999999999").json == []


def relations(link: str) -> dict[str, int]:
    """The pages that a `Link` leads to."""
    found = re.findall(r'<[^>]*[?&]page=(\d+)[^>]*>; rel="(\w+)"', link)
    return {relation: int(number) for number, relation in found}


class TestBodies:
    @pytest.mark.parametrize("sent", [b"{", b"nonsense", b'{"name": NaN}', b"\xff", b"[" * 100_000])
    def test_no_json(self, world: World, sent: bytes) -> None:
        """What is no JSON is 400."""
        reply = Rest(world, world.classic("repo")).ask("POST", "/user/repos", sent)
        assert (reply.status, reply.message) == (400, "Problems parsing JSON")

    @pytest.mark.parametrize("sent", [[], "text", 1])
    def test_no_object(self, world: World, sent: object) -> None:
        """What is no object is 400."""
        reply = Rest(world, world.classic("repo")).ask("POST", "/user/repos", sent)
        assert (reply.status, reply.message) == (400, "Body should be a JSON object")

    def test_too_large(self, world: World) -> None:
        """A body above the limit is 413."""
        reply = Rest(world, world.classic("repo")).ask("POST", "/user/repos", b" " * (1024 * 1024 + 1))
        assert reply.status == 413

    def test_refused_before_it_is_read(self, world: World) -> None:
        """Who may not gets no word about the body."""
        assert Rest(world, world.classic()).ask("POST", "/user/repos", b"{").status == 403


class TestTheHour:
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        """A gateway with small limits."""
        with gateway_world(tmp_path, replace(Limits(), requests_an_hour=3, anonymous_requests_an_hour=1)) as world:
            yield world

    def test_ends(self, world: World) -> None:
        """After so many requests of a user the answer is 403, for all her tokens, until the hour is over."""
        one, other = Rest(world, world.classic("repo")), Rest(world, world.fine_grained())
        assert [one.get("/user").status, other.get("/user").status, one.get("/user").status] == [200] * 3
        reply = other.get("/user")
        assert (reply.status, reply.headers["x-ratelimit-remaining"]) == (403, "0")
        assert reply.message.startswith("API rate limit exceeded for user ID")
        assert other.get("/rate_limit").json["resources"]["core"]["remaining"] == 0
        clock = world.services.context.clock
        assert isinstance(clock, FixedClock)
        clock.advance(timedelta(hours=1))
        assert one.get("/user").status == 200

    def test_of_strangers(self, world: World) -> None:
        """Requests without a token count for the address."""
        assert [Rest(world).get("/zen").status for _ in range(2)] == [200, 403]

    def test_asking_costs_nothing(self, world: World) -> None:
        """`GET /rate_limit` is not counted."""
        client = Rest(world, world.classic())
        rates = [client.get("/rate_limit").json["rate"] for _ in range(5)]
        assert {rate["used"] for rate in rates} == {0}


def test_the_log_names_route_and_token_and_no_secret(world: World) -> None:
    """A line a request: the template of its path, whose token, why not; never the secret or a value of the query."""
    secret = world.classic("repo")
    Rest(world, secret).get("/repos/mona/app?x=hush")
    Rest(world, secret).get("/user/emails")
    assert [(line["route"], line["reason"], line["user"]) for line in world.lines(2)] == [
        ("/api/v3/repos/{owner}/{repo}", None, "mona"),
        ("/api/v3/user/emails", "scope-missing", "mona"),
    ]
    text = world.log.read_text(encoding="utf-8")
    assert secret.reveal() not in text
    assert "hush" not in text


def test_approval_works_at_the_very_next_request(world: World) -> None:
    """A request that is approved opens the repository; revoked again, it closes it."""
    services = as_user(world.services, "hubot")
    add_member(world.services, "mona", "acme")
    secret = acting_as(world.services, "mona").generate(_of_acme()).secret
    client = Rest(world, secret)
    assert client.get("/repos/acme/api").status == 404
    waiting = services.requests.pending("acme")
    services.requests.approve([waiting[0].id])
    assert client.get("/repos/acme/api").status == 200
    services.requests.revoke("acme", [waiting[0].token_id])
    assert client.get("/repos/acme/api").status == 404
