"""How the command line shows repositories, and who has a role in them."""

from collections.abc import Sequence

from pat_tui.cli.output import Value, instant, write_table
from pat_tui.domain.repositories import Collaborator, Repository
from pat_tui.i18n import _


def repository_json(repository: Repository) -> Value:
    """A repository as JSON holds it."""
    return {
        "id": repository.id,
        "full_name": repository.full_name,
        "owner": repository.owner_login,
        "name": repository.name,
        "visibility": repository.visibility.value,
        "path": repository.path,
        "created_at": instant(repository.created_at),
    }


def collaborator_json(found: Collaborator) -> dict[str, Value]:
    """A collaborator as JSON holds it; the id is that of the user."""
    return {
        "id": found.account.id,
        "login": found.account.login,
        "repository": found.repository.full_name,
        "role": found.role.value,
    }


def write_collaborators(found: Sequence[Collaborator]) -> None:
    """Write the table."""
    rows = [(one.role, one.account.login, one.repository.full_name) for one in found]
    write_table((_("ROLE"), _("LOGIN"), _("REPOSITORY")), rows)
