"""Where mail goes: the table [smtp] of the settings, or PAT_TUI_SMTP_HOST and its companions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pat_tui.domain.errors import SettingsError
from pat_tui.i18n import _

if TYPE_CHECKING:
    from pat_tui.settings import Found, Origin

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
    """A name or an IP address."""
    sender: str
    """The address that mails come from."""
    port: int = _PORTS[Security.STARTTLS]
    """587 for starttls, 465 for tls, 25 for none, if left out."""
    security: Security = Security.STARTTLS
    user: str = ""
    """The name to log in with; empty: no login."""
    password_file: Path | None = None
    """The file with the password in its first line; read when mail is sent, never kept. It goes before `password`."""
    ca_file: Path | None = None
    """Certificates to trust in place of the system's."""
    password: str = field(default="", repr=False)
    """The password itself, where the settings file has it."""


def host(text: str) -> str:
    """TEXT, if it can be a host. Raises ValueError."""
    if _HOST.fullmatch(text):
        return text
    raise ValueError


def sender(text: str) -> str:
    """TEXT, if it is an e-mail address. Raises ValueError."""
    from pat_tui.services.addresses import address_error

    if address_error(text):
        raise ValueError
    return text


def security(text: str) -> Security:
    """The security called TEXT. Raises ValueError."""
    return Security(text)


def load_mail(found: "Mapping[str, Found]") -> MailSettings:
    """The settings of mail out of all that were FOUND, at least one of them. Raises SettingsError."""
    given: dict[str, Any] = {
        name.removeprefix("smtp."): each.value for name, each in found.items() if each.value is not None
    }
    named = _Names(found)
    errors = [("host", _host_error(given, named)), ("from", _sender_error(given, named))]
    errors += [("user", _login_error(given, named) or _openness_error(given, named))]
    if wrong := {named[name]: error for name, error in errors if error}:
        raise SettingsError(wrong)
    chosen = given.get("security", Security.STARTTLS)
    return MailSettings(
        host=given["host"],
        sender=given["from"],
        port=given.get("port", _PORTS[chosen]),
        security=chosen,
        user=given.get("user", ""),
        password_file=given.get("password_file"),
        ca_file=given.get("ca_file"),
        password=given.get("password", ""),
    )


class _Names:
    """What the settings of mail are called in a sentence about them: as the first that is given is, with its line."""

    def __init__(self, found: "Mapping[str, Found]") -> None:
        given = [each.origin for name, each in found.items() if name.startswith("smtp.") and each.value is not None]
        self._first: Origin = given[0]

    def __getitem__(self, name: str) -> str:
        """The name that a sentence begins with."""
        return self._first.label(self.inner(name)) if self._first.line else self.inner(name)

    def inner(self, name: str) -> str:
        """The name inside a sentence."""
        return f"smtp.{name}" if self._first.line else f"PAT_TUI_SMTP_{name.upper()}"


def _host_error(given: Mapping[str, Any], named: _Names) -> str | None:
    return None if "host" in given else _("{name} must name the mail server.").format(name=named["host"])


def _sender_error(given: Mapping[str, Any], named: _Names) -> str | None:
    words = _("{name} must be the e-mail address that mails come from.")
    return None if "from" in given else words.format(name=named["from"])


def _login_error(given: Mapping[str, Any], named: _Names) -> str | None:
    has_password = "password_file" in given or "password" in given
    if ("user" in given) == has_password:
        return None
    words = _("{user} and {password_file} need each other.")
    return words.format(user=named["user"], password_file=named.inner("password_file"))


def _openness_error(given: Mapping[str, Any], named: _Names) -> str | None:
    if "user" not in given or given.get("security") is not Security.NONE or given.get("host") in _LOOPBACK:
        return None
    words = _("{name}=none would send the password readably. Take starttls or tls.")
    return words.format(name=named["security"])
