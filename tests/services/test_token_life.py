"""Editing and regenerating: what changes, what never does, who is asked, and what the log says of it."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import TokenKind, hash_of, hint_of, recognise
from pat_tui.domain.status import Grant, Status
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.services.token_life import TokenLife, goes_beyond
from pat_tui.store import events, policies, requests, tokens
from pat_tui.store.requests import Reach
from pat_tui.wiring import Services
from tests.services.breaking import dump
from tests.services.test_generate import actions
from tests.worlds import NOW, FixedClock, draft, user

READ, WRITE, ADMIN = Level.READ, Level.WRITE, Level.ADMIN
PUBLIC, ALL, SELECTED = RepositoryAccess.PUBLIC, RepositoryAccess.ALL, RepositoryAccess.SELECTED
OWN = draft(
    "own",
    description="Reads",
    repository_access=SELECTED,
    repositories=("mona/app", "mona/notes"),
    permissions={"issues": WRITE, "gists": WRITE},
)
ACME = draft(
    "acme's",
    owner="acme",
    reason="For CI",
    repository_access=SELECTED,
    repositories=("acme/api",),
    permissions={"contents": WRITE, "issues": READ},
)


def life_of(services: Services, login: str) -> TokenLife:
    """What the user called LOGIN can do, in the world of SERVICES."""
    return TokenLife(services.context._replace(acting=user(services.context.database, login)))


def new(services: Services, wanted: TokenDraft = OWN) -> FineGrainedToken:
    """A token of mona."""
    return services.tokens.generate(wanted).token


def granted(services: Services, wanted: TokenDraft = ACME) -> FineGrainedToken:
    """A token of mona that hubot, an owner of the organization, has approved."""
    token = new(services, wanted)
    decide(services, token, "approve")
    return services.tokens.get(token.id)


def decide(services: Services, token: FineGrainedToken, decision: str) -> None:
    """Let hubot approve, deny or revoke."""
    database, hubot = services.context.database, user(services.context.database, "hubot")
    with database.transaction():
        if decision == "approve":
            requests.approve(database, token.id, hubot.id, NOW)
        elif decision == "deny":
            requests.deny(database, token.id, "Too much", hubot.id, NOW)
        else:
            requests.revoke(database, token.id, hubot.id, NOW)


def asked(services: Services, token: FineGrainedToken) -> list[tuple[str | None, dict[str, str]]]:
    """Every request of the token, oldest first: the decision, and the permissions that it asks for."""
    rows = services.context.database.rows(
        "SELECT decision, asked FROM token_requests WHERE token_id = ? ORDER BY id", (token.id,)
    )
    return [(row["decision"], dict(Reach.from_json(row["asked"]).permissions)) for row in rows]


def known_in_base64(services: Services) -> str:
    """The hash of the one secret that the store knows, as GitHub's logs write it."""
    (secret_hash,) = known_hashes(services)
    return b64encode(secret_hash).decode()


def last_event(services: Services) -> tuple[str, dict[str, Any]]:
    """What mona did last."""
    return events.actions_of(services.context.database, services.acting.id)[-1]


def events_after(services: Services, act: Callable[[], object]) -> list[str]:
    """What ACT adds to mona's part of the log."""
    before = len(actions(services))
    act()
    return actions(services)[before:]


def set_policy(services: Services, organization: str, policy: OrganizationPolicy) -> None:
    """Let the organization decide otherwise."""
    database = services.context.database
    with database.transaction():
        policies.set_policy(database, user(database, organization).id, policy)


def run(services: Services, sql: str, *parameters: str | int) -> None:
    """Change the store behind the services' back."""
    database = services.context.database
    with database.transaction():
        database.connection.execute(sql, parameters)


def known_hashes(services: Services) -> set[bytes]:
    """The hashes by which a secret can be recognised."""
    return {row["secret_hash"] for row in services.context.database.rows("SELECT secret_hash FROM fine_grained_tokens")}


