"""The permissions chosen in a form, over all of its tabs: values, without a widget."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import Group, Level, Permission, groups_for, with_metadata
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.tui.widgets.tab_line import Tab
from pat_tui.wording import form_state
from pat_tui.wording.shared import group_tab


@dataclass
class ChosenPermissions:
    """What is chosen stays, also where another resource owner or repository access hides it for a while."""

    catalogue: Mapping[str, Permission]
    levels: Mapping[str, Level]
    """By slug."""

    def offered(self, group: Group) -> list[Permission]:
        """What can be chosen in the tab of GROUP."""
        return [permission for permission in self.catalogue.values() if permission.group is group]

    def of_group(self, group: Group) -> dict[str, Level]:
        """What is chosen in the tab of GROUP."""
        return form_state.of_group(self.levels, group, self.catalogue)

    def choose(self, shown: Iterable[Permission], levels: Mapping[str, Level]) -> None:
        """Take LEVELS for what is chosen in the tabs of the permissions SHOWN, and leave the others as they are."""
        groups = {permission.group for permission in shown}
        others = {slug: level for slug, level in self.levels.items() if self.catalogue[slug].group not in groups}
        self.levels = with_metadata({**others, **levels}, self.catalogue)

    def of_owner(self, kind: AccountKind) -> dict[str, Level]:
        """What is chosen in the tabs that a resource owner of KIND calls for."""
        groups = groups_for(kind)
        return {slug: level for slug, level in self.levels.items() if self.catalogue[slug].group in groups}

    def that_count(self, kind: AccountKind, access: RepositoryAccess) -> dict[str, Level]:
        """Of these, what counts with a repository ACCESS: with public ones only there are no repository permissions."""
        return form_state.levels_that_count(self.levels, kind, access, self.catalogue)

    def tabs(self, kind: AccountKind, access: RepositoryAccess) -> list[Tab]:
        """A tab a group, with how many of its permissions count."""
        chosen = self.that_count(kind, access)
        return [
            Tab(group, group_tab(group), len(form_state.of_group(chosen, group, self.catalogue)))
            for group in groups_for(kind)
        ]
