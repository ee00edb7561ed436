"""What a worker remembers is gone with the next request: over connections that stay open to two workers."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import Secret
from pat_tui.gateway.config import GatewayConfig
from pat_tui.store import accounts, policies
from tests.gateway.served import served
from tests.gateway.worlds import World
from tests.worlds import FixedClock, make_services, user

ROUNDS = 25
CONNECTIONS = 8


class Clients:
    """Connections that stay open, to whichever worker took each."""

    def __init__(self, connections: list[HTTPConnection]) -> None:
        self._connections = connections

    def ask(self, secret: Secret, path: str) -> set[int]:
        """What GET PATH is answered with, on any of them."""
        return {self._status(connection, secret, path) for connection in self._connections}

    @staticmethod
    def _status(connection: HTTPConnection, secret: Secret, path: str) -> int:
        connection.request("GET", path, headers={"User-Agent": "tests", "Authorization": f"token {secret.reveal()}"})
        response = connection.getresponse()
        response.read()
        return response.status


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The small world as of now, without a gateway in this process."""
    with make_services(tmp_path, now=FixedClock(datetime.now(UTC).replace(microsecond=0))) as services:
        yield World(services, tmp_path, GatewayConfig(services.settings.store))


@pytest.fixture
def clients(world: World) -> Iterator[Clients]:
    """Of a gateway with two workers."""
    with served(world.services.settings.store, "--workers", "2") as gateway, ExitStack() as stack:
        opened = [HTTPConnection("127.0.0.1", gateway.port, timeout=20) for _each in range(CONNECTIONS)]
        yield Clients([stack.enter_context(closing(connection)) for connection in opened])


def test_deleted_and_brought_back(world: World, clients: Clients) -> None:
    """Round after round, no answer is a stale one."""
    secret, life = world.fine_grained(), world.services.token_life
    token = world.services.tokens.find("ci").id
    for _round in range(ROUNDS):
        assert clients.ask(secret, "/api/v3/user") == {200}
        life.delete([token])
        assert clients.ask(secret, "/api/v3/user") == {401}
        life.undo_delete([token])


def test_policies_members_and_suspension(world: World, clients: Clients) -> None:
    """What changes around a token counts as well."""
    database = world.services.context.database
    labs, mona = user(database, "octo-labs"), user(database, "mona")
    secret = world.fine_grained(owner="octo-labs", permissions={"contents": Level.READ})
    free = OrganizationPolicy(max_lifetime_fine_grained=None)
    path = "/api/v3/repos/octo-labs/lab"
    for _round in range(ROUNDS // 5):
        assert clients.ask(secret, path) == {200}
        with database.transaction():
            policies.set_policy(database, labs.id, OrganizationPolicy(fine_grained_allowed=False))
        assert clients.ask(secret, path) == {403}
        with database.transaction():
            policies.set_policy(database, labs.id, free)
            accounts.set_suspended(database, mona.id, world.services.context.clock())
        assert clients.ask(secret, path) == {403}
        with database.transaction():
            accounts.set_suspended(database, mona.id, None)
            role = accounts.role_of(database, labs.id, mona.id)
            accounts.remove_member(database, labs.id, mona.id)
        assert clients.ask(secret, path) == {404}
        with database.transaction():
            assert role is not None
            accounts.set_member(database, labs.id, mona.id, role)
