"""What a worker holds while it runs, handed to every route as `request.state.gateway`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pat_tui.gateway.config import GatewayConfig
from pat_tui.gateway.gatekeeper import Gatekeeper
from pat_tui.gateway.git_backend import GitBackend
from pat_tui.gateway.last_use import LastUse
from pat_tui.gateway.rates import Rates
from pat_tui.gateway.throttle import Throttle
from pat_tui.services.access import Access
from pat_tui.store.database import Database
from pat_tui.store.log_key import KeyFile


@dataclass(frozen=True, slots=True)
class Gateway:
    """One worker's parts."""

    config: GatewayConfig
    database: Database
    access: Access
    gatekeeper: Gatekeeper
    git: GitBackend
    last_use: LastUse
    rates: Rates

    @classmethod
    @asynccontextmanager
    async def opened(cls, config: GatewayConfig) -> AsyncIterator["Gateway"]:
        """Open the store and begin; close it at the end, after the last uses are written. Raises StoreError."""
        log_key = KeyFile(config.log_key) if config.log_key is not None else None
        database = Database(config.store, durable=config.durable, log_key=log_key)
        try:
            access = Access(database, config.clock)
            async with LastUse(database, config.clock).running() as last_use:
                with GitBackend.ready(config) as git:
                    yield cls(
                        config, database, access, Gatekeeper(access, Throttle()), git, last_use, Rates(config.clock)
                    )
        finally:
            database.close()
