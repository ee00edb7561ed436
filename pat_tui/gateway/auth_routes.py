"""Forward authentication: a proxy asks here whether it may let a request through.

Answers 200 with what the token is, 401 where a token is needed, 403 with the reason for all else: proxies know no 404.
What is asked for is an endpoint of the API or a service of git's. For other applications the proxy's own configuration
says what it takes, in the query of the address that it asks: `?scope=repo`, `?permission=contents:read`,
`&repository=OWNER/NAME`, or `?require=token` where any token does.
"""

from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from pat_tui.domain.authorization import Decision, Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential, ClassicCredential
from pat_tui.domain.denials import held_text
from pat_tui.domain.names import LOGIN_PATTERN
from pat_tui.domain.permissions import Level
from pat_tui.domain.requirements import About, Requirement, ScopeNeed
from pat_tui.domain.scopes import scopes_text
from pat_tui.gateway import api_headers
from pat_tui.gateway.api_call import API, base_url
from pat_tui.gateway.forwarded import Forwarded, Unclear, forwarded
from pat_tui.gateway.gatekeeper import Refused
from pat_tui.gateway.gateway import Gateway
from pat_tui.gateway.git_routes import REQUIREMENTS
from pat_tui.gateway.responses import CHALLENGE, Refusal, error, to_api

_UNCLEAR = "unclear-request"
_EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_NEVER_KEPT = {"Cache-Control": "no-store"}


def routes() -> list[BaseRoute]:
    """That of proxies, and the page that `X-GitHub-SSO` leads to."""
    return [
        Route("/auth/verify", verify, methods=_EVERY_METHOD),
        Route("/orgs/{org}/sso", sign_on, methods=["GET"]),
    ]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is decided, and on what."""

    decision: Decision
    resource: Resource | None
    route: str
    """What was asked for, as a template."""
    requirement: Requirement | None = None


async def verify(request: Request) -> Response:
    """Answer a proxy."""
    gateway: Gateway = request.state.gateway
    headers = request.scope["headers"]
    try:
        asked = forwarded(headers)
        wanted = _wanted(request.query_params)
    except Unclear as unclear:
        return _unclear(request, str(unclear))
    if asked is None and wanted is None:
        return _unclear(request, "the proxy does not say which request it asks about")
    is_git = wanted is None and asked is not None and asked.git is not None
    admitted = gateway.gatekeeper.admit(headers, request.client.host if request.client else "", is_git=is_git)
    if isinstance(admitted, Refused):
        _note(request, admitted.credential, admitted.denied.reason, None)
        return _refused(Refusal.at_the_door(admitted))
    found = _by_configuration(gateway, admitted, wanted) if wanted else _by_request(gateway, admitted, asked)
    if isinstance(found.decision, Denied):
        _note(request, admitted, found.decision.reason, found)
        return _refused(Refusal(found.decision, admitted, found.resource), found, base_url(gateway, request.scope))
    _note(request, admitted, None, found)
    if admitted is not None:
        repository = found.resource.repository.full_name if found.resource and found.resource.repository else ""
        gateway.last_use.note(admitted, request.scope, found.route, repository)
    return Response(status_code=200, headers=_NEVER_KEPT | _about(admitted))


async def sign_on(request: Request) -> Response:
    """How to authorise a token for single sign-on: here it is a command, not a page."""
    org = request.path_params["org"]
    if not LOGIN_PATTERN.fullmatch(org):
        return PlainTextResponse("Not Found\n", 404)
    return PlainTextResponse(
        f"{org} requires single sign-on. On the machine of this gateway, authorise the token with:\n"
        f"  pat-tui org sso open {org}\n"
        f"  pat-tui token sso TOKEN --authorize {org}\n"
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the proxy's configuration asks for."""

    requirement: Requirement
    repository: str = ""


def _wanted(query: QueryParams) -> _Wanted | None:
    """What the query asks for; None where it leaves that to the request. Raises Unclear for what it cannot mean."""
    if set(query) - {"scope", "permission", "repository", "require"}:
        raise Unclear("the query has a word that means nothing here")
    scopes, permissions = tuple(query.getlist("scope")), query.getlist("permission")
    repository, any_token = query.get("repository", ""), query.getlist("require")
    if any_token not in ([], ["token"]) or (repository and not (scopes or permissions)):
        raise Unclear("the query does not say what is required")
    if any_token and (scopes or permissions):
        raise Unclear("the query asks for any token and for a certain one")
    if not (any_token or scopes or permissions):
        return None
    needed = tuple(_permission(text) for text in permissions)
    return _Wanted(
        Requirement(
            About.REPOSITORY if repository else About.NOTHING,
            (needed,) if needed else (),
            is_read=all(level is Level.READ for _slug, level in needed),
            scopes=ScopeNeed(all_of=scopes),
        ),
        repository,
    )


