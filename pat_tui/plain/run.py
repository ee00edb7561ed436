"""Plain mode from its start to its exit code."""

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from pat_tui import settings, wiring
from pat_tui.crash import write_crash_log
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.exit_codes import ExitCode, exit_code
from pat_tui.i18n import _
from pat_tui.plain.asker import Asker, TerminalGone
from pat_tui.plain.copier import Copier
from pat_tui.plain.desk import Desk, Page
from pat_tui.plain.desk import run as run_pages
from pat_tui.plain.lines import prepare, width_of
from pat_tui.plain.main_menu import MainMenu

Build = Callable[[settings.Settings], wiring.Services]


def run(
    options: Mapping[str, str],
    source: TextIO = sys.stdin,
    sink: TextIO = sys.stdout,
    errors: TextIO = sys.stderr,
    build: Build = wiring.build,
) -> int:
    """Ask and answer with OPTIONS (`--db`, `--as`, `--demo`, `LINK`) and return the exit code.

    Answers come from SOURCE, pages go to SINK, and what ends pat-tui to ERRORS.
    """
    if (problem := _problem(options)) is not None:
        print(problem, file=errors)
        return ExitCode.USAGE
    prepare(source, sink)
    asker = Asker(source, sink, partial(width_of, sink))
    try:
        found = _settings(options)
    except PatTuiError as error:
        print(clean(str(error)), file=errors)
        return exit_code(error)
    try:
        with _signals(), build(found) as services:
            return _serve(Desk(services, asker, Copier(found.clipboard_seconds)), options.get("LINK"))
    except PatTuiError as error:
        print(clean(str(error)), file=errors)
        return exit_code(error)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except TerminalGone:
        return ExitCode.OUTPUT_LOST
    except Exception as error:  # noqa: BLE001 - the outer edge of the program
        _explain_crash(found.log, error, errors)
        return ExitCode.CRASHED


def _serve(desk: Desk, link: str | None) -> int:
    """Go from page to page; a LINK leads to the form that it fills in."""
    desk.asker.say(_("pat-tui, plain mode. Type help on any page, or ? at any question."))
    _remove_unused(desk)
    pages: list[Page] = [MainMenu(desk)]
    if link is not None:
        from pat_tui.plain.linked import linked_page

        pages.append(linked_page(desk, link))
    try:
        code = run_pages(desk, pages)
    finally:
        if words := desk.copier.clear():
            desk.asker.say(words)
    desk.asker.say(_("Goodbye."))
    return code


def _remove_unused(desk: Desk) -> None:
    for token in desk.services.removal.on_start():
        words = _("Removed the token “{name}” of {login}: nobody has used it for a year.")
        desk.asker.say(words.format(name=token.name, login=token.user_login))


@contextmanager
def _signals() -> Iterator[None]:
    """Let a signal that ends the program end it in order: pages forget their secrets, the clipboard is cleared."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, _end) for number in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _explain_crash(path: Path, error: Exception, errors: TextIO) -> None:
    log = write_crash_log(path, error)
    if log is None:
        words = _("pat-tui failed in a way that it did not foresee ({kind}).").format(kind=type(error).__name__)
    else:
        words = _("pat-tui failed in a way that it did not foresee. What is known stands in {path}.").format(path=log)
    print(clean(words), file=errors)


def _problem(options: Mapping[str, str]) -> str | None:
    if "--demo" in options and "--db" in options:
        return _("--demo has a store of its own; leave out --db.")
    empty = next((name for name, value in options.items() if not value), None)
    return _("{option} needs a value.").format(option=empty) if empty else None


def _settings(options: Mapping[str, str]) -> settings.Settings:
    found = settings.load()
    return found._replace(
        store=Path(options["--db"]) if "--db" in options else found.store,
        acting=options.get("--as") or found.acting,
        demo="--demo" in options,
    )
