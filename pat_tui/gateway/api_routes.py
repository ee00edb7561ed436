"""The REST API under /api/v3, in the shape of a GitHub server of one's own.

Every request goes the same way: a known credential, an endpoint of the catalogue, the one decision; only then does the
endpoint's own code see it. What has no code here is authenticated and authorised all the same, and then answered 501.
"""

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from pat_tui.domain.authorization import Decision, Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.routes import Match
from pat_tui.gateway import api_errors, api_headers
from pat_tui.gateway.api_call import API, Answer, Call, Handler, base_url
from pat_tui.gateway.api_errors import ApiError
from pat_tui.gateway.api_table import handlers
from pat_tui.gateway.bodies import Body, BodyError, Pace, TooSlow
from pat_tui.gateway.gatekeeper import Refused
from pat_tui.gateway.gateway import Gateway
from pat_tui.gateway.git_backend import GitFailed, TooBusy
from pat_tui.gateway.rates import Rate
from pat_tui.gateway.responses import DOCUMENTATION, Refusal, to_api
from pat_tui.gateway.throttle import network

_HAS_BODY = {"POST", "PUT", "PATCH", "DELETE"}
_UNCOUNTED = "GET /rate_limit"
_NO_AGENT = (
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n"
    "The header names your program: User-Agent: my-program\n"
)


def routes() -> list[BaseRoute]:
    """The API's."""
    return [Route(API, Api()), Route(API + "/{rest:path}", Api())]


@dataclass(slots=True)
class _Standing:
    """What is known of a request so far: its headers are on every answer, whatever comes next."""

    gateway: Gateway
    scope: Scope
    headers: dict[str, str] = field(default_factory=lambda: dict(api_headers.STEADY))
    credential: AnyCredential | None = None
    match: Match | None = None
    resource: Resource | None = None

    @property
    def documentation_url(self) -> str:
        """Where GitHub describes the endpoint."""
        if self.match is None:
            return DOCUMENTATION
        return f"https://docs.github.com{self.match.endpoint.documentation_url.removeprefix('/en')}"

    @property
    def address(self) -> str:
        """Of the client."""
        client = self.scope.get("client")
        return client[0] if client else ""


