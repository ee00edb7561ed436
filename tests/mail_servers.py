"""Real mail servers on loopback: with STARTTLS, with TLS, with logins, and such that refuse."""

import asyncio
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from pat_tui.mail_settings import MailSettings, Security

HOST = "localhost"
USER, PASSWORD = "postmaster", "correct horse battery staple"  # the password of a server that lives for one test


@dataclass
class MailServer:
    """What a server was sent, and what it answers. To be asked for by `mail_server`."""

    port: int = 0
    encrypted: list[bool] = field(default_factory=list)
    """For each mail, whether it came on an encrypted way."""
    envelopes: list[Envelope] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    """Who has tried to log in."""
    refusals: dict[str, str] = field(default_factory=dict)
    """For a recipient, what is answered to it in place of yes."""
    reply_to_data: str = "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        parser = BytesParser(policy=default)
        return [parser.parsebytes(_bytes(one.content)) for one in self.envelopes]

    @property
    def texts(self) -> list[str]:
        """The plain texts of the mails."""
        return [mail.get_content().replace("\r\n", "\n") for mail in self.mails]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a mail, or refuse."""
        if self.reply_to_data.startswith("250"):
            assert server.transport is not None
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
            self.envelopes.append(envelope)
        return self.reply_to_data

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _by: str, data: Any) -> AuthResult:
        """Let the one user in that there is."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        is_right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=is_right, handled=False)  # the server is to answer


def _bytes(content: str | bytes | None) -> bytes:
    assert isinstance(content, bytes)
    return content


@dataclass(frozen=True)
class Certificates:
    """An authority, and a certificate of it for the host; and another authority that did not sign it."""

    authority: Path
    other_authority: Path
    server: ssl.SSLContext
    for_another_host: ssl.SSLContext


def make_certificates(folder: Path) -> Certificates:
    """New ones, with the authorities' files in FOLDER."""
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    other.cert_pem.write_to_path(folder / "other.pem")
    contexts = []
    for host in (HOST, "mail.example"):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(host).configure_cert(context)
        contexts.append(context)
    return Certificates(folder / "authority.pem", folder / "other.pem", *contexts)


@contextmanager
def mail_server(
    security: Security = Security.NONE, context: ssl.SSLContext | None = None, *, login: bool = False
) -> Iterator[MailServer]:
    """A server that runs for the time of a `with`. CONTEXT is its certificate; with LOGIN it wants one."""
    server, ready, loop = MailServer(), threading.Event(), asyncio.new_event_loop()

    def protocol() -> SMTP:
        options: dict[str, Any] = {"hostname": HOST, "enable_SMTPUTF8": True}
        if security is Security.STARTTLS:
            options |= {"tls_context": context, "require_starttls": True}
        if login:
            options |= {"authenticator": server.authenticate, "auth_required": True}
            options |= {"auth_require_tls": security is Security.STARTTLS}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a login without STARTTLS is unsafe: here it is on purpose, or in TLS
            return SMTP(server, **options)

    async def serve() -> asyncio.Server:
        return await loop.create_server(
            protocol, "127.0.0.1", 0, ssl=context if security is Security.TLS else None, family=0
        )

    def run() -> None:
        asyncio.set_event_loop(loop)
        listening = loop.run_until_complete(serve())
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        listening.close()
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=run, name="mail-server", daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)


def settings_for(server: MailServer, security: Security = Security.NONE, **changes: object) -> MailSettings:
    """Settings that lead to SERVER, with CHANGES."""
    settings = MailSettings(host=HOST, sender="pat-tui@example.com", port=server.port, security=security)
    return replace(settings, **changes)  # type: ignore[arg-type]
