"""Words that several pages share."""

from pat_tui.domain.permissions import Group
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
