"""Builds the services once. Every face and the tests call it."""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

from pat_tui.domain.accounts import Account
from pat_tui.domain.secrets import RandomString
from pat_tui.services.accounts import acting_account, ensure_user
from pat_tui.services.clock import Clock, system_clock, system_random
from pat_tui.services.context import Context
from pat_tui.services.tokens import Tokens
from pat_tui.settings import Settings
from pat_tui.store import accounts
from pat_tui.store.database import Database


@dataclass
class Services:
    """The use cases, for one acting user over one open store. A context manager: leaving it closes the store."""

    context: Context
    settings: Settings
    throw_away: Path | None = None
    """The folder of a demonstration store, removed on leaving."""

    @property
    def acting(self) -> Account:
        """Who acts."""
        return self.context.acting

    @property
    def tokens(self) -> Tokens:
        """Use cases around fine-grained tokens."""
        return Tokens(self.context)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.context.database.close()
        if self.throw_away is not None:
            shutil.rmtree(self.throw_away, ignore_errors=True)


def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    random_string: RandomString = system_random,
    zone: tzinfo | None = None,
) -> Services:
    """Open the store and build the services on it. Raises StoreError, NotFound for an unknown acting user."""
    with ExitStack() as on_failure:
        throw_away = Path(tempfile.mkdtemp(prefix="pat-tui-demo-")) if settings.demo else None
        if throw_away is not None:
            on_failure.callback(shutil.rmtree, throw_away, ignore_errors=True)
            settings = replace(settings, store=throw_away / "store.db")
        database = Database(settings.store, durable=throw_away is None)
        on_failure.callback(database.close)
        if throw_away is not None:
            _fill_demonstration(database, clock, random_string)
        acting = acting_account(database, settings.acting) if settings.acting else _first_user(database, clock)
        on_failure.pop_all()
    return Services(Context(database, clock, random_string, zone, acting), settings, throw_away)


def _fill_demonstration(database: Database, clock: Clock, random_string: RandomString) -> None:
    from pat_tui import demo

    demo.fill(database, clock, random_string)


def _first_user(database: Database, clock: Clock) -> Account:
    user = accounts.first_user(database)
    if user is None:
        from pat_tui.git_identity import identity

        user = ensure_user(database, clock, identity())
    return user
