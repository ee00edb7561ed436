"""Sending the notices that are due. Fit to be run again and again, and twice at once."""

from dataclasses import dataclass

from pat_tui.domain import notices
from pat_tui.domain.errors import MailError, MailNotSetUp, MailRefused
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.services.mail import Connection, Mail, Mailer
from pat_tui.store import emails, outbox
from pat_tui.store.outbox import Waiting

_RUN_NAME_LENGTH = 22


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one notice."""

    waiting: Waiting
    address: str | None
    """Where it went or was to go; None for a user without a verified address."""
    error: str = ""
    """Why it waits for the next run; empty where it was sent."""


class Notifier:
    """Sends what is due, of all users: this is for whoever looks after the store, not for one user."""

    def __init__(self, context: Context, mailer: Mailer | None) -> None:
        """MAILER is None where no mail is set up."""
        self.context = context
        self._mailer = mailer
        self._run = context.random_string(_RUN_NAME_LENGTH)

    def send_due(self) -> list[Handled]:
        """Find the tokens that end soon, send every notice that waits, and say what became of each.

        A notice is marked as sent right after the server has taken it, and each run takes for itself what it sends. One
        that fails waits for the next run; where the server itself fails, so do all that are left. Raises StoreError,
        and MailNotSetUp where something waits and no mail is set up.
        """
        with self.context.database.transaction():
            now = self.context.clock()
            outbox.add_expiring(self.context.database, now)
            outbox.drop_pointless(self.context.database, now)
        handled: list[Handled] = []
        waiting = self._next(0)
        if waiting is None:
            return handled
        if self._mailer is None:
            self._release(waiting)
            words = _("No mail is set up here, so nothing can be sent. Set PAT_TUI_SMTP_HOST and PAT_TUI_SMTP_FROM.")
            raise MailNotSetUp(words)
        try:
            with self._mailer.connect() as connection:
                while waiting is not None:
                    handled.append(self._handle(connection, waiting))
                    waiting = self._next(waiting.id)
        except MailError as error:
            if waiting is not None:
                self._release(waiting)
                handled.append(Handled(waiting, self._address(waiting), str(error)))
        return handled

    def count_waiting(self) -> int:
        """How many notices have not been sent."""
        return outbox.count_waiting(self.context.database)

    def _handle(self, connection: Connection, waiting: Waiting) -> Handled:
        address = self._address(waiting)
        if address is None:
            self._release(waiting)
            words = _("{login} has no verified e-mail address.").format(login=waiting.user_login)
            return Handled(waiting, None, words)
        try:
            connection.send(self._mail(waiting, address))
        except MailRefused as error:
            self._release(waiting)
            return Handled(waiting, address, str(error))
        with self.context.database.transaction():
            outbox.mark_sent(self.context.database, waiting.id, self._run, self.context.clock())
        return Handled(waiting, address)

    def _next(self, after: int) -> Waiting | None:
        with self.context.database.transaction():
            return outbox.claim(self.context.database, after, self._run, self.context.clock())

    def _release(self, waiting: Waiting) -> None:
        with self.context.database.transaction():
            outbox.release(self.context.database, waiting.id, self._run)

    def _address(self, waiting: Waiting) -> str | None:
        return emails.address_for_mail(self.context.database, waiting.user_id)

    def _mail(self, waiting: Waiting, address: str) -> Mail:
        notice, login = waiting.notice, waiting.user_login
        subject, text = notices.subject(notice), notices.text(notice, login, self.context.zone)
        name = f"notice.{waiting.id}.{notice.kind}.{notice.token_kind}.{notice.token_id}"
        return Mail(address, subject, text, name, self.context.clock())