class TestDraftOf:
    def test_makes_the_same_token_again(self, services: Services) -> None:
        """The draft of a token, under another name, generates its like: the way to duplicate one."""
        token = new(services)
        again = new(services, replace(services.token_life.draft_of(token.id), name="again"))
        same = replace(again, id=token.id, name=token.name, hint=token.hint)
        assert same == token
        assert again.hint != token.hint

    def test_of_anothers_token_there_is_none(self, services: Services) -> None:
        """Another user's token does not exist, whatever is wanted of it."""
        token = new(services)
        life = life_of(services, "hubot")
        before = dump(services)
        attempts: list[Callable[[], object]] = [
            lambda: life.draft_of(token.id),
            lambda: life.edit_errors(token.id, OWN),
            lambda: life.edit(token.id, OWN),
            lambda: life.expiration_limit(token.id),
            lambda: life.regenerate(token.id, InDays(1)),
            lambda: life.delete([token.id]),
            lambda: life.undo_delete([token.id]),
        ]
        for attempt in attempts:
            with pytest.raises(NotFound):
                attempt()
        assert dump(services) == before


CHANGES: dict[str, dict[str, Any]] = {
    "name": {"name": "other"},
    "description": {"description": "Other\nthings"},
    "repositories": {"repositories": ("mona/dotfiles",)},
    "permissions": {"permissions": {"issues": READ, "metadata": READ}},
}


class TestEdit:
    @pytest.mark.parametrize("field", CHANGES)
    def test_changes_one_field_and_nothing_else(self, services: Services, field: str) -> None:
        """The field is what it was set to, all others stay, and the log says which one it was."""
        token = new(services)
        edited = services.token_life.edit(token.id, replace(OWN, **CHANGES[field]))
        seen = getattr(edited, field)
        if field == "repositories":
            seen = tuple(repository.full_name for repository in seen)
        assert seen == CHANGES[field][field]
        assert replace(edited, **{field: getattr(token, field)}) == token
        action, fields = last_event(services)
        assert action == "personal_access_token.update"
        assert fields == {
            "user": "mona",
            "programmatic_access_type": "Fine-grained personal access token",
            "user_programmatic_access_id": token.id,
            "user_programmatic_access_name": edited.name,
            "repository_selection": "subset",
            "repositories": [repository.full_name for repository in edited.repositories],
            "permissions": {slug: level.value for slug, level in edited.permissions.items()},
            "hashed_token": known_in_base64(services),
            "pat_field_changed": [field],
        }

    @pytest.mark.parametrize("access", [PUBLIC, ALL])
    def test_another_access_counts_as_repositories(self, services: Services, access: RepositoryAccess) -> None:
        """From selected ones to all or to public: the selection goes, and the log says `repositories`."""
        token = new(services, replace(OWN, permissions={}))
        edited = services.token_life.edit(
            token.id, replace(OWN, permissions={}, repository_access=access, repositories=())
        )
        assert (edited.repository_access, edited.repositories) == (access, ())
        assert last_event(services)[1]["pat_field_changed"] == ["repositories"]

    def test_all_at_once(self, services: Services) -> None:
        """Several changes are one event that names them in the order of the form."""
        token = new(services)
        changes = {name: value for change in CHANGES.values() for name, value in change.items()}
        noted = events_after(services, lambda: services.token_life.edit(token.id, replace(OWN, **changes)))
        assert noted == ["update"]
        assert last_event(services)[1]["pat_field_changed"] == list(CHANGES)

    @pytest.mark.parametrize(
        "same",
        [
            OWN,
            replace(OWN, name=" own "),
            replace(OWN, repositories=("MONA/Notes", "mona/app", "mona/APP")),
            replace(OWN, owner="acme", expiration=InDays(0), reason="Why not"),
        ],
        ids=["as it is", "spaces around the name", "other order and case", "owner, expiration and reason"],
    )
    def test_that_changes_nothing_leaves_no_trace(self, services: Services, same: TokenDraft) -> None:
        """Saving what is there already writes no row and no event."""
        token = new(services)
        before = dump(services)
        assert services.token_life.edit(token.id, same) == token
        assert dump(services) == before

    def test_keeps_secret_owner_and_end(self, services: Services) -> None:
        """The secret's hash, owner, expiry, creation and last use stay, whatever the draft says of them."""
        token = new(services)
        with services.context.database.transaction():
            tokens.note_use(services.context.database, token.id, NOW)
        hashes = known_hashes(services)
        edited = services.token_life.edit(token.id, replace(OWN, name="x", owner="acme", expiration=Never()))
        assert (edited.owner_login, edited.expires_at, edited.created_at) == ("mona", token.expires_at, NOW)
        assert (edited.last_used_at, edited.hint) == (NOW, token.hint)
        assert known_hashes(services) == hashes

    def test_a_name_must_be_new_but_for_its_own(self, services: Services) -> None:
        """The token's own name, and that name in another case, are free; another token's is taken."""
        token, other = new(services), new(services, draft("other"))
        life = services.token_life
        assert life.edit_errors(token.id, OWN) == {}
        assert life.edit(token.id, replace(OWN, name="Own")).name == "Own"
        taken = {"name": "Name has already been taken"}
        assert life.edit_errors(token.id, replace(OWN, name=" other ")) == taken
        with pytest.raises(InvalidInput) as caught:
            life.edit(other.id, draft("Own"))
        assert caught.value.errors == taken

    def test_works_on_the_fiftieth_token(self, services: Services) -> None:
        """Who has as many tokens as one can have can still change each of them."""
        made = [new(services, draft(f"token {number}")) for number in range(50)]
        assert services.token_life.edit(made[7].id, draft("seven")).name == "seven"

    def test_works_on_an_expired_token(self, services: Services, clock: FixedClock) -> None:
        """Name and reach of a token that has ended can be changed; it stays ended."""
        token = new(services)
        clock.advance(timedelta(days=40))
        edited = services.token_life.edit(token.id, replace(OWN, name="x"))
        assert (edited.name, edited.status_at(clock.now)) == ("x", Status.EXPIRED)

    def test_of_what_breaks_rules_changes_nothing(self, services: Services) -> None:
        """Every field's error is told at once, and the token is as it was."""
        token = new(services)
        before = dump(services)
        wrong = replace(
            OWN, name=" ", description="\x07", repositories=("mona/gone",), permissions={"nothing": READ}, reason="\x07"
        )
        with pytest.raises(InvalidInput) as caught:
            services.token_life.edit(token.id, wrong)
        assert list(caught.value.errors) == ["name", "description", "reason", "repositories", "permissions"]
        assert services.token_life.edit_errors(token.id, wrong) == caught.value.errors
        assert dump(services) == before

    @pytest.mark.parametrize("happened", ["restricted", "left"])
    def test_of_an_organization_that_is_closed_to_the_user_is_refused(self, services: Services, happened: str) -> None:
        """The organization restricts such tokens, or the user has left it: the field error names it."""
        token = granted(services)
        if happened == "restricted":
            set_policy(services, "acme", OrganizationPolicy(fine_grained_allowed=False))
        else:
            run(services, "DELETE FROM memberships WHERE user_id = ?", services.acting.id)
        before = dump(services)
        with pytest.raises(InvalidInput) as caught:
            services.token_life.edit(token.id, replace(ACME, name="x"))
        assert caught.value.errors["owner"] == "Cannot find the specified resource owner: acme"
        assert dump(services) == before

    def test_of_a_token_that_lost_a_repository(self, services: Services) -> None:
        """A repository that was deleted is out of the draft; the rest can be saved, and a gone one not be named."""
        token = new(services)
        run(services, "DELETE FROM repositories WHERE name = 'notes'")
        assert services.token_life.draft_of(token.id).repositories == ("mona/app",)
        assert services.token_life.edit_errors(token.id, OWN) == {
            "repositories": "mona has no repository mona/notes that you can select."
        }
        life = services.token_life
        assert life.edit(token.id, replace(life.draft_of(token.id), name="x")).name == "x"

    def test_of_a_part_keeps_what_another_changed_meanwhile(self, services: Services) -> None:
        """`edit_with` is given the token as it is when the lock is held, not as it once was read."""
        token = new(services)
        services.token_life.edit(token.id, replace(OWN, description="By another"))
        edited = services.token_life.edit_with(token.id, lambda now: replace(now, name="x"))
        assert (edited.name, edited.description) == ("x", "By another")


