"""Generating a token: one transaction, one event for each fact, one copy of the secret."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.expiration import InDays, Never, OnDate
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import TokenKind, hash_of, hint_of, recognise
from pat_tui.domain.status import Grant, Status
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.token_list import TokenOrder
from pat_tui.store import events, policies
from pat_tui.wiring import Services
from tests.services.breaking import dump, failures_without_a_trace
from tests.worlds import NOW, FixedClock, acting_as, draft, make_services, user

READ, WRITE, ADMIN = Level.READ, Level.WRITE, Level.ADMIN
PUBLIC, ALL, SELECTED = RepositoryAccess.PUBLIC, RepositoryAccess.ALL, RepositoryAccess.SELECTED
REQUEST = draft("request", owner="acme", reason="For CI", repository_access=ALL, permissions={"contents": WRITE})
FULL = draft(
    "full",
    description="Reads\nthe notes",
    repository_access=SELECTED,
    repositories=("mona/notes", "mona/app"),
    permissions={"issues": WRITE, "gists": WRITE},
)


def actions(services: Services) -> list[str]:
    """What `mona` did, without the prefix of tokens."""
    noted = events.actions_of(services.context.database, services.acting.id)
    return [action.removeprefix("personal_access_token.") for action, _fields in noted]


class TestToken:
    def test_is_what_the_draft_says(self, services: Services) -> None:
        """Every field of the draft is in the token that comes back, and in the store."""
        token = services.tokens.generate(FULL).token
        assert (token.name, token.description, token.owner_login) == ("full", "Reads\nthe notes", "mona")
        assert (token.created_at, token.expires_at) == (NOW, NOW + timedelta(days=30))
        assert [repository.full_name for repository in token.repositories] == ["mona/app", "mona/notes"]
        assert token.permissions == {"gists": WRITE, "issues": WRITE, "metadata": READ}
        assert token == services.tokens.get(token.id)

    def test_secret_is_well_formed_and_only_its_hash_and_hint_are_kept(self, services: Services) -> None:
        """The secret is recognised as fine-grained; the store holds SHA-256 and the last eight characters."""
        generated = services.tokens.generate(draft())
        assert recognise(generated.secret.reveal()) is TokenKind.FINE_GRAINED
        row = services.context.database.row("SELECT secret_hash, hint FROM fine_grained_tokens")
        assert row is not None
        assert (row["secret_hash"], row["hint"]) == (hash_of(generated.secret), hint_of(generated.secret))
        assert generated.token.hint == hint_of(generated.secret)

    def test_two_secrets_differ(self, services: Services) -> None:
        """Each token has a secret of its own."""
        secrets = {services.tokens.generate(draft(name)).secret.reveal() for name in ("a", "b", "c")}
        assert len(secrets) == 3

    def test_name_loses_the_spaces_around_it(self, services: Services) -> None:
        """The spaces count neither for the token, nor for the live check, nor for who was first."""
        assert services.tokens.generate(draft("  deploy ")).token.name == "deploy"
        assert services.tokens.name_error(" deploy  ") == "Name has already been taken"
        assert services.tokens.errors(draft(" deploy")) == {"name": "Name has already been taken"}
        assert services.tokens.name_error("x" * 40 + " ") is None

    def test_repositories_are_taken_once_in_any_case(self, services: Services) -> None:
        """The same repository named twice is one; the store's own spelling is noted."""
        names = ("MONA/App", *["mona/app"] * 50, "Mona/NOTES")
        assert services.tokens.errors(replace(FULL, repositories=names)) == {}
        token = services.tokens.generate(replace(FULL, owner="Mona", repositories=names)).token
        assert [repository.full_name for repository in token.repositories] == ["mona/app", "mona/notes"]
        fields = events.actions_of(services.context.database, services.acting.id)[-1][1]
        assert fields["repositories"] == ["mona/app", "mona/notes"]
        assert "org" not in fields

    @pytest.mark.parametrize(
        ("expiration", "zone", "expires_at"),
        [
            (InDays(7), "UTC", NOW + timedelta(days=7)),
            (Never(), "UTC", None),
            (OnDate(date(2026, 7, 1)), "Europe/Berlin", datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)),
            (OnDate(date(2026, 3, 29)), "Europe/Berlin", datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
            (OnDate(date(2026, 1, 16)), "Pacific/Kiritimati", datetime(2026, 1, 16, 9, 59, 59, tzinfo=UTC)),
        ],
        ids=str,
    )
    def test_ends_when_the_users_zone_says(
        self, tmp_path: Path, expiration: InDays | OnDate | Never, zone: str, expires_at: datetime | None
    ) -> None:
        """The stored instant is in UTC and follows the user's calendar, also where that has reached tomorrow."""
        with make_services(tmp_path, zone=ZoneInfo(zone), now=NOW - timedelta(hours=4)) as services:
            step = timedelta(hours=4) if isinstance(expiration, InDays) else timedelta(0)
            token = services.tokens.generate(draft(expiration=expiration)).token
            assert token.expires_at == (expires_at - step if expires_at else None)

    def test_the_last_day_of_a_limit_is_cut_at_the_limit(self, services: Services) -> None:
        """globex allows 30 days: the thirtieth calendar day ends 30 x 24 hours after creation."""
        token = services.tokens.generate(draft(owner="globex", expiration=OnDate(date(2026, 2, 14)))).token
        assert token.expires_at == NOW + timedelta(days=30)


