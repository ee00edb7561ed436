"""The world that the measurements of the gateway share: the small one of the tests as of now, with many tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pat_tui.gateway.config import GatewayConfig
from tests.benchmarks.harness import add_tokens
from tests.gateway.worlds import World
from tests.worlds import FixedClock, make_services, user


@contextmanager
def measured_world(folder: Path, tokens: int) -> Iterator[World]:
    """The small world in FOLDER with TOKENS that nobody uses, so that indexes are deep; no gateway in front yet."""
    with make_services(folder, now=FixedClock(datetime.now(UTC).replace(microsecond=0))) as services:
        crowd = user(services.context.database, "hubot")  # not mona, who is to have room for some of her own
        add_tokens(services.settings.store, tokens, crowd.id)
        yield World(services, folder, GatewayConfig(services.settings.store))
