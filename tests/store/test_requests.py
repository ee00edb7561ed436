"""Where a token stands with its organization follows from its requests and its grant, and fails closed."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pat_tui.domain.errors import NotFound
from pat_tui.domain.permissions import Level
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import requests, token_list, tokens
from pat_tui.store.database import Database
from pat_tui.store.requests import Reach
from pat_tui.store.token_list import TokenOrder
from pat_tui.store.tokens import NewToken
from pat_tui.wiring import Services
from tests.worlds import NOW, user

HOUR = timedelta(hours=1)
REACH = Reach(RepositoryAccess.SELECTED, (2, 1), {"contents": Level.WRITE, "actions": Level.READ})


@pytest.fixture
def store(services: Services) -> Database:
    """The small world's store."""
    return services.context.database


def add(store: Database, owner: str) -> int:
    """A token of `mona` for OWNER, without a request."""
    new = NewToken(
        user_id=user(store, "mona").id,
        owner_id=user(store, owner).id,
        name="t",
        description="",
        secret_hash=b"h" * 32,
        hint="",
        repository_access=RepositoryAccess.ALL,
        repository_ids=(),
        permissions={},
        created_at=NOW,
        expires_at=None,
    )
    return tokens.add(store, new)


def ask(store: Database, token_id: int, at: datetime) -> None:
    """Ask for access, with a reason."""
    requests.ask(store, token_id, user(store, "acme").id, "please", REACH, at)


def approve(store: Database, token_id: int, at: datetime) -> None:
    """Let `hubot` approve."""
    requests.approve(store, token_id, user(store, "hubot").id, at)


def deny(store: Database, token_id: int, at: datetime) -> None:
    """Let `hubot` deny."""
    requests.deny(store, token_id, "no", user(store, "hubot").id, at)


def revoke(store: Database, token_id: int, at: datetime) -> None:
    """Let `hubot` revoke."""
    requests.revoke(store, token_id, user(store, "hubot").id, at)


Step = Callable[[Database, int, datetime], None]


@pytest.mark.parametrize(
    ("owner", "steps", "grant"),
    [
        ("mona", (), Grant.GRANTED),
        ("acme", (), Grant.PENDING),
        ("acme", (ask,), Grant.PENDING),
        ("acme", (ask, approve), Grant.GRANTED),
        ("acme", (ask, deny), Grant.DENIED),
        ("acme", (ask, deny, ask), Grant.PENDING),
        ("acme", (ask, deny, ask, approve), Grant.GRANTED),
        ("acme", (ask, approve, revoke), Grant.REVOKED),
        ("acme", (ask, approve, ask), Grant.GRANTED),
        ("acme", (ask, approve, ask, deny), Grant.GRANTED),
        ("acme", (ask, approve, revoke, ask), Grant.PENDING),
        ("acme", (ask, approve, revoke, ask, deny), Grant.DENIED),
        ("acme", (ask, approve, ask, deny, revoke), Grant.REVOKED),
    ],
    ids=lambda value: (
        "-".join(step.__name__ for step in value) or "nothing" if isinstance(value, tuple) else str(value)
    ),
)
def test_the_grant_follows_from_what_happened(
    store: Database, owner: str, steps: tuple[Step, ...], grant: Grant
) -> None:
    """One's own things are granted; an organization's only by a standing grant; the list and the token page agree."""
    with store.transaction():
        token_id = add(store, owner)
        for number, step in enumerate(steps, 1):
            step(store, token_id, NOW + number * HOUR)
    mona = user(store, "mona").id
    token = tokens.get(store, mona, token_id)
    assert token is not None
    assert token.grant is grant
    assert [row.grant for row in token_list.page(store, mona, TokenOrder.CREATED, "", 0, 9)] == [grant]


class TestDecisions:
    def test_reasons_are_told_to_the_token_s_user(self, store: Database) -> None:
        """The justification and the reason for the denial stand on the token."""
        with store.transaction():
            token_id = add(store, "acme")
            ask(store, token_id, NOW)
            deny(store, token_id, NOW + HOUR)
        token = tokens.get(store, user(store, "mona").id, token_id)
        assert token is not None
        assert (token.reason, token.decision_reason) == ("please", "no")

    @pytest.mark.parametrize("step", [approve, deny, revoke])
    def test_there_must_be_something_to_decide(self, store: Database, step: Step) -> None:
        """Without an open request, or a grant to revoke, the decision is refused."""
        with store.transaction():
            token_id = add(store, "acme")
            with pytest.raises(NotFound):
                step(store, token_id, NOW)

    @pytest.mark.parametrize("step", [approve, deny])
    def test_a_request_is_decided_once(self, store: Database, step: Step) -> None:
        """What is approved can neither be approved again nor denied."""
        with store.transaction():
            token_id = add(store, "acme")
            ask(store, token_id, NOW)
            approve(store, token_id, NOW)
            with pytest.raises(NotFound):
                step(store, token_id, NOW)

    def test_what_is_granted_is_what_was_asked(self, store: Database) -> None:
        """The grant carries the request's repositories and permissions, in one fixed order, and who gave it."""
        with store.transaction():
            token_id = add(store, "acme")
            ask(store, token_id, NOW)
            approve(store, token_id, NOW + HOUR)
        row = store.row("SELECT * FROM token_grants WHERE token_id = ?", (token_id,))
        assert row is not None
        assert json.loads(row["granted"]) == {
            "repository_access": "selected",
            "repositories": [1, 2],
            "permissions": {"actions": "read", "contents": "write"},
        }
        assert (row["granted_by"], row["revoked_at"]) == (user(store, "hubot").id, None)


def test_a_revoked_token_can_be_approved_again(store: Database) -> None:
    """What an owner grants after a revocation takes the place of what was revoked."""
    token_id = add(store, "acme")
    ask(store, token_id, NOW)
    approve(store, token_id, NOW)
    requests.revoke(store, token_id, user(store, "hubot").id, NOW)
    wider = Reach(RepositoryAccess.ALL, (), {"contents": Level.ADMIN})
    requests.ask(store, token_id, user(store, "acme").id, "again", wider, NOW + HOUR)
    approve(store, token_id, NOW + HOUR)
    token = tokens.get(store, user(store, "mona").id, token_id)
    assert token is not None
    assert token.grant is Grant.GRANTED
    grants = store.rows("SELECT granted, revoked_at FROM token_grants WHERE token_id = ?", (token_id,))
    assert [tuple(row) for row in grants] == [(wider.to_json(), None)]
