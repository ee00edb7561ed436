"""Which scopes are ticked in the tree, apart from how it is drawn."""

from collections.abc import Iterable

from pat_tui.domain.scopes import Catalogue, Scope, minimum, with_tick


class ScopeChoices:
    """Ticks among scopes. What a ticked scope includes is ticked with it and cannot be changed by itself.

    A tick that somebody set stays remembered under the lock: it is there again once the other one has gone.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """The scopes of CATALOGUE, none of them ticked."""
        self._catalogue = catalogue
        self.scopes = tuple(catalogue.values())
        self._ticked: set[str] = set()
        self._brought: dict[str, str] = {}
        """What was ticked along with another scope, and with which; until somebody changes it by itself."""

    @property
    def ticked(self) -> tuple[str, ...]:
        """The scopes with a tick of their own, in form order; what they include besides is not among them."""
        return tuple(scope.name for scope in self.scopes if scope.name in self._ticked)

    def replace(self, names: Iterable[str]) -> None:
        """Tick the scopes called NAMES and nothing else; a name that is not on offer is left out."""
        self._ticked = set(names).intersection(self._catalogue)
        self._brought = {}

    def is_ticked(self, scope: Scope) -> bool:
        """Whether SCOPE is held, by a tick of its own or by that of another one."""
        return scope.name in self._ticked or self.holder(scope) is not None

    def holder(self, scope: Scope) -> str | None:
        """The first ticked scope of the form that includes SCOPE, and so locks it; None where none does."""
        holding = (each.name for each in self.scopes if each.name in self._ticked and scope.name in each.implied)
        return next(holding, None)

    def bringer(self, scope: Scope) -> str | None:
        """The scope that SCOPE was ticked along with; None where it was not."""
        return self._brought.get(scope.name)

    def toggle(self, scope: Scope) -> bool:
        """Tick SCOPE or take its tick away, and say whether that could be done: a locked one stays as it is.

        Ticking `write:packages` ticks `repo` as well. It goes again with the tick that brought it, unless it was
        changed meanwhile; and it can be unticked by itself.
        """
        if self.holder(scope) is not None:
            return False
        self._brought.pop(scope.name, None)
        if scope.name in self._ticked:
            self._untick(scope.name)
        else:
            self._tick(scope.name)
        return True

    def _tick(self, name: str) -> None:
        self._ticked.add(name)
        along = with_tick((), name, self._catalogue) - {name} - self._catalogue[name].implied
        for other in minimum(along, self._catalogue):
            if other in self._catalogue and other not in self._ticked:
                self._ticked.add(other)
                self._brought[other] = name

    def _untick(self, name: str) -> None:
        self._ticked.discard(name)
        for other in [other for other, bringer in self._brought.items() if bringer == name]:
            self._ticked.discard(other)
            del self._brought[other]
