"""What the person at git reads when a token does not do: GitHub's message, and then the way out."""

from datetime import timedelta
from pathlib import Path

import pytest

from pat_tui.domain.accounts import Role
from pat_tui.domain.expiration import InDays
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import PolicyChange
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.secrets import Secret, TokenKind, generate
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.repositories import add_collaborator
from pat_tui.store import accounts
from tests.gateway.worlds import Ran, World, commit, git, presenting
from tests.organization_worlds import add_member, as_user
from tests.worlds import FixedClock, seeded_random, user

BAD = "Invalid username or token. Password authentication is not supported for Git operations."
NOT_GRANTED = "Write access to repository not granted."
NOT_FOUND = "Repository not found."


def fetch(world: World, name: str, secret: str | Secret, login: str = "x") -> Ran:
    """Try to list the references of NAME, in vain."""
    return git(*presenting(secret, login), "ls-remote", world.url(name, secret, login), code=128)


def may_fetch(world: World, name: str, secret: str | Secret) -> None:
    """List the references of NAME."""
    git(*presenting(secret), "ls-remote", world.url(name, secret))


def push(world: World, name: str, secret: str | Secret, folder: Path) -> Ran:
    """Try to push a commit to NAME."""
    work = folder / "refused-work"
    if not work.exists():
        commit(work, {"a": b"1"})
    return git("push", world.url(name, secret), "main", cwd=work, code=128)


def last_four(secret: Secret) -> str:
    """By which people tell tokens apart."""
    return secret.reveal()[-4:]


def advance(world: World, **step: float) -> None:
    """Move the gateway's clock."""
    clock = world.config.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(**step))


class TestBadCredentials:
    """401, so that git forgets what it has stored: also for what everybody may read."""

    @pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.PUBLIC])
    @pytest.mark.parametrize("kind", [*TokenKind, "malformed", "empty checksum"])
    def test_unknown(self, world: World, visibility: Visibility, kind: str) -> None:
        """An unknown token, and what is none at all."""
        world.repository("mona/new", visibility)
        made = generate(TokenKind(kind), seeded_random(99)).reveal() if kind in {*TokenKind} else ""
        refused = fetch(world, "mona/new", made or {"malformed": "hunter2", "empty checksum": "ptp_" + "0" * 36}[kind])
        assert refused.remote == [BAD]
        assert "fatal: Authentication failed for" in refused.stderr

    def test_deleted(self, world: World) -> None:
        """A deleted token is as bad as one that never was, from the very next request on."""
        world.repository("mona/new")
        secret = world.fine_grained()
        may_fetch(world, "mona/new", secret)
        world.services.token_life.delete([1])
        assert fetch(world, "mona/new", secret).remote == [BAD]

    def test_regenerated(self, world: World) -> None:
        """The old secret dies with the new one."""
        world.repository("mona/new")
        secret = world.fine_grained()
        new = world.services.token_life.regenerate(1, InDays(30)).secret
        assert fetch(world, "mona/new", secret).remote == [BAD]
        may_fetch(world, "mona/new", new)

    def test_expired(self, world: World) -> None:
        """An expired token is named, with the command that renews it."""
        world.repository("mona/new", Visibility.PUBLIC)
        secret = world.fine_grained()
        advance(world, days=400)
        assert fetch(world, "mona/new", secret).remote == [
            BAD,
            f"Token: ci (…{last_four(secret)}) of mona",
            "The token has expired.",
            "To get it: pat-tui token regenerate 1",
        ]

    def test_fine_grained_as_the_user_name(self, world: World) -> None:
        """Only classic tokens may stand as the user name."""
        world.repository("mona/new")
        assert fetch(world, "mona/new", "", login=world.fine_grained().reveal()).remote == [BAD]

    def test_empty_user_name(self, world: World) -> None:
        """GitHub does not check the user name, but there must be one."""
        world.repository("mona/new")
        response, body = world.http(
            "GET", "/mona/new.git/info/refs?service=git-upload-pack", Authorization="Basic Ong="
        )
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Basic realm="GitHub"')
        assert body.decode() == f"{BAD}\n"

    @pytest.mark.parametrize("scheme", ["Bearer", "token"])
    def test_only_basic(self, world: World, scheme: str) -> None:
        """Git's routes take no other scheme, however good the token."""
        world.repository("mona/new")
        header = f"{scheme} {world.fine_grained().reveal()}"
        response, _body = world.http("GET", "/mona/new.git/info/refs?service=git-upload-pack", Authorization=header)
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Basic realm="GitHub"')

    @pytest.mark.parametrize("name", ["mona/new", "mona/gone", "nobody/new"])
    def test_none_at_all(self, world: World, name: str) -> None:
        """Without a token one does not learn whether a private repository is there."""
        world.repository("mona/new")
        response, body = world.http("GET", f"/{name}.git/info/refs?service=git-upload-pack")
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Basic realm="GitHub"')
        assert body == b"No anonymous write access.\n"


