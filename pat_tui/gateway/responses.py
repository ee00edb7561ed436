"""How a refusal is answered, to git and to clients of the API: the one place that words 401, 403 and 404.

GitHub's own message comes first, as it stands on the live site. To git, which shows it after `remote:`, lines follow
that say which token it was, what it holds, what is missing and how to get it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import JSONResponse, PlainTextResponse, Response

from pat_tui.domain.authorization import Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.denials import remedy
from pat_tui.domain.secrets import TokenKind
from pat_tui.gateway.gatekeeper import Refused
from pat_tui.gateway.words import explained

DOCUMENTATION = "https://docs.github.com/rest"
CHALLENGE = {"WWW-Authenticate": 'Basic realm="GitHub"'}
"""Only with 401, and 401 only for a missing, bad or ended token: it makes git forget the one it has stored."""
_TOO_MANY = "Maximum number of login attempts exceeded. Please try again later."
_SUSPENDED = "Sorry. Your account was suspended."
_KINDS = {
    TokenKind.CLASSIC: "personal access token (classic)",
    TokenKind.FINE_GRAINED: "fine-grained personal access token",
}
_OTHER_WAY = {
    TokenKind.CLASSIC: "a personal access token with fine-grained permissions",
    TokenKind.FINE_GRAINED: "a personal access token (classic)",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """All that a refusal is worded from."""

    denied: Denied
    credential: AnyCredential | None = None
    """Whose the request was; None for nobody's, or where that may not be told."""
    resource: Resource | None = None
    name: str = ""
    """The repository as it was asked for, OWNER/NAME: what the answer calls it."""
    is_throttled: bool = False

    @classmethod
    def at_the_door(cls, refused: Refused, name: str = "") -> "Refusal":
        """That of a credential that was not let in."""
        return cls(refused.denied, refused.credential, None, name, refused.is_throttled)


def git_status(refusal: Refusal) -> int:
    """The status that git gets. What the token was not given, but its user may see, is 403 there, not 404."""
    if refusal.is_throttled:
        return 403
    return 403 if refusal.denied.reason is Reason.NOT_VISIBLE else refusal.denied.status


def to_git(refusal: Refusal) -> Response:
    """REFUSAL for git, which shows the lines of a plain text and then ends."""
    status = git_status(refusal)
    text = "".join(f"{line}\n" for line in git_lines(refusal))
    return PlainTextResponse(text, status, CHALLENGE if status == 401 else None)


def git_lines(refusal: Refusal) -> Iterator[str]:
    """What the person at git reads."""
    yield _git_message(refusal)
    if refusal.credential is not None:
        yield from explained(refusal.denied, refusal.credential, refusal.resource)


def to_api(refusal: Refusal, documentation_url: str = DOCUMENTATION) -> Response:
    """REFUSAL for a client of the API. DOCUMENTATION_URL is the endpoint's."""
    status = 403 if refusal.is_throttled else refusal.denied.status
    if refusal.denied.reason in {Reason.NO_CREDENTIAL, Reason.BAD_CREDENTIAL, Reason.EXPIRED}:
        documentation_url = DOCUMENTATION
    return error(status, api_message(refusal), documentation_url)


def error(status: int, message: str, documentation_url: str = DOCUMENTATION) -> Response:
    """An error as GitHub's API shapes it; `status` is a string there."""
    return JSONResponse({"message": message, "documentation_url": documentation_url, "status": str(status)}, status)


def api_message(refusal: Refusal) -> str:
    """The `message` of GitHub's API."""
    if refusal.is_throttled:
        return _TOO_MANY
    match refusal.denied.reason:
        case Reason.NO_CREDENTIAL:
            return "Requires authentication"
        case Reason.BAD_CREDENTIAL | Reason.EXPIRED:
            return "Bad credentials"
        case Reason.NOT_FOUND | Reason.NOT_VISIBLE:
            return "Not Found"
        case Reason.PERMISSION | Reason.UNSUPPORTED:
            return "Resource not accessible by personal access token"
        case Reason.SCOPE:
            return "Resource not accessible by personal access token"
        case Reason.USER_RIGHT:
            return (
                "Must have admin rights to Repository."
                if refusal.resource and refusal.resource.repository
                else "Forbidden"
            )
        case Reason.UNWANTED:
            return "This endpoint answers only to requests without authentication."
    return policy_message(refusal)


def policy_message(refusal: Refusal) -> str:
    """What GitHub says, on the API and to git alike, when a policy or a suspension is in the way."""
    denied, kind = refusal.denied, refusal.credential.kind if refusal.credential else TokenKind.FINE_GRAINED
    match denied.reason:
        case Reason.RESTRICTED:
            return (
                f"`{denied.owner}` forbids access via a {_KINDS[kind]}."
                f" Please use a GitHub App, OAuth App, or {_OTHER_WAY[kind]}."
            )
        case Reason.LIFETIME:
            return _lifetime_message(denied, kind, refusal.credential)
        case Reason.SIGN_ON:
            return (
                "Resource protected by organization SAML enforcement."
                " You must grant your Personal Access token access to this organization."
            )
    return _SUSPENDED


def _lifetime_message(denied: Denied, kind: TokenKind, credential: AnyCredential | None) -> str:
    """The odd plural is GitHub's. Where it gives an address of its site, the command stands that does the same here."""
    who = "enterprise" if denied.by_enterprise else "organization"
    plural = "tokens" if kind is TokenKind.FINE_GRAINED else "token"
    means = _KINDS[kind].replace("token", plural, 1)
    text = (
        f"The '{denied.owner}' {who} forbids access via a {means} if the token's lifetime is greater than"
        f" {denied.limit_days} days. Please adjust your token's lifetime"
    )
    command = remedy(denied, credential, None) if credential else None
    return f"{text} with: {command}" if command else f"{text}."


def _git_message(refusal: Refusal) -> str:
    if refusal.is_throttled:
        return _TOO_MANY
    match refusal.denied.reason:
        case Reason.NO_CREDENTIAL:
            return "No anonymous write access."
        case Reason.BAD_CREDENTIAL | Reason.EXPIRED:
            return "Invalid username or token. Password authentication is not supported for Git operations."
        case Reason.NOT_FOUND:
            return "Repository not found."
        case Reason.USER_RIGHT:
            login = refusal.credential.user_login if refusal.credential else ""
            return f"Permission to {refusal.name}.git denied to {login}."
        case Reason.PERMISSION | Reason.SCOPE | Reason.NOT_VISIBLE | Reason.UNSUPPORTED:
            return "Write access to repository not granted."
    return policy_message(refusal)
