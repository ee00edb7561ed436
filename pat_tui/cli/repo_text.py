"""How the command line shows repositories."""

from pat_tui.cli.output import Value, instant
from pat_tui.domain.accounts import Repository


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