class TestFineGrained:
    def test_lacks_the_permission(self, world: World, tmp_path: Path) -> None:
        """Reading alone does not push: what it has, what it needs, and the command."""
        world.repository("mona/new")
        secret = world.fine_grained(permissions={"contents": Level.READ})
        refused = push(world, "mona/new", secret, tmp_path)
        assert refused.remote == [
            NOT_GRANTED,
            f"Token: ci (…{last_four(secret)}) of mona",
            "Has: contents=read,metadata=read",
            "Needs: contents=write",
            "To get it: pat-tui token edit 1 --permission contents=write",
        ]
        assert refused.stderr.endswith("The requested URL returned error: 403\n")

    def test_lacks_even_reading(self, world: World) -> None:
        """A clone that is refused is said to lack write access, as on GitHub."""
        world.repository("mona/new")
        refused = fetch(world, "mona/new", world.fine_grained(permissions={"issues": Level.READ}))
        assert refused.remote[0] == NOT_GRANTED
        assert "Needs: contents=read" in refused.remote

    def test_outside_of_the_selection(self, world: World) -> None:
        """A repository that its user sees and it was not given: 403, not 404."""
        world.repository("mona/new")
        secret = world.fine_grained(repository_access=RepositoryAccess.SELECTED, repositories=("mona/app",))
        refused = fetch(world, "mona/new", secret)
        assert refused.remote[0] == NOT_GRANTED
        assert "mona/new is not among the repositories that the token was given." in refused.remote

    def test_of_another_owner(self, world: World) -> None:
        """It reaches the things of its resource owner alone."""
        world.repository("acme/api")
        refused = fetch(world, "acme/api", world.fine_grained())
        assert refused.remote[0] == NOT_GRANTED
        assert "acme/api belongs to acme; the token reaches things of mona alone." in refused.remote

    def test_pending(self, world: World) -> None:
        """A token that waits for approval reads what is public, and nothing else."""
        world.repository("acme/api")
        world.repository("acme/open", Visibility.PUBLIC)
        secret = world.fine_grained(owner="acme")
        may_fetch(world, "acme/open", secret)
        refused = fetch(world, "acme/api", secret)
        assert refused.remote[0] == NOT_GRANTED
        assert "acme has not granted the token: it is pending, and reads public things only." in refused.remote
        owner = as_user(world.services, "hubot")
        owner.requests.approve([request.id for request in owner.requests.pending("acme")])
        may_fetch(world, "acme/api", secret)

    def test_another_owners_public_repository(self, world: World, tmp_path: Path) -> None:
        """It reads every public repository, and pushes to none of another owner's."""
        world.user("zoe")
        world.repository("zoe/open", Visibility.PUBLIC)
        secret = world.fine_grained()
        may_fetch(world, "zoe/open", secret)
        assert push(world, "zoe/open", secret, tmp_path).remote[0] == NOT_GRANTED


class TestClassic:
    def test_without_repo_on_a_private_one(self, world: World) -> None:
        """`public_repo` does not open what is private."""
        world.repository("mona/new")
        secret = world.classic("public_repo", "gist")
        assert fetch(world, "mona/new", secret).remote == [
            NOT_GRANTED,
            f"Token: old (…{last_four(secret)}) of mona",
            "Has: gist, public_repo",
            "Needs: repo",
            "mona/new is private, and the token lacks the scope repo.",
            "To get it: pat-tui token edit 1 --classic --scope gist --scope public_repo --scope repo",
        ]

    def test_without_any_scope_on_a_public_one(self, world: World, tmp_path: Path) -> None:
        """Reading what is public needs no scope; writing does."""
        world.repository("mona/open", Visibility.PUBLIC)
        secret = world.classic()
        may_fetch(world, "mona/open", secret)
        refused = push(world, "mona/open", secret, tmp_path)
        assert refused.remote[0] == NOT_GRANTED
        assert refused.remote[2:4] == ["Has: nothing", "Needs: repo or public_repo"]


