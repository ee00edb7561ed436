"""Finding the endpoint that a method and a path mean."""

import pytest

from pat_tui.domain.requirements import About, Requirement
from pat_tui.domain.routes import Endpoint, Routes

NOTHING = Requirement(About.NOTHING)
ROUTES = Routes(
    Endpoint(method, path, NOTHING, "")
    for method, path in [
        ("GET", "/"),
        ("GET", "/user"),
        ("GET", "/repos/{owner}/{repo}"),
        ("DELETE", "/repos/{owner}/{repo}"),
        ("GET", "/repos/{owner}/{repo}/commits/{ref}"),
        ("GET", "/repos/{owner}/{repo}/commits/{ref}/status"),
        ("GET", "/repos/{owner}/{repo}/contents/{path}"),
        ("GET", "/orgs/{org}/members/{username}"),
        ("GET", "/orgs/{org}/members/public"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "template", "values"),
    [
        ("GET", "/", "/", {}),
        ("HEAD", "/user", "/user", {}),
        ("DELETE", "/repos/acme/app", "/repos/{owner}/{repo}", {"owner": "acme", "repo": "app"}),
        ("GET", "/orgs/acme/members/public", "/orgs/{org}/members/public", {"org": "acme"}),
        (
            "GET",
            "/repos/acme/app/contents/docs/a b/index.md",
            "/repos/{owner}/{repo}/contents/{path}",
            {"owner": "acme", "repo": "app", "path": "docs/a b/index.md"},
        ),
        ("GET", "/repos/acme/app/contents", "/repos/{owner}/{repo}/contents/{path}", {"owner": "acme", "repo": "app"}),
        ("GET", "/repos/acme/app/contents/", "/repos/{owner}/{repo}/contents/{path}", {"owner": "acme", "repo": "app"}),
        (
            "GET",
            "/repos/acme/app/commits/main/status",
            "/repos/{owner}/{repo}/commits/{ref}/status",
            {"owner": "acme", "repo": "app", "ref": "main"},
        ),
        (
            "GET",
            "/repos/acme/app/commits/heads/status/x",
            "/repos/{owner}/{repo}/commits/{ref}",
            {"owner": "acme", "repo": "app", "ref": "heads/status/x"},
        ),
    ],
)
def test_found(method: str, path: str, template: str, values: dict[str, str]) -> None:
    """Words outweigh placeholders, a last placeholder takes the rest, contents without a path are those of the root."""
    match = ROUTES.match(method, path)
    assert match is not None
    assert (match.endpoint.path, match.values) == (template, values)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/user"),
        ("GET", "/user/"),
        ("GET", "/repos/acme"),
        ("GET", "/repos//app"),
        ("GET", "/repos/acme/app/"),
        ("PUT", "/repos/acme/app/contents"),
        ("GET", "/repos/acme/app/contents/a//b"),
        ("GET", "/nothing/here"),
        ("GET", ""),
    ],
)
def test_not_found(method: str, path: str) -> None:
    """Another method, a trailing slash, an empty segment or an unknown word is no endpoint."""
    assert ROUTES.match(method, path) is None
