"""Mail by SMTP. The way to the server is encrypted, and its certificate checked, unless the settings say otherwise."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pat_tui.domain.errors import MailError, MailRefused
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.mail_settings import MailSettings, Security
from pat_tui.services.addresses import address_on_the_wire
from pat_tui.services.mail import Mail

TIMEOUT_SECONDS = 20.0
"""How long the server may take for each answer."""
_UNSAFE = re.compile(r"[^0-9A-Za-z]")
_LONGEST_LINE = 200
"""Characters of a header's line: none of ours is so long, and a folded subject gains a blank at its start."""
_GOING_DOWN = 421
"""What a server answers to anything when it ends (RFC 5321, 3.8)."""
_LONGEST_REPLY = 200
"""How many characters of what a server said are passed on."""


class SmtpMailer:
    """The mail server of the settings."""

    def __init__(self, settings: MailSettings, timeout: float = TIMEOUT_SECONDS) -> None:
        """TIMEOUT is in seconds."""
        self._settings = settings
        self._timeout = timeout

    @contextmanager
    def connect(self) -> Iterator["SmtpConnection"]:
        """Connect, encrypt, log in. Raises MailError. Nothing of the password is in what is raised."""
        server = self._server()
        try:
            yield SmtpConnection(server, self._settings)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _server(self) -> smtplib.SMTP:
        password = self._password()
        try:
            server = self._open()
        except ssl.SSLCertVerificationError as error:
            raise self._error(_("its certificate is not to be trusted ({reason})"), error.verify_message) from None
        except (OSError, smtplib.SMTPException) as error:
            raise self._error(_("it cannot be reached ({reason})"), _reason(error)) from None
        try:
            if self._settings.user:
                server.login(self._settings.user, password)
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            reason = _reason(error).replace(password, "***") if password else _reason(error)
            raise self._error(_("it refuses the login ({reason})"), reason) from None
        return server

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        context = self._tls()
        if settings.security is Security.TLS:
            return smtplib.SMTP_SSL(settings.host, settings.port, timeout=self._timeout, context=context)
        server = smtplib.SMTP(settings.host, settings.port, timeout=self._timeout)
        try:
            if settings.security is Security.STARTTLS:
                server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server

    def _tls(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self._settings.ca_file)
        except (OSError, ssl.SSLError):
            raise MailError(
                _("The certificates in {path} cannot be read.").format(path=self._settings.ca_file)
            ) from None

    def _password(self) -> str:
        path = self._settings.password_file
        if path is None:
            return self._settings.password
        try:
            return path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except OSError as error:
            words = _("The password file {path} cannot be read: {reason}.")
            raise MailError(words.format(path=path, reason=error.strerror)) from None
        except UnicodeDecodeError:
            raise MailError(_("The password file {path} is not text in UTF-8.").format(path=path)) from None

    def _error(self, trouble: str, reason: str) -> MailError:
        settings = self._settings
        words = _("The mail server {host}:{port} does not take mail: {trouble}. Nothing is lost; try again later.")
        return MailError(words.format(host=settings.host, port=settings.port, trouble=trouble.format(reason=reason)))


class SmtpConnection:
    """A server that has let us in."""

    def __init__(self, server: smtplib.SMTP, settings: MailSettings) -> None:
        self._server = server
        self._settings = settings

    def send(self, mail: Mail) -> None:
        """Hand MAIL over. Raises MailRefused where the server will not have this one, MailError where it fails."""
        sender, to = address_on_the_wire(self._settings.sender), address_on_the_wire(mail.to)
        try:
            self._server.send_message(message(mail, sender, to), from_addr=sender, to_addrs=[to])
        except OSError as error:  # which smtplib's own errors are, too
            if _is_about_this_mail(error):
                words = _("The mail server {host} refused the mail to {email} ({reason}).")
                host, email = self._settings.host, clean(mail.to)
                raise MailRefused(words.format(host=host, email=email, reason=_reason(error))) from None
            words = _("The mail server {host}:{port} broke off ({reason}). Nothing is lost; try again later.")
            host, port = self._settings.host, self._settings.port
            raise MailError(words.format(host=host, port=port, reason=_reason(error))) from None


def message(mail: Mail, sender: str, to: str) -> EmailMessage:
    """MAIL as it is sent. A line break in what goes into a header raises ValueError; nothing gets that far."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=_LONGEST_LINE))
    made["From"] = sender
    made["To"] = to
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = f"<pat-tui-{_UNSAFE.sub('-', mail.id)}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    return made


def _is_about_this_mail(error: OSError) -> bool:
    """Whether the server refused one mail, and goes on."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPNotSupportedError):
        return True
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code != _GOING_DOWN


def _reason(error: Exception) -> str:
    """What went wrong, in one short harmless line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [f"{code} {_decoded(reply)}" for code, reply in error.recipients.values()]
        said = "; ".join(replies)
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_decoded(error.smtp_error)}"
    elif isinstance(error, OSError) and error.strerror:
        said = error.strerror
    else:
        said = str(error) or type(error).__name__
    said = clean(" ".join(said.split()))
    return said if len(said) <= _LONGEST_REPLY else said[: _LONGEST_REPLY - 1] + "…"


def _decoded(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