class TestEvents:
    @pytest.mark.parametrize(
        ("owner", "noted"),
        [
            ("mona", ["create"]),
            ("acme", ["create", "request_created"]),
            ("globex", ["create", "request_created", "access_granted"]),
            ("octo-labs", ["create", "request_created", "access_granted"]),
        ],
    )
    def test_are_githubs_and_follow_the_policy(self, services: Services, owner: str, noted: list[str]) -> None:
        """A user's own token is created; an organization's is asked for, and granted where nobody needs to approve."""
        services.tokens.generate(draft(owner=owner))
        assert actions(services) == noted

    def test_carry_githubs_fields_and_no_secret(self, services: Services) -> None:
        """The entry names who, what and for which resources; the token by its hash, and neither secret nor hint."""
        generated = services.tokens.generate(REQUEST)
        noted = events.actions_of(services.context.database, services.acting.id)
        assert {action for action, _fields in noted} == {
            "personal_access_token.create",
            "personal_access_token.request_created",
        }
        asked = {"user_programmatic_access_request_id": 1}
        for action, fields in noted:
            assert fields == {
                "user": "mona",
                "org": "acme",
                "programmatic_access_type": "Fine-grained personal access token",
                "user_programmatic_access_id": generated.token.id,
                "user_programmatic_access_name": "request",
                "repository_selection": "all",
                "repositories": [],
                "permissions": {"contents": "write", "metadata": "read"},
                "hashed_token": b64encode(hash_of(generated.secret)).decode(),
                **(asked if action.endswith("request_created") else {}),
            }
            assert generated.token.hint not in str(fields)

    def test_of_a_refused_draft_there_are_none(self, services: Services) -> None:
        """A draft with errors changes nothing at all, and all of its errors are told."""
        before = dump(services)
        with pytest.raises(InvalidInput) as caught:
            services.tokens.generate(draft("", owner="initech", expiration=InDays(0)))
        assert list(caught.value.errors) == ["name", "expiration", "owner"]
        assert dump(services) == before


class TestGrant:
    @pytest.mark.parametrize(
        ("owner", "grant", "status"),
        [
            ("mona", Grant.GRANTED, Status.ACTIVE),
            ("acme", Grant.PENDING, Status.PENDING),
            ("globex", Grant.GRANTED, Status.ACTIVE),
            ("octo-labs", Grant.GRANTED, Status.ACTIVE),
        ],
    )
    def test_at_once(self, services: Services, owner: str, grant: Grant, status: Status) -> None:
        """Granted: one's own, without approval, and for owners of the organization. Pending: everybody else."""
        token = services.tokens.generate(draft(owner=owner)).token
        assert token.grant is grant
        assert token.status_at(NOW) is status

    def test_a_reason_is_kept_only_where_somebody_reads_it(self, services: Services) -> None:
        """The justification goes to the reviewers; where nobody reviews, it is dropped."""
        reasons = [
            services.tokens.generate(draft(owner, owner=owner, reason="For CI")).token.reason
            for owner in ("acme", "globex", "octo-labs", "mona")
        ]
        assert reasons == ["For CI", "", "", ""]

    def test_asks_for_what_the_token_holds(self, services: Services) -> None:
        """The request names repositories by id and permissions with metadata."""
        services.tokens.generate(replace(REQUEST, repository_access=SELECTED, repositories=("acme/api",)))
        row = services.context.database.row("SELECT asked FROM token_requests")
        [api, *_rest] = services.tokens.selectable_repositories(user(services.context.database, "acme"))
        assert row is not None
        assert row["asked"] == (
            f'{{"repository_access": "selected", "repositories": [{api.id}],'
            ' "permissions": {"contents": "write", "metadata": "read"}}'
        )

    def test_switching_approval_off_later_does_not_grant_what_was_asked_before(self, services: Services) -> None:
        """An open request stays open until it is decided; only new tokens pass."""
        old = services.tokens.generate(REQUEST).token
        database = services.context.database
        with database.transaction():
            policies.set_policy(database, user(database, "acme").id, OrganizationPolicy(approval_required=False))
        new = services.tokens.generate(replace(REQUEST, name="later")).token
        assert [services.tokens.get(token.id).grant for token in (old, new)] == [Grant.PENDING, Grant.GRANTED]


