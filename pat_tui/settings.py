"""Every path, environment variable and option, in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _

CLIPBOARD_SECONDS = 45


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of pat-tui goes by."""

    store: Path
    """PAT_TUI_DB, --db: the SQLite file."""
    log: Path
    """PAT_TUI_LOG: where a crash is written down."""
    acting: str | None = None
    """PAT_TUI_AS, --as: the login that acts; None for the store's first user."""
    theme: str | None = None
    """PAT_TUI_THEME: the name of a theme; None for github-dark."""
    clipboard_seconds: int = CLIPBOARD_SECONDS
    """PAT_TUI_CLIPBOARD_SECONDS: how long a copied token stays on the clipboard, in seconds; 0 until pat-tui ends."""
    repositories: Path | None = None
    """PAT_TUI_REPOSITORIES: the folder for repositories that pat-tui makes; None for one beside the store."""
    demo: bool = False
    """--demo: a throw-away store in place of `store`."""

    @property
    def repository_folder(self) -> Path:
        """Where pat-tui makes repositories."""
        return self.repositories or self.store.absolute().parent / "repositories"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment. Raises InvalidInput for a value that makes no sense."""
    environ = os.environ if environ is None else environ
    return Settings(
        store=_path(environ.get("PAT_TUI_DB", "")) or _data_home() / "store.db",
        log=_path(environ.get("PAT_TUI_LOG", "")) or _state_home() / "crash.log",
        acting=environ.get("PAT_TUI_AS") or None,
        theme=environ.get("PAT_TUI_THEME") or None,
        repositories=_path(environ.get("PAT_TUI_REPOSITORIES", "")),
        clipboard_seconds=_seconds(environ.get("PAT_TUI_CLIPBOARD_SECONDS", "")),
    )


def _path(text: str) -> Path | None:
    # Not Path.expanduser, which raises for the home of nobody.
    return Path(os.path.expanduser(text)) if text else None


def _data_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("pat-tui", appauthor=False)


def _state_home() -> Path:
    from platformdirs import user_log_path

    return user_log_path("pat-tui", appauthor=False)


def _seconds(text: str) -> int:
    if not text:
        return CLIPBOARD_SECONDS
    if text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= 3600:
        return int(text)
    raise InvalidInput(
        {"PAT_TUI_CLIPBOARD_SECONDS": _("PAT_TUI_CLIPBOARD_SECONDS must be a number of seconds from 0 to 3600.")}
    )
