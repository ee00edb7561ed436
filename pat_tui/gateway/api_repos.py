"""One repository: looking at it, making one, deleting it."""

from typing import Any

from pat_tui.domain.accounts import Account
from pat_tui.domain.authorization import PRIVATE_SCOPE
from pat_tui.domain.credentials import ClassicCredential
from pat_tui.domain.names import REPOSITORY_NAME_PATTERN
from pat_tui.domain.repositories import Repository, RepositoryRole, Visibility
from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_errors import ApiError, invalid, not_found
from pat_tui.gateway.shapes import Json, RepositoryShapes
from pat_tui.services.repository_folders import create_repository
from pat_tui.services.repository_removal import delete_repository
from pat_tui.store import repositories

_NOT_KEPT = ("auto_init", "gitignore_template", "license_template", "description", "homepage")
"""What GitHub takes along with a new repository and pat-tui has no place for: refused, not dropped in silence."""


def repository(call: Call) -> Answer:
    """The repository as the user sees it."""
    found = repositories.by_id(call.gateway.database, call.repository.id)
    if found is None:
        raise not_found()
    shape = _shape(call, found, call.user(found.owner_id), call.repository.role)
    return Answer(shape)


def create_for_user(call: Call) -> Answer:
    """A new repository of the user."""
    assert call.credential is not None
    return _create(call, call.user(call.credential.user_id))


def create_for_organization(call: Call) -> Answer:
    """A new repository of the organization."""
    return _create(call, call.user(call.owner.id))


def delete(call: Call) -> Answer:
    """Delete the repository with its folder."""
    delete_repository(call.context, call.gateway.config.repository_folder, call.repository.full_name)
    return Answer(status=204)


def _create(call: Call, owner: Account) -> Answer:
    name, visibility = _name(call.body), _visibility(call.body)
    for field in _NOT_KEPT:
        if call.body.get(field):
            raise invalid("Repository", field, "custom", f"{field} is not supported by this gateway.")
    _require_scope(call, visibility)
    if repositories.named(call.gateway.database, owner.id, [name]):
        raise invalid("Repository", "name", "custom", "name already exists on this account")
    folder = call.gateway.config.repository_folder
    made = create_repository(call.context, folder, f"{owner.login}/{name}", visibility)
    shape = _shape(call, made, owner, RepositoryRole.ADMIN)
    return Answer(shape, 201, {"Location": shape["url"]})


def _name(body: Any) -> str:
    name = body.get("name")
    if name is None or name == "":
        raise invalid("Repository", "name", "missing_field")
    if not isinstance(name, str) or not REPOSITORY_NAME_PATTERN.fullmatch(name):
        raise invalid("Repository", "name", "invalid")
    return name


def _visibility(body: Any) -> Visibility:
    """`visibility` outweighs `private`; public is GitHub's own default."""
    wanted, is_private = body.get("visibility"), body.get("private", False)
    if wanted is not None:
        if wanted not in list(Visibility):
            raise invalid("Repository", "visibility", "invalid")
        return Visibility(wanted)
    if not isinstance(is_private, bool):
        raise invalid("Repository", "private", "invalid")
    return Visibility.PRIVATE if is_private else Visibility.PUBLIC


def _require_scope(call: Call, visibility: Visibility) -> None:
    """Raise ApiError where a classic token may make public repositories alone."""
    credential = call.credential
    if visibility is Visibility.PUBLIC or not isinstance(credential, ClassicCredential):
        return
    if PRIVATE_SCOPE not in credential.effective_scopes:
        raise ApiError(403, "Resource not accessible by personal access token")


def _shape(call: Call, found: Repository, owner: Account, role: RepositoryRole | None) -> Json:
    return RepositoryShapes(call.url, call.base).full(found, owner, role)
