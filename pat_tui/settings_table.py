"""Every setting, declared once. What reads and lists them follows, and what `pat-tui settings init` writes."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pat_tui.i18n import LANGUAGES, _, matching

CLIPBOARD_SECONDS = 45
GATEWAY_URL = "http://127.0.0.1:8020"
"""Where `pat-tui serve` listens, unless it is told otherwise."""
LINK_BASE = "https://github.com"
_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config", ""),
    "data": ("XDG_DATA_HOME", ".local/share", ""),
    "state": ("XDG_STATE_HOME", ".local/state", ""),
    "log": ("XDG_STATE_HOME", ".local/state", "log"),
}
"""For each kind of folder the variable, its default below the home, and what lies below pat-tui's own folder there.

XDG Base Directory Specification, section "Environment variables".
"""
_SWITCH = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


class Setting(NamedTuple):
    """One thing that a person can decide. What is callable here waits until it is needed, and for the language."""

    name: str
    """In the settings file; `smtp.host` stands in the table [smtp]."""
    variable: str
    """The environment variable. One of a secret is refused: every process of the user's could read it."""
    parse: Callable[[str], Any]
    """Makes the value of a text that is not empty. Raises ValueError for one that makes no sense."""
    rule: Callable[[], str]
    """What stands there for a text that makes no sense; {name} is the setting's."""
    what: Callable[[], str]
    """A sentence about it, for lists and for the README."""
    default: Callable[[], Any] = lambda: None
    """None means what the sentence says."""
    option: str = ""
    """The command line's, which goes before the variable, as that goes before the file."""
    kind: type = str
    """What it is in the file: str, int, bool; dict for a table of its own."""
    example: str = ""
    """A value, as the file has it, for a setting whose default is None."""
    is_secret: bool = False
    """Whether it is never shown, and makes the file one for its owner alone."""


def path(text: str) -> Path:
    """TEXT as a path; `~` is the home."""
    return Path(os.path.expanduser(text))  # not Path.expanduser, which raises for the home of nobody


def _seconds(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= 3600:
        return int(text)
    raise ValueError


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) < 2**16:
        return int(text)
    raise ValueError


def _address(text: str) -> str:
    if re.fullmatch(r"https?://[A-Za-z0-9._:\[\]/~-]+", text):
        return text.rstrip("/")
    raise ValueError


def _language(text: str) -> str:
    if (found := matching(text)) is None:
        raise ValueError
    return found


def _switch(text: str) -> bool:
    if text.lower() in _SWITCH:
        return _SWITCH[text.lower()]
    raise ValueError


def _smtp(name: str) -> Callable[[str], Any]:
    """The parser called NAME of the settings of mail, which are loaded where there are any."""

    def parse(text: str) -> Any:
        from pat_tui import mail_settings

        return getattr(mail_settings, name)(text)

    return parse


def _own_keys(text: str) -> dict[str, tuple[str, ...]]:
    from pat_tui.key_names import own_keys

    return own_keys(text)


def folder(kind: str) -> Path:
    """The folder of pat-tui for things of KIND: `config`, `data`, `state` or `log`."""
    if (found := _on_linux(kind)) is not None:
        return found
    import platformdirs

    elsewhere: Path = getattr(platformdirs, f"user_{kind}_path")("pat-tui", appauthor=False)
    return elsewhere


def _on_linux(kind: str) -> Path | None:
    """What platformdirs says on Linux, without its import, which would take a part of every start; None elsewhere."""
    variable, below_home, below = _XDG[kind]
    home = os.environ.get(variable, "")
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ or (home and not os.path.isabs(home)):
        return None
    return Path(home or os.path.expanduser(f"~/{below_home}"), "pat-tui", below)


def _path_rule() -> str:
    return _("{name} must be a whole path, beginning with / or ~, in quotes.")


def _line_rule() -> str:
    return _("{name} must be a line of text, in quotes.")


