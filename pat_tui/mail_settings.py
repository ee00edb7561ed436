"""Where mail goes, as the environment says: PAT_TUI_SMTP_HOST and its companions."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _

PREFIX = "PAT_TUI_SMTP_"
_HOST = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?|[0-9A-Fa-f:]{2,39}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Security(StrEnum):
    """How the way to the mail server is kept private."""

    STARTTLS = "starttls"
    """Plain at first, encrypted before anything is said."""
    TLS = "tls"
    """Encrypted from the first byte on."""
    NONE = "none"
    """Not at all: for a server on this machine."""


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server, and how to use it."""

    host: str
    """PAT_TUI_SMTP_HOST: a name or an IP address."""
    sender: str
    """PAT_TUI_SMTP_FROM: the address that mails come from."""
    port: int = _PORTS[Security.STARTTLS]
    """PAT_TUI_SMTP_PORT: 587 for starttls, 465 for tls, 25 for none, if left out."""
    security: Security = Security.STARTTLS
    """PAT_TUI_SMTP_SECURITY: starttls, tls or none."""
    user: str = ""
    """PAT_TUI_SMTP_USER: the name to log in with; empty: no login."""
    password_file: Path | None = None
    """PAT_TUI_SMTP_PASSWORD_FILE: the file with the password in its first line; read when mail is sent, never kept."""
    ca_file: Path | None = None
    """PAT_TUI_SMTP_CA_FILE: certificates to trust in place of the system's."""


def load_mail(environ: Mapping[str, str]) -> MailSettings | None:
    """Read the settings of mail; None where there are none. Raises InvalidInput for what makes no sense."""
    given = {name.removeprefix(PREFIX): value for name, value in environ.items() if name.startswith(PREFIX) and value}
    if not given:
        return None
    if errors := {PREFIX + name: error for name, error in _errors(given) if error}:
        raise InvalidInput(errors)
    security = Security(given.get("SECURITY", Security.STARTTLS))
    return MailSettings(
        host=given["HOST"],
        sender=given["FROM"],
        port=int(given.get("PORT", _PORTS[security])),
        security=security,
        user=given.get("USER", ""),
        password_file=_path(given.get("PASSWORD_FILE")),
        ca_file=_path(given.get("CA_FILE")),
    )


def _path(text: str | None) -> Path | None:
    # Not Path.expanduser, which raises for the home of nobody.
    return Path(os.path.expanduser(text)) if text else None


def _errors(given: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Each setting with what is wrong with it, or None."""
    security = given.get("SECURITY", Security.STARTTLS)
    return [
        ("HOST", _host_error(given.get("HOST", ""))),
        ("FROM", _sender_error(given.get("FROM", ""))),
        ("PORT", _port_error(given.get("PORT"))),
        ("SECURITY", None if security in list(Security) else _("PAT_TUI_SMTP_SECURITY must be starttls, tls or none.")),
        ("USER", _login_error(given, security)),
        ("PASSWORD", _password_words() if "PASSWORD" in given else None),
    ]


def _host_error(host: str) -> str | None:
    if not host:
        return _("PAT_TUI_SMTP_HOST must name the mail server.")
    return None if _HOST.fullmatch(host) else _("PAT_TUI_SMTP_HOST must be the name or the address of a host.")


def _sender_error(sender: str) -> str | None:
    from pat_tui.services.addresses import address_error

    return _("PAT_TUI_SMTP_FROM must be the e-mail address that mails come from.") if address_error(sender) else None


def _port_error(port: str | None) -> str | None:
    if port is None or (port.isascii() and port.isdecimal() and len(port) <= 5 and 0 < int(port) < 2**16):
        return None
    return _("PAT_TUI_SMTP_PORT must be a number from 1 to 65535.")


def _login_error(given: Mapping[str, str], security: str) -> str | None:
    if ("USER" in given) != ("PASSWORD_FILE" in given):
        return _("PAT_TUI_SMTP_USER and PAT_TUI_SMTP_PASSWORD_FILE need each other.")
    if "USER" in given and security == Security.NONE and given.get("HOST") not in _LOOPBACK:
        return _("PAT_TUI_SMTP_SECURITY=none would send the password readably. Take starttls or tls.")
    return None


def _password_words() -> str:
    return _("There is no PAT_TUI_SMTP_PASSWORD: put the password into a file, named by PAT_TUI_SMTP_PASSWORD_FILE.")
