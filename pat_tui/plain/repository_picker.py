"""Choosing the repositories that a token reaches."""

from collections.abc import Sequence

from pat_tui.domain.repositories import Repository
from pat_tui.i18n import _
from pat_tui.plain.asker import Asker
from pat_tui.plain.picker import Picker
from pat_tui.wording.form_state import selected_text
from pat_tui.wording.visibility import visibility_label


class RepositoryPicker(Picker[Repository]):
    """A number, or a full name, selects a repository, and takes it out again."""

    def __init__(self, asker: Asker, offered: Sequence[Repository], names: Sequence[str]) -> None:
        """Choose among OFFERED, starting with those of NAMES (`OWNER/NAME`)."""
        super().__init__(asker)
        self._offered = offered
        self.names = tuple(names)
        """The full names of those that are selected, in the order of selecting."""
        self.prompt = _("Repositories: search, numbers, name, list, all or done")
        self.help_text = _(
            "Type a part of a name to search, then numbers such as 1 3 5-7 to select those lines; a number of a "
            "selected one takes it out. A whole name selects at once. List says what is selected, all says every "
            "repository, done goes on."
        )

    def search(self, text: str) -> Sequence[Repository]:
        """Those with TEXT in their full name."""
        return [each for each in self._offered if text.lower() in each.full_name.lower()]

    def line(self, item: Repository) -> str:
        """Its name, and whether it is selected."""
        selected = _("selected") if item.full_name in self.names else _("not selected")
        return _("{name}: {visibility}, {selected}.").format(
            name=item.full_name, visibility=visibility_label(item.visibility), selected=selected
        )

    def chosen(self) -> Sequence[Repository]:
        """Those that are selected."""
        return [each for each in self._offered if each.full_name in self.names]

    def summary(self) -> str:
        """As on the form."""
        return selected_text(self.names)

    def pick(self, items: Sequence[Repository]) -> None:
        """Select them, or take them out."""
        for item in items:
            name = item.full_name
            kept = tuple(each for each in self.names if each != name)
            self.names = kept if name in self.names else (*self.names, name)

    def direct(self, text: str) -> bool:
        """A name, with its owner or without."""
        wanted = text.lower()
        found = [each for each in self._offered if wanted in (each.full_name.lower(), each.name.lower())]
        self.pick(found[:1])
        return bool(found)
