"""Deploy keys: who may add them, which tokens may, and that they go and come back with the token that made them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.deploy_keys import DeployKey, MadeWith
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound, PatTuiError
from pat_tui.domain.expiration import InDays
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import RepositoryRole
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.repositories import add_collaborator
from pat_tui.store import accounts, collaborators, policies, requests
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.public_keys import ed25519
from tests.worlds import NOW, FixedClock, draft, user

ADMIN = {"administration": Level.WRITE}


def events(services: Services) -> list[tuple[str, dict[str, Any]]]:
    """What the log says of keys, oldest first."""
    rows = services.context.database.rows("SELECT * FROM events WHERE action LIKE 'public_key%' ORDER BY id")
    return [(row["action"], json.loads(row["fields"])) for row in rows]


def add(services: Services, name: str = "mona/app", seed: int = 1, **options: Any) -> DeployKey:
    """A key in the repository called NAME."""
    return services.repository_keys.add(name, "CI", ed25519(seed), **options)


def titles(services: Services, name: str = "mona/app") -> list[str]:
    """The titles of the keys of the repository called NAME."""
    return [key.title for key in services.repository_keys.all_of(name)]


def token(services: Services, **changes: object) -> int:
    """A token of mona that may add keys to her repositories, unless CHANGES say otherwise."""
    reach = {"repository_access": RepositoryAccess.ALL, "permissions": ADMIN}
    return services.tokens.generate(draft("maker", **(reach | changes))).token.id


class TestAdd:
    def test_of_a_person(self, services: Services) -> None:
        """It is kept without its comment, may only read unless said otherwise, and the log has it."""
        added = services.repository_keys.add("MONA/app", " CI ", ed25519(comment="me"))
        assert added == DeployKey(
            1, "mona/app", "CI", True, ed25519(), added.fingerprint, NOW, created_by="mona", made_with=None
        )
        assert services.repository_keys.all_of("mona/app") == [added]
        fields = {
            "user": "mona",
            "repo": "mona/app",
            "title": "CI",
            "fingerprint": added.fingerprint,
            "read_only": True,
        }
        assert events(services) == [("public_key.create", fields)]
        assert add(services, seed=2, read_only=False).read_only is False

    @pytest.mark.parametrize("title", ["", "  ", "x" * 256, "a\x1bb"], ids=repr)
    def test_needs_a_title(self, services: Services, title: str) -> None:
        """One that can be read."""
        with pytest.raises(InvalidInput) as refused:
            services.repository_keys.add("mona/app", title, ed25519())
        assert list(refused.value.errors) == ["title"]

    def test_needs_a_key(self, services: Services) -> None:
        """And nothing is left of one that is none."""
        with pytest.raises(InvalidInput):
            services.repository_keys.add("mona/app", "CI", "ssh-rsa x")
        assert titles(services) == []

    @pytest.mark.parametrize("name", ["mona/app", "octo-labs/lab"])
    def test_a_key_is_used_once(self, services: Services, name: str) -> None:
        """GitHub's words, wherever it is in use."""
        add(services)
        with pytest.raises(InvalidInput, match="Key is already in use"):
            services.repository_keys.add(name, "again", ed25519(comment="other"))
        assert len(events(services)) == 1


class TestWhoMay:
    @pytest.mark.parametrize("act", ["add", "all_of", "delete"])
    @pytest.mark.parametrize("role", [None, *RepositoryRole])
    def test_only_administrators(self, services: Services, act: str, role: RepositoryRole | None) -> None:
        """With any other role in it, or none, the repository's keys are neither seen nor changed."""
        key = as_user(services, "hubot").repository_keys.add("hubot/engine", "CI", ed25519())
        if role is not None:
            add_collaborator(as_user(services, "hubot").context, "hubot/engine", "mona", role)
        keys = services.repository_keys
        acts: dict[str, Callable[[], object]] = {
            "add": lambda: keys.add("hubot/engine", "x", ed25519(2)),
            "all_of": lambda: keys.all_of("hubot/engine"),
            "delete": lambda: keys.delete(key.id),
        }
        if role is RepositoryRole.ADMIN:
            acts[act]()
            return
        with pytest.raises(Forbidden, match="Only an administrator of hubot/engine can do this"):
            acts[act]()
        assert titles(as_user(services, "hubot"), "hubot/engine") == ["CI"]

    def test_owners_of_the_organization(self, services: Services) -> None:
        """Mona owns octo-labs, and is only a member of acme."""
        assert add(services, "octo-labs/lab").repository == "octo-labs/lab"
        with pytest.raises(Forbidden):
            add(services, "acme/api", 2)

    def test_nobody_who_is_suspended(self, services: Services) -> None:
        """Not even in repositories of one's own."""
        key = add(services)
        with services.context.database.transaction():
            accounts.set_suspended(services.context.database, services.acting.id, NOW)
        with pytest.raises(Forbidden, match="mona is suspended"):
            add(services, seed=2)
        with pytest.raises(Forbidden, match="mona is suspended"):
            services.repository_keys.delete(key.id)

    @pytest.mark.parametrize("name", ["mona/none", "nobody/app", "app", ""])
    def test_a_repository_that_is_not_there(self, services: Services, name: str) -> None:
        """Is told to be none."""
        with pytest.raises(NotFound):
            add(services, name)


