"""Choosing permissions and their levels."""

from collections.abc import Callable, Mapping, Sequence

from pat_tui.domain.endpoint_filter import FilterMatch, filter_permissions
from pat_tui.domain.permissions import METADATA, Group, Level, Permission, with_metadata
from pat_tui.i18n import _, ngettext
from pat_tui.plain.asker import Asker, Back
from pat_tui.plain.picker import Picker
from pat_tui.wording.option import Option
from pat_tui.wording.shared import group_tab

_LEVELS = {
    "none": None,
    "no": None,
    "read": Level.READ,
    "read-only": Level.READ,
    "write": Level.WRITE,
    "admin": Level.ADMIN,
}
_ENDPOINTS_SAID = 2


class PermissionPicker(Picker[FilterMatch]):
    """Search, number, level; or at once by name and level, such as `issues write`."""

    def __init__(
        self,
        asker: Asker,
        offered: Sequence[Permission],
        catalogue: Mapping[str, Permission],
        levels: Mapping[str, Level],
        said: Callable[[Mapping[str, Level]], str],
    ) -> None:
        """Choose among OFFERED, starting with LEVELS; SAID sums levels up."""
        super().__init__(asker)
        self._offered = offered
        self._catalogue = catalogue
        self.levels = dict(levels)
        """The chosen level of each permission by its slug."""
        self._summary = said
        self.prompt = _("Permissions: search, numbers, name and level, list, all or done")
        self.help_text = _(
            "Type a part of a title, a name or an endpoint path to search, then the number of a line to choose its "
            "level. A name with a level, such as issues write, chooses at once; none takes it out. List says what is "
            "chosen, all says every permission, done goes on."
        )

    def search(self, text: str) -> Sequence[FilterMatch]:
        """By title, name or endpoint path, as on the form."""
        return filter_permissions(self._offered, text)

    def line(self, item: FilterMatch) -> str:
        """Title, group, level, and the endpoints that a path has found."""
        permission = item.permission
        facts = [
            _("{title}, {group}: {level}.").format(
                title=permission.title, group=group_tab(permission.group), level=self._level_text(permission)
            )
        ]
        if item.endpoints:
            shown = ", ".join(item.endpoints[:_ENDPOINTS_SAID])
            left = len(item.endpoints) - _ENDPOINTS_SAID
            more = ngettext(" and {count} more", " and {count} more", left).format(count=left) if left > 0 else ""
            facts.append(_("For {endpoints}.").format(endpoints=shown + more))
        return " ".join(facts)

    def chosen(self) -> Sequence[FilterMatch]:
        """Those with a level."""
        return [FilterMatch(permission) for permission in self._offered if permission.slug in self.levels]

    def summary(self) -> str:
        """The counts, as over the button of the form."""
        return _("Chosen: {counts}.").format(counts=self._summary(self.levels))

    def pick(self, items: Sequence[FilterMatch]) -> None:
        """Ask for the level of each."""
        for item in items:
            try:
                self._choose_level(item.permission)
            except Back:
                return

    def direct(self, text: str) -> bool:
        """`issues write`, `issues=write`, or the exact name alone."""
        name, blank, word = text.lower().replace("=", " ").rpartition(" ")
        if not blank or word not in _LEVELS:
            exact = self._called(text.lower())
            if exact is not None:
                self._choose_level(exact)
            return exact is not None
        permission = self._called(name.strip())
        if permission is None:
            return False
        level = _LEVELS[word]
        if level is not None and level not in permission.levels:
            labels = ", ".join(each.label for each in permission.levels)
            words = _("{title} has these levels: {levels}.")
            self.asker.say(words.format(title=permission.title, levels=labels))
        else:
            self._keep(permission, level)
        return True

    def _called(self, name: str) -> Permission | None:
        return next(
            (each for each in self._offered if name in (each.slug, each.title.lower(), each.slug.replace("_", " "))),
            None,
        )

    def _choose_level(self, permission: Permission) -> None:
        if permission.slug == METADATA:
            self.asker.say(_("Metadata comes along with every repository permission, and cannot be chosen by itself."))
            return
        self.asker.say(permission.description)
        options = [Option(0, _("No access")), *(Option(n, each.label) for n, each in enumerate(permission.levels, 1))]
        held = self.levels.get(permission.slug)
        present = 0 if held is None else permission.levels.index(held) + 1
        taken = self.asker.choose(_("Access to {title}").format(title=permission.title), options, present)
        self._keep(permission, permission.levels[taken - 1] if taken else None)

    def _keep(self, permission: Permission, level: Level | None) -> None:
        if permission.slug == METADATA:
            self._choose_level(permission)
            return
        rest = {slug: held for slug, held in self.levels.items() if slug != permission.slug}
        self.levels = with_metadata(rest if level is None else rest | {permission.slug: level}, self._catalogue)
        self.asker.say(_("{title}: {level}.").format(title=permission.title, level=self._level_text(permission)))

    def _level_text(self, permission: Permission) -> str:
        level = self.levels.get(permission.slug)
        if level is None:
            return _("No access")
        return _("{level} (required)").format(level=level.label) if permission.slug == METADATA else level.label


def offered_in(groups: Sequence[Group], catalogue: Mapping[str, Permission]) -> list[Permission]:
    """The permissions of GROUPS, one group after the other."""
    return [each for group in groups for each in catalogue.values() if each.group is group]
