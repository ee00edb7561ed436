"""`pat-tui db`: the store as a file."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from pat_tui.cli.asking import is_confirmed, require_answer
from pat_tui.cli.log import verdict_json
from pat_tui.cli.output import Value, complain, example, json_option, say, write, write_json
from pat_tui.cli.session import Session
from pat_tui.cli.token_options import yes_option
from pat_tui.domain import log_verdict
from pat_tui.domain.errors import StoreError
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _
from pat_tui.services import store_file
from pat_tui.services.store_file import Report, Restored

_FILE = click.Path(path_type=Path)


@click.group(short_help=_("Check, back up and restore the store."), help=_("The store as a file. Nobody acts here."))
@click.pass_obj
def db(session: Session) -> None:
    """The noun."""
    if session.settings.demo:
        raise click.UsageError(_("The store of --demo is thrown away at once: leave out --demo."))


@db.command("path", help=_("Write where the store is."),
    epilog=example("ls -l \"$(pat-tui db path)\""), short_help=_(
    "Write where the store is."))  # fmt: skip
@json_option
@click.pass_obj
def path_(session: Session, as_json: bool) -> None:
    """Write the path; the store is not opened, and not made."""
    path = session.settings.store.absolute()
    size = path.stat().st_size if path.is_file() else None
    if as_json:
        write_json({"path": str(path), "exists": size is not None, "bytes": size or 0})
    else:
        write(os.fsdecode(path))


@db.command(
    "check",
    help=_(
        "Look through the store and change nothing: SQLite's pages and indices, references, pat-tui's own rules, and "
        "the chain of the security log. Exit: 0 all is whole, 1 the log is not, 4 the store is not."
    ),
    short_help=_("Look whether the store is whole."),
)
@json_option
@click.pass_obj
def check(session: Session, as_json: bool) -> int:
    """Write what was found."""
    path, log_key = session.settings.store, session.settings.log_key
    report = store_file.check(path, log_key)
    if as_json:
        write_json(_report_json(path, report))
    else:
        _write_report(report)
    if not report.is_whole:
        return ExitCode.STORE
    return ExitCode.DONE if report.log is None or report.log.is_whole else ExitCode.REFUSED


@db.command(
    "backup",
    help=_(
        "Copy the store, as it is at one moment, to FILE, which is new and yours alone; others may go on writing "
        "meanwhile. The key of the security log is not in it."
    ),
    epilog=example("pat-tui db backup ~/pat-tui-$(date +%F).db"),
    short_help=_("Copy the store to a new file."),
)
@click.argument("file", metavar="FILE", type=_FILE)
@json_option
@click.pass_obj
def backup(session: Session, file: Path, as_json: bool) -> None:
    """Make the copy; its path goes to standard output."""
    target = Path(os.path.expanduser(file)).absolute()
    size = store_file.make_backup(session.settings.store, target)
    if as_json:
        version = store_file.examine_copy(session.settings.store, target, None)
        write_json({"path": str(target), "bytes": size, "version": version})
    else:
        write(os.fsdecode(target))
    say(_("Copied the store to {path}, {count} bytes.").format(path=target, count=size))
    say(_("The key of the security log is not in it; keep that apart: {path}").format(path=session.settings.log_key))


@db.command(
    "restore",
    help=_(
        "Put the copy in FILE in the place of the store. FILE is looked through first; what is there now is set aside "
        "beside it; no other program may have the store open. What the security log had noted since the copy is then "
        "in the store that was set aside alone: `log verify` tells that gap, with the entry that says who restored."
    ),
    short_help=_("Put a copy in the place of the store."),
)
@click.argument("file", metavar="FILE", type=_FILE)
@yes_option
@json_option
@click.pass_obj
def restore(session: Session, file: Path, yes: bool, as_json: bool) -> int:
    """Ask, unless told not to, and restore; the path of what was set aside goes to standard output."""
    require_answer(yes=yes, words=_("There is no terminal to ask on. Give --yes to restore without a question."))
    settings, copy = session.settings, Path(os.path.expanduser(file))
    store_file.examine_copy(settings.store, copy, settings.acting)
    if not yes and not is_confirmed(_question(settings.store, copy)):
        complain(_("Nothing was restored."))
        return ExitCode.REFUSED
    restored = store_file.restore(settings.store, copy, settings.acting, settings.log_key, datetime.now(UTC))
    _tell_restored(session, restored, copy, as_json=as_json)
    return ExitCode.DONE


def _question(store: Path, copy: Path) -> list[str]:
    names = {"store": store, "copy": copy}
    return [
        _("All that is in {store} will be as it is in {copy}.").format(**names),
        _("Tokens that were deleted or regenerated since will work again, with the secrets they had."),
        _("Type yes to restore, anything else to leave all as it is."),
    ]


def _tell_restored(session: Session, restored: Restored, copy: Path, *, as_json: bool) -> None:
    lost, verdict, head_file = None, None, None
    with session.open(housekeeping=False) as services:
        try:
            lost = store_file.note_restored(services.context, restored, copy)
            verdict, head_file = services.security_log.verify(), services.security_log.head_file()
        except StoreError as error:
            complain(_("The log does not know of it: {reason}").format(reason=error))
    aside = str(restored.set_aside) if restored.set_aside else None
    if as_json:
        log = verdict_json(verdict) if verdict else None
        path = str(session.settings.store.absolute())
        write_json({"path": path, "set_aside": aside, "version": restored.version, "log": log})
    elif aside:
        write(aside)
    say(_("Restored {store} from {copy}.").format(store=session.settings.store, copy=copy))
    if aside:
        say(_("What was there is in {path}.").format(path=aside))
    if lost:
        words = _("Entries of the security log that are in that file alone: {numbers}.")
        say(words.format(numbers=log_verdict.numbers_text(*lost)))
    if verdict is not None:
        for line in (log_verdict.headline(verdict), *log_verdict.details(verdict, head_file)):
            say(line)


def _write_report(report: Report) -> None:
    write(_("Version: {version}").format(version=report.version))
    for label, found in (
        (_("Pages and indices: {state}"), report.integrity),
        (_("References: {state}"), report.foreign_keys),
        (_("Rules: {state}"), report.rules),
    ):
        write(label.format(state="; ".join(found) or _("whole")))
    words = report.log_trouble if report.log is None else log_verdict.headline(report.log)
    write(_("Security log: {state}").format(state=words))


def _report_json(path: Path, report: Report) -> dict[str, Value]:
    return {
        "path": str(path.absolute()),
        "version": report.version,
        "whole": report.is_whole and (report.log is None or report.log.is_whole),
        "integrity": report.integrity,
        "foreign_keys": report.foreign_keys,
        "rules": report.rules,
        "log": verdict_json(report.log) if report.log else None,
        "log_trouble": report.log_trouble or None,
    }
