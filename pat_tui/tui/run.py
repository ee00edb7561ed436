"""Opening the interface: options, services, application, exit code."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pat_tui import i18n, settings, wiring
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.app import PatTuiApp


def run(options: Mapping[str, str]) -> int:
    """Open the interface with OPTIONS, those of `pat_tui.main.interface_options`, and return the exit code."""
    if (problem := _problem(options)) is not None:
        print(problem, file=sys.stderr)
        return 2
    try:
        with wiring.build(_settings(options)) as services:
            app = PatTuiApp(services, preload=True, link=options.get("LINK"))
            code = app.run_guarded()
            if words := app.clear_clipboard():
                print(words, file=sys.stderr)
            return code
    except PatTuiError as error:
        from pat_tui.exit_codes import exit_code

        print(clean(str(error)), file=sys.stderr)
        return exit_code(error)


def _problem(options: Mapping[str, str]) -> str | None:
    if "--demo" in options and "--db" in options:
        return _("--demo has a store of its own; leave out --db.")
    if i18n.matching(options.get(i18n.OPTION, i18n.ENGLISH)) is None:
        return settings.unknown_language(i18n.OPTION)
    empty = next((name for name, value in options.items() if not value), None)
    return _("{option} needs a value.").format(option=empty) if empty else None


def _settings(options: Mapping[str, str]) -> settings.Settings:
    found = settings.load()
    return replace(
        found,
        store=Path(options["--db"]) if "--db" in options else found.store,
        acting=options.get("--as") or found.acting,
        theme=options.get("--theme") or found.theme,
        demo="--demo" in options,
        language=i18n.current(),
    )
