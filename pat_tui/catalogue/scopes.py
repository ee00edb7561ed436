"""The scope catalogue, read on first use, once. Adding a scope is one row of `data/scopes.csv`."""

from functools import cache
from types import MappingProxyType

from pat_tui import i18n
from pat_tui.catalogue.permissions import rows
from pat_tui.domain.scopes import Catalogue, Scope


def scopes() -> Catalogue:
    """Every scope on the form of a classic token, by name, in the order of the form; described to the reader."""
    return _scopes(i18n.current())


@cache
def _scopes(_language: str) -> Catalogue:
    found = [row for row in rows("scopes.csv") if row["on_form"] == "yes"]
    direct = {row["scope"]: frozenset(row["implied_scopes"].split()) for row in found}
    return MappingProxyType(
        {
            row["scope"]: Scope(
                name=row["scope"],
                parent=row["parent"] or None,
                implied=_all_implied(row["scope"], direct),
                description=i18n.translated(row["description"], "scope"),
            )
            for row in sorted(found, key=lambda row: int(row["order"]))
        }
    )


def _all_implied(name: str, direct: dict[str, frozenset[str]]) -> frozenset[str]:
    """What NAME implies, and what that implies in turn."""
    return direct[name].union(*(_all_implied(implied, direct) for implied in direct[name]))
