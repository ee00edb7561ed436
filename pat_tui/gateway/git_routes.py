"""Git over HTTPS: `info/refs`, `git-upload-pack` and `git-receive-pack` of OWNER/NAME, with or without `.git`."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive, Scope, Send

from pat_tui.domain.authorization import Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.names import LOGIN_PATTERN, REPOSITORY_NAME_PATTERN
from pat_tui.domain.requirements import FETCH, PUSH, Requirement
from pat_tui.gateway import default_branch
from pat_tui.gateway.bodies import Body, BodyError, ClientGone, Pace
from pat_tui.gateway.folders import served_folder
from pat_tui.gateway.gatekeeper import Refused
from pat_tui.gateway.gateway import Gateway
from pat_tui.gateway.git_backend import GitFailed, GitRefused, GitRequest, TooBusy
from pat_tui.gateway.git_environment import committer_of, protocol_of
from pat_tui.gateway.log import harmless
from pat_tui.gateway.pushes import pushing
from pat_tui.gateway.responses import Refusal, to_git

REQUIREMENTS = {"git-upload-pack": FETCH, "git-receive-pack": PUSH}
"""What each service needs, by the name that it has in addresses."""
_TOO_OLD = "Please upgrade your git client: this gateway does not speak the dumb HTTP protocol.\n"
_NOT_CACHED = {"Cache-Control": "no-cache, max-age=0, must-revalidate"}


def routes() -> list[BaseRoute]:
    """The routes of git."""
    return [
        Route("/{owner}/{repo}/info/refs", _Service("advertise"), methods=["GET"]),
        Route("/{owner}/{repo}/git-upload-pack", _Service("git-upload-pack"), methods=["POST"]),
        Route("/{owner}/{repo}/git-receive-pack", _Service("git-receive-pack"), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request of git's, once it is known to be let through."""

    service: str
    name: str
    """The repository as the address calls it: OWNER/NAME."""
    credential: AnyCredential | None
    folder: str


