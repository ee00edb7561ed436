"""Every path, environment variable and option, in one place."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _

if TYPE_CHECKING:
    from pat_tui.mail_settings import MailSettings

CLIPBOARD_SECONDS = 45

LINK_BASE = "https://github.com"


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
    link_base: str = LINK_BASE
    """PAT_TUI_LINK_BASE: what the links begin with that fill in the form of a new token, `https://HOST`.

    GitHub's own is the default, since links are handed around: one made here fills in GitHub's form for who has no
    pat-tui, and a link made for GitHub opens here. pat-tui reads them whatever their host is, and contacts none.
    """
    mail: "MailSettings | None" = None
    """PAT_TUI_SMTP_HOST and its companions: the mail server; None where no mail is set up."""
    repositories: Path | None = None
    """PAT_TUI_REPOSITORIES: the folder for repositories that pat-tui makes; None for one beside the store."""
    demo: bool = False
    """--demo: a throw-away store in place of `store`. No mail is sent from it."""
    log_key: Path | None = None
    """PAT_TUI_LOG_KEY: the key of the security log; None for one that ends with this run, for a throw-away store."""

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
        log_key=_path(environ.get("PAT_TUI_LOG_KEY", "")) or _key_home() / "log.key",
        acting=environ.get("PAT_TUI_AS") or None,
        theme=environ.get("PAT_TUI_THEME") or None,
        repositories=_path(environ.get("PAT_TUI_REPOSITORIES", "")),
        clipboard_seconds=_seconds(environ.get("PAT_TUI_CLIPBOARD_SECONDS", "")),
        link_base=_link_base(environ.get("PAT_TUI_LINK_BASE", "")),
        mail=_mail(environ),
    )


def _mail(environ: Mapping[str, str]) -> "MailSettings | None":
    if not any(name.startswith("PAT_TUI_SMTP_") for name in environ):
        return None
    from pat_tui.mail_settings import load_mail

    return load_mail(environ)


def _path(text: str) -> Path | None:
    # Not Path.expanduser, which raises for the home of nobody.
    return Path(os.path.expanduser(text)) if text else None


def _xdg(variable: str, below_home: str) -> Path | None:
    """What platformdirs says on Linux, without its import, which would take a part of every start; None elsewhere."""
    home = os.environ.get(variable, "")
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ or (home and not os.path.isabs(home)):
        return None
    return Path(home or os.path.expanduser(f"~/{below_home}"), "pat-tui")


def _data_home() -> Path:
    if (found := _xdg("XDG_DATA_HOME", ".local/share")) is not None:
        return found
    from platformdirs import user_data_path

    return user_data_path("pat-tui", appauthor=False)


def _state_home() -> Path:
    if (found := _xdg("XDG_STATE_HOME", ".local/state")) is not None:
        return found / "log"
    from platformdirs import user_log_path

    return user_log_path("pat-tui", appauthor=False)


def _key_home() -> Path:
    # Not with the settings, which people publish, and never beside the store, which goes where --db says.
    if (found := _xdg("XDG_STATE_HOME", ".local/state")) is not None:
        return found
    from platformdirs import user_state_path

    return user_state_path("pat-tui", appauthor=False)


def _seconds(text: str) -> int:
    if not text:
        return CLIPBOARD_SECONDS
    if text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= 3600:
        return int(text)
    raise InvalidInput(
        {"PAT_TUI_CLIPBOARD_SECONDS": _("PAT_TUI_CLIPBOARD_SECONDS must be a number of seconds from 0 to 3600.")}
    )


def _link_base(text: str) -> str:
    text = text or LINK_BASE
    if re.fullmatch(r"https?://[A-Za-z0-9._:/~-]+", text):
        return text.rstrip("/")
    raise InvalidInput({"PAT_TUI_LINK_BASE": _("PAT_TUI_LINK_BASE must be an address such as https://github.com.")})
