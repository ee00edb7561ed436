"""The permission catalogue is the table of facts, row by row."""

import csv
import io
import re
from collections import Counter
from importlib.resources import files

import pytest

from pat_tui.catalogue.permissions import permissions
from pat_tui.domain.permissions import METADATA, Group, Level


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a data file."""
    text = files("pat_tui.catalogue").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


ROWS = [row for row in rows_of("permissions.csv") if row["group"] != "enterprise"]


def test_holds_97_permissions() -> None:
    """36 of repositories, 41 of organizations, 20 of users, and none of enterprises."""
    assert Counter(permission.group for permission in permissions().values()) == {
        Group.REPOSITORY: 36,
        Group.ORGANIZATION: 41,
        Group.USER: 20,
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["slug"] for row in ROWS])
def test_each_is_what_its_row_says(row: dict[str, str]) -> None:
    """Slug, title, group, description and levels come from the row; the slug can stand in a command line."""
    permission = permissions()[row["slug"]]
    assert (permission.slug, permission.title, permission.group) == (row["slug"], row["title"], row["group"])
    assert permission.description == row["description"]
    assert ";".join(permission.levels) == row["levels"]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", permission.slug)
    assert permission.title.strip() == permission.title != ""


def test_keeps_the_order_of_the_table() -> None:
    """The form lists them as the file does."""
    assert list(permissions()) == [row["slug"] for row in ROWS]
    assert len(permissions()) == len(ROWS)


def test_levels_go_up_and_are_never_none() -> None:
    """Each permission offers one to three levels, lowest first, without doubles."""
    order = list(Level)
    for permission in permissions().values():
        places = [order.index(level) for level in permission.levels]
        assert places
        assert places == sorted(set(places))


def test_metadata_is_read_only() -> None:
    """The permission that comes along belongs to repositories and can only be read."""
    assert permissions()[METADATA].group is Group.REPOSITORY
    assert permissions()[METADATA].levels == (Level.READ,)


def test_endpoints_are_those_that_ask_for_it() -> None:
    """Each endpoint of the table stands once with each permission that it asks for, as `METHOD /path`."""
    asked = {(row["permission"], f"{row['method']} {row['path']}") for row in rows_of("endpoints.csv")}
    for permission in permissions().values():
        assert set(permission.endpoints) == {endpoint for slug, endpoint in asked if slug == permission.slug}
        assert len(permission.endpoints) == len(set(permission.endpoints))
        assert all(re.fullmatch(r"(GET|POST|PUT|PATCH|DELETE) /\S+", endpoint) for endpoint in permission.endpoints)


def test_some_permissions_have_endpoints_that_everybody_knows() -> None:
    """A spot check that does not come from the same file."""
    assert "GET /repos/{owner}/{repo}/pulls" in permissions()["pull_requests"].endpoints
    assert "POST /gists" in permissions()["gists"].endpoints


def test_is_read_once() -> None:
    """The second call gives the very same table."""
    assert permissions() is permissions()