class _Service:
    """One route, as an ASGI application: bodies and answers are streamed."""

    def __init__(self, service: str) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gateway: Gateway = scope["state"]["gateway"]
        service = _asked_service(scope) if self._service == "advertise" else self._service
        if service is None:
            await PlainTextResponse(_TOO_OLD, 403)(scope, receive, send)
            return
        found = _let_through(gateway, scope, service)
        if isinstance(found, Response):
            found.headers.update(_NOT_CACHED)
            await found(scope, receive, send)
            return
        is_begun = False

        async def noting(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await _serve(gateway, found, scope, receive, noting, is_advertisement=self._service == "advertise")
        except (BodyError, GitFailed, TooBusy) as error:
            scope["state"]["line"] |= {"refused": type(error).__name__, "git": harmless(str(error))}
            if is_begun:
                raise ClientGone from error  # too late for another answer: this one is broken off
            await _sorry(error)(scope, receive, send)


def _asked_service(scope: Scope) -> str | None:
    query: bytes = scope["query_string"]
    service = query.removeprefix(b"service=").decode("latin-1")
    return service if query.startswith(b"service=") and service in REQUIREMENTS else None


def _let_through(gateway: Gateway, scope: Scope, service: str) -> _Asked | Response:
    """Authentication, then the one decision; then where the repository lies."""
    owner, repo = scope["path_params"]["owner"], scope["path_params"]["repo"].removesuffix(".git")
    if not (LOGIN_PATTERN.fullmatch(owner) and REPOSITORY_NAME_PATTERN.fullmatch(repo)):
        return to_git(Refusal(Denied(Reason.NOT_FOUND)))
    name, address = f"{owner}/{repo}", scope["client"][0] if scope.get("client") else ""
    admitted = gateway.gatekeeper.admit(scope["headers"], address, is_git=True)
    if isinstance(admitted, Refused):
        _note(scope, admitted.credential, service, admitted.denied.reason)
        return to_git(Refusal.at_the_door(admitted, name))
    refusal = _refused(gateway, admitted, REQUIREMENTS[service], owner, repo)
    if isinstance(refusal, Refusal):
        _note(scope, admitted, service, refusal.denied.reason)
        return to_git(refusal)
    _note(scope, admitted, service, None)
    folder = served_folder(gateway, refusal)
    if folder is None:
        return PlainTextResponse(f"Repository not found.\n{name} has no git repository on this machine.\n", 404)
    if admitted is not None:
        gateway.last_use.note(admitted, scope, f"/{{owner}}/{{repo}}.git/{service}", name)
    return _Asked(service, name, admitted, folder)


def _refused(
    gateway: Gateway, credential: AnyCredential | None, requirement: Requirement, owner: str, repo: str
) -> Refusal | Resource:
    """Why not, or on what. Who has no token is asked for one whatever the reason, also where there is nothing."""
    decision, resource = gateway.access.decide_repository(credential, requirement, owner, repo)
    if not isinstance(decision, Denied) and resource is not None:
        return resource
    if credential is None:
        return Refusal(Denied(Reason.NO_CREDENTIAL))
    denied = decision if isinstance(decision, Denied) else Denied(Reason.NOT_FOUND)
    asked = resource.repository if resource is not None and denied.reason is not Reason.NOT_FOUND else None
    return Refusal(denied, credential, resource, asked.full_name if asked else f"{owner}/{repo}")


async def _serve(
    gateway: Gateway, asked: _Asked, scope: Scope, receive: Receive, send: Send, *, is_advertisement: bool
) -> None:
    headers: Mapping[bytes, bytes] = dict(scope["headers"])
    backend, limits = gateway.git, gateway.config.limits
    is_push = asked.service == "git-receive-pack"
    protocol = {} if is_push else protocol_of(headers.get(b"git-protocol"))
    pace = Pace(limits)
    body = None
    if not is_advertisement:
        if headers.get(b"content-type") != f"application/x-{asked.service}-request".encode("ascii"):
            await PlainTextResponse("Unsupported Media Type\n", 415)(scope, receive, send)
            return
        body = Body(scope, receive, limits.push_bytes if is_push else limits.fetch_bytes, pace)
    added = protocol | committer_of(asked.credential)

    def request(environment: dict[str, str]) -> GitRequest:
        service = asked.service.removeprefix("git-")
        return GitRequest(service, asked.folder, environment | added, body, asked.credential is None)

    if is_push and not is_advertisement and asked.credential is not None:
        with pushing(gateway, asked.credential, asked.name) as push:
            await backend.serve(request(push.environment), send, pace, rewriter=push.rewriter)
        await default_branch.settle(backend, asked.folder)
        return
    first = _service_line(asked.service) if is_advertisement and protocol != {"GIT_PROTOCOL": "version=2"} else b""
    await backend.serve(request(backend.environment()), send, pace, first)


def _service_line(service: str) -> bytes:
    """What the advertisement begins with, except in version 2 of the protocol."""
    line = f"# service={service}\n".encode("ascii")
    return b"%04x" % (len(line) + 4) + line + b"0000"


def _sorry(error: Exception) -> Response:
    if isinstance(error, TooBusy):
        return PlainTextResponse("Too many requests at once. Try again in a moment.\n", 503, {"Retry-After": "5"})
    if isinstance(error, BodyError):
        words = {408: "You were too slow.", 413: "This is larger than the gateway takes."}
        return PlainTextResponse(
            f"{words.get(error.status, 'The request is broken.')}\n", error.status, {"Connection": "close"}
        )
    if isinstance(error, GitRefused):
        return PlainTextResponse("git can make nothing of this request.\n", error.status)
    return PlainTextResponse("git failed on this repository. The gateway's log says more.\n", 500)


def _note(scope: Scope, credential: AnyCredential | None, service: str, reason: Reason | None) -> None:
    """What the log is to say besides."""
    line = scope["state"]["line"]
    line |= {"route": f"/{{owner}}/{{repo}}.git/{service}", "reason": reason.value if reason else None}
    if credential is not None:
        line |= {"user": credential.user_login, "token": f"{credential.kind.value} {credential.token_id}"}
