"""GraphQL is not spoken here, and says so to the right people."""

import json
from collections.abc import Mapping
from http.client import HTTPResponse

import pytest

from pat_tui.domain.secrets import Secret
from tests.gateway.worlds import World

QUESTION = json.dumps({"query": "{ viewer { login } }"}).encode()


def asked(world: World, secret: Secret | None = None) -> tuple[HTTPResponse, Mapping[str, str]]:
    """The answer to a question, and its body."""
    headers = {} if secret is None else {"Authorization": f"Bearer {secret.reveal()}"}
    response, body = world.http("POST", "/api/graphql", QUESTION, User_Agent="tests", **headers)
    return response, json.loads(body)


def test_says_what_to_use_instead(world: World) -> None:
    """501 in the shape of the API's errors, with its headers."""
    response, body = asked(world, world.classic("repo", "read:org"))
    assert (response.status, body["status"]) == (501, "501")
    assert "this gateway has no GraphQL" in body["message"]
    assert "/api/v3" in body["message"]
    assert response.getheader("X-OAuth-Scopes") == "read:org, repo"


@pytest.mark.parametrize(
    ("secret", "message"), [(None, "Requires authentication"), (Secret("ptp_bad"), "Bad credentials")], ids=str
)
def test_not_to_strangers(world: World, secret: Secret | None, message: str) -> None:
    """401, as everywhere."""
    response, body = asked(world, secret)
    assert (response.status, body["message"]) == (401, message)


def test_the_log_knows_who_asked(world: World) -> None:
    """With the route and the token, and without the question."""
    asked(world, world.classic("repo"))
    (line,) = world.lines(1)
    assert (line["route"], line["user"], line["token"], line["status"]) == ("/api/graphql", "mona", "classic 1", 501)
    assert "viewer" not in json.dumps(line)
