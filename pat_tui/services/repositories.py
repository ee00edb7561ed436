"""Use cases around repositories."""

import os
from dataclasses import replace
from pathlib import Path

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound, Taken
from pat_tui.domain.names import REPOSITORY_NAME_PATTERN
from pat_tui.domain.repositories import Collaborator, Repository, RepositoryRole, Visibility
from pat_tui.domain.text import text_error
from pat_tui.i18n import _
from pat_tui.services import rights
from pat_tui.services.context import Context
from pat_tui.store import accounts, collaborators, events, repositories


def add_repository(context: Context, full_name: str, visibility: Visibility, path: Path | None = None) -> Repository:
    """Add the repository called FULL_NAME (`OWNER/NAME`), with its folder on disk if it has one.

    Raises InvalidInput, NotFound for a missing owner, Forbidden where the acting user may not add to that owner.
    """
    owner_login, name = split_name(full_name)
    folder = _folder(path)
    with context.database.transaction():
        owner = owner_to_add_to(context, owner_login)
        if visibility is Visibility.INTERNAL and owner.kind is not AccountKind.ORGANIZATION:
            raise InvalidInput({"visibility": _("Only an organization can have internal repositories.")})
        try:
            added = repositories.add(context.database, owner, name, visibility, folder, context.clock())
        except Taken:
            raise InvalidInput(
                {"repository": _("There is a repository {name} already.").format(name=full_name)}
            ) from None
        fields = {"repo": added.full_name, "visibility": visibility.value}
        events.add(context.database, "repo.create", context.acting, context.clock(), fields)
    return added


def add_collaborator(context: Context, full_name: str, login: str, role: RepositoryRole) -> Collaborator:
    """Give the user called LOGIN a ROLE in the repository called FULL_NAME, in place of another one.

    Raises NotFound, Forbidden, InvalidInput for the repository's own owner.
    """
    with context.database.transaction():
        rights.require_active(context)
        repository = administered(context, full_name)
        return give_role(context, repository, rights.user(context, login), role)


def give_role(context: Context, repository: Repository, user: Account, role: RepositoryRole) -> Collaborator:
    """Give USER a ROLE in REPOSITORY, inside a transaction of who may. Raises InvalidInput for its own owner."""
    if user.id == repository.owner_id:
        raise InvalidInput({"login": _("{login} owns the repository.").format(login=user.login)})
    before = collaborators.role_of(context.database, repository.id, user.id)
    if before is not role:
        collaborators.set_role(context.database, repository.id, user.id, role)
        action = "repo.update_member" if before else "repo.add_member"
        fields = {"repo": repository.full_name, "user": user.login, "permission": role.value}
        events.add(context.database, action, context.acting, context.clock(), fields)
    return Collaborator(user, repository, role)


def remove_collaborator(context: Context, full_name: str, login: str) -> Collaborator:
    """Take the role of the user called LOGIN in the repository called FULL_NAME away, and return what it was.

    An administrator may take anybody's, everybody the own one. Raises NotFound, Forbidden.
    """
    with context.database.transaction():
        rights.require_active(context)
        user = rights.user(context, login)
        is_own = user.id == context.acting.id
        repository = existing(context, full_name) if is_own else administered(context, full_name)
        role = collaborators.role_of(context.database, repository.id, user.id)
        if role is None:
            words = _("{login} has no role of its own in {name}.")
            raise NotFound(words.format(login=user.login, name=repository.full_name))
        collaborators.remove(context.database, repository.id, user.id)
        fields = {"repo": repository.full_name, "user": user.login}
        events.add(context.database, "repo.remove_member", context.acting, context.clock(), fields)
    return Collaborator(user, repository, role)


def collaborators_of(context: Context, full_name: str) -> list[Collaborator]:
    """Who has a role in the repository called FULL_NAME, for its administrators. Raises NotFound, Forbidden."""
    return collaborators.of_repository(context.database, administered(context, full_name))


def is_member_too(context: Context, one: Collaborator) -> bool:
    """Whether the collaborator belongs to the organization that owns the repository, and so reaches it without a role.

    False where a user owns it.
    """
    return accounts.role_of(context.database, one.repository.owner_id, one.account.id) is not None


def all_repositories(context: Context) -> list[Repository]:
    """Every repository, by owner and name."""
    return repositories.all_of(context.database)


def give_folder(context: Context, repository: Repository, path: Path) -> Repository:
    """Give REPOSITORY, which has none yet, its folder on disk. Raises Taken where it got one meanwhile."""
    with context.database.transaction():
        if not repositories.give_path(context.database, repository.id, str(path)):
            raise Taken(_("There is a repository {name} already.").format(name=repository.full_name))
        fields = {"repo": repository.full_name, "visibility": repository.visibility.value}
        events.add(context.database, "repo.create", context.acting, context.clock(), fields)
    return replace(repository, path=str(path))


def split_name(full_name: str) -> tuple[str, str]:
    """Owner and name out of OWNER/NAME. Raises InvalidInput."""
    owner, _slash, name = full_name.partition("/")
    if not REPOSITORY_NAME_PATTERN.fullmatch(name):
        raise InvalidInput(
            {"repository": _("Write a repository as OWNER/NAME; a name has letters, digits, “.”, “-” or “_”.")}
        )
    return owner, name


def _folder(path: Path | None) -> str | None:
    if path is None:
        return None
    folder = Path(os.path.expanduser(path)).resolve()
    if not folder.is_dir():
        raise InvalidInput({"path": _("{path} is not a folder.").format(path=folder)})
    if (error := text_error(str(folder))) is not None:
        raise InvalidInput({"path": error})
    return str(folder)


def owner_to_add_to(context: Context, login: str) -> Account:
    """The account called LOGIN, if the acting user may add repositories to it. Raises NotFound, Forbidden."""
    owner = accounts.by_login(context.database, login)
    if owner is None:
        raise NotFound(_("There is no account {login}.").format(login=login))
    if owner.id == context.acting.id:
        return owner
    if rights.role_in(context, owner) is not Role.OWNER:
        raise Forbidden(_("Only an owner of {login} can add repositories to it.").format(login=owner.login))
    return owner


def existing(context: Context, full_name: str) -> Repository:
    """The repository called FULL_NAME. Raises NotFound."""
    owner_login, _slash, name = full_name.partition("/")
    owner = accounts.by_login(context.database, owner_login)
    found = repositories.named(context.database, owner.id, [name]) if owner else []
    if not found:
        raise NotFound(_("There is no repository {name}.").format(name=full_name))
    return found[0]


def administered(context: Context, full_name: str) -> Repository:
    """The repository called FULL_NAME, if the acting user owns it, owns its organization or has its admin role."""
    found, acting_id = existing(context, full_name), context.acting.id
    owner = accounts.by_id(context.database, found.owner_id)
    is_admin = collaborators.role_of(context.database, found.id, acting_id) is RepositoryRole.ADMIN
    owns = found.owner_id == acting_id or (owner is not None and rights.role_in(context, owner) is Role.OWNER)
    if not owns and not is_admin:
        raise Forbidden(_("Only an administrator of {name} can do this.").format(name=found.full_name))
    return found
