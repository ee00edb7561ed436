"""`pat-tui token use`: the lines that put a token to use, and what is safer than a token."""

import click

from pat_tui.cli.output import json_option, write, write_json
from pat_tui.cli.session import Session
from pat_tui.domain.text import clean
from pat_tui.domain.using import Recipe, recipes, repository_of
from pat_tui.i18n import _


@click.command(
    "use",
    help=_(
        "Write the lines that use a token of yours: clone, remote, credential helper, variable, curl, gh, for the "
        "gateway at PAT_TUI_GATEWAY_URL; then what is safer than a token. They hold no secret: $TOKEN stands for it."
    ),
    short_help=_("Show the lines that use a token."),
)
@click.argument("text", metavar="TOKEN")
@click.option("--classic", is_flag=True, help=_("TOKEN is a classic one."))
@json_option
@click.pass_obj
def use(session: Session, text: str, classic: bool, as_json: bool) -> None:
    """Write them."""
    with session.open() as services:
        token = (services.classic_tokens if classic else services.tokens).find(text)
        found = recipes(services.settings.gateway_url, services.acting.login, repository_of(token))
    if as_json:
        write_json([_json(recipe) for recipe in found])
        return
    first = next(number for number, recipe in enumerate(found) if recipe.is_alternative)
    for number, recipe in enumerate(found):
        if number == first:
            write(_("# On GitHub, these are safer than a personal access token:") + "\n")
        write("\n".join(_lines(recipe)) + ("\n" if number < len(found) - 1 else ""))


def _lines(recipe: Recipe) -> list[str]:
    """RECIPE as a shell reads it: all but the command is a comment. An alternative is one altogether."""
    command = f"# {recipe.command}" if recipe.is_alternative and recipe.command else recipe.command
    return [f"# {clean(recipe.title)}", f"# {clean(recipe.note)}", *([command] if command else [])]


def _json(recipe: Recipe) -> dict[str, str | bool | None]:
    return {
        "id": recipe.id,
        "title": recipe.title,
        "command": recipe.command or None,
        "note": recipe.note,
        "alternative": recipe.is_alternative,
    }
