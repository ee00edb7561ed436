"""The acting user's tokens that a filter lets through. What it names must be there: a typing error is told."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.token_filter import TokenFilter
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.store import accounts, token_filter
from pat_tui.store.token_filter import Wanted
from pat_tui.store.token_list import TokenOrder

if TYPE_CHECKING:
    from pat_tui.domain.classic import ClassicSummary
    from pat_tui.domain.status import TokenSummary


def fine_grained(
    context: Context, wanted: TokenFilter, order: TokenOrder, *, reverse: bool = False
) -> "list[TokenSummary]":
    """The WANTED fine-grained tokens in ORDER. Raises NotFound for an owner or repository that is not there,
    InvalidInput for a permission that is none."""
    return token_filter.fine_grained(context.database, _found(context, wanted), order, reverse=reverse)


def classic(
    context: Context, wanted: TokenFilter, order: TokenOrder, *, reverse: bool = False
) -> "list[ClassicSummary]":
    """The WANTED classic tokens in ORDER. Raises InvalidInput for a scope that is none."""
    from pat_tui.store import classic_filter

    return classic_filter.classic(context.database, _found(context, wanted), order, reverse=reverse)


def _found(context: Context, wanted: TokenFilter) -> Wanted:
    return Wanted(
        user_id=context.acting.id,
        now=context.clock(),
        search=wanted.search,
        statuses=wanted.statuses,
        owner_id=_owner(context, wanted.owner) if wanted.owner else None,
        repository=_repository(context, wanted.repository) if wanted.repository else None,
        permission=_permission(wanted.permission) if wanted.permission else None,
        scopes=_scopes(wanted.scope) if wanted.scope else (),
        expiring_within=wanted.expiring_within,
        unused_for=wanted.unused_for,
    )


def _owner(context: Context, login: str) -> int:
    if (account := accounts.by_login(context.database, login)) is None:
        raise NotFound(_("There is no account {login}.").format(login=login))
    return account.id


def _repository(context: Context, full_name: str) -> tuple[int, int]:
    from pat_tui.store import repositories

    owner, _slash, name = full_name.partition("/")
    account = accounts.by_login(context.database, owner)
    for found in repositories.named(context.database, account.id, [name]) if account else []:
        return found.id, found.owner_id
    raise NotFound(_("There is no repository {name}.").format(name=full_name))


def _permission(text: str) -> tuple[str, tuple[str, ...]]:
    from pat_tui.catalogue.permissions import permissions
    from pat_tui.domain.permissions import Level

    slug, equals, level = text.partition("=")
    levels = [each.value for each in Level]
    if slug not in permissions():
        raise InvalidInput({"permissions": _not_known(slug, permissions())})
    if equals and level not in levels:
        raise InvalidInput({"permissions": _("“{level}” is none of {levels}.").format(
            level=level, levels=", ".join(levels))})  # fmt: skip
    return slug, tuple(each.value for each in Level if not equals or each.includes(Level(level)))


def _scopes(name: str) -> tuple[str, ...]:
    from pat_tui.catalogue.scopes import scopes

    catalogue = scopes()
    if name not in catalogue:
        raise InvalidInput({"scopes": _not_known(name, catalogue)})
    return (name, *(each.name for each in catalogue.values() if name in each.implied))


def _not_known(name: str, catalogue: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, catalogue, 3)
    if not near:
        return _("There is no “{name}”.").format(name=name)
    return _("There is no “{name}”. Do you mean {near}?").format(name=name, near=", ".join(near))
