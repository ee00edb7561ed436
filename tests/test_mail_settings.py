"""The settings of mail, and what is wrong with them."""

from pathlib import Path

import pytest

from pat_tui.domain.errors import InvalidInput
from pat_tui.mail_settings import MailSettings, Security
from pat_tui.settings import load

LEAST = {"PAT_TUI_SMTP_HOST": "mail.example.com", "PAT_TUI_SMTP_FROM": "pat-tui@example.com"}
LOGIN = {"PAT_TUI_SMTP_USER": "mona", "PAT_TUI_SMTP_PASSWORD_FILE": "/run/password"}


def test_nothing_is_set() -> None:
    """Then there is no mail; an empty variable is none."""
    assert load({}).mail is None
    assert load({"PAT_TUI_SMTP_HOST": ""}).mail is None


def test_the_least() -> None:
    """Host and sender are enough: encrypted by STARTTLS on its port, without a login."""
    assert load(LEAST).mail == MailSettings("mail.example.com", "pat-tui@example.com", 587, Security.STARTTLS)


def test_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable has its place; paths may start in the home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    more = {"PAT_TUI_SMTP_PORT": "2525", "PAT_TUI_SMTP_SECURITY": "tls", "PAT_TUI_SMTP_CA_FILE": "~/ca.pem"}
    assert load({**LEAST, **LOGIN, **more}).mail == MailSettings(
        "mail.example.com",
        "pat-tui@example.com",
        2525,
        Security.TLS,
        "mona",
        Path("/run/password"),
        tmp_path / "ca.pem",
    )


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(security: str, port: int) -> None:
    """Each has a port of its own."""
    mail = load({**LEAST, "PAT_TUI_SMTP_SECURITY": security}).mail
    assert mail is not None
    assert mail.port == port


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HOST", "", "HOST must name the mail server"),
        ("HOST", "mail.example.com:25", "HOST must be the name or the address of a host"),
        ("HOST", "smtp://mail.example.com", "HOST must be the name or the address of a host"),
        ("FROM", "", "FROM must be the e-mail address"),
        ("FROM", "pat-tui", "FROM must be the e-mail address"),
        ("FROM", "a@example.com\nBcc: b@example.com", "FROM must be the e-mail address"),
        ("PORT", "0", "PORT must be a number from 1 to 65535"),
        ("PORT", "65536", "PORT must be a number from 1 to 65535"),
        ("PORT", "smtp", "PORT must be a number from 1 to 65535"),
        ("SECURITY", "ssl", "SECURITY must be starttls, tls or none"),
        ("USER", "mona", "USER and PAT_TUI_SMTP_PASSWORD_FILE need each other"),
        ("PASSWORD_FILE", "/run/password", "USER and PAT_TUI_SMTP_PASSWORD_FILE need each other"),
        ("PASSWORD", "hunter2", "There is no PAT_TUI_SMTP_PASSWORD: put the password into a file"),
    ],
)
def test_what_makes_no_sense(name: str, value: str, words: str) -> None:
    """Each is refused with a sentence that names the variable and never its value."""
    with pytest.raises(InvalidInput, match=words) as raised:
        load({**LEAST, f"PAT_TUI_SMTP_{name}": value})
    assert "hunter2" not in str(raised.value)


def test_a_password_does_not_go_over_an_open_way() -> None:
    """Without encryption there is no login, but to this machine itself."""
    settings = {**LEAST, **LOGIN, "PAT_TUI_SMTP_SECURITY": "none"}
    with pytest.raises(InvalidInput, match="would send the password readably"):
        load(settings)
    assert load({**settings, "PAT_TUI_SMTP_HOST": "localhost"}).mail is not None


def test_a_companion_without_a_host() -> None:
    """A setting of mail that leads nowhere is told rather than passed over."""
    with pytest.raises(InvalidInput, match="HOST must name the mail server"):
        load({"PAT_TUI_SMTP_PORT": "25"})
