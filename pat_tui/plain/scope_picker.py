"""Choosing the scopes of a classic token."""

from collections.abc import Collection, Sequence

from pat_tui.domain.scopes import Catalogue, Scope, effective, with_tick, without_tick
from pat_tui.i18n import _
from pat_tui.plain.asker import Asker
from pat_tui.plain.picker import Picker
from pat_tui.wording.classic_state import chosen_text


class ScopePicker(Picker[Scope]):
    """A number, or a scope's name, ticks it, and takes the tick away again. What a scope includes is ticked with it."""

    def __init__(self, asker: Asker, catalogue: Catalogue, scopes: Collection[str]) -> None:
        """Choose among CATALOGUE, starting with SCOPES."""
        super().__init__(asker)
        self._catalogue = catalogue
        self.ticked = effective(scopes, catalogue)
        """The scopes that are ticked, with all that they include."""
        self.prompt = _("Scopes: search, numbers, name, list, all or done")
        self.help_text = _(
            "Type a part of a name to search, then numbers such as 1 3 5-7 to tick those lines; a number of a ticked "
            "one takes the tick away. A whole name ticks at once. List says what is ticked, all says every scope, "
            "done goes on."
        )

    def search(self, text: str) -> Sequence[Scope]:
        """Those with TEXT in name or description, in form order."""
        wanted = text.lower()
        return [
            scope for scope in self._catalogue.values() if wanted in scope.name or wanted in scope.description.lower()
        ]

    def line(self, item: Scope) -> str:
        """Its name, what it allows, and whether it is ticked."""
        ticked = _("ticked") if item.name in self.ticked else _("not ticked")
        return _("{scope}: {label}, {ticked}.").format(scope=item.name, label=item.description, ticked=ticked)

    def chosen(self) -> Sequence[Scope]:
        """Those that are ticked."""
        return [scope for scope in self._catalogue.values() if scope.name in self.ticked]

    def summary(self) -> str:
        """The minimum set, as on the form."""
        return chosen_text(self.ticked, self._catalogue)

    def pick(self, items: Sequence[Scope]) -> None:
        """Tick them, or take the tick away: all of them as the first."""
        change = without_tick if items[0].name in self.ticked else with_tick
        for item in items:
            self.ticked = change(self.ticked, item.name, self._catalogue)

    def direct(self, text: str) -> bool:
        """The exact name of a scope."""
        scope = self._catalogue.get(text.lower())
        if scope is not None:
            self.pick([scope])
        return scope is not None
