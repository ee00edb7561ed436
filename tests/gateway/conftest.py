"""A gateway for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import cli as cli  # the command line over the small world
from tests.gateway.worlds import World, gateway_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The small world with a gateway in front."""
    with gateway_world(tmp_path) as world:
        yield world