WIDER: dict[str, TokenDraft] = {
    "a permission added": replace(ACME, permissions={"contents": WRITE, "issues": READ, "actions": READ}),
    "a permission raised": replace(ACME, permissions={"contents": WRITE, "issues": WRITE}),
    "a repository added": replace(ACME, repositories=("acme/api", "acme/website")),
    "another repository": replace(ACME, repositories=("acme/website",)),
    "all repositories": replace(ACME, repository_access=ALL, repositories=()),
    "one raised, one taken away": replace(ACME, permissions={"issues": WRITE}),
}
NARROWER: dict[str, TokenDraft] = {
    "a permission taken away": replace(ACME, permissions={"contents": WRITE}),
    "a permission lowered": replace(ACME, permissions={"contents": READ, "issues": READ}),
    "no permissions": replace(ACME, permissions={}),
    "public repositories": replace(ACME, repository_access=PUBLIC, repositories=(), permissions={}),
}


class TestApproval:
    @pytest.mark.parametrize("wider", WIDER.values(), ids=WIDER)
    def test_what_is_widened_becomes_a_request(self, services: Services, wider: TokenDraft) -> None:
        """It asks for the whole new reach, on top of the standing grant, which keeps working as it was."""
        token = granted(services)
        standing = requests.granted_reach(services.context.database, token.id)
        noted = events_after(services, lambda: services.token_life.edit(token.id, wider))
        assert noted == ["update", "request_created"]
        assert services.tokens.get(token.id).grant is Grant.GRANTED
        assert services.token_life.exceeds_grant(token.id)
        assert requests.granted_reach(services.context.database, token.id) == standing
        assert [decision for decision, _permissions in asked(services, token)] == ["approved", None]
        assert asked(services, token)[1][1] == {"metadata": READ, **wider.permissions}

    @pytest.mark.parametrize("narrower", NARROWER.values(), ids=NARROWER)
    def test_what_is_narrowed_applies_at_once(self, services: Services, narrower: TokenDraft) -> None:
        """Nobody is asked; the token holds less from now on, and stays granted."""
        token = granted(services)
        noted = events_after(services, lambda: services.token_life.edit(token.id, narrower))
        assert noted == ["update"]
        edited = services.tokens.get(token.id)
        assert edited.grant is Grant.GRANTED
        assert not services.token_life.exceeds_grant(token.id)
        assert {slug: edited.permissions[slug] for slug in narrower.permissions} == narrower.permissions
        assert asked(services, token)[1:] == []

    def test_an_approved_widening_is_the_new_grant(self, services: Services) -> None:
        """Once approved, the whole new reach is granted."""
        token = granted(services)
        services.token_life.edit(token.id, WIDER["a permission added"])
        decide(services, token, "approve")
        reach = requests.granted_reach(services.context.database, token.id)
        assert reach is not None
        assert reach.permissions == {"actions": READ, "contents": WRITE, "issues": READ, "metadata": READ}

    def test_a_denied_widening_leaves_the_grant(self, services: Services) -> None:
        """The token keeps what it had been granted, and no more."""
        token = granted(services)
        standing = requests.granted_reach(services.context.database, token.id)
        services.token_life.edit(token.id, WIDER["a permission added"])
        decide(services, token, "deny")
        assert services.tokens.get(token.id).grant is Grant.GRANTED
        assert requests.granted_reach(services.context.database, token.id) == standing

    def test_a_pending_request_is_overtaken(self, services: Services) -> None:
        """What still waits is taken back, with an event, and asked for anew as the token is now."""
        token = new(services, ACME)
        assert not services.token_life.exceeds_grant(token.id)
        noted = events_after(services, lambda: services.token_life.edit(token.id, WIDER["a permission raised"]))
        assert noted == ["update", "request_cancelled", "request_created"]
        full = {"contents": WRITE, "issues": READ, "metadata": READ}
        assert asked(services, token) == [("cancelled", full), (None, {**full, "issues": WRITE})]
        assert services.tokens.get(token.id).grant is Grant.PENDING

    def test_a_pending_widening_that_is_taken_back_asks_no_more(self, services: Services) -> None:
        """Going back to what is granted cancels the open request, and opens none."""
        token = granted(services)
        services.token_life.edit(token.id, WIDER["a permission raised"])
        noted = events_after(services, lambda: services.token_life.edit(token.id, ACME))
        assert noted == ["update", "request_cancelled"]
        assert [decision for decision, _permissions in asked(services, token)] == ["approved", "cancelled"]
        assert services.tokens.get(token.id).grant is Grant.GRANTED

    @pytest.mark.parametrize("change", [{"name": "x"}, {"description": "x"}], ids=str)
    def test_a_new_name_asks_nobody(self, services: Services, change: dict[str, str]) -> None:
        """Name and description are the user's; an open request waits on."""
        token = new(services, ACME)
        before = asked(services, token)
        assert events_after(services, lambda: services.token_life.edit(token.id, replace(ACME, **change))) == ["update"]  # type: ignore[arg-type]
        assert asked(services, token) == before

    @pytest.mark.parametrize("decision", ["deny", "revoke"])
    def test_without_a_grant_even_less_is_asked_for(self, services: Services, decision: str) -> None:
        """After a denial or a revocation an edit is a new request, also for less than was asked before."""
        token = new(services, ACME) if decision == "deny" else granted(services)
        decide(services, token, decision)
        noted = events_after(services, lambda: services.token_life.edit(token.id, NARROWER["a permission lowered"]))
        assert noted == ["update", "request_created"]
        assert services.tokens.get(token.id).grant is Grant.PENDING

    @pytest.mark.parametrize("owner", ["globex", "octo-labs"])
    def test_where_nobody_approves_it_is_granted_in_the_same_breath(self, services: Services, owner: str) -> None:
        """Without approval, and for owners, what is widened is granted at once, with both events."""
        wanted = draft(owner=owner, repository_access=ALL, permissions={"contents": READ})
        token = new(services, wanted)
        wider = replace(wanted, permissions={"contents": WRITE})
        noted = events_after(services, lambda: services.token_life.edit(token.id, wider))
        assert noted == ["update", "request_created", "access_granted"]
        reach = requests.granted_reach(services.context.database, token.id)
        assert reach is not None
        assert reach.permissions == {"contents": WRITE, "metadata": READ}

    def test_the_reason_goes_with_the_new_request(self, services: Services) -> None:
        """Reviewers read what was said for the addition."""
        token = granted(services)
        edited = services.token_life.edit(token.id, replace(WIDER["all repositories"], reason="More CI"))
        assert edited.reason == "More CI"


