"""The nouns of the command line: where each is, and what its line of the help says."""

from collections.abc import Iterator

import click

from pat_tui.cli.lazy_group import LazyGroup
from pat_tui.i18n import _

NOUNS = {
    "token": "token_noun:token",
    "request": "request:request",
    "org": "org:org",
    "enterprise": "enterprise:enterprise",
    "repo": "repo:repo",
    "user": "user:user",
    "log": "log:log",
    "prune": "prune:prune",
    "notify": "notify:notify",
    "serve": "serve:serve",
    "db": "db:db",
    "settings": "settings:settings",
    "completion": "completion:completion",
    "schema": "schema:schema",
}
"""Every noun, and where below `pat_tui.cli` its command is. A new one is a line here, and one of `_lines`."""


def _lines() -> tuple[tuple[str, str], ...]:
    """The help about the nouns, in the order in which people need them. Kin shares a line: all has to fit a screen."""
    return (
        ("token", _("Create, list, change, verify and delete tokens.")),
        ("request", _("List, approve and deny requests of tokens.")),
        ("org, enterprise", _("Organizations and their policies; what holds for all.")),
        ("repo, user", _("Repositories; users, and their e-mail addresses.")),
        ("log", _("List, export and verify the security log.")),
        ("prune, notify", _("Remove unused tokens; send the mails that are due.")),
        ("serve", _("Serve git and the API to tokens.")),
        ("db, settings", _("Check, back up and restore the store; what is set.")),
        ("completion, schema", _("What a shell completes; what --json writes.")),
    )


class Program(LazyGroup):
    """The command as a whole. Its help has no headings and names all nouns, so that it fits a screen of 24 lines."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the global options, and below them the nouns."""
        records = (parameter.get_help_record(context) for parameter in self.get_params(context))
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_dl([record for record in records if record is not None])
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_dl(list(self._nouns(context)))

    def _nouns(self, context: click.Context) -> Iterator[tuple[str, str]]:
        lines = _lines()
        yield from lines
        named = {noun for nouns, _text in lines for noun in nouns.split(", ")}
        for noun in self.list_commands(context):
            if noun not in named and (found := self.get_command(context, noun)) is not None:
                yield noun, found.get_short_help_str(80)
