"""Use cases around users and organizations."""

import re
from dataclasses import dataclass

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound, Taken
from pat_tui.domain.names import LOGIN_PATTERN
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.text import text_error
from pat_tui.i18n import _
from pat_tui.services.addresses import address_error, normal_address
from pat_tui.services.clock import Clock
from pat_tui.services.context import Context
from pat_tui.store import accounts, events, policies
from pat_tui.store.database import Database


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sits at this machine, as far as it can tell."""

    name: str
    email: str
    login: str
    """The name of the account on this machine."""


def login_from(identity: Identity) -> str:
    """A login made of what is known: the full name, else the machine's login, else `user`."""
    for text in (identity.name, identity.login):
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:39].strip("-")
        if slug:
            return slug
    return "user"


def ensure_user(database: Database, clock: Clock, identity: Identity) -> Account:
    """The first user of the store, made from IDENTITY where there is none. Two processes starting at once make one."""
    with database.transaction():
        if (user := accounts.first_user(database)) is not None:
            return user
        now = clock()
        name = "" if text_error(identity.name) else identity.name
        user = accounts.add(database, login_from(identity), AccountKind.USER, name, now)
        if (email := normal_address(identity.email)) is not None:
            accounts.add_email(database, user.id, email, primary=True, verified_at=None)
        events.add(database, "user.create", user, now, {"user": user.login})
        return user


def acting_account(database: Database, login: str) -> Account:
    """The user called LOGIN. Raises NotFound for a missing one, Forbidden for an organization or a suspended user."""
    account = accounts.by_login(database, login)
    if account is None:
        raise NotFound(
            _("There is no user {login}. Add one with: pat-tui user add {login} --email ADDRESS").format(login=login)
        )
    if account.kind is not AccountKind.USER:
        raise Forbidden(_("{login} is an organization; only a user can act.").format(login=account.login))
    if account.suspended_at is not None:
        raise Forbidden(_("{login} is suspended and cannot act.").format(login=account.login))
    return account


def add_user(context: Context, login: str, email: str, name: str = "", *, verified: bool = False) -> Account:
    """Add a user with a first e-mail address. Raises InvalidInput."""
    errors = {"login": _login_error(login), "email": address_error(email), "name": text_error(name)}
    _refuse(errors)
    now, email = context.clock(), normal_address(email) or email
    with context.database.transaction():
        user = _add(context, login, AccountKind.USER, name)
        try:
            accounts.add_email(context.database, user.id, email, primary=True, verified_at=now if verified else None)
        except Taken:
            raise InvalidInput(
                {"email": _("The address {email} belongs to another user.").format(email=email)}
            ) from None
        events.add(context.database, "user.create", context.acting, now, {"user": user.login})
    return user


def add_organization(context: Context, login: str, name: str = "") -> Account:
    """Add an organization under GitHub's default policy; the acting user becomes its owner. Raises InvalidInput."""
    _refuse({"login": _login_error(login), "name": text_error(name)})
    with context.database.transaction():
        organization = _add(context, login, AccountKind.ORGANIZATION, name)
        policies.set_policy(context.database, organization.id, OrganizationPolicy())
        accounts.set_member(context.database, organization.id, context.acting.id, Role.OWNER)
        events.add(context.database, "org.create", context.acting, context.clock(), {"org": organization.login})
    return organization


def users(context: Context) -> list[tuple[Account, str | None]]:
    """Every user by login, with the primary address."""
    found = accounts.all_of(context.database, AccountKind.USER)
    return [(user, accounts.primary_email(context.database, user.id)) for user in found]


def organizations(context: Context) -> list[Account]:
    """Every organization, by login."""
    return accounts.all_of(context.database, AccountKind.ORGANIZATION)


def _add(context: Context, login: str, kind: AccountKind, name: str) -> Account:
    try:
        return accounts.add(context.database, login, kind, name, context.clock())
    except Taken:
        raise InvalidInput({"login": _("The name {login} is taken.").format(login=login)}) from None


def _login_error(login: str) -> str | None:
    if LOGIN_PATTERN.fullmatch(login):
        return None
    return _("A login has 1 to 39 letters, digits or single hyphens, and neither starts nor ends with a hyphen.")


def _refuse(errors: dict[str, str | None]) -> None:
    found = {name: error for name, error in errors.items() if error}
    if found:
        raise InvalidInput(found)
