"""How the options of `pat-tui token` are written. What they may say is for the rules to judge."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from pat_tui.cli.complete import complete_permission, complete_scope
from pat_tui.domain.errors import InvalidInput, SignOnRequired
from pat_tui.domain.expiration import Expiration, parse_expiration
from pat_tui.domain.permissions import METADATA, Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _

_Command = TypeVar("_Command", bound=Callable[..., Any])

TAKE_AWAY = "none"
"""The level that an edit gives to a permission that is to go."""


def yes_option(command: _Command) -> _Command:
    """Give COMMAND the option `--yes`."""
    text = _("Do not ask first. Needed where there is no terminal to ask on.")
    return click.option("--yes", is_flag=True, help=text)(command)


def expires_option(*, limited: bool) -> Callable[[_Command], _Command]:
    """The option `--expires`, as the argument `expiration`. LIMITED: by a resource owner, maybe."""
    left_out = _("30d, or less where the owner demands it") if limited else "30d"
    words = _("Days (30d), a date (2027-01-31: its end) or never. Left out: {left_out}.").format(left_out=left_out)
    return click.option("--expires", "expiration", metavar="WHEN", callback=expiration_option, help=words)


def scopes_options(explanation: str) -> Callable[[_Command], _Command]:
    """The option `--scope`, with EXPLANATION for its help, as the argument `scopes`."""
    return click.option(
        "--scope",
        "scopes",
        multiple=True,
        metavar="SCOPE",
        callback=scopes_option,
        shell_complete=complete_scope,
        help=explanation,
    )


def permissions_options(explanation: str) -> Callable[[_Command], _Command]:
    """The option `--permission`, with EXPLANATION for its help, as the argument `permissions`."""
    return click.option(
        "--permission",
        "permissions",
        multiple=True,
        metavar="SLUG=LEVEL",
        callback=permissions_option,
        shell_complete=complete_permission,
        help=explanation,
    )


def scopes_option(_context: click.Context, _option: click.Parameter, texts: Sequence[str]) -> list[str]:
    """Read every `--scope`, each of which may hold several, as `gist, repo`."""
    scopes = [scope for text in texts for scope in re.split(r"[,\s]+", text) if scope]
    if texts and not scopes:
        raise click.BadParameter(_("Name a scope, such as repo."))
    return scopes


def expiration_option(_context: click.Context, _option: click.Parameter, text: str | None) -> Expiration | None:
    """Read `--expires`; None where it was left out."""
    if text is None:
        return None
    if (expiration := parse_expiration(text)) is None:
        raise click.BadParameter(
            _("{text!r} is no expiration. Write days as 30d, a date as 2027-01-31, or never.").format(text=text)
        )
    return expiration


def permissions_option(
    _context: click.Context, _option: click.Parameter, texts: Sequence[str]
) -> dict[str, Level]:  # fmt: skip
    """Read every `--permission`, by slug."""
    advice = _("{level!r} in {text!r} is no level. Write read, write or admin.")
    return {slug: Level(level) for slug, level in _levels(texts, list(Level), advice).items()}


def permission_changes_option(
    _context: click.Context, _option: click.Parameter, texts: Sequence[str]
) -> dict[str, Level | None]:
    """Read every `--permission` of an edit, by slug; None for one that is to be taken away."""
    advice = _("{level!r} in {text!r} is no level. Write read, write, admin or none.")
    levels = _levels(texts, [*Level, TAKE_AWAY], advice)
    return {slug: None if level == TAKE_AWAY else Level(level) for slug, level in levels.items()}


def _levels(texts: Sequence[str], levels: Sequence[str], advice: str) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for text in texts:
        slug, _equals, level = text.partition("=")
        if not slug or not level:
            raise click.BadParameter(
                _("{text!r} is no permission. Write SLUG=LEVEL, such as contents=read.").format(text=text)
            )
        if level not in levels:
            raise click.BadParameter(advice.format(level=level, text=text))
        if slug in chosen:
            raise click.BadParameter(_("{slug} is given twice.").format(slug=slug))
        chosen[slug] = level
    return chosen


def repository_access(*, public: bool, all_repositories: bool, repositories: Sequence[str]) -> RepositoryAccess:
    """The one access that the options ask for; public where they ask for none."""
    access = named_repository_access(public=public, all_repositories=all_repositories, repositories=repositories)
    return access or RepositoryAccess.PUBLIC


def named_repository_access(
    *, public: bool, all_repositories: bool, repositories: Sequence[str]
) -> RepositoryAccess | None:
    """The one access that the options ask for, or None."""
    asked = {
        RepositoryAccess.PUBLIC: public,
        RepositoryAccess.ALL: all_repositories,
        RepositoryAccess.SELECTED: bool(repositories),
    }
    if sum(asked.values()) > 1:
        raise click.UsageError(_("Choose one of --public, --all-repos and --repo."))
    return next((access for access, is_asked in asked.items() if is_asked), None)


def with_changes(held: Mapping[str, Level], changes: Mapping[str, Level | None]) -> dict[str, Level]:
    """HELD with every change made, in which None takes a permission away."""
    # Metadata follows the others, and so must not be what is left of them.
    merged: dict[str, Level | None] = {slug: level for slug, level in held.items() if slug != METADATA}
    merged.update(changes)
    return {slug: level for slug, level in merged.items() if level is not None}


@contextmanager
def own_options(*fields: str) -> Iterator[None]:
    """Let only errors about FIELDS be told as those of an option; the command has none for the others."""
    try:
        yield
    except InvalidInput as error:
        found = {name if name in fields else f"token: {name}": text for name, text in error.errors.items()}
        if isinstance(error, SignOnRequired):
            raise SignOnRequired(error.organization, found) from error
        raise InvalidInput(found) from error
