"""Noting the use of tokens without delaying a request: collected in memory, written by a thread, lost at worst."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from starlette.types import Scope

from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.errors import StoreError
from pat_tui.domain.text import clean
from pat_tui.domain.uses import TokenUse
from pat_tui.gateway.log import harmless
from pat_tui.services.clock import Clock
from pat_tui.services.last_use import Token, record
from pat_tui.store.database import Database

SECONDS_BETWEEN = 60.0
"""A token's uses are written at most this often."""
SECONDS_TO_FIRST = 5.0
"""How soon a first use shows."""
_MOST_TOKENS = 10_000
_MOST_OPERATIONS = 100
"""Of one token, until they are written."""


class LastUse:
    """What tokens did since it was last written."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._pending: dict[Token, dict[tuple[str, str], TokenUse]] = {}
        self._written: dict[Token, float] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="last-use")

    def note(self, credential: AnyCredential, scope: Scope, operation: str, repository: str = "") -> None:
        """CREDENTIAL was used by the request of SCOPE for OPERATION, a route's template, on REPOSITORY (OWNER/NAME)."""
        token = (credential.kind, credential.token_id)
        if token not in self._pending and len(self._pending) >= _MOST_TOKENS:
            return
        uses = self._pending.setdefault(token, {})
        key = (operation, repository)
        if key not in uses and len(uses) >= _MOST_OPERATIONS:
            return
        client = scope.get("client")
        agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
        uses[key] = TokenUse(
            operation,
            repository,
            self._clock(),
            client[0] if client else "",
            clean(harmless(agent.decode("latin-1"))),
            1 + (uses[key].uses if key in uses else 0),
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator["LastUse"]:
        """Write every few seconds, and at the end all that is left."""
        writer = asyncio.create_task(self._write_on())
        try:
            yield self
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            await self.write(list(self._pending))
            self._thread.shutdown()

    async def write(self, tokens: Sequence[Token]) -> None:
        """Write what TOKENS did. While the store is busy it is kept for the next time."""
        taken = {token: self._pending.pop(token) for token in tokens}
        if not taken:
            return
        found = {token: list(uses.values()) for token, uses in taken.items()}
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, record, self._database, self._clock, found)
        except StoreError:
            for token, uses in taken.items():
                self._pending[token] = _added(uses, self._pending.get(token, {}))
        else:
            now = time.monotonic()
            self._written |= dict.fromkeys(taken, now)

    async def _write_on(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_TO_FIRST)
            with suppress(StoreError):
                await self.write(self._due())

    def _due(self) -> list[Token]:
        now = time.monotonic()
        self._written = {token: at for token, at in self._written.items() if now - at < SECONDS_BETWEEN}
        return [token for token in self._pending if token not in self._written]


def _added(
    before: dict[tuple[str, str], TokenUse], after: dict[tuple[str, str], TokenUse]
) -> dict[tuple[str, str], TokenUse]:
    """What stands in AFTER, which came later, with the uses of BEFORE."""
    added = {
        key: replace(use, uses=use.uses + (before[key].uses if key in before else 0)) for key, use in after.items()
    }
    return before | added
