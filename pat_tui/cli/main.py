"""`pat-tui` with a noun: global options and the nouns."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from pat_tui import __version__, settings
from pat_tui.cli import output
from pat_tui.cli.complete import complete_user
from pat_tui.cli.lazy_group import quiet_option
from pat_tui.cli.nouns import NOUNS, Program
from pat_tui.cli.outcome import outcome
from pat_tui.cli.output import complain
from pat_tui.cli.session import Build, Session
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _

COMPLETION = "_PAT_TUI_COMPLETE"
"""Set by the shell when it asks what could come next."""


@click.group(
    name="pat-tui",
    cls=Program,
    lazy={noun: f"pat_tui.cli.{place}" for noun, place in NOUNS.items()},
    context_settings={"help_option_names": ["--help"]},
    options_metavar="[OPTIONS]",
    subcommand_metavar=_("[NOUN VERB ...]"),
    help=_(
        "Without a noun the interface opens. Data goes to stdout, talk to stderr. "
        "Exit: 0 done, 1 refused, 2 usage, 3 not found, 4 store trouble, 5 forbidden."
    ),
)
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help=_("The store to use, in place of your own (PAT_TUI_DB)."),
)
@click.option(
    "--as",
    "acting",
    metavar="LOGIN",
    shell_complete=complete_user,
    help=_("The user who acts; the store's first one if left out."),
)
@click.option("--demo", is_flag=True, help=_("Use a throw-away store full of examples."))
@click.option("--plain", is_flag=True, help=_("Ask line by line, as for a screen reader (PAT_TUI_PLAIN)."))
@click.option("--theme", metavar="NAME", help=_("The colours of the interface; a command has none."))
@click.option("--lang", metavar="LANGUAGE", help=_("What to speak: en, zh_CN, fr or ru."))
# Who reads the help has found it, and as good as found the version; its screen is full.
@click.version_option(__version__, message="pat-tui %(version)s", help=_("Show the version and exit."), hidden=True)
@click.help_option("--help", hidden=True)
@click.pass_context
def command(
    context: click.Context,
    db: Path | None,
    acting: str | None,
    demo: bool,
    plain: bool,
    theme: str | None,
    lang: str | None,
) -> None:
    """Turn the global options into a Session."""
    if demo and db is not None:
        raise click.UsageError(_("--demo has a store of its own; leave out --db."))
    if acting == "":
        raise click.UsageError(_("--as needs a login."))  # an empty variable must not let somebody else act
    options = {"store": str(db) if db else None, "acting": acting, "theme": theme, "language": lang}
    if context.invoked_subcommand == "settings":  # which has to work with settings that do not
        context.obj = options
        return
    found = settings.load(options=options, demo=demo)
    settings.check_keys(found)
    context.obj = Session(found._replace(plain=plain or found.plain), context.obj)


command.params.append(quiet_option())


def main(arguments: Sequence[str]) -> NoReturn:
    """Run the command that ARGUMENTS name and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str], build: Build | None = None) -> int:
    """Run the command that ARGUMENTS name on the store that BUILD, or `wiring.build`, opens; return the exit code."""
    output.prepare()
    if COMPLETION in os.environ:
        from pat_tui.cli.completion import prepare

        prepare()
    return outcome(lambda: _called(arguments, build))


def _called(arguments: Sequence[str], build: Build | None) -> int | None:
    if build is None:
        from pat_tui.wiring import build
    try:
        result: int | None = command.main(list(arguments), prog_name="pat-tui", standalone_mode=False, obj=build)
    except click.ClickException as error:
        return _explain_usage(error)
    except click.Abort:
        return ExitCode.INTERRUPTED
    return result


def _explain_usage(error: click.ClickException) -> int:
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().splitlines():
        complain(line)
    return error.exit_code
