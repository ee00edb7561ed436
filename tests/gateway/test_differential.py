"""What the what-if says of a token and a request is what becomes of the request, over HTTP, on git and behind a proxy.

Thousands of pairs of tokens in every state and requests of every kind, drawn by chance from fixed seeds.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pat_tui.catalogue.endpoints import endpoints, enterprise_cloud
from pat_tui.catalogue.permissions import permissions
from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.authorization import Denied, Reason
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import DEFAULT_EXPIRATION, TokenDraft
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.permissions import Group
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import Secret, TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.gateway.api_table import handlers
from pat_tui.gateway.config import Limits
from pat_tui.gateway.responses import Refusal, git_status
from pat_tui.services.single_sign_on import SingleSignOn
from pat_tui.services.what_if import Verdict, verdict
from pat_tui.store import accounts, repositories
from tests.gateway.test_api_frame import basic, set_policy
from tests.gateway.worlds import World, gateway_world
from tests.organization_worlds import add_member, as_user
from tests.worlds import acting_as, draft, user

PAIRS = 2500
LOGINS = ("mona", "hubot", "lisa")
ORGANIZATIONS = ("acme", "globex", "initech", "octo-labs", "stranger-org", "nothing")
NAMES = ("app", "dotfiles", "engine", "api", "website", "telemetry", "tps-reports", "lab", "vault", "site", "none")
_REFUSALS = {401, 403}


@dataclass(frozen=True)
class Token:
    """A token of the world, with its secret."""

    kind: TokenKind
    id: int
    secret: Secret


@dataclass
class Crowd:
    """A world with many tokens, and one connection to its gateway."""

    world: World
    tokens: list[Token]
    connection: HTTPConnection

    def verdict(self, token: Token, method: str, path: str) -> Verdict:
        """What the what-if says."""
        credential = self.world.services.access.credential(token.kind, token.id)
        assert credential is not None
        return verdict(self.world.services.access, credential, method, path)

    def status(self, method: str, path: str, **headers: str) -> int:
        """What becomes of the request."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers={"User-Agent": "tests"} | sent)
        response = self.connection.getresponse()
        response.read()
        return response.status


@pytest.fixture(scope="module", params=[1, 2])
def crowd(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Crowd]:
    """Organizations under every policy, tokens of three users in every state."""
    folder: Path = tmp_path_factory.mktemp("crowd")
    limits = replace(Limits(), requests_an_hour=0, anonymous_requests_an_hour=0)
    with gateway_world(folder, limits) as world:
        chance = random.Random(request.param)
        add_member(world.services, "lisa", "acme")
        _make_repositories(world)
        tokens = list(_tokens(world, chance))
        _change_policies(world, tokens)
        connection = HTTPConnection("127.0.0.1", world.port, timeout=20)
        yield Crowd(world, tokens, connection)
        connection.close()


def _make_repositories(world: World) -> None:
    """Folders for those that are there, public and internal ones besides."""
    for repository in repositories.all_of(world.services.context.database):
        if repository.owner_login != "stranger-org":
            world.repository(repository.full_name)
    for owner in ("mona", "acme", "globex"):
        world.repository(f"{owner}/site", Visibility.PUBLIC)
    world.repository("octo-labs/none", Visibility.INTERNAL)


def _tokens(world: World, chance: random.Random) -> Iterator[Token]:
    for number in range(45):
        login = chance.choice(LOGINS)
        try:
            made = acting_as(world.services, login).generate(_draft(login, number, chance))
        except InvalidInput:
            continue  # chance has drawn what this user cannot have
        yield Token(TokenKind.FINE_GRAINED, made.token.id, made.secret)
    for number in range(25):
        login = chance.choice(LOGINS)
        wanted = ClassicDraft(f"n{number}", DEFAULT_EXPIRATION, chance.sample(list(scopes()), chance.randrange(8)))
        classic = as_user(world.services, login).classic_tokens.generate(wanted)
        yield Token(TokenKind.CLASSIC, classic.token.id, classic.secret)


def _draft(login: str, number: int, chance: random.Random) -> TokenDraft:
    owner = chance.choice((login, login, "acme", "globex", "octo-labs"))
    access = chance.choice((RepositoryAccess.ALL, RepositoryAccess.ALL, *RepositoryAccess))
    groups = {Group.ORGANIZATION, Group.USER} - {Group.USER if owner != login else Group.ORGANIZATION}
    if access is not RepositoryAccess.PUBLIC:
        groups.add(Group.REPOSITORY)
    offered = [one for one in permissions().values() if one.group in groups]
    held = {one.slug: chance.choice(one.levels) for one in chance.sample(offered, min(len(offered), 14))}
    chosen = (f"{owner}/site",) if access is RepositoryAccess.SELECTED and owner != "octo-labs" else ()
    return draft(f"n{number}", owner=owner, repository_access=access, repositories=chosen, permissions=held)


