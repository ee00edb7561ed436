"""Scopes of classic tokens: the tree of the form, what implies what, and the minimum that is kept of a choice.

Source: GitHub's documentation, "Scopes for OAuth apps"; the form for new personal access tokens (classic).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pat_tui.i18n import _, ngettext

_ALSO_TICKED = {"write:packages": "repo"}
"""What a tick brings along on GitHub's form without being implied: it can be taken away again, and is kept if not."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One row of the catalogue: a box on the form."""

    name: str
    parent: str | None
    """The scope under which the form indents this one; None at the top."""
    implied: frozenset[str]
    """Every scope that this one includes; never itself."""
    description: str


Catalogue = Mapping[str, Scope]
"""Every scope by name, in the order of the form: each parent directly before its children."""


def children(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The scopes that the form indents under NAME, in form order."""
    return tuple(scope.name for scope in catalogue.values() if scope.parent == name)


def effective(scopes: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """SCOPES and all that they imply: what a token with them may do. Unknown ones are passed through."""
    chosen = frozenset(scopes)
    return chosen.union(*(catalogue[name].implied for name in chosen if name in catalogue))


def minimum(scopes: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """SCOPES as they are kept: without those that others of them imply, alphabetically. Unknown ones are kept."""
    chosen = frozenset(scopes)
    implied = frozenset[str]().union(*(catalogue[name].implied for name in chosen if name in catalogue))
    return tuple(sorted(chosen - implied))


def dropped(scopes: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Those of SCOPES that `minimum` leaves out, alphabetically."""
    chosen = frozenset(scopes)
    return tuple(sorted(chosen.difference(minimum(chosen, catalogue))))


def with_tick(ticked: Iterable[str], name: str, catalogue: Catalogue) -> frozenset[str]:
    """The boxes that are ticked after the one of NAME was: it, what it implies, and `repo` with `write:packages`."""
    added = {name} | ({_ALSO_TICKED[name]} if name in _ALSO_TICKED else set())
    return effective({*ticked, *added}, catalogue)


def without_tick(ticked: Iterable[str], name: str, catalogue: Catalogue) -> frozenset[str]:
    """The boxes that are ticked after the tick of NAME was taken away.

    Its children go with it, and so does every scope that would imply what has gone; their other children stay.
    """
    gone = {name, *children(name, catalogue)}
    return frozenset(
        other for other in ticked if other not in gone and not (other in catalogue and catalogue[other].implied & gone)
    )


def scopes_error(scopes: Iterable[str], catalogue: Catalogue) -> str | None:
    """Say which of SCOPES there is not, and what may have been meant, or return None. No scope at all is allowed."""
    for name in scopes:
        if name not in catalogue:
            near = _near(name.lower(), catalogue)
            unknown = _("There is no scope called {scope}.").format(scope=name)
            if not near:
                return unknown
            return _("{unknown} Did you mean {near}?").format(unknown=unknown, near=_(" or ").join(near))
    return None


def _near(name: str, catalogue: Catalogue) -> list[str]:
    return [name] if name in catalogue else get_close_matches(name, catalogue, n=3, cutoff=0.5)


def scopes_text(scopes: Iterable[str]) -> str:
    """Scopes as GitHub writes them in the list and in `X-OAuth-Scopes`: `gist, repo, user`."""
    return ", ".join(scopes)


def minimum_text(left_out: tuple[str, ...]) -> str:
    """The notice for who chose scopes that others of the choice include: LEFT_OUT, as `dropped` gives them."""
    return ngettext(
        "A scope that you selected is included in another one. Only the minimum set was kept, without {scopes}.",
        "Some of the scopes that you selected are included in others. Only the minimum set was kept, without {scopes}.",
        len(left_out),
    ).format(scopes=scopes_text(left_out))
