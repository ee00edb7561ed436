"""The headers of every answer of the API: what the token holds, what the endpoint takes, which version answered."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from starlette.responses import Response

from pat_tui.domain.authorization import PRIVATE_SCOPE, Denied, Reason
from pat_tui.domain.credentials import AnyCredential, ClassicCredential
from pat_tui.domain.requirements import NO_SCOPE, About, Requirement, ScopeNeed
from pat_tui.domain.scopes import scopes_text
from pat_tui.gateway.api_errors import ApiError

VERSIONS = ("2026-03-10", "2022-11-28")
"""GitHub's versions of the API, the newest first; none of them has been retired so far."""
DEFAULT_VERSION = "2022-11-28"
ENTERPRISE_VERSION = "3.20.0"
"""The release of GitHub's own server whose manner this is."""
STEADY = {
    "X-GitHub-Media-Type": "github.v3; format=json",
    "X-GitHub-Enterprise-Version": ENTERPRISE_VERSION,
    "Vary": "Accept, Authorization, Accept-Encoding",
    "Cache-Control": "private, no-cache",
}


def version_of(headers: Mapping[str, str]) -> str:
    """The version of the API to answer in: the one that is asked for, if there is such a one."""
    asked = headers.get("x-github-api-version", "")
    return asked if asked in VERSIONS else DEFAULT_VERSION


def require_version(headers: Mapping[str, str]) -> None:
    """Raise ApiError where a version is asked for that there is not."""
    if headers.get("x-github-api-version", DEFAULT_VERSION) in VERSIONS:
        return
    known = ", ".join(f'"{version}"' for version in VERSIONS)
    raise ApiError(
        400,
        'The version you specified in the "X-GitHub-API-Version" request header is not a supported version.'
        f" The following versions are currently supported: {known}.",
    )


def of_credential(credential: AnyCredential) -> dict[str, str]:
    """What the token is, on every answer to it: its scopes if it is a classic one, its end if it has one."""
    found = {}
    if isinstance(credential, ClassicCredential):
        found["X-OAuth-Scopes"] = scopes_text(credential.scopes)
    if credential.expires_at is not None:
        found["github-authentication-token-expiration"] = _end(credential.expires_at)
    return found


def accepted(credential: AnyCredential | None, requirement: Requirement) -> dict[str, str]:
    """What the endpoint takes: scopes, for a classic token, permissions for any other one."""
    if credential is None:
        return {}
    if isinstance(credential, ClassicCredential):
        need = requirement.scopes
        if need == NO_SCOPE and requirement.about is About.REPOSITORY:
            need = ScopeNeed((PRIVATE_SCOPE,))  # what everybody may read of a public one takes it for a private one
        return {"X-Accepted-OAuth-Scopes": accepted_scopes(need)}
    text = requirement.accepted_permissions
    return {"X-Accepted-GitHub-Permissions": text} if text else {}


@lru_cache(maxsize=1024)
def _end(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S UTC")


@lru_cache(maxsize=256)
def accepted_scopes(need: ScopeNeed) -> str:
    """Every scope that serves for NEED, those included that imply one, alphabetically."""
    from pat_tui.catalogue.scopes import scopes

    asked = {*need.any_of, *need.all_of}
    return ", ".join(
        sorted(asked | {name for name, scope in scopes().items() if scope.implied & asked}) if asked else ()
    )


def add_missing(response: Response, headers: Mapping[str, str]) -> None:
    """Add to RESPONSE those of HEADERS that it has not got."""
    there = {name for name, _value in response.raw_headers}  # `setdefault` would look through all of them each time
    added = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    response.raw_headers.extend((name, value) for name, value in added if name not in there)


def of_denial(denied: Denied, base: str) -> dict[str, str]:
    """What a refusal says besides its body."""
    if denied.reason is not Reason.SIGN_ON:
        return {}
    return {"X-GitHub-SSO": f"required; url={base}/orgs/{denied.owner}/sso"}
