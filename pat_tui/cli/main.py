"""`pat-tui` with a noun: global options, the nouns, and what becomes of errors."""

import errno
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from pat_tui import __version__, settings, wiring
from pat_tui.cli import output
from pat_tui.cli.enterprise import enterprise
from pat_tui.cli.log import log
from pat_tui.cli.notify import notify
from pat_tui.cli.org import org
from pat_tui.cli.output import OutputLost, say
from pat_tui.cli.prune import prune
from pat_tui.cli.repo import repo
from pat_tui.cli.request import request
from pat_tui.cli.serve import serve
from pat_tui.cli.session import Build, Session
from pat_tui.cli.settings import Given
from pat_tui.cli.settings import settings as settings_noun
from pat_tui.cli.token import token
from pat_tui.cli.user import user
from pat_tui.crash import write_crash_log
from pat_tui.domain.errors import InvalidInput, PatTuiError, SignOnRequired
from pat_tui.exit_codes import ExitCode, exit_code
from pat_tui.i18n import _

_OPTIONS = {
    "name": "--name",
    "expiration": "--expires",
    "note": "--note",
    "scopes": "--scope",
    "typed_login": "--confirm",
    "description": "--description",
    "owner": "--owner",
    "reason": "--reason",
    "repositories": "--repo",
    "permissions": "--permission",
    "email": "--email",
    "path": "--path",
    "code": "--code",
    "title": "--title",
    "key": "--key",
    "visibility": "--internal",
    "fine_grained_allowed": "--fine-grained",
    "classic_allowed": "--classic",
    "approval_required": "--approval",
    "max_lifetime_fine_grained": "--max-lifetime-fine-grained",
    "max_lifetime_classic": "--max-lifetime-classic",
    "sso_required": "--sso",
}
"""The option that fills a field. The message about any other field stands by itself."""


class _Compact(click.HelpFormatter):
    """Sections follow each other without a blank line, so that the help fits a screen."""

    def write_paragraph(self) -> None:
        """Nothing between paragraphs."""


class _Context(click.Context):
    formatter_class = _Compact


class _Program(click.Group):
    """The command as a whole; its help, and no other, is compact."""

    context_class = _Context


@click.group(
    cls=_Program,
    name="pat-tui",
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
@click.option("--as", "acting", metavar="LOGIN", help=_("The user who acts; the store's first one if left out."))
@click.option("--demo", is_flag=True, help=_("Use a throw-away store full of examples."))
@click.option("--theme", metavar="NAME", help=_("The colours of the interface; a command has none."))
@click.version_option(__version__, message="pat-tui %(version)s", help=_("Show the version and exit."))
@click.help_option("--help", hidden=True)  # who reads the help has found it, and its screen is full
@click.pass_context
def command(context: click.Context, db: Path | None, acting: str | None, demo: bool, theme: str | None) -> None:
    """Turn the global options into a Session."""
    if demo and db is not None:
        raise click.UsageError(_("--demo has a store of its own; leave out --db."))
    if acting == "":
        raise click.UsageError(_("--as needs a login."))  # an empty variable must not let somebody else act
    options = {"store": str(db) if db else None, "acting": acting, "theme": theme}
    if context.invoked_subcommand == settings_noun.name:  # which has to work with settings that do not
        context.obj = Given(options)
        return
    found = settings.load(options=options, demo=demo)
    settings.check_keys(found)
    context.obj = Session(found, context.obj)


for noun in (token, request, repo, org, enterprise, user, log, notify, prune, serve, settings_noun):
    command.add_command(noun)


def main(arguments: Sequence[str]) -> NoReturn:
    """Run the command that ARGUMENTS name and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str], build: Build = wiring.build) -> int:
    """Run the command that ARGUMENTS name on the store that BUILD opens and return the exit code."""
    output.prepare()
    try:
        result = command.main(list(arguments), prog_name="pat-tui", standalone_mode=False, obj=build)
    except click.ClickException as error:
        return _explain_usage(error)
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except PatTuiError as error:
        return _explain(error)
    except OutputLost as error:
        return _explain_loss(error)
    except OSError as error:
        return _explain_loss(output.lost(error)) if _is_about_output(error) else _explain_crash(error)
    except Exception as error:  # noqa: BLE001 - the outer edge of the program
        return _explain_crash(error)
    return int(result or ExitCode.DONE)


def _is_about_output(error: OSError) -> bool:
    """Whether click failed to write its help; other trouble with files names the file."""
    return error.filename is None and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _explain_usage(error: click.ClickException) -> int:
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().splitlines():
        say(line)
    return error.exit_code


def _explain(error: PatTuiError) -> int:
    if not isinstance(error, InvalidInput):
        say(str(error))
    else:
        for field, message in error.errors.items():
            say(f"{_OPTIONS[field]}: {message}" if field in _OPTIONS else message)
    if isinstance(error, SignOnRequired):
        say(_("Open a session with: pat-tui org sso open {organization}").format(organization=error.organization))
    return exit_code(error)


def _explain_loss(error: OutputLost) -> int:
    if not str(error):
        return ExitCode.READER_GONE
    say(str(error))
    return ExitCode.OUTPUT_LOST


def _explain_crash(error: Exception) -> int:
    try:
        log = write_crash_log(settings.load().log, error)
    except InvalidInput:
        log = None
    if log is None:
        say(_("pat-tui failed in a way that it did not foresee ({kind}).").format(kind=type(error).__name__))
    else:
        say(_("pat-tui failed in a way that it did not foresee. What is known stands in {path}.").format(path=log))
    return ExitCode.CRASHED
