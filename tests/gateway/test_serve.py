"""`pat-tui serve` as people run it: address, TLS, workers, signals, and the log."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pat_tui.domain.errors import StoreError
from pat_tui.wiring import Services
from tests.cli.conftest import CommandLine, process
from tests.gateway.served import served
from tests.gateway.worlds import World, commit, git, presenting
from tests.worlds import FixedClock, make_services


@pytest.fixture
def now_services(tmp_path: Path) -> Iterator[Services]:
    """The small world as of now, for a gateway with the real clock."""
    with make_services(tmp_path, now=FixedClock(datetime.now(UTC).replace(microsecond=0))) as services:
        yield services


@pytest.fixture
def quiet_world(now_services: Services, tmp_path: Path) -> World:
    """The same, without a gateway yet."""
    from pat_tui.gateway.config import GatewayConfig

    return World(now_services, tmp_path, GatewayConfig(now_services.settings.store))


def status(port: int, path: str = "/healthz") -> int:
    """What a GET is answered with."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_workers(quiet_world: World, tmp_path: Path) -> None:
    """Two workers behind one address serve git, refuse a deleted token from the next request on, note its use when
    they end, and log every request."""
    world = quiet_world
    world.repository("mona/new")
    secret = world.fine_grained()
    commit(tmp_path / "work", {"a": b"1"})
    with served(world.services.settings.store, "--workers", "2") as gateway:
        world.port = gateway.port
        git("push", "-q", world.url("mona/new", secret), "main", cwd=tmp_path / "work")
        for _time in range(4):
            git("ls-remote", world.url("mona/new", secret))
        world.services.token_life.delete([1])
        for _time in range(4):
            git("ls-remote", world.url("mona/new", secret), code=128)
        world.services.token_life.undo_delete([1])
        git("ls-remote", world.url("mona/new", secret))
        assert gateway.stop() == 0
    lines = gateway.lines()
    assert {line["status"] for line in lines} == {200, 401}
    assert secret.reveal() not in gateway.log.read_text()
    token = world.services.tokens.get(1)
    assert token.last_used_at is not None


def test_sigterm_lets_requests_end(quiet_world: World) -> None:
    """A request that is under way is answered; new ones find nobody; the code is 0 and standard output one line."""
    with served(quiet_world.services.settings.store) as gateway, socket.socket() as half:
        half.connect(("127.0.0.1", gateway.port))
        half.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        assert status(gateway.port) == 200
        half.sendall(b"\r\n")
        assert half.recv(12) == b"HTTP/1.1 200"
        assert gateway.stop() == 0
        assert gateway.process.stdout is not None
        assert gateway.process.stdout.read() == ""