SETTINGS = (
    Setting(
        "store",
        "PAT_TUI_DB",
        path,
        _path_rule,
        lambda: _("The store, a SQLite file."),
        lambda: folder("data") / "store.db",
        "--db",
    ),
    Setting(
        "log",
        "PAT_TUI_LOG",
        path,
        _path_rule,
        lambda: _("Where a crash is written down."),
        lambda: folder("log") / "crash.log",
    ),
    Setting(
        "log_key",
        "PAT_TUI_LOG_KEY",
        path,
        _path_rule,
        lambda: _("The key of the security log; not to be kept beside the store."),
        # Not with the settings, which people publish, and never beside the store, which goes where --db says.
        lambda: folder("state") / "log.key",
    ),
    Setting(
        "repositories",
        "PAT_TUI_REPOSITORIES",
        path,
        _path_rule,
        lambda: _("The folder for repositories that pat-tui makes; beside the store if left out."),
        example='"~/repositories"',
    ),
    Setting(
        "acting",
        "PAT_TUI_AS",
        str,
        _line_rule,
        lambda: _("The login that acts; the store's first user if left out."),
        option="--as",
        example='"mona"',
    ),
    Setting(
        "theme",
        "PAT_TUI_THEME",
        str,
        _line_rule,
        lambda: _("The colours of the interface; github-dark if left out."),
        option="--theme",
        example='"github-light"',
    ),
    Setting(
        "language",
        "PAT_TUI_LANG",
        _language,
        lambda: _("{name} must be one of {languages}.").replace("{languages}", ", ".join(LANGUAGES)),
        lambda: _("The language that pat-tui speaks; the system's if left out."),
        option="--lang",
        example='"fr"',
    ),
    Setting(
        "plain",
        "PAT_TUI_PLAIN",
        _switch,
        lambda: _("{name} must be true or false."),
        lambda: _("Whether the interface asks line by line, without moving the cursor: true or false."),
        lambda: False,
        kind=bool,
    ),
    Setting(
        "clipboard_seconds",
        "PAT_TUI_CLIPBOARD_SECONDS",
        _seconds,
        lambda: _("{name} must be a number of seconds from 0 to 3600."),
        lambda: _("How long a copied token stays on the clipboard, in seconds; 0 until pat-tui ends."),
        lambda: CLIPBOARD_SECONDS,
        kind=int,
    ),
    Setting(
        "link_base",
        "PAT_TUI_LINK_BASE",
        _address,
        lambda: _("{name} must be an address such as https://github.com."),
        lambda: _("What copied links begin with."),
        lambda: LINK_BASE,
    ),
    Setting(
        "gateway_url",
        "PAT_TUI_GATEWAY_URL",
        _address,
        lambda: _("{name} must be an address such as https://HOST:8020."),
        lambda: _("Where the gateway is reached; the lines that use a token name it."),
        lambda: GATEWAY_URL,
    ),
    Setting(
        "smtp.host",
        "PAT_TUI_SMTP_HOST",
        _smtp("host"),
        lambda: _("{name} must be the name or the address of a host."),
        lambda: _("The mail server; no mail is sent if left out."),
        example='"mail.example.com"',
    ),
    Setting(
        "smtp.from",
        "PAT_TUI_SMTP_FROM",
        _smtp("sender"),
        lambda: _("{name} must be the e-mail address that mails come from."),
        lambda: _("The address that mails come from."),
        example='"pat-tui@example.com"',
    ),
    Setting(
        "smtp.security",
        "PAT_TUI_SMTP_SECURITY",
        _smtp("security"),
        lambda: _("{name} must be starttls, tls or none."),
        lambda: _("starttls, tls, or none for a server on this machine; starttls if left out."),
        example='"tls"',
    ),
    Setting(
        "smtp.port",
        "PAT_TUI_SMTP_PORT",
        _port,
        lambda: _("{name} must be a number from 1 to 65535."),
        lambda: _("The server's port; 587, 465 or 25 by the security if left out."),
        kind=int,
        example="587",
    ),
    Setting(
        "smtp.user",
        "PAT_TUI_SMTP_USER",
        str,
        _line_rule,
        lambda: _("The name to log in with; no login if left out."),
        example='"mona"',
    ),
    Setting(
        "smtp.password_file",
        "PAT_TUI_SMTP_PASSWORD_FILE",
        path,
        _path_rule,
        lambda: _("The file whose first line is the password; it goes before a password that stands here itself."),
        example='"~/.config/pat-tui/password"',
    ),
    Setting(
        "smtp.password",
        "PAT_TUI_SMTP_PASSWORD",
        str,
        _line_rule,
        lambda: _("The password itself, never as a variable; the settings file must then be yours alone (0600)."),
        example='"…"',
        is_secret=True,
    ),
    Setting(
        "smtp.ca_file",
        "PAT_TUI_SMTP_CA_FILE",
        path,
        _path_rule,
        lambda: _("Certificates to trust in place of the system's."),
        example='"~/ca.pem"',
    ),
    Setting(
        "keys",
        "PAT_TUI_KEYS",
        _own_keys,
        lambda: _("{name} must name actions with their keys, such as tokens.sort=x,f5;tokens.generate=insert."),
        lambda: _("Keys of your own, by the ids of `pat-tui settings keys`."),
        dict,
        kind=dict,
    ),
)
"""In the order in which they are listed."""