class Api:
    """The API as an ASGI application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        standing = _Standing(scope["state"]["gateway"], scope)
        try:
            response = await _answer(standing, receive)
        except ApiError as error:
            response = api_errors.response(error, standing.documentation_url)
        except BodyError as error:
            scope["state"]["line"]["refused"] = type(error).__name__
            response = api_errors.response(_of_body(error), standing.documentation_url)
            if isinstance(
                error, TooSlow
            ):  # else the rest of the body is taken, within limits, so that the answer is read
                response.headers["Connection"] = "close"
        except TooBusy:
            response = api_errors.response(ApiError(503, "Too many requests at once. Try again in a moment."), "")
            response.headers["Retry-After"] = "5"
        except GitFailed as error:
            scope["state"]["line"]["git"] = str(error)[:200]
            response = api_errors.response(ApiError(500, "git failed on this repository."), DOCUMENTATION)
        api_headers.add_missing(response, standing.headers)
        await response(scope, receive, send)


async def _answer(standing: _Standing, receive: Receive) -> Response:
    headers = Headers(scope=standing.scope)
    if not headers.get("user-agent"):
        return PlainTextResponse(_NO_AGENT, 403)
    standing.headers["X-GitHub-Api-Version-Selected"] = api_headers.version_of(headers)
    if (refusal := _refused(standing)) is not None:
        return to_api(refusal, standing.documentation_url)
    api_headers.require_version(headers)
    assert standing.match is not None
    assert standing.resource is not None
    handler = handlers().get(str(standing.match.endpoint))
    if handler is None:
        raise ApiError(
            501,
            f"Not Implemented: the request is allowed, but this gateway has no answer for {standing.match.endpoint}.",
        )
    body = await _body(standing, receive)
    call = Call(standing.gateway, standing.scope, standing.credential, standing.match, standing.resource, body)
    return _to_response(await _run(handler, call), headers, standing.scope["method"])


def _refused(standing: _Standing) -> Refusal | None:
    """Why the request is not let through; None where it is. Fills STANDING in on the way."""
    gateway, scope = standing.gateway, standing.scope
    admitted = gateway.gatekeeper.admit(scope["headers"], standing.address)
    if isinstance(admitted, Refused):
        _note(standing, admitted.credential, admitted.denied.reason)
        return Refusal.at_the_door(admitted)
    standing.credential = admitted
    if admitted is not None:
        standing.headers |= api_headers.of_credential(admitted)
    standing.match = gateway.access.routes.match(scope["method"], scope["path"].removeprefix(API) or "/")
    decision, standing.resource = gateway.access.judge(admitted, standing.match)
    if standing.match is not None:
        standing.headers |= api_headers.accepted(admitted, standing.match.endpoint.requirement)
    _count(standing, decision)
    if isinstance(decision, Denied):
        _note(standing, admitted, decision.reason)
        standing.headers |= api_headers.of_denial(decision, base_url(gateway, scope))
        return Refusal(decision, admitted, standing.resource)
    _note(standing, admitted, None)
    if admitted is not None and standing.match is not None:
        gateway.last_use.note(admitted, scope, str(standing.match.endpoint), _repository_name(standing.resource))
    return None


def _count(standing: _Standing, decision: Decision) -> None:
    """Count the request towards its hour. Raises ApiError for one too many."""
    limits, credential = standing.gateway.config.limits, standing.credential
    limit = limits.anonymous_requests_an_hour if credential is None else limits.requests_an_hour
    if not limit:
        return
    # GitHub leaves the count alone where a lifetime policy refuses.
    is_free = isinstance(decision, Denied) and decision.reason is Reason.LIFETIME
    is_free = is_free or (standing.match is not None and str(standing.match.endpoint) == _UNCOUNTED)
    rate = rate_of(standing.gateway, credential, standing.address, 0 if is_free else 1)
    standing.headers |= rate.headers
    if rate.is_exceeded and not is_free:
        who = f"user ID {credential.user_id}" if credential else standing.address
        _note(standing, credential, None)
        raise ApiError(403, f"API rate limit exceeded for {who}.")


def rate_of(gateway: Gateway, credential: AnyCredential | None, address: str, cost: int = 0) -> Rate:
    """Where a client stands with its hour, after COST more requests."""
    if credential is None:
        return gateway.rates.take(f"address {network(address)}", gateway.config.limits.anonymous_requests_an_hour, cost)
    return gateway.rates.take(f"user {credential.user_id}", gateway.config.limits.requests_an_hour, cost)


def _repository_name(resource: Resource | None) -> str:
    return resource.repository.full_name if resource is not None and resource.repository is not None else ""


async def _body(standing: _Standing, receive: Receive) -> Mapping[str, Any]:
    """What was sent, as an object; empty for nothing. Raises ApiError, BodyError, ClientGone."""
    if standing.scope["method"] not in _HAS_BODY:
        return {}
    limits = standing.gateway.config.limits
    data = await Body(standing.scope, receive, limits.body_bytes, Pace(limits)).whole()
    if not data.strip():
        return {}
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise ApiError(400, "Problems parsing JSON") from None
    if not isinstance(value, dict):
        raise ApiError(400, "Body should be a JSON object")
    return value


def _no_constant(text: str) -> float:
    raise ValueError(text)


async def _run(handler: Handler, call: Call) -> Answer:
    try:
        if inspect.iscoroutinefunction(handler):
            answer: Answer = await handler(call)
        else:
            answer = await run_in_threadpool(handler, call)  # type: ignore[arg-type]
    except PatTuiError as error:
        translated = api_errors.of(error, _resource_name(call))
        if translated is None:
            raise
        raise translated from error
    return answer


def _resource_name(call: Call) -> str:
    """What GitHub calls the thing in `errors`."""
    path = call.match.endpoint.path
    return "Repository" if path.endswith("/repos") else "PersonalAccessToken" if "/personal-access" in path else "Body"


def _to_response(answer: Answer, headers: Headers, method: str) -> Response:
    if answer.status == 204:
        return Response(status_code=204, headers=answer.headers)
    if answer.raw is None:
        response: Response = JSONResponse(answer.value, answer.status, answer.headers, answer.media_type)
    else:
        response = Response(answer.raw, answer.status, answer.headers, answer.media_type)
    if method in ("GET", "HEAD") and answer.status == 200:
        tag = f'W/"{sha256(response.body).hexdigest()}"'
        response.headers["ETag"] = tag
        if tag in [one.strip() for one in headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers={"ETag": tag})
    return response


def _of_body(error: BodyError) -> ApiError:
    words = {408: "The request took too long.", 413: "The body is too large.", 415: "Unsupported Content-Encoding."}
    return ApiError(error.status, words.get(error.status, "The body is broken."))


def _note(standing: _Standing, credential: AnyCredential | None, reason: Reason | None) -> None:
    """What the log is to say besides."""
    line = standing.scope["state"]["line"]
    line |= {
        "route": f"{API}{standing.match.endpoint.path}" if standing.match else None,
        "reason": reason.value if reason else None,
    }
    if credential is not None:
        line |= {"user": credential.user_login, "token": f"{credential.kind.value} {credential.token_id}"}
