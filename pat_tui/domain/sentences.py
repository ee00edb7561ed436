"""The sentences in which the token page sums a token up."""

from collections.abc import Iterable, Mapping, Sequence

from pat_tui.domain.permissions import Group, Level, Permission
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.i18n import _, marked, translated

_NOUNS = {"contents": marked("code"), "repository_hooks": marked("repository hooks")}
"""Where GitHub's token page uses another noun than the title in lower case."""


def noun(permission: Permission) -> str:
    """What a permission is called inside a sentence."""
    return translated(_NOUNS.get(permission.slug, "")) or permission.title.lower()


def permission_sentences(chosen: Mapping[str, Level], group: Group, catalogue: Mapping[str, Permission]) -> list[str]:
    """`Read access to metadata`, `Read and Write access to code, commit statuses`: one sentence a level."""
    leads = {
        Level.READ: _("Read access to {things}"),
        Level.WRITE: _("Read and Write access to {things}"),
        Level.ADMIN: _("Admin access to {things}"),
    }
    sentences = []
    for level, lead in leads.items():
        held = [catalogue[slug] for slug, chosen_level in chosen.items() if chosen_level is level and slug in catalogue]
        things = sorted(noun(permission) for permission in held if permission.group is group)
        if things:
            sentences.append(lead.format(things=", ".join(things)))
    return sentences


def no_permissions_text(group: Group) -> str:
    """What stands where a group has no permission."""
    return {
        Group.REPOSITORY: _("This token does not have any repository permissions."),
        Group.ORGANIZATION: _("This token does not have any organization permissions."),
        Group.USER: _("This token does not have any user permissions."),
    }[group]


def repository_lines(token: FineGrainedToken) -> Iterable[str]:
    """What the token page says under `Repository access`."""
    names = [repository.full_name for repository in token.repositories]
    return reach_lines(token.repository_access, names, token.owner_login)


def reach_lines(access: RepositoryAccess, names: Sequence[str], owner: str) -> Iterable[str]:
    """What ACCESS comes to for a token of the resource owner OWNER; NAMES are the selected repositories."""
    match access:
        case RepositoryAccess.PUBLIC:
            yield _("Read access to public repositories.")
        case RepositoryAccess.ALL:
            yield _("All repositories of {owner}, present and future.").format(owner=owner)
        case RepositoryAccess.SELECTED if not names:
            yield _("This token does not have access to any repositories.")
        case RepositoryAccess.SELECTED:
            yield from names