class TestLimits:
    def test_the_51st_token_is_refused(self, services: Services) -> None:
        """Fifty tokens, expired ones too, are the most; the error names the limit and the way out."""
        for number in range(50):
            services.tokens.generate(draft(f"token {number}", expiration=InDays(1)))
        assert services.tokens.count() == 50
        with pytest.raises(InvalidInput, match=r"You already have 50 fine-grained tokens.* Delete one"):
            services.tokens.generate(draft("one more"))
        acting_as(services, "hubot").generate(draft("one of mine", owner="hubot"))

    def test_fifty_repositories_can_be_selected(self, services: Services) -> None:
        """All fifty are found and kept; the fifty-first is one too many."""
        database = services.context.database
        with database.transaction():
            database.connection.executemany(
                "INSERT INTO repositories (owner_id, name, visibility, created_at) VALUES (?, ?, 'private', '')",
                [(services.acting.id, f"r{number}") for number in range(51)],
            )
            database.connection.execute("UPDATE repositories SET created_at = '2026-01-01T00:00:00Z'")
        names = tuple(f"mona/r{number}" for number in range(51))
        token = services.tokens.generate(replace(FULL, repositories=names[:50])).token
        assert len(token.repositories) == 50
        assert services.tokens.errors(replace(FULL, name="x", repositories=names)) == {
            "repositories": "Select at most 50 repositories."
        }


@pytest.mark.parametrize("owner", ["mona", "acme", "globex"])
def test_a_failure_anywhere_leaves_no_trace(services: Services, owner: str) -> None:
    """Broken off at any point up to the commit, the store is as it was: no token, no request, no event alone."""
    wanted = draft(owner=owner, repository_access=ALL, permissions={"contents": WRITE})
    services.tokens.errors(wanted)
    assert failures_without_a_trace(services, lambda: services.tokens.generate(wanted), 29) > 20
    assert services.tokens.count() == 1


class TestRaces:
    def test_of_eight_threads_one_gets_the_name(self, services: Services) -> None:
        """One token is made; the seven others get the field error, and nothing of theirs stays."""
        barrier = Barrier(8)

        def generate(_number: int) -> dict[str, str] | None:
            barrier.wait()
            try:
                services.tokens.generate(draft("same"))
            except InvalidInput as error:
                return error.errors
            return None

        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(generate, range(8)))
        assert results.count(None) == 1
        assert [error for error in results if error] == [{"name": "Name has already been taken"}] * 7
        assert services.tokens.count() == 1
        assert actions(services) == ["create"]


class TestSecretIsNowhere:
    @pytest.mark.parametrize("owner", ["mona", "acme", "globex"])
    def test_in_the_files_of_the_store(self, tmp_path: Path, owner: str) -> None:
        """No nine characters of the secret are in store, log or shared memory; not while open, not when closed."""
        with make_services(tmp_path) as services:
            secret = services.tokens.generate(draft(owner=owner, reason="For CI")).secret.reveal()
            parts = {secret[at : at + 9].encode() for at in range(len(secret) - 8)}
            assert sorted(file.name for file in tmp_path.iterdir()) == ["store.db", "store.db-shm", "store.db-wal"]
            assert secret[-8:].encode() in (tmp_path / "store.db-wal").read_bytes()
            assert not _found(parts, tmp_path)
        assert not _found(parts, tmp_path)

    def test_in_what_is_printed_of_the_result(self, services: Services) -> None:
        """Neither the result's `repr` nor that of its parts shows more than the hint."""
        generated = services.tokens.generate(draft())
        text = generated.secret.reveal()
        shown = repr(generated) + str(generated.token) + f"{generated}"
        assert not [at for at in range(len(text) - 8) if text[at : at + 9] in shown]

    def test_after_it_was_wiped(self, services: Services) -> None:
        """Nothing that the store or the services know brings it back."""
        generated = services.tokens.generate(draft())
        generated.secret.wipe()
        assert not hasattr(services.tokens.get(generated.token.id), "secret")
        assert generated.secret.is_wiped


def _found(parts: set[bytes], folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if any(part in file.read_bytes() for part in parts)]