SLUGS = ("a", "b", "c")
REACHES = st.builds(
    lambda access, ids, permissions: Reach(access, tuple(sorted(ids)) if access is SELECTED else (), permissions),
    st.sampled_from(RepositoryAccess),
    st.frozensets(st.integers(1, 4)),
    st.dictionaries(st.sampled_from(SLUGS), st.sampled_from(Level)),
)


class TestGoesBeyond:
    @given(REACHES)
    def test_never_itself(self, reach: Reach) -> None:
        """Nothing goes beyond itself."""
        assert not goes_beyond(reach, reach)

    @given(REACHES, REACHES, REACHES)
    def test_hands_on(self, least: Reach, middle: Reach, most: Reach) -> None:
        """Within what is within a third, it is within the third."""
        is_chain = not goes_beyond(least, middle) and not goes_beyond(middle, most)
        assert not (is_chain and goes_beyond(least, most))

    @given(REACHES, st.data())
    def test_with_any_single_thing_more(self, reach: Reach, data: st.DataObject) -> None:
        """One repository, one permission, one level or a wider access more is beyond; without it, it is within."""
        more = list(_one_step_wider(reach))
        assume(more)
        wider = data.draw(st.sampled_from(more))
        assert goes_beyond(wider, reach)
        assert not goes_beyond(reach, wider)

    @given(REACHES, REACHES)
    def test_is_what_neither_holds_back(self, asked: Reach, granted: Reach) -> None:
        """What is not beyond loses nothing in being narrowed to the grant; what is beyond loses something."""
        assert goes_beyond(asked, granted) == any(element not in _elements(granted) for element in _elements(asked))


