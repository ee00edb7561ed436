"""The scope catalogue is the table of facts, row by row."""

import pytest

from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.scopes import children
from tests.catalogue.test_permissions import rows_of

ROWS = [row for row in rows_of("scopes.csv") if row["on_form"] == "yes"]


@pytest.mark.parametrize("row", ROWS, ids=[row["scope"] for row in ROWS])
def test_each_is_what_its_row_says(row: dict[str, str]) -> None:
    """Name, parent, what is implied and description come from the row."""
    scope = scopes()[row["scope"]]
    assert (scope.name, scope.parent or "", scope.description) == (row["scope"], row["parent"], row["description"])
    assert scope.implied == set(row["implied_scopes"].split())
    assert scope.description != ""


def test_keeps_the_order_of_the_form() -> None:
    """51 boxes; those that no form has (site administrators', and none at all) are left out."""
    assert list(scopes()) == [row["scope"] for row in ROWS]
    assert len(scopes()) == 51
    assert not {"site_admin", "(no scope)"} & set(scopes())


def test_is_a_tree_of_two_levels() -> None:
    """Each parent is a scope without a parent, stands directly before its children, and implies them all."""
    names = list(scopes())
    for name, scope in scopes().items():
        below = children(name, scopes())
        assert not below or scope.parent is None
        assert tuple(names[names.index(name) + 1 :][: len(below)]) == below
        assert set(below) <= scope.implied
        assert scope.implied <= set(names) - {name}


def test_some_facts_that_everybody_knows() -> None:
    """A spot check that does not come from the same file."""
    assert children("user", scopes()) == ("read:user", "user:email", "user:follow")
    assert "read:org" in scopes()["write:org"].implied
    assert scopes()["delete_repo"].parent is None
    assert "workflow" not in scopes()["repo"].implied


def test_is_read_once_and_cannot_be_changed() -> None:
    """The second call gives the very same table."""
    assert scopes() is scopes()
    assert not hasattr(scopes(), "__setitem__")
