"""Mail by SMTP, to real servers on loopback: encryption, certificates, logins, refusals, and servers that fail."""

import logging
import socket
import ssl
import traceback
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.errors import MailError, MailRefused
from pat_tui.mail_settings import Security
from pat_tui.services.mail import Mail
from pat_tui.smtp import SmtpMailer, message
from tests.mail_servers import (
    HOST,
    PASSWORD,
    USER,
    Certificates,
    MailServer,
    mail_server,
    make_certificates,
    settings_for,
)
from tests.worlds import NOW

MAIL = Mail(
    "mona@example.com",
    "[pat-tui] A fine-grained personal access token has been added to your account",
    "Grüße\n\nfrom the test\n",
    "notice.1",
    NOW,
)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates for the whole module: making them takes a while."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    """The file with the right password."""
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n")
    return path


@pytest.fixture
def plain() -> Iterator[MailServer]:
    """A server without encryption and login."""
    with mail_server() as server:
        yield server


def send(mailer: SmtpMailer, *mails: Mail) -> None:
    """Send MAILS, or the usual one, over one connection."""
    with mailer.connect() as connection:
        for mail in mails or (MAIL,):
            connection.send(mail)


class TestSending:
    def test_over_a_plain_way(self, plain: MailServer) -> None:
        """Headers and text arrive as they were; the mail says that a program sent it."""
        send(SmtpMailer(settings_for(plain)))
        (mail,) = plain.mails
        assert (mail["From"], mail["To"], mail["Subject"]) == ("pat-tui@example.com", "mona@example.com", MAIL.subject)
        assert parsedate_to_datetime(mail["Date"]) == NOW
        assert mail["Message-ID"] == "<pat-tui-notice-1@example.com>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert plain.texts == [MAIL.text]
        assert plain.encrypted == [False]

    def test_of_several_mails_over_one_connection(self, plain: MailServer) -> None:
        """Each is a mail of its own."""
        send(SmtpMailer(settings_for(plain)), MAIL, replace(MAIL, id="notice.2"))
        ids = [f"<pat-tui-notice-{number}@example.com>" for number in (1, 2)]
        assert [mail["Message-ID"] for mail in plain.mails] == ids

    @pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
    def test_over_an_encrypted_way_with_a_login(
        self, certificates: Certificates, password_file: Path, security: Security
    ) -> None:
        """The certificate is checked against the file of authorities, and then the login is accepted."""
        with mail_server(security, certificates.server, login=True) as server:
            settings = settings_for(
                server, security, ca_file=certificates.authority, user=USER, password_file=password_file
            )
            send(SmtpMailer(settings))
        assert server.texts == [MAIL.text]
        assert server.encrypted == [True]
        assert server.logins == [USER]

    def test_with_a_password_of_the_settings_file(self, certificates: Certificates) -> None:
        """A password that stands in the settings themselves opens the server as well."""
        with mail_server(Security.STARTTLS, certificates.server, login=True) as server:
            settings = settings_for(server, Security.STARTTLS, ca_file=certificates.authority, user=USER)
            send(SmtpMailer(replace(settings, password=PASSWORD)))
        assert server.logins == [USER]

    def test_to_an_address_with_accents(self, plain: MailServer) -> None:
        """The domain goes over the wire in ASCII; a name with accents goes as UTF-8 where the server takes that."""
        send(SmtpMailer(settings_for(plain)), replace(MAIL, to="mona@exämple.de"), replace(MAIL, to="möna@exämple.de"))
        assert [one.rcpt_tos for one in plain.envelopes] == [["mona@xn--exmple-cua.de"], ["möna@exämple.de"]]


class TestCertificates:
    @pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
    def test_of_an_unknown_authority_is_refused(self, certificates: Certificates, security: Security) -> None:
        """Nothing is sent, no login is tried, and the sentence says what is wrong."""
        with mail_server(security, certificates.server) as server:
            settings = settings_for(server, security, ca_file=certificates.other_authority)
            with pytest.raises(MailError, match="its certificate is not to be trusted"):
                send(SmtpMailer(settings))
        assert server.envelopes == []

    def test_of_the_system_do_not_know_it_either(self, certificates: Certificates) -> None:
        """Without a file of authorities, the system's count."""
        trusted = pytest.raises(MailError, match="its certificate is not to be trusted")
        with mail_server(Security.TLS, certificates.server) as server, trusted:
            send(SmtpMailer(settings_for(server, Security.TLS)))

    @pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
    def test_for_another_host_is_refused(self, certificates: Certificates, security: Security) -> None:
        """A certificate that the right authority gave to somebody else is none."""
        with mail_server(security, certificates.for_another_host) as server:
            settings = settings_for(server, security, ca_file=certificates.authority)
            with pytest.raises(MailError, match="its certificate is not to be trusted"):
                send(SmtpMailer(settings))
        assert server.envelopes == []

    def test_cannot_be_done_without_where_they_are_wanted(self, plain: MailServer) -> None:
        """A server that knows no STARTTLS, or whose offer was taken out on the way, gets no mail in the open."""
        with pytest.raises(MailError, match="STARTTLS extension not supported"):
            send(SmtpMailer(settings_for(plain, Security.STARTTLS)))
        assert plain.envelopes == []

    @pytest.mark.parametrize("content", [None, "no certificate"])
    def test_from_a_broken_file(self, plain: MailServer, tmp_path: Path, content: str | None) -> None:
        """A file of authorities that is missing or holds none is named."""
        path = tmp_path / "authorities.pem"
        if content is not None:
            path.write_text(content)
        with pytest.raises(MailError, match=f"The certificates in {path} cannot be read"):
            send(SmtpMailer(settings_for(plain, ca_file=path)))


