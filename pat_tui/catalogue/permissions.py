"""The permission catalogue, read on first use, once. Adding a permission is one row of `data/permissions.csv`."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from pat_tui import i18n
from pat_tui.domain.permissions import Group, Level, Permission

_GROUPS = {group.value for group in Group}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the catalogue's data files, by the names of their columns."""
    text = files("pat_tui.catalogue").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _endpoints() -> dict[str, dict[str, None]]:
    """Which endpoints ask for each slug, without doubles, in the order of the file."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows("endpoints.csv"):
        if row["permission"]:
            found[row["permission"]][f"{row['method']} {row['path']}"] = None
    return found


def permissions() -> Mapping[str, Permission]:
    """Every permission that a fine-grained token can hold, by slug, in the order of the form.

    Enterprise rows are left out: a fine-grained token cannot reach an enterprise. Titles and descriptions are in the
    language of the reader.
    """
    return _permissions(i18n.current())


@cache
def _permissions(_language: str) -> Mapping[str, Permission]:
    endpoints = _endpoints()
    return {
        row["slug"]: Permission(
            slug=row["slug"],
            title=i18n.translated(row["title"], "permission"),
            group=Group(row["group"]),
            levels=tuple(Level(level) for level in row["levels"].split(";")),
            description=i18n.translated(row["description"], "permission"),
            endpoints=tuple(endpoints[row["slug"]]),
        )
        for row in rows("permissions.csv")
        if row["group"] in _GROUPS
    }
