"""The example of the README for Caddy, in front of an application, with a real one."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import Secret
from tests.gateway.proxies import Proxy, application, free_port, listens
from tests.gateway.worlds import World, wait_for

README = Path(__file__).parents[2] / "README.md"
CADDY = shutil.which("caddy")
QUIET = "{\n\tadmin off\n\tauto_https off\n}\n"


@pytest.fixture
def proxy(world: World, tmp_path: Path) -> Iterator[Proxy]:
    """The README's block, with the ports of this test in the places of its own."""
    assert CADDY is not None, "this test needs Caddy"
    folder, port = tmp_path / "caddy", free_port()
    folder.mkdir()
    (block,) = re.findall(r"```caddyfile\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    with application() as behind, (folder / "log").open("wb") as log:
        ports = {"8030": str(port), "9000": str(behind), "8020": str(world.port)}
        block = re.sub(r"127\.0\.0\.1:(\d+)", lambda match: f"127.0.0.1:{ports[match[1]]}", block)
        (folder / "Caddyfile").write_text(QUIET + block, encoding="utf-8")
        homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
        words = [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        caddy = subprocess.Popen(words, env=os.environ | homes, stdout=log, stderr=log)
        try:
            wait_for(lambda: caddy.poll() is not None or listens(port))
            assert caddy.poll() is None, (folder / "log").read_text()
            yield Proxy(world, port)
        finally:
            caddy.terminate()
            caddy.wait(20)


def test_it_lets_through(proxy: Proxy) -> None:
    """The application learns who it is, and never the token; what a client says of itself is overwritten."""
    secret = proxy.world.fine_grained(permissions={"issues": Level.WRITE})
    status, _headers, body = proxy.ask(
        "/api/v3/repos/mona/app/issues", secret, "POST", "a body", X_Token_Login="hubot", X_Forwarded_Uri="/x"
    )
    assert status == 200
    heard = json.loads(body)
    assert (heard["headers"]["x-token-login"], heard["body"]) == ("mona", "a body")
    assert "authorization" not in heard["headers"]
    assert secret.reveal() not in body


def test_it_asks_for_a_token(proxy: Proxy) -> None:
    """401 with the challenge, for none and for a bad one."""
    for secret in (None, Secret("ptp_bad")):
        status, headers, _body = proxy.ask("/api/v3/user", secret)
        assert (status, headers["www-authenticate"]) == (401, 'Basic realm="GitHub"')


@pytest.mark.parametrize(
    ("method", "path", "reason"),
    [
        ("GET", "/api/v3/repos/mona/app/issues", "permission-missing"),
        ("POST", "/api/v3/user", "not-found"),
        ("GET", "/api/v3/repos/acme/api", "not-visible-to-token"),
        ("GET", "/api/v3//user", "unclear-request"),
        ("GET", "/api/v3/zen/../user", "unclear-request"),
        ("GET", "/api/v3/%2e%2e/v3/user", "unclear-request"),
    ],
)
def test_it_refuses(proxy: Proxy, method: str, path: str, reason: str) -> None:
    """403 with the reason; Caddy's own reading of a path opens nothing."""
    status, headers, _body = proxy.ask(path, proxy.world.fine_grained(), method)
    assert (status, headers["x-token-reason"]) == (403, reason)


def test_another_family_of_headers(proxy: Proxy) -> None:
    """A client cannot say that it asks for something else, in the words of another proxy."""
    secret = proxy.world.fine_grained()
    asked = {"X_Original_URI": "/api/v3/zen", "X_Original_Method": "GET"}
    status, headers, _body = proxy.ask("/api/v3/repos/mona/app/issues", secret, **asked)
    assert (status, headers["x-token-reason"]) == (403, "unclear-request")


def test_strangers(proxy: Proxy) -> None:
    """What is public passes without a token, and nobody's name is made up."""
    proxy.world.repository("mona/site", Visibility.PUBLIC)
    status, _headers, body = proxy.ask("/api/v3/repos/mona/site", X_Token_Login="mona")
    assert status == 200
    assert "x-token-login" not in json.loads(body)["headers"]


def test_another_application(proxy: Proxy) -> None:
    """What the proxy's configuration asks for, whatever the path is."""
    good = [proxy.world.classic("repo"), proxy.world.fine_grained(permissions={"actions": Level.READ})]
    bad = [proxy.world.classic("gist", note="gist"), proxy.world.fine_grained(name="none")]
    assert [proxy.ask("/builds/7", secret)[0] for secret in (*good, *bad)] == [200, 200, 403, 403]
    assert proxy.ask("/builds/7")[0] == 401


def test_a_deleted_token_is_refused_at_once(proxy: Proxy) -> None:
    """The very next request is 401."""
    secret, tokens = proxy.world.classic("user"), proxy.world.services.classic_tokens
    assert proxy.ask("/api/v3/user", secret)[0] == 200
    tokens.delete([tokens.find("old").id])
    assert proxy.ask("/api/v3/user", secret)[0] == 401
