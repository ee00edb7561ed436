"""The form's filter finds permissions by title, name and endpoint."""

import pytest

from pat_tui.domain.endpoint_filter import FilterMatch, endpoint_matcher, filter_permissions
from pat_tui.domain.permissions import Group, Level, Permission

PULL = "GET /repos/{owner}/{repo}/pulls/{pull_number}"
PULLS = "GET /repos/{owner}/{repo}/pulls"
CONTENTS = "PUT /repos/{owner}/{repo}/contents/{path}"


def _permission(slug: str, title: str, *endpoints: str) -> Permission:
    return Permission(slug, title, Group.REPOSITORY, (Level.READ, Level.WRITE), "", endpoints)


PULL_REQUESTS = _permission("pull_requests", "Pull requests", PULL, PULLS)
CODE = _permission("contents", "Contents", CONTENTS)
HOOKS = _permission("repository_hooks", "Webhooks", "GET /repos/{owner}/{repo}/hooks")


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        pytest.param("GET /repos/{owner}/{repo}/pulls", PULLS, id="the endpoint as the documentation writes it"),
        pytest.param("get /REPOS/{owner}", PULLS, id="in another case"),
        pytest.param("pulls/{pull", PULL, id="any part of it"),
        pytest.param("GET   /repos/{owner}", PULLS, id="more than one space"),
        pytest.param("/repos/acme/app/pulls/3", PULL, id="a concrete path"),
        pytest.param("/Repos/Acme/app/PULLS/3/", PULL, id="a concrete path in another case with a slash at its end"),
        pytest.param("get /repos/acme/app/pulls/3", PULL, id="a method and a concrete path"),
        pytest.param("https://api.github.com/repos/acme/app/pulls?state=open", PULLS, id="an address with a query"),
        pytest.param("/repos/:owner/:repo/pulls", PULLS, id="placeholders written otherwise"),
        pytest.param("/repos/acme/app/contents/docs/index.md", CONTENTS, id="a file path fills the last placeholder"),
    ],
)
def test_endpoint_is_found(text: str, endpoint: str) -> None:
    """A text that names the endpoint, as a template or as a request, finds it."""
    assert endpoint_matcher(text)(endpoint)


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        pytest.param("POST /repos/acme/app/pulls/3", PULL, id="another method"),
        pytest.param("/repos/acme/app/pulls/3/files", PULL, id="a segment too many"),
        pytest.param("/repos/acme/app", PULLS, id="a segment too few"),
        pytest.param("/repos/acme//pulls", PULLS, id="nothing where a placeholder stands"),
        pytest.param("/repos/acme/app/issues/3", PULL, id="another literal segment"),
        pytest.param("repos/acme/app/pulls/3", PULL, id="not a path: no slash before it"),
        pytest.param("/repos/acme/app/contents", CONTENTS, id="nothing for the last placeholder"),
    ],
)
def test_endpoint_is_not_found(text: str, endpoint: str) -> None:
    """A request that the endpoint would not answer does not find it."""
    assert not endpoint_matcher(text)(endpoint)


def test_blank_text_finds_all() -> None:
    """A blank filter lets every permission through, in order."""
    assert filter_permissions([HOOKS, CODE], "  ") == [FilterMatch(HOOKS), FilterMatch(CODE)]


@pytest.mark.parametrize("text", ["WEBHOOK", "repository_h", " webhooks "])
def test_title_and_name(text: str) -> None:
    """Title and name are searched without regard to case or to blanks around the text, and no endpoint is named."""
    assert filter_permissions([CODE, HOOKS], text) == [FilterMatch(HOOKS)]


def test_endpoint_is_named() -> None:
    """A permission found through endpoints says which; one found by its title comes before it."""
    titled = _permission("pulls_lock", "Lock of pulls")
    assert filter_permissions([CODE, PULL_REQUESTS, titled], "pulls") == [
        FilterMatch(titled),
        FilterMatch(PULL_REQUESTS, (PULL, PULLS)),
    ]


def test_nothing_found() -> None:
    """A text that means nothing finds nothing."""
    assert filter_permissions([CODE, PULL_REQUESTS], "no such thing") == []
