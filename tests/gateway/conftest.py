"""A gateway for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import cli as cli  # the command line over the small world
from tests.gateway.raw import authorization
from tests.gateway.worlds import World, gateway_world


@pytest.fixture(scope="module")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests of a module that change nothing: `mona/new` is empty, and the token of `mona` may push."""
    with gateway_world(tmp_path_factory.mktemp("shared")) as world:
        world.repository("mona/new")
        yield world


@pytest.fixture(scope="module")
def shared_token(shared_world: World) -> str:
    """What presents a good token to git's routes."""
    return authorization(shared_world.fine_grained())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The small world with a gateway in front."""
    with gateway_world(tmp_path) as world:
        yield world
