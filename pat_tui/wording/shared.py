"""Words that several pages share."""

from collections.abc import Mapping

from pat_tui.domain.permissions import Group, Permission
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.domain.widening import Added
from pat_tui.i18n import _


def group_heading(group: Group) -> str:
    """The heading over a group of permissions on the token page."""
    return {
        Group.REPOSITORY: _("Repository permissions"),
        Group.ORGANIZATION: _("Organization permissions"),
        Group.USER: _("User permissions"),
    }[group]


def group_tab(group: Group) -> str:
    """The tab of a group of permissions on the form."""
    return {
        Group.REPOSITORY: _("Repositories"),
        Group.ORGANIZATION: _("Organization"),
        Group.USER: _("Account"),
    }[group]


def added_lines(more: Added[str], catalogue: Mapping[str, Permission]) -> list[str]:
    """What is more, a line each: all repositories, single ones, permissions with their levels."""
    titles = {slug: catalogue[slug].title if slug in catalogue else slug for slug in more.permissions}
    return [
        *([RepositoryAccess.ALL.label] if more.all_repositories else []),
        *(clean(name) for name in more.repositories),
        *(
            _("{permission}: {level}").format(permission=clean(titles[slug]), level=level.label)
            for slug, level in more.permissions.items()
        ),
    ]
