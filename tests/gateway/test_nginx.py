"""The example of the README, in front of an application, with a real nginx."""

import json
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
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {locations}
    }}
}}
"""


@pytest.fixture
def proxy(world: World, tmp_path: Path) -> Iterator[Proxy]:
    """The README's two blocks, with the ports of this test in the places of its own."""
    assert NGINX is not None, "this test needs nginx"
    folder, port = tmp_path / "nginx", free_port()
    folder.mkdir()
    locations, verify = re.findall(r"```nginx\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (folder / "verify.conf").write_text(verify, encoding="utf-8")
    with application() as behind:
        ports = {"9000": str(behind), "8020": str(world.port)}
        locations = re.sub(r"127\.0\.0\.1:(\d+)", lambda match: f"127.0.0.1:{ports[match[1]]}", locations)
        text = CONFIGURATION.format(folder=folder, port=port, locations=locations)
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        nginx = subprocess.Popen([NGINX, "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: nginx.poll() is not None or listens(port))
            assert nginx.poll() is None, (folder / "error.log").read_text()
            yield Proxy(world, port)
        finally:
            nginx.terminate()
            nginx.wait(20)


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
        ("GET", "/other/../api/v3/user", "unclear-request"),
    ],
)
def test_it_refuses(proxy: Proxy, method: str, path: str, reason: str) -> None:
    """403 with the reason; nginx's own reading of a path opens nothing."""
    status, headers, _body = proxy.ask(path, proxy.world.fine_grained(), method)
    assert (status, headers["x-token-reason"]) == (403, reason)


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


def test_what_it_asks_is_not_for_clients(proxy: Proxy) -> None:
    """The locations that ask are nginx's own."""
    assert proxy.ask("/verify-api", proxy.world.classic())[0] == 404
