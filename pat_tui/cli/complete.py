"""What the shell offers behind an option or in the place of an argument: names out of the store. Never a secret.

It is looked up at every press of Tab: quickly, without changing anything, and without a word where it fails.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pat_tui.store.completion_names import Names

_Offer = tuple[str, str]
"""A word, and what a shell that can shows beside it."""
Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]

_PLAIN = re.compile(r"[\w./@%+~^-]+")
"""What every shell takes as it stands. A token with another name is offered by its id."""


def _from_store(find: "Callable[[Names, str], Iterable[_Offer]]") -> Complete:
    """What FIND finds in the store of the command line; nothing where there is any trouble."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        with suppress(Exception):
            from pat_tui import settings
            from pat_tui.store.completion_names import Names

            options = context.find_root().params
            if options.get("demo"):
                return []
            found = settings.load()
            with Names(options.get("db") or found.store, options.get("acting") or found.acting) as names:
                return _items(find(names, incomplete))
        return []

    return complete


def _items(offers: Iterable[_Offer]) -> "list[CompletionItem[str]]":
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=shown or None) for word, shown in offers]


def _words(find: "Callable[[Names, str], Sequence[str]]") -> Complete:
    return _from_store(lambda names, start: ((word, "") for word in find(names, start)))


def _tokens(table: str, name: str) -> Complete:
    def find(names: "Names", start: str) -> Iterator[_Offer]:
        for token_id, called in names.tokens(table, name, start):
            if _PLAIN.fullmatch(called) and called.startswith(start) and not called.startswith("-"):
                yield called, f"id {token_id}"
            elif str(token_id).startswith(start):
                yield str(token_id), "".join(letter if letter.isprintable() else "?" for letter in called)

    return _from_store(find)


complete_token = _tokens("fine_grained_tokens", "name")
complete_classic_token = _tokens("classic_tokens", "note")
complete_repository = _words(lambda names, start: names.repositories(start))
complete_organization = _words(lambda names, start: names.accounts(start, ["organization"]))
complete_user = _words(lambda names, start: names.accounts(start, ["user"]))
complete_owner = _words(lambda names, start: names.accounts(start, ["user", "organization"]))


def complete_either_token(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Tokens of the kind that `--classic` says, which is an option of the command itself."""
    of_kind = complete_classic_token if context.params.get("classic") else complete_token
    return of_kind(context, parameter, incomplete)


def complete_permission(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """`SLUG=LEVEL`, out of the catalogue."""
    with suppress(Exception):
        from pat_tui.catalogue.permissions import permissions

        levels = ((each, level) for each in permissions().values() for level in each.levels)
        offers = ((f"{each.slug}={level.value}", each.title) for each, level in levels)
        return _items(offer for offer in offers if offer[0].startswith(incomplete))
    return []


def complete_scope(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Scopes, out of the catalogue."""
    with suppress(Exception):
        from pat_tui.catalogue.scopes import scopes

        return _items(
            (scope.name, scope.description) for scope in scopes().values() if scope.name.startswith(incomplete)
        )
    return []