def test_self_signed(quiet_world: World, tmp_path: Path) -> None:
    """With a certificate of its own it may listen anywhere; git trusts it as it was told, and else does not."""
    world = quiet_world
    world.repository("mona/new")
    secret = world.fine_grained()
    store = world.services.settings.store
    with served(store, "--tls-self-signed", "--host", "0.0.0.0") as gateway:
        assert gateway.process.stderr is not None
        said = [gateway.process.stderr.readline().rstrip() for _line in range(3)]
        certificate = store.parent / "gateway-certificate.pem"
        assert said[0] == f"The certificate is in {certificate}. To trust it:"
        host = f"{socket.gethostname()}:{gateway.port}"
        assert said[1] == f"  git config --global http.https://{host}/.sslCAInfo {certificate}"
        assert said[2].startswith(f"  SSL_CERT_FILE={certificate} GH_HOST={host} GH_ENTERPRISE_TOKEN=")
        url = f"https://x:{secret.reveal()}@127.0.0.1:{gateway.port}/mona/new.git"
        refused = git("ls-remote", url, code=128)
        assert "certificate" in refused.stderr
        git("-c", f"http.https://127.0.0.1:{gateway.port}/.sslCAInfo={certificate}", "ls-remote", url)
    assert (store.parent / "gateway-key.pem").stat().st_mode & 0o777 == 0o600
    first = certificate.read_bytes()
    files = ["--tls-cert", str(certificate), "--tls-key", str(store.parent / "gateway-key.pem")]
    with served(store, *files) as gateway:
        git(
            "ls-remote",
            url.replace(url.split("@")[1].split("/")[0], f"127.0.0.1:{gateway.port}"),
            GIT_SSL_CAINFO=str(certificate),
        )
    assert certificate.read_bytes() == first


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        (["--host", "0.0.0.0"], 1, "0.0.0.0 can be reached from outside of this machine, and without TLS"),
        (["--host", "192.0.2.7"], 1, "192.0.2.7 can be reached from outside of this machine, and without TLS"),
        (["--tls-cert", "/dev/null"], 2, "Give --tls-cert and --tls-key together"),
        (["--tls-cert", "/dev/null", "--tls-key", "/dev/null"], 1, "The certificate and its key cannot be used"),
        (["--host", "no.such.host.invalid"], 1, "no.such.host.invalid, port 8020, cannot be listened on"),
        (["--log", "/nonexistent/log"], 1, "/nonexistent/log cannot be written: No such file or directory."),
        (["--port", "65536"], 2, ""),
        (["--workers", "0"], 2, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_refused(cli: CommandLine, options: list[str], code: int, error: str) -> None:
    """What cannot be served, or not safely, is said in one sentence."""
    refused = cli("serve", *options)
    assert (refused.code, refused.stdout) == (code, "")
    assert error in refused.stderr


def test_a_taken_port(cli: CommandLine) -> None:
    """An address that somebody else listens on is named."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = cli("serve", "--port", str(port))
    assert refused.code == 1
    assert refused.stderr == f"127.0.0.1, port {port}, cannot be listened on: Address already in use.\n"


def test_without_git(cli: CommandLine) -> None:
    """Where there is no git, it is said before anything is served."""
    refused = process("serve", "--port", "0", PAT_TUI_DB=str(cli.store), PATH="/nonexistent")
    assert (refused.code, refused.stderr) == (1, "git is not installed, and the gateway needs it.\n")


def test_health(world: World) -> None:
    """`/healthz` is 200 without a credential."""
    response, body = world.http("GET", "/healthz")
    assert (response.status, body) == (200, b'{"status":"ok"}')


def test_the_log_keeps_secrets_out(world: World) -> None:
    """No header, query, or token in a path reaches the log; what a client chose is short and in one line."""
    secret = world.classic("repo").reveal()
    world.http(
        "GET",
        f"/mona/{secret}/info/refs?service=git-upload-pack&token={secret}",
        User_Agent=f"evil {secret} " + "x." * 500,
    )
    world.http("GET", "/x%0a%7b%22a%22%3a1%7d/y", Authorization=f"Bearer {secret}")
    first, second = world.lines(2)
    assert secret not in world.log.read_text()
    assert "token=" not in world.log.read_text()
    assert first["user_agent"].startswith("evil ptp_*** x.x.")
    assert len(first["user_agent"]) == 256
    assert second["path"] == '/x\n{"a":1}/y'
    assert {"time", "request", "address", "method", "status", "bytes", "milliseconds"} <= first.keys()


def test_unknown_addresses(world: World) -> None:
    """Anything else is not there; and there is no listing of anything."""
    for path in (
        "/",
        "/mona",
        "/mona/new",
        "/mona/new.git/HEAD",
        "/mona/new.git/objects/info/packs",
        "/a/b/info/refs/",
    ):
        assert world.http("GET", path)[0].status == 404
    assert world.http("GET", "/mona/new.git/info/refs")[0].status == 403
    assert world.http("GET", "/mona/new.git/git-upload-pack")[0].status == 405


def test_the_store_in_trouble(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the store cannot be read, the answer is 503, and not 401, which would make git forget its credential."""
    from pat_tui.store import credentials

    world.repository("mona/new")
    secret = world.fine_grained()

    def damaged(*arguments: object, **options: object) -> None:
        raise StoreError("damaged")

    monkeypatch.setattr(credentials, "fine_grained", damaged)
    refused = git(*presenting(secret), "ls-remote", world.url("mona/new", secret), code=128)
    assert refused.remote == ["The store of this gateway cannot be used at the moment."]
    assert "503" in refused.stderr


def test_an_error_nobody_foresaw(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is answered with 500, logged by its type, and written to the crash log without values."""
    from pat_tui.gateway.gatekeeper import Gatekeeper

    secret = world.classic("repo").reveal()

    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError(f"unexpected {secret}")

    monkeypatch.setattr(Gatekeeper, "admit", broken)
    response, body = world.http("GET", "/mona/new.git/info/refs?service=git-upload-pack")
    assert (response.status, body) == (500, b"This gateway failed in a way that it did not foresee.\n")
    [line] = world.lines(1)
    assert line["error"] == "RuntimeError"
    assert "unexpected ptp_***" in (world.folder / "crash.log").read_text()
    assert secret not in (world.folder / "crash.log").read_text()