class TestLogin:
    def test_with_a_wrong_password(
        self,
        certificates: Certificates,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """It is refused; the password is in no message, log, output or traceback."""
        path = tmp_path / "password"
        path.write_text("not-the-password")
        caplog.set_level(logging.DEBUG)
        with mail_server(Security.STARTTLS, certificates.server, login=True) as server:
            settings = settings_for(
                server, Security.STARTTLS, ca_file=certificates.authority, user=USER, password_file=path
            )
            with pytest.raises(MailError, match=r"it refuses the login \(535") as raised:
                send(SmtpMailer(settings))
        told = "".join(traceback.format_exception(raised.value)) + repr(SmtpMailer(settings)) + repr(settings)
        told += "".join(capfd.readouterr()) + "".join(
            record.getMessage() for record in caplog.records if record.name != "mail.log"
        )
        assert "not-the-password" not in told
        assert server.envelopes == []

    def test_missing_where_one_is_wanted(self, certificates: Certificates) -> None:
        """The server refuses the mail itself."""
        with mail_server(Security.STARTTLS, certificates.server, login=True) as server:
            settings = settings_for(server, Security.STARTTLS, ca_file=certificates.authority)
            with pytest.raises(MailRefused, match="530"):
                send(SmtpMailer(settings))

    @pytest.mark.parametrize(
        ("content", "words"),
        [(None, "cannot be read: No such file or directory"), (b"\xff\xfe", "is not text in UTF-8")],
        ids=["missing", "not text"],
    )
    def test_with_a_password_file_that_is_no_good(
        self, plain: MailServer, tmp_path: Path, content: bytes | None, words: str
    ) -> None:
        """The file is named before anything is sent."""
        path = tmp_path / "password"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(MailError, match=f"The password file {path} {words}"):
            send(SmtpMailer(settings_for(plain, user=USER, password_file=path)))


class TestServersThatFail:
    def test_one_that_is_down(self) -> None:
        """Where nobody listens, the sentence names host and port."""
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        with pytest.raises(MailError, match=rf"{HOST}:{port} does not take mail: it cannot be reached \(Conn"):
            send(SmtpMailer(settings_for(MailServer(port))))

    def test_one_that_never_answers(self) -> None:
        """It is given up after the time that is set."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings = settings_for(MailServer(silent.getsockname()[1]))
            with pytest.raises(MailError, match=r"it cannot be reached \(.*timed out\)"):
                send(SmtpMailer(settings, timeout=0.1))

    def test_one_that_refuses_a_recipient(self, plain: MailServer) -> None:
        """Its words are passed on, harmless and in one line, and the next mail goes through."""
        plain.refusals["nobody@example.com"] = "550 No such\x1b[31m user " + "x" * 300
        with SmtpMailer(settings_for(plain)).connect() as connection:
            with pytest.raises(MailRefused) as raised:
                connection.send(replace(MAIL, to="nobody@example.com"))
            connection.send(MAIL)
        said = str(raised.value)
        assert said.startswith("The mail server localhost refused the mail to nobody@example.com (550 No such")
        assert "\x1b" not in said
        assert len(said) < 300
        assert [one.rcpt_tos for one in plain.envelopes] == [["mona@example.com"]]

    def test_one_that_refuses_a_mail(self, plain: MailServer) -> None:
        """What is refused after it was sent is refused."""
        plain.reply_to_data = "552 Too much"
        with pytest.raises(MailRefused, match="552 Too much"):
            send(SmtpMailer(settings_for(plain)))

    def test_one_that_goes_down_in_between(self, plain: MailServer) -> None:
        """That is trouble with the server, not with the mail."""
        plain.reply_to_data = "421 Going down"
        with pytest.raises(MailError, match="broke off") as raised:
            send(SmtpMailer(settings_for(plain)))
        assert not isinstance(raised.value, MailRefused)

    def test_one_that_speaks_no_smtp(self, certificates: Certificates) -> None:
        """TLS where STARTTLS is expected, and the other way round, end in a sentence."""
        with mail_server(Security.NONE) as server, pytest.raises(MailError, match="it cannot be reached"):
            send(SmtpMailer(settings_for(server, Security.TLS, ca_file=certificates.authority)))


class TestHeaders:
    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
    def test_take_no_line_break(self, text: str) -> None:
        """Whatever a text holds, it makes no header of its own: it is one header's value, or it is refused."""
        try:
            made = message(replace(MAIL, subject=f"[pat-tui] {text}"), "a@example.com", "b@example.com")
        except ValueError:
            assert len(f"{text}.".splitlines()) > 1
            return
        head = made.as_bytes().partition(b"\r\n\r\n")[0]
        names = [line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
        assert names == [
            b"From",
            b"To",
            b"Subject",
            b"Date",
            b"Message-ID",
            b"Auto-Submitted",
            b"Content-Type",
            b"Content-Transfer-Encoding",
            b"MIME-Version",
        ]

    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
    def test_have_an_id_of_harmless_characters(self, text: str) -> None:
        """What makes up the mail's id cannot break out of it."""
        made = message(replace(MAIL, id=text), "a@example.com", "b@example.com")
        assert set(made["Message-ID"]) <= set("<>@.-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_the_context_checks_certificates() -> None:
    """Host name and certificate are both demanded."""
    context = SmtpMailer(settings_for(MailServer(1)))._tls()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