def _change_policies(world: World, tokens: list[Token]) -> None:
    """Approve some, let some in by single sign-on, end some, suspend a user: after all tokens are there."""
    owner = as_user(world.services, "hubot")
    for login in ("acme", "octo-labs"):
        waiting = owner.requests.pending(login)
        owner.requests.approve([request.id for request in waiting[::2]])
        if len(waiting) > 1:
            owner.requests.deny([waiting[1].id])
    set_policy(world, "octo-labs", OrganizationPolicy(sso_required=True, max_lifetime_fine_grained=None))
    set_policy(world, "globex", OrganizationPolicy(max_lifetime_classic=7, approval_required=False))
    set_policy(world, "initech", OrganizationPolicy(classic_allowed=False, fine_grained_allowed=False))
    service = SingleSignOn(world.services.context)
    service.open("octo-labs")
    database, now = world.services.context.database, world.services.context.clock()
    hers = [row["id"] for row in database.rows("SELECT id FROM classic_tokens WHERE user_id = 1")]
    service.authorize(TokenKind.CLASSIC, hers[0], "octo-labs")
    past = (now - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with database.transaction():
        for table, token in (("fine_grained_tokens", tokens[0]), ("classic_tokens", tokens[-1])):
            database.connection.execute(f"UPDATE {table} SET expires_at = ? WHERE id = ?", (past, token.id))
        accounts.set_suspended(database, user(database, "lisa").id, now)


def _path(template: str, chance: random.Random) -> str:
    """The path of TEMPLATE, with what there is, and what there is not, in the places of its placeholders."""
    known = {
        "owner": (*LOGINS, *ORGANIZATIONS),
        "org": ORGANIZATIONS,
        "repo": NAMES,
        "username": ("mona", "hubot", "acme"),
        "repository_id": tuple(str(number) for number in range(1, 20)),
    }
    other = ("1", "2", "main", "x")
    owner_of = {"app": "mona", "dotfiles": "mona", "engine": "hubot", "api": "acme", "lab": "octo-labs", "site": "acme"}
    values = {name: chance.choice(known.get(name, other)) for name in re.findall(r"\{([^}]+)\}", template)}
    if "owner" in values and chance.random() < 0.8:
        values["owner"] = owner_of.get(values.get("repo", ""), values["owner"])
    return re.sub(r"\{([^}]+)\}", lambda match: values[match[1]], template)


def test_the_api(crowd: Crowd) -> None:
    """Refused is refused, with the status that was foretold; allowed is answered, if only by 501."""
    chance = random.Random(len(crowd.tokens))
    drawn = (*endpoints(), *enterprise_cloud())
    often = [endpoint for endpoint in drawn if str(endpoint) in handlers()]
    seen = set[object]()
    for _ in range(PAIRS):
        token, endpoint = chance.choice(crowd.tokens), chance.choice(chance.choice((drawn, often)))
        path = _path(endpoint.path, chance) if chance.random() < 0.97 else f"/{chance.choice(NAMES)}"
        foretold = crowd.verdict(token, endpoint.method, path)
        bearer = f"Bearer {token.secret.reveal()}"
        status = crowd.status(endpoint.method, f"/api/v3{path}", Authorization=bearer)
        what = f"{token.kind} {token.id}: {endpoint.method} {path}: {foretold.decision}, but {status}"
        if isinstance(foretold.decision, Denied):
            assert status == foretold.status, what
            seen.add(foretold.decision.reason)
        else:
            assert status not in _REFUSALS | {500, 503}, what
            assert status != 404 or str(endpoint) in handlers(), what
            seen.add(status)
    reasons = set(Reason) - {Reason.NO_CREDENTIAL, Reason.BAD_CREDENTIAL}
    assert reasons <= seen, "chance has not drawn every reason"
    assert {200, 501} <= seen


def test_git(crowd: Crowd) -> None:
    """The same for what git asks first, where the status is git's."""
    chance = random.Random(7)
    services = {"clone": "git-upload-pack", "push": "git-receive-pack"}
    found = [one.full_name for one in repositories.all_of(crowd.world.services.context.database) if one.path]
    for _ in range(PAIRS // 5):
        token, word = chance.choice(crowd.tokens), chance.choice(list(services))
        name = chance.choice((*found, *found, "stranger-org/vault", "mona/nothing"))
        foretold = crowd.verdict(token, word, name)
        credential = basic("x", token.secret.reveal())
        status = crowd.status("GET", f"/{name}.git/info/refs?service={services[word]}", Authorization=credential)
        denied = foretold.decision if isinstance(foretold.decision, Denied) else None
        expected = git_status(Refusal(denied)) if denied else 200
        assert status == expected, f"{token.kind} {token.id}: {word} {name}: {foretold.decision}, but {status}"


def test_behind_a_proxy(crowd: Crowd) -> None:
    """A proxy is told 200 exactly for what is allowed, 401 for what is 401, and 403 for all else."""
    chance = random.Random(8)
    for _ in range(PAIRS // 3):
        token, endpoint = chance.choice(crowd.tokens), chance.choice(endpoints())
        path = _path(endpoint.path, chance)
        foretold = crowd.verdict(token, endpoint.method, path)
        asked = {"X_Original_URI": f"/api/v3{path}", "X_Original_Method": endpoint.method}
        status = crowd.status("GET", "/auth/verify", Authorization=f"token {token.secret.reveal()}", **asked)
        expected = foretold.status if foretold.status in (200, 401) else 403
        assert status == expected, f"{token.kind} {token.id}: {endpoint.method} {path}: {foretold.decision}"
