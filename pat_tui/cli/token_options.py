"""How the options of `pat-tui token create` are written. What they may say is for the rules to judge."""

from collections.abc import Sequence

import click

from pat_tui.domain.expiration import Expiration, parse_expiration
from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _


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
    chosen: dict[str, Level] = {}
    for text in texts:
        slug, _equals, level = text.partition("=")
        if not slug or not level:
            raise click.BadParameter(
                _("{text!r} is no permission. Write SLUG=LEVEL, such as contents=read.").format(text=text)
            )
        if level not in list(Level):
            raise click.BadParameter(
                _("{level!r} in {text!r} is no level. Write read, write or admin.").format(level=level, text=text)
            )
        if slug in chosen:
            raise click.BadParameter(_("{slug} is given twice.").format(slug=slug))
        chosen[slug] = Level(level)
    return chosen


def repository_access(*, public: bool, all_repositories: bool, repositories: Sequence[str]) -> RepositoryAccess:
    """The one access that the options ask for; public where they ask for none."""
    if public + all_repositories + bool(repositories) > 1:
        raise click.UsageError(_("Choose one of --public, --all-repos and --repo."))
    if repositories:
        return RepositoryAccess.SELECTED
    return RepositoryAccess.ALL if all_repositories else RepositoryAccess.PUBLIC
