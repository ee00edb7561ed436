"""A plain client of the REST API."""

import json
from dataclasses import dataclass, field
from typing import Any

from pat_tui.domain.secrets import Secret
from tests.gateway.worlds import World


@dataclass(frozen=True)
class Reply:
    """An answer of the API."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)

    @property
    def message(self) -> str:
        """Of an error."""
        return str(self.json["message"])


@dataclass(frozen=True)
class Rest:
    """Speaks to the API of a world's gateway with one token, or without any."""

    world: World
    secret: Secret | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One request to PATH, after `/api/v3`. BODY becomes JSON, unless it is bytes."""
        sent = {"User_Agent": "tests"} | self.headers
        if self.secret is not None:
            sent["Authorization"] = f"Bearer {self.secret.reveal()}"
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode("utf-8")
        response, content = self.world.http(method, f"/api/v3{path}", data, **(sent | headers))
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def get(self, path: str, **headers: str) -> Reply:
        """A look."""
        return self.ask("GET", path, **headers)
