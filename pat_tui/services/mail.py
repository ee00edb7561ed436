"""Mail as the use cases know it: a text for somebody, and something that takes it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain text to one address."""

    to: str
    subject: str
    text: str
    id: str
    """What makes it this mail and no other; the same when it is sent again. Letters, digits and dots."""
    at: datetime
    """Its date."""


class Connection(Protocol):
    """A mail server that is ready to take mails."""

    def send(self, mail: Mail) -> None:
        """Hand MAIL over. Raises MailRefused where the server will not have this one, MailError where it fails."""
        ...


class Mailer(Protocol):
    """Where mail goes. May be used from any thread; everything blocks."""

    def connect(self) -> AbstractContextManager[Connection]:
        """Connect, for the time of a `with`. Raises MailError."""
        ...