class TestTheUser:
    def test_who_sees_nothing(self, world: World) -> None:
        """What the token's user cannot see is not there: 404."""
        world.repository("mona/new")
        world.user("zoe")
        secret = world.classic("repo", login="zoe")
        for name in ("mona/new", "mona/gone"):
            refused = fetch(world, name, secret)
            assert refused.remote[0] == NOT_FOUND
            assert "fatal: repository" in refused.stderr

    def test_who_may_only_read(self, world: World, tmp_path: Path) -> None:
        """A collaborator who reads does not push, whatever the token holds."""
        world.user("zoe")
        world.repository("mona/new")
        add_collaborator(world.services.context, "mona/new", "zoe", RepositoryRole.READ)
        secret = world.classic("repo", login="zoe")
        may_fetch(world, "MONA/NEW", secret)
        refused = push(world, "MONA/NEW", secret, tmp_path)
        assert refused.remote == [
            "Permission to mona/new.git denied to zoe.",
            f"Token: old (…{last_four(secret)}) of zoe",
            "The token would do, but zoe is not allowed to: it takes the role write.",
        ]

    def test_suspended(self, world: World) -> None:
        """The tokens of a suspended user stop; 403, for the token itself is good."""
        world.repository("mona/new")
        secret = world.fine_grained()
        database = world.services.context.database
        with database.transaction():
            accounts.set_suspended(database, user(database, "mona").id, world.services.context.clock())
        refused = fetch(world, "mona/new", secret)
        assert refused.remote[0] == "Sorry. Your account was suspended."
        assert refused.stderr.endswith("The requested URL returned error: 403\n")


class TestPolicies:
    """What GitHub says on its API stands after `remote:`, too."""

    def test_classic_restricted(self, world: World) -> None:
        """An organization that takes no classic tokens."""
        world.repository("acme/api")
        as_user(world.services, "hubot").organizations.change_policy("acme", {"classic_allowed": False})
        assert fetch(world, "acme/api", world.classic("repo")).remote[0] == (
            "`acme` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App,"
            " or a personal access token with fine-grained permissions."
        )

    def test_fine_grained_restricted(self, world: World) -> None:
        """One that takes no fine-grained ones; also for what everybody may read."""
        world.repository("acme/open", Visibility.PUBLIC)
        as_user(world.services, "hubot").organizations.change_policy("acme", {"fine_grained_allowed": False})
        assert fetch(world, "acme/open", world.fine_grained()).remote[0] == (
            "`acme` forbids access via a fine-grained personal access token. Please use a GitHub App, OAuth App,"
            " or a personal access token (classic)."
        )

    def test_too_long_lived(self, world: World) -> None:
        """One that limits lifetimes; the odd plural is GitHub's."""
        world.repository("acme/open", Visibility.PUBLIC)
        secret = world.fine_grained(expiration=InDays(90))
        as_user(world.services, "hubot").organizations.change_policy("acme", {"max_lifetime_fine_grained": 7})
        assert fetch(world, "acme/open", secret).remote[0] == (
            "The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime"
            " is greater than 7 days. Please adjust your token's lifetime with: pat-tui token regenerate 1 --expires 7d"
        )

    @pytest.mark.parametrize("change", [{"classic_allowed": False}, {"max_lifetime_classic": 7}], ids=str)
    def test_tell_no_stranger_what_is_there(self, world: World, change: PolicyChange) -> None:
        """A policy refuses what is there and what is not in the very same words."""
        world.user("zoe")
        world.repository("acme/api")
        as_user(world.services, "hubot").organizations.change_policy("acme", change)
        secret = world.classic("repo", login="zoe")
        there, missing = (fetch(world, name, secret) for name in ("acme/api", "acme/gone"))
        assert there.remote == missing.remote
        assert "acme" in there.remote[0]

    def test_a_member_who_left(self, world: World) -> None:
        """Who loses access loses it for all tokens, at once."""
        add_member(world.services, "ann", "acme", Role.MEMBER)
        world.repository("acme/api")
        secret = world.classic("repo", login="ann")
        may_fetch(world, "acme/api", secret)
        database = world.services.context.database
        with database.transaction():
            accounts.remove_member(database, user(database, "acme").id, user(database, "ann").id)
        assert fetch(world, "acme/api", secret).remote[0] == NOT_FOUND


def test_the_stored_credential_is_kept_unless_it_is_bad(world: World, tmp_path: Path) -> None:
    """git forgets what its helper has stored after a 401, and only then."""
    world.repository("mona/new")
    secret = world.fine_grained(permissions={"issues": Level.READ})
    helper = tmp_path / "credentials"
    settings = ["-c", f"credential.helper=store --file={helper}"]
    for password, is_kept in ((secret.reveal(), True), ("hunter2", False)):
        helper.write_text(f"http://x:{password}@127.0.0.1:{world.port}\n")
        git(*settings, "ls-remote", world.url("mona/new"), code=128)
        assert (password in helper.read_text()) is is_kept


def test_no_git_folder(world: World) -> None:
    """A repository that has only a name is said to have nothing to fetch."""
    refused = fetch(world, "mona/app", world.fine_grained())
    assert refused.remote == [NOT_FOUND, "mona/app has no git repository on this machine."]