def _one_step_wider(reach: Reach) -> Iterable[Reach]:
    if reach.repository_access is PUBLIC:
        yield replace(reach, repository_access=SELECTED, repository_ids=(1,))
    if reach.repository_access is SELECTED:
        yield from (
            replace(reach, repository_ids=(*reach.repository_ids, more))
            for more in range(1, 5)
            if more not in reach.repository_ids
        )
    if reach.repository_access is not ALL:
        yield replace(reach, repository_access=ALL, repository_ids=())
    for slug in SLUGS:
        held = reach.permissions.get(slug)
        if held is not ADMIN:
            level = READ if held is None else list(Level)[list(Level).index(held) + 1]
            yield replace(reach, permissions={**reach.permissions, slug: level})


def _elements(reach: Reach) -> set[object]:
    """Each single thing that REACH allows, in a world of four repositories and one that is to come."""
    ids = range(6) if reach.repository_access is ALL else reach.repository_ids
    some = set() if reach.repository_access is PUBLIC else {"selected"}
    levels = {(slug, level) for slug, held in reach.permissions.items() for level in Level if held.includes(level)}
    return some | {*ids, *levels}


class TestRegenerate:
    def test_gives_a_new_secret_and_the_old_one_is_dead(self, services: Services) -> None:
        """Only the new secret's hash is known, at once; all but hint and end stays."""
        first = services.tokens.generate(OWN)
        generated = services.token_life.regenerate(first.token.id, InDays(7))
        assert recognise(generated.secret.reveal()) is TokenKind.FINE_GRAINED
        assert generated.secret.reveal() != first.secret.reveal()
        assert known_hashes(services) == {hash_of(generated.secret)}
        assert generated.token == replace(
            first.token, hint=hint_of(generated.secret), issued_at=NOW, expires_at=NOW + timedelta(days=7)
        )
        assert generated.token == services.tokens.get(first.token.id)

    def test_keeps_creation_and_notes_when_the_secret_was_issued(self, services: Services, clock: FixedClock) -> None:
        """`created_at` is the token's, `issued_at` the present secret's."""
        token = new(services)
        clock.advance(timedelta(days=3))
        services.token_life.regenerate(token.id, Never())
        row = services.context.database.row("SELECT created_at, issued_at, expires_at FROM fine_grained_tokens")
        assert row is not None
        assert tuple(row) == ("2026-01-15T12:00:00Z", "2026-01-18T12:00:00Z", None)

    def test_wakes_an_expired_token(self, services: Services, clock: FixedClock) -> None:
        """A token that has ended is active again, for the time that was chosen from now on."""
        token = new(services)
        clock.advance(timedelta(days=40))
        assert services.tokens.get(token.id).status_at(clock.now) is Status.EXPIRED
        woken = services.token_life.regenerate(token.id, InDays(30)).token
        assert woken.expires_at == clock.now + timedelta(days=30)
        assert woken.status_at(clock.now) is Status.ACTIVE

    @pytest.mark.parametrize("owner", ["mona", "acme", "globex"])
    def test_asks_nobody_again(self, services: Services, owner: str) -> None:
        """The reach is the same, so requests and grants stay; the one event carries the new hash, no secret or hint."""
        generated = services.tokens.generate(draft(owner=owner, reason="Why"))
        before = asked(services, generated.token)
        life = services.token_life
        noted = events_after(services, lambda: life.regenerate(generated.token.id, InDays(5)).secret.wipe())
        assert noted == ["credential_regenerated"]
        token = services.tokens.get(generated.token.id)
        assert (asked(services, token), token.grant) == (before, generated.token.grant)
        assert last_event(services)[1] == {
            "user": "mona",
            **({} if owner == "mona" else {"org": owner}),
            "programmatic_access_type": "Fine-grained personal access token",
            "user_programmatic_access_id": token.id,
            "user_programmatic_access_name": "deploy",
            "repository_selection": "none",
            "repositories": [],
            "permissions": {},
            "hashed_token": known_in_base64(services),
        }

    @pytest.mark.parametrize(
        ("owner", "limit", "refused", "allowed"),
        [
            ("mona", None, InDays(367), Never()),
            ("mona", None, OnDate(date(2026, 1, 15)), OnDate(date(2027, 1, 16))),
            ("acme", 366, Never(), InDays(366)),
            ("globex", 30, InDays(31), InDays(30)),
            ("octo-labs", None, InDays(0), Never()),
        ],
        ids=str,
    )
    def test_keeps_to_the_owners_limit(
        self, services: Services, owner: str, limit: int | None, refused: Expiration, allowed: Expiration
    ) -> None:
        """The limit that holds now is told and enforced; a refusal leaves the old secret alone."""
        token = new(services, draft(owner=owner, expiration=InDays(5)))
        life = services.token_life
        assert life.expiration_limit(token.id) == limit
        before = dump(services)
        with pytest.raises(InvalidInput) as caught:
            life.regenerate(token.id, refused)
        assert list(caught.value.errors) == ["expiration"]
        assert dump(services) == before
        life.regenerate(token.id, allowed)

    def test_a_policy_tightened_meanwhile_counts(self, services: Services) -> None:
        """What was allowed when the token was made, or when the form was opened, is measured anew."""
        token = new(services, draft(owner="globex", expiration=InDays(30)))
        set_policy(services, "globex", OrganizationPolicy(approval_required=False, max_lifetime_fine_grained=7))
        with pytest.raises(InvalidInput, match="from 1 day to 7 days"):
            services.token_life.regenerate(token.id, InDays(30))

    def test_a_hundred_secrets_all_differ(self, services: Services) -> None:
        """No secret ever comes again, and after each the store knows that one only."""
        token = new(services)
        seen = set()
        for _time in range(100):
            secret = services.token_life.regenerate(token.id, InDays(1)).secret
            assert known_hashes(services) == {hash_of(secret)}
            seen.add(secret.reveal())
        assert len(seen) == 100
