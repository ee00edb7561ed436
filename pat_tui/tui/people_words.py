"""People, their roles, and what follows when they go, in words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pat_tui.domain.accounts import Account, Role
from pat_tui.domain.repositories import Collaborator, RepositoryRole, Visibility
from pat_tui.i18n import _, ngettext
from pat_tui.tui.widgets.option_lines import Option

if TYPE_CHECKING:
    from pat_tui.services.enterprise import Suspension
    from pat_tui.services.organizations import Leaving

_NAMED = 3
"""How many tokens a sentence names."""


def role_label(role: Role) -> str:
    """The word for what a user is in an organization."""
    return {Role.OWNER: _("Owner"), Role.MEMBER: _("Member")}[role]


def role_options() -> list[Option[Role]]:
    """The roles in an organization, the lesser first."""
    return [
        Option(Role.MEMBER, role_label(Role.MEMBER), _("Sees the other members and the organization's repositories.")),
        Option(Role.OWNER, role_label(Role.OWNER), _("Decides about people, policies and tokens.")),
    ]


def repository_role_label(role: RepositoryRole) -> str:
    """The word for what a user may do in a repository."""
    return {
        RepositoryRole.READ: _("Read"),
        RepositoryRole.TRIAGE: _("Triage"),
        RepositoryRole.WRITE: _("Write"),
        RepositoryRole.MAINTAIN: _("Maintain"),
        RepositoryRole.ADMIN: _("Admin"),
    }[role]


def repository_role_options() -> list[Option[RepositoryRole]]:
    """The roles in a repository, the least first."""
    hints = {
        RepositoryRole.READ: _("Clones it, opens issues and pull requests."),
        RepositoryRole.TRIAGE: _("Also manages issues and pull requests."),
        RepositoryRole.WRITE: _("Also pushes."),
        RepositoryRole.MAINTAIN: _("Also manages the repository, but nothing that could destroy it."),
        RepositoryRole.ADMIN: _("Also decides about settings, collaborators and deploy keys."),
    }
    return [Option(role, repository_role_label(role), hint) for role, hint in hints.items()]


def name_of(account: Account) -> str:
    """What people call ACCOUNT, or that nobody knows."""
    return account.name or _("No name")


def leaving_lines(leaving: "Leaving") -> Iterator[str]:
    """What follows when a member leaves an organization: all that its services end, and what changes by itself."""
    organization = leaving.organization.login
    if leaving.requests:
        lead = ngettext("{count} request is cancelled", "{count} requests are cancelled", len(leaving.requests))
        yield _("• {lead}: {names}.").format(
            lead=lead.format(count=len(leaving.requests)), names=_names(leaving.requests)
        )
    if leaving.tokens:
        lead = ngettext("{count} token loses access", "{count} tokens lose access", len(leaving.tokens))
        yield _("• {lead}: {names}.").format(lead=lead.format(count=len(leaving.tokens)), names=_names(leaving.tokens))
    if leaving.authorizations:
        lost = ngettext(
            "• {count} authorization by single sign-on is lost.",
            "• {count} authorizations by single sign-on are lost.",
            leaving.authorizations,
        )
        yield lost.format(count=leaving.authorizations)
    for one in leaving.roles:
        words = _("• The role {role} in {repository} ends.")
        yield words.format(role=repository_role_label(one.role), repository=one.repository.full_name)
    words = _("• Tokens (classic) reach what is private in {organization} no more.")
    yield words.format(organization=organization)


def removal_lines(one: Collaborator, *, is_member: bool) -> Iterator[str]:
    """What follows when a collaborator goes, who IS_MEMBER of the organization that owns the repository, or not."""
    if is_member:
        words = _("• {login} stays a member of {owner}, and reaches it as one.")
    elif one.repository.visibility is Visibility.PUBLIC:
        words = _("• Tokens of {login} still read it, as everybody does, and do no more.")
    else:
        words = _("• Tokens of {login} no longer reach it.")
    yield words.format(login=one.account.login, owner=one.repository.owner_login)


def suspension_lines(one: "Suspension") -> Iterator[str]:
    """What follows when a user is suspended."""
    if one.fine_grained or one.classic:
        yield _("• Refused from now on: {tokens}.").format(tokens=_token_numbers(one))
    else:
        yield _("• {login} has no token that works.").format(login=one.user.login)
    yield _("• Nobody can act as {login}, here or with --as.").format(login=one.user.login)
    for login in one.ownerless:
        yield _("• {organization} has no other owner who can act.").format(organization=login)
    yield _("• Nothing is deleted: unsuspended, what has not expired works again.")


def unsuspension_lines(one: "Suspension") -> Iterator[str]:
    """What follows when a suspension is ended."""
    if one.fine_grained or one.classic:
        yield _("• Works again: {tokens}.").format(tokens=_token_numbers(one))
    yield _("• {login} can act again.").format(login=one.user.login)


def _token_numbers(one: "Suspension") -> str:
    """Each kind that there is."""
    fine = ngettext("{count} fine-grained token", "{count} fine-grained tokens", one.fine_grained)
    classic = ngettext("{count} token (classic)", "{count} tokens (classic)", one.classic)
    kinds = ((fine, one.fine_grained), (classic, one.classic))
    return ", ".join(words.format(count=count) for words, count in kinds if count)


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return shown if more <= 0 else _("{names} and {count} more").format(names=shown, count=more)
