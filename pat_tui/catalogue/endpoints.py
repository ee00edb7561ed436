"""The endpoint catalogue, read on first use, once. Adding an endpoint is one row of `data/endpoints.csv`."""

from collections import defaultdict
from functools import cache

from pat_tui.catalogue.permissions import rows
from pat_tui.domain.permissions import Level
from pat_tui.domain.requirements import About, Needed, Requirement, ScopeNeed, Support
from pat_tui.domain.routes import Endpoint, Routes

_READ_BY_POST = ("/markdown", "/markdown/raw", "/graphql")
_UNSTATED = (
    ("/repos/", ("repo", "public_repo")),
    ("/repositories/", ("repo", "public_repo")),
    ("/orgs/", ("admin:org",)),
    ("/organizations/", ("admin:org",)),
    ("/teams/", ("admin:org",)),
    ("/enterprises/", ("admin:enterprise",)),
    ("/gists", ("gist",)),
    ("/notifications", ("notifications", "repo")),
    ("/user/packages", ("write:packages",)),
    ("/user/starred", ("repo", "public_repo")),
    ("/user/repos", ("repo", "public_repo")),
    ("/user/following", ("user:follow",)),
    ("/user", ("user",)),
    ("/", ("repo",)),
)
"""What a change needs of a classic token where GitHub's reference states no scope: ours, and the stricter reading."""


_OWNERS = ScopeNeed(any_of=("admin:org",))
"""What the reviews of an organization's tokens need of a classic token, looks and changes alike: GitHub answers them to
apps, of which there are none here."""
_REVIEWS = ("/orgs/{org}/personal-access-token", "/orgs/{org}/credential-authorizations")
_ONLY_STRANGERS = {"/credentials/revoke"}
_OF_ENTERPRISE_CLOUD = (
    ("GET", "/orgs/{org}/credential-authorizations", "read"),
    ("DELETE", "/orgs/{org}/credential-authorizations/{credential_id}", "write"),
)
"""Endpoints that only GitHub's documentation of Enterprise Cloud has: method, path, level of the administration."""


@cache
def routes() -> Routes:
    """Every endpoint, to be found by method and path."""
    return Routes((*endpoints(), *enterprise_cloud()))


def enterprise_cloud() -> tuple[Endpoint, ...]:
    """What the file does not have."""
    page = "/en/enterprise-cloud@latest/rest/orgs/orgs"
    return tuple(Endpoint(method, path, _administration(level), page) for method, path, level in _OF_ENTERPRISE_CLOUD)


def _administration(level: str) -> Requirement:
    needed = (("organization_administration", Level(level)),)
    return Requirement(About.ORGANIZATION, (needed,), Support.NO, is_read=level == "read", scopes=_OWNERS)


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint, in the order of the file."""
    scopes = _scopes()
    grouped: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows("endpoints.csv"):
        grouped[row["method"], row["path"]].append(row)
    return tuple(
        Endpoint(method, path, _requirement(found, scopes.get((method, path))), found[0]["docs_page"])
        for (method, path), found in grouped.items()
    )


def _requirement(found: list[dict[str, str]], stated: ScopeNeed | None) -> Requirement:
    first = found[0]
    method, path = first["method"], first["path"]
    return Requirement(
        about=_about(path),
        sets=_sets(found),
        support=Support(first["fine_grained_pat"]),
        is_read=_is_read(method, path),
        is_public_read=first["public_read"] == "yes" and _is_read(method, path),
        scopes=stated or _unstated(method, path),
        is_for_strangers=path in _ONLY_STRANGERS,
    )


def _is_read(method: str, path: str) -> bool:
    """Whether it changes nothing. The table calls some changes readable in public; a change is never that."""
    return method in ("GET", "HEAD") or path in _READ_BY_POST or path.endswith("/bulk-list")


def _sets(found: list[dict[str, str]]) -> tuple[Needed, ...]:
    """Rows of one number are needed together."""
    ways: dict[str, list[tuple[str, Level]]] = defaultdict(list)
    for row in found:
        if row["permission"] and row["permissionless"] != "yes":
            ways[row["set"]].append((row["permission"], Level(row["level"])))
    return tuple(tuple(way) for way in ways.values())


def _about(path: str) -> About:
    start = path.split("/")[1]
    if start in {"repos", "repositories", "networks"}:
        return About.REPOSITORY
    if start in {"orgs", "organizations", "teams", "enterprises"}:
        return About.ORGANIZATION
    return About.USER if start in {"user", "gists", "notifications"} else About.NOTHING


def _scopes() -> dict[tuple[str, str], ScopeNeed]:
    """What the reference states. (What it asks for private repositories besides, `repo`, makes them visible at all.)"""
    return {(row["method"], row["path"]): _stated(row) for row in rows("classic_endpoint_scopes.csv")}


def _stated(row: dict[str, str]) -> ScopeNeed:
    if row["quirk"] and not row["any_of"]:
        return ScopeNeed(any_of=("admin:org",))  # the reference names a scope that there is not
    if row["also_workflow"] and not row["any_of"]:
        return ScopeNeed(any_of=("repo", "public_repo"))
    return ScopeNeed(any_of=tuple(row["any_of"].split()), all_of=tuple(row["all_of"].split()))


def _unstated(method: str, path: str) -> ScopeNeed:
    if path.startswith(_REVIEWS):
        return _OWNERS
    if path in _ONLY_STRANGERS:
        return ScopeNeed()
    if _is_read(method, path):
        return ScopeNeed()
    return ScopeNeed(any_of=next(scopes for start, scopes in _UNSTATED if path.startswith(start)))
