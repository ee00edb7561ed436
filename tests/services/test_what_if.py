"""What a token may do, why not, and the command that mends it: which is run, and then it may."""

import shlex

import pytest

from pat_tui.cli import main as cli
from pat_tui.domain.authorization import Denied, Reason
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.credentials import ClassicCredential
from pat_tui.domain.drafts import DEFAULT_EXPIRATION
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.what_if import OPERATIONS, Verdict, matrix, verdict
from pat_tui.settings import Settings
from pat_tui.store import repositories
from pat_tui.wiring import Services
from tests.worlds import draft, user


def of_fine_grained(services: Services, method: str, path: str, **changes: object) -> Verdict:
    """The verdict on a new fine-grained token of `mona` with CHANGES."""
    token = services.tokens.generate(draft("ci", **changes)).token
    return ask(services, TokenKind.FINE_GRAINED, token.id, method, path)


def of_classic(services: Services, method: str, path: str, *scopes: str) -> Verdict:
    """The verdict on a new classic token of `mona` with SCOPES."""
    made = ClassicTokens(services.context).generate(ClassicDraft("ci", DEFAULT_EXPIRATION, scopes))
    return ask(services, TokenKind.CLASSIC, made.token.id, method, path)


def ask(services: Services, kind: TokenKind, token_id: int, method: str, path: str) -> Verdict:
    """The verdict on a token that is there."""
    credential = services.access.credential(kind, token_id)
    assert credential is not None
    return verdict(services.access, credential, method, path)


def run(services: Services, command: str) -> None:
    """Run COMMAND on the store of SERVICES, as a person who reads it would."""

    words = shlex.split(command)
    assert words.pop(0) == "pat-tui"
    assert cli.run(words, build=_Kept(services)) == 0


class _Kept:
    """Hands out SERVICES and does not let the command close them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def __call__(self, _settings: Settings) -> Services:
        return _Unclosed(self._services.context, self._services.settings)


class _Unclosed(Services):
    def __exit__(self, *_error: object) -> None:
        pass


class TestMends:
    @pytest.mark.parametrize(
        ("method", "path", "changes"),
        [
            ("push", "mona/app", {"repository_access": RepositoryAccess.ALL, "permissions": {"contents": Level.READ}}),
            (
                "push-workflows",
                "mona/app",
                {"repository_access": RepositoryAccess.ALL, "permissions": {"contents": Level.WRITE}},
            ),
            ("clone", "mona/app", {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/notes",)}),
            ("POST", "/repos/mona/app/issues", {"repository_access": RepositoryAccess.ALL}),
            ("GET", "/user/emails", {}),
        ],
        ids=["a level", "a second permission", "a repository", "a first permission", "the user's own"],
    )
    def test_fine_grained(
        self, services: Services, method: str, path: str, changes: dict[str, object], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each remedy is a command that works, and running it, and what it then advises, opens the way."""
        found = of_fine_grained(services, method, path, **changes)
        assert not found.is_allowed
        for _step in range(2):
            assert found.remedy is not None
            run(services, found.remedy)
            found = ask(services, TokenKind.FINE_GRAINED, found.credential.token_id, method, path)
            if found.is_allowed:
                break
        assert found.is_allowed
        assert (found.status, found.explanation, found.remedy) == (200, "", None)

    @pytest.mark.parametrize(
        ("method", "path", "scopes"),
        [
            ("clone", "mona/app", ()),
            ("push", "mona/app", ("public_repo", "gist")),
            ("push-workflows", "mona/app", ("repo",)),
            ("DELETE", "/repos/mona/app", ("repo",)),
        ],
    )
    def test_classic(
        self,
        services: Services,
        method: str,
        path: str,
        scopes: tuple[str, ...],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """For classic tokens as well, and the scopes that the token had stay."""
        found = of_classic(services, method, path, *scopes)
        assert found.remedy is not None
        run(services, found.remedy)
        mended = ask(services, TokenKind.CLASSIC, found.credential.token_id, method, path)
        assert mended.is_allowed
        assert isinstance(mended.credential, ClassicCredential)
        assert mended.credential.effective_scopes.issuperset(scopes)


class TestWords:
    @pytest.mark.parametrize(
        ("method", "path", "words"),
        [
            ("push", "mona/app", "mona/app is not among the repositories that the token was given."),
            ("clone", "hubot/engine", "There is no such thing, or mona may not know of it."),
            ("clone", "acme/api", "acme/api belongs to acme; the token reaches things of mona alone."),
            ("GET", "/nothing/at/all", "No endpoint has this method and path."),
            ("POST", "/orgs/acme/hooks", "The token lacks what this needs: organization_hooks=write."),
            ("GET", "/orgs/none", "There is no such thing, or mona may not know of it."),
            ("GET", "/app", "This does not answer to fine-grained tokens at all."),
        ],
    )
    def test_why(self, services: Services, method: str, path: str, words: str) -> None:
        """Each refusal says in a sentence what is in the way."""
        found = of_fine_grained(services, method, path)
        assert not found.is_allowed
        assert found.explanation == words

    def test_pending(self, services: Services) -> None:
        """A token that waits is said to wait, and no command of its user mends that."""
        found = of_fine_grained(
            services,
            "clone",
            "acme/api",
            owner="acme",
            repository_access=RepositoryAccess.ALL,
            permissions={"contents": Level.READ},
        )
        assert found.explanation == "acme has not granted the token: it is pending, and reads public things only."
        assert found.remedy is None

    @pytest.mark.parametrize(
        "path",
        [
            "/repos/mona/app",
            "https://git.example/api/v3/repos/mona/app?per_page=5",
            "http://[::1]:8080/api/v3/repos/mona/app",
            "/api/v3/repos/mona/app",
        ],
    )
    def test_paths_as_they_are_copied(self, services: Services, path: str) -> None:
        """Host, `/api/v3` and query are taken off."""
        assert of_fine_grained(services, "get", path).path == "/repos/mona/app"

    @pytest.mark.parametrize(("method", "path"), [("GET", "repos"), ("clone", "mona"), ("push", "/mona/app/x")])
    def test_nonsense(self, services: Services, method: str, path: str) -> None:
        """What is neither a path nor a repository is refused with a hint."""
        with pytest.raises(InvalidInput):
            of_fine_grained(services, method, path)


def test_matrix_shows_what_its_user_sees(services: Services) -> None:
    """The table has each repository that the user may know of and no other; a public one may be cloned by any token."""
    database = services.context.database
    with database.transaction():
        owner = user(database, "hubot")
        repositories.add(database, owner, "shared", Visibility.PUBLIC, None, services.context.clock())
    token = services.tokens.generate(draft("ci", repository_access=RepositoryAccess.ALL)).token
    credential = services.access.credential(TokenKind.FINE_GRAINED, token.id)
    assert credential is not None
    rows = dict(matrix(services.access, credential))
    assert "hubot/engine" not in rows
    assert {"mona/app", "acme/api", "hubot/shared"} <= set(rows)
    assert [isinstance(each, Denied) for each in rows["hubot/shared"]] == [False] + [True] * (len(OPERATIONS) - 1)
    first = rows["mona/app"][0]
    assert isinstance(first, Denied)
    assert first.reason is Reason.PERMISSION
