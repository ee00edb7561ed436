"""What is chosen in one tab of permissions, apart from how it is drawn."""

from collections.abc import Mapping, Sequence

from pat_tui.domain.permissions import METADATA, Level, Permission, with_metadata
from pat_tui.i18n import _


class PermissionChoices:
    """The levels chosen among PERMISSIONS. `metadata` follows the others and cannot be chosen by itself."""

    def __init__(self, permissions: Sequence[Permission]) -> None:
        self.permissions = tuple(permissions)
        self._by_slug = {permission.slug: permission for permission in permissions}
        self._levels: dict[str, Level] = {}

    @property
    def levels(self) -> dict[str, Level]:
        """The chosen levels by slug, without those at No access."""
        return dict(self._levels)

    def replace(self, levels: Mapping[str, Level]) -> None:
        """Choose LEVELS and nothing else; slugs and levels not on offer here are left out."""
        self._keep({slug: level for slug, level in levels.items() if level in self._offered(slug)})

    def choose(self, permission: Permission, level: Level | None) -> bool:
        """Choose LEVEL, None for No access, for PERMISSION, and say whether that changed anything."""
        if self.is_locked(permission) or level == self.level(permission):
            return False
        rest = {slug: held for slug, held in self._levels.items() if slug != permission.slug}
        self._keep(rest if level is None else {**rest, permission.slug: level})
        return True

    def level(self, permission: Permission) -> Level | None:
        """The level of PERMISSION, None for No access."""
        return self._levels.get(permission.slug)

    def neighbour(self, permission: Permission, step: int, *, wrap: bool = False) -> Level | None:
        """The level STEP places up from the chosen one; past an end it is that end, or with WRAP the other."""
        offered = levels_on_offer(permission)
        place = offered.index(self.level(permission)) + step
        return offered[place % len(offered) if wrap else max(0, min(place, len(offered) - 1))]

    def is_locked(self, permission: Permission) -> bool:
        """Whether the person cannot change the level of PERMISSION."""
        return permission.slug == METADATA

    def is_required(self, permission: Permission) -> bool:
        """Whether PERMISSION came along with another."""
        return self.is_locked(permission) and self.level(permission) is not None

    def _offered(self, slug: str) -> tuple[Level, ...]:
        return self._by_slug[slug].levels if slug in self._by_slug else ()

    def _keep(self, levels: Mapping[str, Level]) -> None:
        self._levels = with_metadata(levels, self._by_slug)


def levels_on_offer(permission: Permission) -> tuple[Level | None, ...]:
    """No access, as None, and the levels of PERMISSION above it."""
    return (None, *permission.levels)


def level_label(level: Level | None) -> str:
    """The words for LEVEL, None being No access."""
    return _("No access") if level is None else level.label
