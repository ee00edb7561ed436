"""Opening the interface: options, services, application, exit code."""

import sys
from collections.abc import Mapping

from pat_tui import settings, wiring
from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.settings_table import SETTINGS
from pat_tui.tui.app import PatTuiApp

_SWITCH_INTERVAL = 0.0005
"""Seconds, in place of Python's 0.005, after which the thread that computes makes room for the one that writes to the
terminal. With more, a picture that is done waits for the next one to be computed."""


def run(options: Mapping[str, str]) -> int:
    """Open the interface with OPTIONS, those of `pat_tui.main.interface_options`, and return the exit code."""
    if (problem := _problem(options)) is not None:
        print(problem, file=sys.stderr)
        return 2
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        with wiring.build(_settings(options)) as services:
            app = PatTuiApp(services, preload=True, link=options.get("LINK"))
            code = app.run_guarded()
            if words := app.clear_clipboard():
                print(words, file=sys.stderr)
            return code
    except PatTuiError as error:
        from pat_tui.exit_codes import exit_code

        for line in error.errors.values() if isinstance(error, InvalidInput) else [str(error)]:
            print(clean(line), file=sys.stderr)
        return exit_code(error)


def _problem(options: Mapping[str, str]) -> str | None:
    if "--demo" in options and "--db" in options:
        return _("--demo has a store of its own; leave out --db.")
    empty = next((name for name, value in options.items() if not value), None)
    return _("{option} needs a value.").format(option=empty) if empty else None


def _settings(options: Mapping[str, str]) -> settings.Settings:
    given = {setting.name: options.get(setting.option) for setting in SETTINGS if setting.option}
    found = settings.load(options=given, demo="--demo" in options)
    settings.check_keys(found)
    return found
