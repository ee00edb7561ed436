"""Where the tokens of the throw-away world were used: week by week, up to the last time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from pat_tui.domain.permissions import Level
from pat_tui.domain.uses import TokenUse

_FETCH, _PUSH = "/{owner}/{repo}.git/git-upload-pack", "/{owner}/{repo}.git/git-receive-pack"
_ON_REPOSITORY = {
    "contents": _FETCH,
    "issues": "GET /repos/{owner}/{repo}/issues",
    "pull_requests": "GET /repos/{owner}/{repo}/pulls",
    "actions": "GET /repos/{owner}/{repo}/actions/runs",
    "deployments": "GET /repos/{owner}/{repo}/deployments",
    "pages": "GET /repos/{owner}/{repo}/pages",
}
_ELSEWHERE = {
    "gists": "GET /gists",
    "starring": "GET /user/starred",
    "followers": "GET /user/followers",
    "codespaces": "GET /user/codespaces",
    "members": "GET /orgs/{org}/members",
    "organization_projects": "GET /orgs/{org}",
}
_GIT = "git/2.53.0"
_CLIENTS = ("GitHub CLI 2.86.0", "curl/8.18.0", "PyGithub/Python")
_ADDRESSES = ("192.0.2.17", "198.51.100.4", "2001:db8::2a", "203.0.113.80")
_WEEKS = 8
_MOST = 23
"""Requests in a week."""

Operation = tuple[str, str]
"""The template of a route, and the repository it was for."""


def operations_of(permissions: Mapping[str, Level], repositories: Sequence[str]) -> list[Operation]:
    """What a fine-grained token with PERMISSIONS on REPOSITORIES was used for."""
    found = [(_ON_REPOSITORY[slug], repositories[0]) for slug in permissions if slug in _ON_REPOSITORY and repositories]
    if permissions.get("contents") is Level.WRITE and repositories:
        found.append((_PUSH, repositories[-1]))
    found += [(_ELSEWHERE[slug], "") for slug in permissions if slug in _ELSEWHERE]
    return found or [("GET /user", "")]


def classic_operations(scopes: Sequence[str], repositories: Sequence[str]) -> list[Operation]:
    """What a classic token with SCOPES was used for."""
    if "repo" in scopes:
        return [("GET /user", ""), (_FETCH, repositories[0]), (_PUSH, repositories[-1])]
    return [("GET /user", "")]


def uses(first: datetime, last: datetime, operations: Sequence[Operation], seed: int) -> list[TokenUse]:
    """Some uses in the weeks from FIRST to LAST, each operation in its turn, the last one at LAST. SEED varies them."""
    return list(_uses(first, last, operations, seed))


def _uses(first: datetime, last: datetime, operations: Sequence[Operation], seed: int) -> Iterator[TokenUse]:
    for week in range(_WEEKS, -1, -1):
        at = last - timedelta(weeks=week)
        if at < first:
            continue
        operation, repository = operations[(week + seed) % len(operations)]
        client = _GIT if operation in (_FETCH, _PUSH) else _CLIENTS[seed % len(_CLIENTS)]
        address = _ADDRESSES[seed % len(_ADDRESSES)]
        yield TokenUse(operation, repository, at, address, client, 1 + (seed * 7 + week * 5) % _MOST)
