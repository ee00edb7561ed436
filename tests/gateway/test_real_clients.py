"""gh, PyGithub and curl against the API, over TLS with a certificate that they are told to trust."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from github import Auth, BadCredentialsException, Github, GithubException, UnknownObjectException

from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import Secret
from pat_tui.gateway.server import Listening, Tls
from pat_tui.gateway.tls import self_signed
from tests.gateway.worlds import Ran, World, commit, git, running
from tests.organization_worlds import as_user, ask


@dataclass
class Site:
    """A gateway with TLS on `localhost`."""

    world: World
    certificate: Path
    folder: Path

    @property
    def host(self) -> str:
        """Name and port."""
        return f"localhost:{self.world.port}"

    def github(self, secret: Secret) -> Github:
        """PyGithub with that token. It does not try again what is refused."""
        base = f"https://{self.host}/api/v3"
        return Github(auth=Auth.Token(secret.reveal()), base_url=base, verify=str(self.certificate), retry=None)

    def run(self, *words: str, secret: Secret) -> Ran:
        """Run gh or curl."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GH_CONFIG_DIR": str(self.folder / "gh"),
            "GH_HOST": self.host,
            "GH_ENTERPRISE_TOKEN": secret.reveal(),
            "SSL_CERT_FILE": str(self.certificate),
            "GH_NO_UPDATE_NOTIFIER": "1",
            "NO_COLOR": "1",
        }
        pipe = subprocess.PIPE
        done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, timeout=60)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def site(world: World, tmp_path: Path) -> Iterator[Site]:
    """The small world's gateway once more, with TLS."""
    certificate = self_signed(tmp_path, "localhost")
    listening = Listening("localhost", 0, Tls(certificate.certificate, certificate.key))
    plain = world.port
    with running(world, listening):
        yield Site(world, certificate.certificate, tmp_path)
    world.port = plain


class TestPyGithub:
    @pytest.fixture
    def clients(self) -> Iterator[ExitStack]:
        """Closes what a test has opened."""
        with ExitStack() as stack:
            yield stack

    def test_looks_and_changes(self, site: Site, tmp_path: Path, clients: ExitStack) -> None:
        """The user, lists over several pages, a repository's code; making and deleting one."""
        commit(tmp_path / "work", {"docs/a.txt": b"a\n", "b": b"b\n"}, "first")
        folder = site.world.repository("mona/app")
        git("push", "-q", str(folder), "main", cwd=tmp_path / "work")
        github = site.github(site.world.classic("repo", "delete_repo", "user", "read:org"))
        clients.callback(github.close)
        assert github.get_user().login == "mona"
        assert [one.email for one in github.get_user().get_emails()] == ["mona@example.com"]
        assert [one.login for one in github.get_user().get_orgs()] == ["acme", "globex", "initech", "octo-labs"]
        assert github.oauth_scopes == ["delete_repo", "read:org", "repo", "user"]
        assert github.rate_limiting[1] == 5000
        github.per_page = 2
        assert len(list(github.get_user().get_repos())) == 8
        repository = github.get_repo("mona/app")
        assert repository.permissions.admin
        assert [branch.name for branch in repository.get_branches()] == ["main"]
        assert [one.commit.message for one in repository.get_commits()] == ["first"]
        content = repository.get_contents("docs/a.txt")
        assert not isinstance(content, list)
        assert content.decoded_content == b"a\n"
        root = repository.get_contents("")
        assert isinstance(root, list)
        assert {one.path for one in root} == {"docs", "b"}
        made = github.get_user().create_repo("fresh", private=True)
        assert made.full_name == "mona/fresh"
        made.delete()
        with pytest.raises(UnknownObjectException):
            github.get_repo("mona/fresh")
        assert github.get_organization("acme").login == "acme"

    def test_refusals(self, site: Site, clients: ExitStack) -> None:
        """Each refusal is the exception that it is on GitHub."""
        reader = site.github(site.world.fine_grained(permissions={"contents": Level.READ}))
        bad = site.github(Secret("ptp_bad"))
        for client in (reader, bad):
            clients.callback(client.close)
        with pytest.raises(BadCredentialsException):
            bad.get_user().login  # noqa: B018
        with pytest.raises(UnknownObjectException):
            reader.get_repo("acme/api")
        with pytest.raises(GithubException, match="Resource not accessible by personal access token") as caught:
            list(reader.get_repo("mona/app").get_issues())
        assert caught.value.status == 403


class TestGh:
    def test_status(self, site: Site) -> None:
        """`gh auth status` knows whose token it is."""
        ran = site.run("gh", "auth", "status", secret=site.world.classic("repo", "read:org", "gist"))
        assert "Logged in to" in ran.stdout + ran.stderr, ran

    def test_commands_that_want_graphql(self, site: Site) -> None:
        """They end with our sentence, not with a riddle."""
        ran = site.run("gh", "repo", "view", "mona/app", secret=site.world.classic("repo", "read:org"))
        assert ran.code == 1
        assert "this gateway has no GraphQL" in ran.stderr

    def test_api(self, site: Site) -> None:
        """`gh api` reads, follows pages, sends fields, and says what was refused."""
        secret = site.world.classic("repo", "user")
        assert json.loads(site.run("gh", "api", "user", secret=secret).stdout)["login"] == "mona"
        listed = site.run("gh", "api", "--paginate", "user/repos?per_page=3", "--jq", ".[].full_name", secret=secret)
        assert len(listed.stdout.split()) == 8
        made = site.run("gh", "api", "user/repos", "-f", "name=fresh", "-F", "private=true", secret=secret)
        assert json.loads(made.stdout)["private"] is True
        refused = site.run("gh", "api", "-X", "DELETE", "repos/mona/fresh", secret=secret)
        assert refused.code == 1
        assert "Resource not accessible by personal access token (HTTP 403)" in refused.stderr
        assert "HTTP 401" in site.run("gh", "api", "user", secret=Secret("ptp_bad")).stderr

    def test_reviews(self, site: Site) -> None:
        """An owner approves a request from a script."""
        request_id = ask(site.world.services)
        secret = site.world.classic("admin:org", login="hubot")
        place = f"orgs/acme/personal-access-token-requests/{request_id}"
        done = site.run("gh", "api", place, "-f", "action=approve", secret=secret)
        assert (done.code, done.stdout) == (0, "")
        assert len(as_user(site.world.services, "hubot").requests.active("acme")) == 1


def test_curl(site: Site) -> None:
    """curl with a user name and the token as the password."""
    secret = site.world.classic("repo")
    url = f"https://{site.host}/api/v3/user"
    ran = site.run(
        "curl", "-sS", "--cacert", str(site.certificate), "-u", f"mona:{secret.reveal()}", url, secret=secret
    )
    assert json.loads(ran.stdout)["login"] == "mona", ran.stderr