class TestMadeWith:
    def test_a_fine_grained_token(self, services: Services) -> None:
        """The key knows which."""
        made = add(services, token=str(token(services)))
        assert made.made_with == MadeWith(TokenKind.FINE_GRAINED, 1, "maker")
        assert services.token_life.deploy_keys(1) == [made]

    def test_a_classic_token(self, services: Services) -> None:
        """With the scope repo, or what implies it."""
        services.classic_tokens.generate(ClassicDraft("old", scopes=["repo"]))
        made = add(services, token="old", kind=TokenKind.CLASSIC)
        assert made.made_with == MadeWith(TokenKind.CLASSIC, 1, "old")
        assert services.classic_tokens.deploy_keys(1) == [made]

    @pytest.mark.parametrize(
        "changes",
        [
            {"permissions": {"administration": Level.READ}},
            {"permissions": {"contents": Level.WRITE}},
            {"repository_access": RepositoryAccess.PUBLIC, "permissions": {}},
            {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/notes",)},
            {"owner": "octo-labs"},
        ],
        ids=str,
    )
    def test_not_one_that_may_not(self, services: Services, changes: dict[str, object]) -> None:
        """Its permission, its reach and its owner are looked at as for a call of the API."""
        with pytest.raises(Forbidden, match="The token “maker” may not add deploy keys here"):
            add(services, token=str(token(services, **changes)))
        assert titles(services) == []

    def test_one_that_names_the_repository(self, services: Services) -> None:
        """A selection that holds the repository is enough."""
        reach = {"repository_access": RepositoryAccess.SELECTED, "repositories": ("mona/app",)}
        assert add(services, token=str(token(services, **reach))).made_with is not None

    def test_not_one_that_has_expired(self, services: Services, clock: FixedClock) -> None:
        """Of either kind."""
        token(services, expiration=InDays(1))
        services.classic_tokens.generate(ClassicDraft("old", InDays(1), ["repo"]))
        clock.advance(timedelta(days=1))
        for name, kind in (("maker", TokenKind.FINE_GRAINED), ("old", TokenKind.CLASSIC)):
            with pytest.raises(Forbidden):
                add(services, token=name, kind=kind)

    def test_not_one_that_waits_or_was_narrowed(self, services: Services) -> None:
        """What is granted and what the token still has must both allow it."""
        database = services.context.database
        with database.transaction():
            repository = database.row("SELECT id FROM repositories WHERE name = 'api'")
            assert repository is not None
            collaborators.set_role(database, repository["id"], user(database, "mona").id, RepositoryRole.ADMIN)
        made = token(services, owner="acme", permissions={**ADMIN, "contents": Level.READ})
        with pytest.raises(Forbidden):
            add(services, "acme/api", token="maker")
        with database.transaction():
            requests.approve(database, made, user(database, "hubot").id, NOW)
        assert add(services, "acme/api", token="maker").made_with is not None
        services.token_life.edit_with(made, lambda held: replace(held, permissions={"contents": Level.READ}))
        with pytest.raises(Forbidden):
            add(services, "acme/api", 2, token="maker")

    @pytest.mark.parametrize("scopes", [[], ["public_repo"], ["admin:public_key"]], ids=str)
    def test_not_a_classic_one_without_the_scope(self, services: Services, scopes: list[str]) -> None:
        """public_repo reaches public repositories only."""
        services.classic_tokens.generate(ClassicDraft("old", scopes=scopes))
        with pytest.raises(Forbidden):
            add(services, token="old", kind=TokenKind.CLASSIC)

    def test_not_a_classic_one_that_the_organization_refuses(self, services: Services) -> None:
        """The organization's policy holds here too."""
        services.classic_tokens.generate(ClassicDraft("old", scopes=["repo"]))
        assert add(services, "octo-labs/lab", token="old", kind=TokenKind.CLASSIC).made_with is not None
        database = services.context.database
        with database.transaction():
            policies.set_policy(database, user(database, "octo-labs").id, OrganizationPolicy(classic_allowed=False))
        with pytest.raises(Forbidden):
            add(services, "octo-labs/lab", 2, token="old", kind=TokenKind.CLASSIC)

    def test_not_anothers(self, services: Services) -> None:
        """Tokens of other users do not exist."""
        as_user(services, "hubot").tokens.generate(draft("theirs", owner="hubot"))
        with pytest.raises(NotFound):
            add(services, token="theirs")


@pytest.mark.parametrize("kind", TokenKind)
class TestWithTheToken:
    @pytest.fixture
    def life(self, services: Services, kind: TokenKind) -> Any:
        """Use cases over a token with id 1 that made the key 1; the key 2 is a person's."""
        if kind is TokenKind.CLASSIC:
            services.classic_tokens.generate(ClassicDraft("maker", scopes=["repo"]))
        else:
            token(services)
        add(services, token="maker", kind=kind)
        services.repository_keys.add("mona/app", "mine", ed25519(2))
        return services.classic_tokens if kind is TokenKind.CLASSIC else services.token_life

    def test_its_keys_go_at_once(self, services: Services, life: Any) -> None:
        """They are neither listed nor found, as long as the deletion can be undone and after; the log has each."""
        life.delete([1])
        assert titles(services) == ["mine"]
        with pytest.raises(NotFound):
            services.repository_keys.delete(1)
        assert [action for action, _fields in events(services)] == ["public_key.create"] * 2 + ["public_key.delete"]

    def test_its_keys_come_back_with_it(self, services: Services, life: Any) -> None:
        """As they were, with their ids; and the log has that."""
        before = services.repository_keys.all_of("mona/app")
        life.delete([1])
        life.undo_delete([1])
        assert services.repository_keys.all_of("mona/app") == before
        assert events(services)[-1] == events(services)[0]

    def test_then_they_are_gone(self, services: Services, life: Any, clock: FixedClock) -> None:
        """After ten seconds nothing is left of them in the store but the log."""
        life.delete([1])
        clock.advance(timedelta(seconds=11))
        life.forget_deleted()
        with pytest.raises(PatTuiError):
            life.undo_delete([1])
        assert titles(services) == ["mine"]
        services.context.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        assert ed25519().split()[1].encode() not in services.settings.store.read_bytes()

    def test_a_key_that_was_used_again_stays_where_it_is(self, services: Services, life: Any) -> None:
        """Undoing brings the token back without it."""
        life.delete([1])
        again = services.repository_keys.add("mona/notes", "again", ed25519())
        life.undo_delete([1])
        assert titles(services) == ["mine"]
        assert services.repository_keys.all_of("mona/notes") == [again]

    def test_regenerating_and_editing_keep_them(self, services: Services, life: Any, kind: TokenKind) -> None:
        """Only deleting takes them along."""
        life.regenerate(1, InDays(9))
        assert titles(services) == ["CI", "mine"]

    def test_a_repository_that_goes_takes_its_keys_along(self, services: Services, life: Any) -> None:
        """Undoing does not bring back what has nowhere to be."""
        life.delete([1])
        with services.context.database.transaction():
            services.context.database.tables.table("repositories").delete_where("name = ?", ["app"])
        life.undo_delete([1])
        assert services.context.database.rows("SELECT * FROM deploy_keys") == []


def test_delete(services: Services) -> None:
    """The key is gone, can be added again, and the log has who did it."""
    key = add(services)
    assert services.repository_keys.delete(key.id) == key
    assert titles(services) == []
    assert events(services)[-1][0] == "public_key.delete"
    with pytest.raises(NotFound, match="There is no deploy key 1"):
        services.repository_keys.delete(key.id)
    assert add(services).id == 2


def test_who_added_it_may_go(services: Services) -> None:
    """The key stays without a name."""
    add(services, "octo-labs/lab")
    with services.context.database.transaction():
        services.context.database.tables.table("accounts").delete_where("login = ?", ["mona"])
    (key,) = as_user(services, "hubot").repository_keys.all_of("octo-labs/lab")
    assert key.created_by is None
