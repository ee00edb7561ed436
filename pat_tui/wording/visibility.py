"""Words for who may read a repository."""

from pat_tui.domain.repositories import Visibility
from pat_tui.i18n import _


def visibility_label(visibility: Visibility) -> str:
    """The word for who may read a repository."""
    return {
        Visibility.PUBLIC: _("Public"),
        Visibility.PRIVATE: _("Private"),
        Visibility.INTERNAL: _("Internal"),
    }[visibility]
