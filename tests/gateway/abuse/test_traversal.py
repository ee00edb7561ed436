"""Addresses that try to lead out of the repositories, or to another one than they name."""

import pytest

from tests.gateway.raw import exchange, status
from tests.gateway.worlds import World

PATHS = [
    "/../../etc/info/refs",
    "/mona/../info/refs",
    "/mona/..%2f..%2fetc/info/refs",
    "/mona/%2e%2e/info/refs",
    "/mona/new.git/../../x/info/refs",
    "/%2e%2e/%2e%2e/info/refs",
    "/mona//new/info/refs",
    "//mona/new/info/refs",
    "/mona/new%00/info/refs",
    "/mona/new%0a/info/refs",
    "/mona/new.git%2f/info/refs",
    "/mona/new.git.git/info/refs",
    "/mona/.git/info/refs",
    "/mona/./info/refs",
    "/mona/-u/info/refs",
    "/-upload-pack=x/new/info/refs",
    "/mona/new\\..\\x/info/refs",
    "/mona/n%C3%A9w/info/refs",
    "/mona/%EF%BD%8Eew/info/refs",
    "/mona/new%E2%80%8B/info/refs",
    "/%6dona/ne%FF/info/refs",
    "/mona/" + "n" * 101 + "/info/refs",
    "/" + "m" * 40 + "/new/info/refs",
    "/mona/new;x/info/refs",
    "/mona/*/info/refs",
    "/mona/new%20/info/refs",
]


@pytest.mark.parametrize("path", PATHS)
def test_leads_nowhere(shared_world: World, shared_token: str, path: str) -> None:
    """It names no repository, and so nothing is found; no git is started."""
    head = f"GET {path}?service=git-upload-pack HTTP/1.1\r\nHost: x\r\nAuthorization: {shared_token}\r\n"
    head += "Connection: close\r\n\r\n"
    assert status(exchange(shared_world, head.encode("latin-1"))) in {400, 404}


@pytest.mark.parametrize(
    "query",
    [
        "service=git-upload-pack;x",
        "service=git-upload-archive",
        "service=../../bin/sh",
        "service=git-upload-pack&x=1",
        "x=1&service=git-upload-pack",
        "service=",
        "service=--help",
    ],
)
def test_only_two_services(shared_world: World, shared_token: str, query: str) -> None:
    """The service is one of two words; anything else is an old client's request."""
    assert shared_world.http("GET", f"/mona/new.git/info/refs?{query}", Authorization=shared_token)[0].status == 403
