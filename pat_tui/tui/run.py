"""Opening the interface: options, services, application, exit code."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pat_tui import settings, wiring
from pat_tui.domain.errors import NotFound, PatTuiError, StoreError
from pat_tui.tui.app import PatTuiApp


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pat-tui", add_help=False, allow_abbrev=False)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--as", dest="acting")
    parser.add_argument("--theme")
    parser.add_argument("--demo", action="store_true")
    return parser.parse_args(arguments)


def _settings(options: argparse.Namespace) -> settings.Settings:
    found = settings.load()
    return replace(
        found,
        store=options.db or found.store,
        acting=options.acting or found.acting,
        theme=options.theme or found.theme,
        demo=options.demo,
    )


def run(arguments: Sequence[str]) -> int:
    """Open the interface with ARGUMENTS, which hold its options only, and return the exit code."""
    try:
        with wiring.build(_settings(_options(arguments))) as services:
            app = PatTuiApp(services)
            code = app.run_guarded()
            if words := app.clear_clipboard():
                print(words, file=sys.stderr)
            return code
    except PatTuiError as error:
        print(error, file=sys.stderr)
        return 4 if isinstance(error, StoreError) else 3 if isinstance(error, NotFound) else 1