class TestList:
    def test_shows_the_users_own_tokens_only(self, services: Services) -> None:
        """Counting, paging, finding and getting see nothing of another user's."""
        mine = services.tokens.generate(draft("mine")).token
        hubot = acting_as(services, "hubot")
        his = hubot.generate(draft("his", owner="acme")).token
        assert [row.name for row in services.tokens.page(TokenOrder.NAME, "", 0, 10)] == ["mine"]
        assert (services.tokens.count(), hubot.count()) == (1, 1)
        assert services.tokens.find("mine") == mine
        for text in ("his", str(his.id), his.hint):
            with pytest.raises(NotFound, match=f"mona has no token {text}"):
                services.tokens.find(text)
        with pytest.raises(NotFound, match="There is no such token any more"):
            services.tokens.get(his.id)

    def test_one_name_for_two_users(self, services: Services) -> None:
        """Names are unique for their user, not for all."""
        services.tokens.generate(draft("same"))
        assert acting_as(services, "hubot").generate(draft("same", owner="hubot")).token.name == "same"

    def test_a_text_that_names_several_is_an_error(self, services: Services) -> None:
        """A token whose name is another's id makes that text ambiguous, and the error tells the ids."""
        first = services.tokens.generate(draft("first")).token
        second = services.tokens.generate(draft(str(first.id))).token
        with pytest.raises(InvalidInput, match=f"names several tokens: ids {first.id}, {second.id}"):
            services.tokens.find(str(first.id))

    def test_states_follow_the_clock(self, services: Services, clock: FixedClock) -> None:
        """The same row is active, expiring soon and expired as time goes by."""
        services.tokens.generate(draft())
        [row] = services.tokens.page(TokenOrder.CREATED, "", 0, 10)
        seen = [row.status_at(services.tokens.now())]
        seen += [row.status_at(clock.advance(step)) for step in (timedelta(days=23), timedelta(days=7))]
        assert seen == [Status.ACTIVE, Status.EXPIRING_SOON, Status.EXPIRED]


class TestResourceOwners:
    def test_are_the_user_and_the_organizations_that_allow_it(self, services: Services) -> None:
        """The user first, then by login; each says whether to wait for approval and for how long a token may live."""
        offered = [
            (owner.account.login, owner.is_organization, owner.approval_required, owner.max_lifetime_days)
            for owner in services.tokens.resource_owners()
        ]
        assert offered == [
            ("mona", False, False, None),
            ("acme", True, True, 366),
            ("globex", True, False, 30),
            ("octo-labs", True, False, None),
        ]

    def test_missing_ones_are_named(self, services: Services) -> None:
        """The organization that restricts fine-grained tokens is told; one that the user is no member of is not."""
        assert [owner.login for owner in services.tokens.missing_owners()] == ["initech"]

    @pytest.mark.parametrize("owner", ["initech", "stranger-org", "hubot", "nobody", ""])
    def test_others_cannot_be_chosen(self, services: Services, owner: str) -> None:
        """Restricted, foreign, somebody else and nobody are refused with GitHub's sentence."""
        assert services.tokens.errors(draft(owner=owner)) == {
            "owner": f"Cannot find the specified resource owner: {owner}"
        }

    @pytest.mark.parametrize("name", ["acme/api", "mona/vault", "stranger-org/vault", "app", "mona/", "mona/app/x"])
    def test_their_repositories_only_can_be_selected(self, services: Services, name: str) -> None:
        """A repository of any other account, or none, is refused by its name."""
        found = services.tokens.errors(replace(FULL, repositories=("mona/app", name)))
        assert found == {"repositories": f"mona has no repository {name} that you can select."}

    def test_their_repositories_are_offered_by_name(self, services: Services) -> None:
        """The picker lists those of the owner that was chosen."""
        acme = user(services.context.database, "acme")
        assert [it.full_name for it in services.tokens.selectable_repositories(acme)] == ["acme/api", "acme/website"]

    def test_metadata_alone_is_refused_and_otherwise_added(self, services: Services) -> None:
        """Metadata needs company; in company it comes by itself; without repository permissions it goes."""
        alone = services.tokens.errors(draft(repository_access=ALL, permissions={"metadata": READ}))
        assert alone == {"permissions": "Metadata comes with another repository permission; choose one."}
        token = services.tokens.generate(draft(permissions={"metadata": READ, "gists": WRITE})).token
        assert token.permissions == {"gists": WRITE}
        raised = services.tokens.errors(
            draft("x", repository_access=ALL, permissions={"metadata": WRITE, "issues": READ})
        )
        assert raised == {"permissions": "metadata cannot be write; choose read."}
