"""What every use case is given."""

from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from pat_tui.domain.accounts import Account
from pat_tui.services.clock import Clock
from pat_tui.store.database import Database

if TYPE_CHECKING:
    from pat_tui.domain.secrets import RandomString


class Context(NamedTuple):
    """A store, a clock, a source of secrets, and who acts."""

    database: Database
    clock: Clock
    random_string: "RandomString"
    zone: tzinfo | None
    """The user's time zone; None for the one this system is set to."""
    acting: Account