def _permission(text: str) -> tuple[str, Level]:
    from pat_tui.catalogue.permissions import permissions

    slug, _colon, level = text.partition(":")
    if slug not in permissions() or level not in list(Level):
        raise Unclear("the query names a permission that there is not")
    return slug, Level(level)


def _by_configuration(gateway: Gateway, credential: AnyCredential | None, wanted: _Wanted) -> _Verdict:
    """The decision on what the proxy asks for. Each kind of token has to be given something to show."""
    requirement, route = wanted.requirement, "/auth/verify"
    if credential is None:
        return _Verdict(Denied(Reason.NO_CREDENTIAL), None, route)
    is_asked = bool(requirement.scopes.all_of) or bool(requirement.sets)
    is_classic = isinstance(credential, ClassicCredential)
    if is_asked and not (requirement.scopes.all_of if is_classic else requirement.sets):
        return _Verdict(Denied(Reason.UNSUPPORTED), None, route, requirement)
    if not wanted.repository:
        resource = Resource()
        return _Verdict(gateway.access.decide(credential, requirement, resource), resource, route, requirement)
    owner, _slash, name = wanted.repository.partition("/")
    decision, found = gateway.access.decide_repository(credential, requirement, owner, name)
    return _Verdict(decision, found, route, requirement)


def _by_request(gateway: Gateway, credential: AnyCredential | None, asked: Forwarded | None) -> _Verdict:
    """The decision on the request itself: one of the API's, or git's; nothing else is let through."""
    assert asked is not None
    if (git := asked.git) is not None:
        requirement = REQUIREMENTS[git.service]
        decision, resource = gateway.access.decide_repository(credential, requirement, git.owner, git.repo)
        if credential is None and isinstance(decision, Denied):
            decision = Denied(Reason.NO_CREDENTIAL)
        return _Verdict(decision, resource, f"/{{owner}}/{{repo}}.git/{git.service}", requirement)
    is_api = asked.path == API or asked.path.startswith(API + "/")
    match = gateway.access.routes.match(asked.method, asked.path.removeprefix(API) or "/") if is_api else None
    decision, resource = gateway.access.judge(credential, match)
    route = str(match.endpoint) if match else ""
    return _Verdict(decision, resource, route, match.endpoint.requirement if match else None)


def _about(credential: AnyCredential | None) -> dict[str, str]:
    """Who it is and what the token holds. Header values are ASCII: no name that a user chose is among them."""
    if credential is None:
        return {}
    found = {
        "X-Token-Login": credential.user_login,
        "X-Token-Id": str(credential.token_id),
        "X-Token-Kind": credential.kind.value,
    } | api_headers.of_credential(credential)
    if isinstance(credential, ClassicCredential):
        return found | {"X-Token-Scopes": scopes_text(credential.scopes)}
    return found | {"X-Token-Permissions": held_text(credential)}


def _refused(refusal: Refusal, found: _Verdict | None = None, base: str = "") -> Response:
    """401 or 403, with the reason as a header and GitHub's body."""
    response = to_api(refusal)
    denied = refusal.denied
    more = {"X-Token-Reason": denied.reason.value, "X-Token-Status": str(response.status_code)}
    response.headers.update(_NEVER_KEPT | more | _about(refusal.credential) | api_headers.of_denial(denied, base))
    if refusal.credential is not None and found is not None and found.requirement is not None:
        needed = api_headers.accepted(refusal.credential, found.requirement)
        response.headers["X-Token-Needed"] = next(iter(needed.values()), "")
    if response.status_code == 401:
        response.headers.update(CHALLENGE)
    else:
        response.status_code = 403
    return response


def _unclear(request: Request, why: str) -> Response:
    request.scope["state"]["line"]["reason"] = _UNCLEAR
    response = error(403, f"This request cannot be judged: {why}.")
    response.headers.update(_NEVER_KEPT | {"X-Token-Reason": _UNCLEAR, "X-Token-Status": "400"})
    return response


def _note(request: Request, credential: AnyCredential | None, reason: Reason | None, found: _Verdict | None) -> None:
    line = request.scope["state"]["line"]
    line |= {"route": "/auth/verify", "reason": reason.value if reason else None}
    if found is not None and found.route:
        line["verified"] = found.route
    if credential is not None:
        line |= {"user": credential.user_login, "token": f"{credential.kind.value} {credential.token_id}"}
