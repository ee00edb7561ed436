"""Who may do what in an organization and in the enterprise: the one rule that every face goes by.

It is asked inside the transaction of what it guards: an owner may have been demoted while the page was open.
"""

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.errors import Forbidden, NotFound
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.store import accounts


def organization(context: Context, login: str) -> Account:
    """The organization called LOGIN. Raises NotFound."""
    found = accounts.by_login(context.database, login)
    if found is None or found.kind is not AccountKind.ORGANIZATION:
        raise NotFound(_("There is no organization {login}.").format(login=login))
    return found


def user(context: Context, login: str) -> Account:
    """The user called LOGIN. Raises NotFound."""
    found = accounts.by_login(context.database, login)
    if found is None or found.kind is not AccountKind.USER:
        raise NotFound(_("There is no user {login}.").format(login=login))
    return found


def role_in(context: Context, organization: Account) -> Role | None:
    """What the acting user is in ORGANIZATION now; None for who is no member, or suspended."""
    acting = accounts.by_id(context.database, context.acting.id)
    if acting is None or acting.suspended_at is not None:
        return None
    return accounts.role_of(context.database, organization.id, acting.id)


def require_active(context: Context) -> None:
    """Raise Forbidden if the acting user has been suspended, or is gone, since the program was started."""
    acting = accounts.by_id(context.database, context.acting.id)
    if acting is None or acting.suspended_at is not None:
        raise Forbidden(_("{login} is suspended and cannot act.").format(login=context.acting.login))


def require_owner(context: Context, organization: Account) -> None:
    """Raise Forbidden unless the acting user owns ORGANIZATION."""
    if role_in(context, organization) is not Role.OWNER:
        raise Forbidden(
            _("Only an owner of {organization} can do this; {login} is none.").format(
                organization=organization.login, login=context.acting.login
            )
        )


def owned_organization(context: Context, login: str) -> Account:
    """The organization called LOGIN, if the acting user owns it. Raises NotFound, Forbidden."""
    found = organization(context, login)
    require_owner(context, found)
    return found


def joined_organization(context: Context, login: str) -> Account:
    """The organization called LOGIN, if the acting user is a member of it. Raises NotFound, Forbidden."""
    found = organization(context, login)
    if role_in(context, found) is None:
        raise Forbidden(
            _("Only a member of {organization} can see this; {login} is none.").format(
                organization=found.login, login=context.acting.login
            )
        )
    return found


def is_enterprise_owner(context: Context) -> bool:
    """Whether the acting user owns the enterprise: it is whoever came first, as on a GitHub server of one's own."""
    first = accounts.first_user(context.database)
    return first is not None and first.id == context.acting.id


def require_enterprise_owner(context: Context) -> None:
    """Raise Forbidden unless the acting user owns the enterprise."""
    if not is_enterprise_owner(context):
        first = accounts.first_user(context.database)
        raise Forbidden(
            _("Only the owner of the enterprise, {owner}, can do this.").format(owner=first.login if first else "-")
        )
