"""`pat-tui log`: the security log."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from pat_tui.cli.complete import complete_organization
from pat_tui.cli.output import example, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain import log_verdict
from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.log_chain import Verdict
from pat_tui.domain.log_query import end_of, start_of
from pat_tui.domain.log_words import sentence
from pat_tui.domain.security_log import LogEntry, LogFilter
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _, ngettext
from pat_tui.services.log_export import export as export_to
from pat_tui.services.security_log import SecurityLog, entry_json
from pat_tui.wiring import Services

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--org",
        metavar="ORG",
        shell_complete=complete_organization,
        help=_("The log of an organization of yours, in place of your own."),
    ),
    click.option("--until", metavar="DATE", help=_("Not after this day, or instant, in your time zone.")),
    click.option("--since", metavar="DATE", help=_("From this day on, as 2027-01-31.")),
    click.option("--actor", default="", metavar="LOGIN", help=_("Only what this user did.")),
    click.option(
        "--action",
        "actions",
        multiple=True,
        metavar="NAME",
        help=_("Only events of this name, or beginning with it; may be given again."),
    ),
)


def _choices(command: _Command) -> _Command:
    """Give COMMAND the options that choose entries."""
    return reduce(lambda made, option: option(made), _OPTIONS, command)


@click.group(
    short_help=_("List, export and verify the security log."),
    help=_("The security log: what you did, and what was done to you."),
)
def log() -> None:
    """The noun."""


@log.command(
    "list",
    epilog=example("pat-tui log list --action personal_access_token.create --since 2026-01-01"),
    help=_("List events, the newest first."),
)
@_choices
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("At most this many."))
@json_option
@click.pass_obj
def list_(session: Session, /, org: str | None, limit: int | None, as_json: bool, **choices: Any) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        wanted = _filter(services, **choices)
        found = _log(services, org).page(wanted, 0, limit or -1)
        zone = services.context.zone
    if as_json:
        write_json([entry_json(entry) for entry in found])
    elif found:
        headings = (_("ID"), _("WHEN"), _("ACTOR"), _("ACTION"), _("WHAT"))
        write_table(headings, [_row(entry, zone) for entry in found])
    else:
        say(_("There is no such event in the log."))


@log.command(
    "export",
    epilog=example("pat-tui log export --output log.jsonl"),
    help=_("Write events as JSON lines, the oldest first, to standard output or to a new file that is yours alone."),
    short_help=_("Write events as JSON lines."),
)
@_choices
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=_("Never one that is there already."))
@click.pass_obj
def export(session: Session, /, org: str | None, output: Path | None, **choices: Any) -> None:
    """Write a line an event."""
    with session.open() as services:
        wanted, security_log = _filter(services, **choices), _log(services, org)
        if output is not None:
            count = export_to(security_log, wanted, output)
            words = ngettext("Wrote {count} event to {path}.", "Wrote {count} events to {path}.", count)
            say(words.format(count=count, path=os.fspath(output)))
            return
        for entries in security_log.stream(wanted):
            write("\n".join(json.dumps(entry_json(entry)) for entry in entries))


@log.command(
    "verify",
    help=_("Examine the log of the whole store. Exits with 1 where an entry was edited, dropped, inserted or moved."),
    short_help=_("Look whether the log was tampered with."),
)
@json_option
@click.pass_obj
def verify(session: Session, as_json: bool) -> int:
    """Write the verdict."""
    with session.open(housekeeping=False) as services:
        verdict, head_file = services.security_log.verify(), services.security_log.head_file()
    if as_json:
        write_json(verdict_json(verdict))
    else:
        write(log_verdict.headline(verdict))
        for line in log_verdict.details(verdict, head_file):
            say(line)
    return ExitCode.DONE if verdict.is_whole else ExitCode.REFUSED


@log.command("new-key", help=_("Make a new key for the log, in place of one that is lost."))
@click.pass_obj
def new_key(session: Session) -> None:
    """Make the key."""
    with session.open(housekeeping=False) as services:
        services.security_log.new_key()
    say(_("Made a new key: {path}. What the lost one sealed cannot be checked.").format(path=session.settings.log_key))


def _log(services: Services, organization: str | None) -> SecurityLog:
    return SecurityLog(services.context, organization)


def _filter(
    services: Services, *, actions: tuple[str, ...], actor: str, since: str | None, until: str | None
) -> LogFilter:
    zone = services.context.zone
    with _as_option("--since"):
        first = None if since is None else start_of(since, zone)
    with _as_option("--until"):
        last = None if until is None else end_of(until, zone)
    return LogFilter(actions, actor, first, last)


@contextmanager
def _as_option(name: str) -> Iterator[None]:
    try:
        yield
    except InvalidInput as error:
        raise click.BadParameter(str(error), param_hint=name) from error


def _row(entry: LogEntry, zone: tzinfo | None) -> tuple[str, ...]:
    return str(entry.number), instant_text(entry.created_at, zone), entry.actor, entry.action, sentence(entry)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """What an examination of the log has come to."""
    finding = verdict.finding
    return {
        "whole": verdict.is_whole,
        "entries": verdict.entries,
        "fault": finding.fault.value if finding else None,
        "entry": finding.number if finding else None,
        "until": finding.until if finding else None,
        "moved_to": finding.moved_to if finding else None,
        "unchecked": list(verdict.unchecked) if verdict.unchecked else None,
        "sealed_afterwards": verdict.sealed_afterwards,
        "recorded_end": verdict.recorded_head,
        "earlier": verdict.earlier,
        "restored": [list(gap) for gap in verdict.restored],
    }
