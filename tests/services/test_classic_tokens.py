"""Classic tokens: generating, editing, regenerating; what changes, what never does, and what the log says of it."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.classic_policies import RefusedFor
from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from pat_tui.domain.policies import Access, EnterprisePolicy, OrganizationPolicy
from pat_tui.domain.secrets import TokenKind, hash_of, hint_of, recognise
from pat_tui.domain.status import Status
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.token_list import TokenOrder
from pat_tui.store import policies
from pat_tui.wiring import Services
from tests.services.breaking import dump
from tests.services.classic_worlds import (
    classic_draft,
    classic_of,
    known_hashes,
    log,
    new,
    noted,
    set_policy,
    suspend,
)
from tests.worlds import NOW, FixedClock, draft, make_services


class TestGenerate:
    def test_keeps_what_the_draft_says(self, services: Services) -> None:
        """Note, minimum set of scopes, end; the token that comes back is the one in the store."""
        made = services.classic_tokens.generate(classic_draft(" ci ", "user", "repo", "public_repo", "read:user"))
        token = made.token
        assert (token.note, token.scopes, token.user_login) == ("ci", ("repo", "user"), "mona")
        assert (token.created_at, token.issued_at, token.expires_at) == (NOW, NOW, NOW + timedelta(days=30))
        assert token.last_used_at is None
        assert made.left_out == ("public_repo", "read:user")
        assert services.classic_tokens.get(token.id) == token

    def test_keeps_of_the_secret_hash_and_hint_only(self, services: Services) -> None:
        """It is recognised as a classic one; the store holds SHA-256 and the last eight characters."""
        made = services.classic_tokens.generate(classic_draft())
        assert recognise(made.secret.reveal()) is TokenKind.CLASSIC
        assert made.secret.reveal().startswith("ptp_")
        assert known_hashes(services) == {hash_of(made.secret)}
        assert made.token.hint == hint_of(made.secret)

    @pytest.mark.parametrize("scopes", [(), ("write:packages",), ("repo", "write:packages")], ids=str)
    def test_keeps_scopes_as_they_were_chosen(self, services: Services, scopes: tuple[str, ...]) -> None:
        """None at all is allowed; `repo` comes along with `write:packages` in the form alone."""
        made = services.classic_tokens.generate(ClassicDraft("ci", scopes=scopes))
        assert made.token.scopes == scopes
        assert made.left_out == ()

    def test_takes_any_iterable_of_scopes(self, services: Services) -> None:
        """A form hands over a set, in no order."""
        made = services.classic_tokens.generate(ClassicDraft("ci", scopes=frozenset({"user", "gist", "repo"})))
        assert made.token.scopes == ("gist", "repo", "user")

    @pytest.mark.parametrize(
        ("wanted", "errors"),
        [
            (classic_draft(""), {"note": "Note can't be blank"}),
            (classic_draft("x" * 256), {"note": "Note is too long (maximum is 255 characters)"}),
            (classic_draft("taken"), {"note": "Note has already been taken"}),
            (classic_draft(" taken "), {"note": "Note has already been taken"}),
            (classic_draft("a\u202e"), {"note": "It holds a character that cannot be shown (U+202E). Remove it."}),
            (
                classic_draft(expiration=OnDate(date(2026, 1, 15))),
                {"expiration": "Choose a date from 2026-01-16 to 9999-12-31."},
            ),
            (classic_draft("ci", "gits"), {"scopes": "There is no scope called gits. Did you mean gist?"}),
        ],
        ids=lambda value: "" if isinstance(value, dict) else repr(value)[:40],
    )
    def test_of_what_breaks_a_rule_changes_nothing(
        self, services: Services, wanted: ClassicDraft, errors: dict[str, str]
    ) -> None:
        """The same errors before and at the attempt; no token, no event."""
        new(services, "taken")
        before = dump(services)
        assert services.classic_tokens.errors(wanted) == errors
        with pytest.raises(InvalidInput) as refused:
            services.classic_tokens.generate(wanted)
        assert refused.value.errors == errors
        assert dump(services) == before

    def test_note_is_unique_for_its_user_and_kind(self, services: Services) -> None:
        """Another user, and a fine-grained token, may have the same; another case is another note."""
        services.tokens.generate(draft("ci"))
        first, his = new(services), new(services, login="hubot")
        assert new(services, "CI").note == "CI"
        assert (first.note, his.note, first.id != his.id) == ("ci", "ci", True)

    def test_has_no_limit_on_their_number(self, services: Services) -> None:
        """The fifty are for fine-grained tokens."""
        for number in range(51):
            new(services, f"token {number}")
        assert services.classic_tokens.count() == 51

    @pytest.mark.parametrize(
        ("expiration", "zone", "end"),
        [
            (Never(), "UTC", None),
            (OnDate(date(2026, 7, 1)), "Europe/Berlin", "2026-07-01T21:59:59Z"),
            (OnDate(date(2042, 7, 1)), "Pacific/Kiritimati", "2042-07-01T09:59:59Z"),
            (OnDate(date(9999, 12, 31)), "Etc/GMT+12", "9999-12-31T09:59:59Z"),
            (InDays(3000), "UTC", "2034-04-03T12:00:00Z"),
        ],
        ids=str,
    )
    def test_ends_when_the_users_zone_says(
        self, tmp_path: Path, expiration: Expiration, zone: str, end: str | None
    ) -> None:
        """Far beyond 366 days, up to the year 9999."""
        with make_services(tmp_path, zone=ZoneInfo(zone)) as services:
            services.classic_tokens.generate(classic_draft(expiration=expiration))
            assert [row["expires_at"] for row in services.context.database.rows("SELECT * FROM classic_tokens")] == [
                end
            ]


class TestEdit:
    def test_changes_note_and_scopes_and_nothing_else(self, services: Services) -> None:
        """The secret and the end stay; one event."""
        token, hashes = new(services), known_hashes(services)
        edited = services.classic_tokens.edit(token.id, " other ", ["user", "user:email"])
        assert edited.token == replace(token, note="other", scopes=("user",))
        assert edited.left_out == ("user:email",)
        assert known_hashes(services) == hashes
        assert noted(services) == ["oauth_access.create", "oauth_access.update"]
        assert services.classic_tokens.get(token.id) == edited.token

    def test_of_one_leaves_the_other(self, services: Services) -> None:
        """None leaves what there is; an empty choice takes all scopes away."""
        token = new(services)
        assert services.classic_tokens.edit(token.id, "other").token == replace(token, note="other")
        assert services.classic_tokens.edit(token.id, scopes=()).token == replace(token, note="other", scopes=())

    @pytest.mark.parametrize("scopes", [None, ("gist", "repo"), ("repo", "gist", "public_repo")], ids=str)
    def test_to_what_it_is_leaves_no_event(self, services: Services, scopes: tuple[str, ...] | None) -> None:
        """The same note, or the same set under more names, is no change."""
        token = new(services)
        before = dump(services)
        assert services.classic_tokens.edit(token.id, " ci ", scopes).token == token
        assert dump(services) == before

    @pytest.mark.parametrize(
        ("note", "scopes", "errors"),
        [
            ("", None, {"note": "Note can't be blank"}),
            ("taken", None, {"note": "Note has already been taken"}),
            (
                "x" * 256,
                ["no"],
                {"note": "Note is too long (maximum is 255 characters)", "scopes": "There is no scope"},
            ),
            (None, ["repo", "rep"], {"scopes": "There is no scope called rep. Did you mean repo?"}),
        ],
    )
    def test_of_what_breaks_a_rule_changes_nothing(
        self, services: Services, note: str | None, scopes: list[str] | None, errors: dict[str, str]
    ) -> None:
        """All that is wrong is told, and the token is as it was."""
        new(services, "taken")
        token = new(services)
        before = dump(services)
        with pytest.raises(InvalidInput) as refused:
            services.classic_tokens.edit(token.id, note, scopes)
        assert list(refused.value.errors) == list(errors)
        assert all(refused.value.errors[field].startswith(text) for field, text in errors.items())
        assert dump(services) == before

    def test_live_check_of_a_note_leaves_out_the_token_itself(self, services: Services) -> None:
        """Its own note is available to it, and to no other."""
        token, other = new(services), new(services, "other")
        classic = services.classic_tokens
        assert classic.note_error(" ci ", token.id) is None
        assert classic.note_error("ci", other.id) == classic.note_error("ci") == "Note has already been taken"

    def test_of_the_note_keeps_scopes_that_are_unknown(self, services: Services) -> None:
        """Another version may have known more: only what is given anew is judged."""
        token = new(services)
        database = services.context.database
        with database.transaction():
            database.connection.execute("UPDATE classic_tokens SET scopes = 'repo, zeppelin'")
        assert services.classic_tokens.edit(token.id, "other").token.scopes == ("repo", "zeppelin")
        with pytest.raises(InvalidInput, match="zeppelin"):
            services.classic_tokens.edit(token.id, scopes=["repo", "zeppelin"])


class TestRegenerate:
    def test_gives_another_secret_and_another_end(self, services: Services, clock: FixedClock) -> None:
        """The old secret is unknown at once; note, scopes, creation and last use stay."""
        first = services.classic_tokens.generate(classic_draft())
        now = clock.advance(timedelta(days=3))
        second = services.classic_tokens.regenerate(first.token.id, InDays(60))
        expected = replace(first.token, hint=hint_of(second.secret), issued_at=now, expires_at=now + timedelta(days=60))
        assert second.token == expected
        assert known_hashes(services) == {hash_of(second.secret)} != {hash_of(first.secret)}
        assert recognise(second.secret.reveal()) is TokenKind.CLASSIC
        assert noted(services) == ["oauth_access.create", "oauth_access.regenerate"]

    def test_works_on_an_expired_token(self, services: Services, clock: FixedClock) -> None:
        """It is active again."""
        token = new(services)
        now = clock.advance(timedelta(days=31))
        assert services.classic_tokens.get(token.id).status_at(now) is Status.EXPIRED
        assert services.classic_tokens.regenerate(token.id, Never()).token.status_at(now) is Status.ACTIVE

    def test_with_a_wrong_end_changes_nothing(self, services: Services) -> None:
        """The old secret stays the one that works."""
        token = new(services)
        before = dump(services)
        with pytest.raises(InvalidInput) as refused:
            services.classic_tokens.regenerate(token.id, InDays(0))
        assert list(refused.value.errors) == ["expiration"]
        assert dump(services) == before


class TestLog:
    def test_has_githubs_names_and_fields(self, services: Services) -> None:
        """Each event carries id, scopes as in the header, and the base64 of the SHA-256; never more of a secret."""
        classic = services.classic_tokens
        first = classic.generate(classic_draft("ci", "user", "repo"))
        classic.edit(first.token.id, "ci 2", [])
        second = classic.regenerate(first.token.id, Never())
        classic.delete([first.token.id])
        entries = log(services)
        assert [action.removeprefix("oauth_access.") for action, _fields in entries] == [
            *("create", "update", "regenerate", "destroy"),
        ]
        assert entries[0][1] == {
            "user": "mona",
            "programmatic_access_type": "Personal access token (classic)",
            "token_id": first.token.id,
            "token_name": "ci",
            "token_scopes": "repo, user",
            "hashed_token": base64.b64encode(hash_of(first.secret)).decode(),
        }
        assert [fields["token_scopes"] for _action, fields in entries[1:]] == ["", "", ""]
        assert [fields["token_name"] for _action, fields in entries[1:]] == ["ci 2"] * 3
        old, young = (base64.b64encode(hash_of(made.secret)).decode() for made in (first, second))
        assert [fields["hashed_token"] for _action, fields in entries] == [old, old, young, young]
        texts = [made.secret.reveal() for made in (first, second)]
        assert not [at for text in texts for at in range(len(text) - 8) if text[at : at + 9] in str(entries)]


class TestFind:
    def test_by_id_note_or_hint(self, services: Services) -> None:
        """Each of the three; what is not there is named."""
        token = new(services)
        for text in (str(token.id), "ci", token.hint):
            assert services.classic_tokens.find(text) == token
        with pytest.raises(NotFound, match="mona has no classic token c"):
            services.classic_tokens.find("c")

    def test_of_what_names_several(self, services: Services) -> None:
        """A note that is another's id: the ids are told."""
        first = new(services)
        second = new(services, str(first.id))
        with pytest.raises(InvalidInput, match=f"{first.id} names several tokens: ids {first.id}, {second.id}."):
            services.classic_tokens.find(str(first.id))

    def test_ids_of_the_two_kinds_have_nothing_to_do_with_each_other(self, services: Services) -> None:
        """A classic and a fine-grained token may have the same number; each is found among its own."""
        fine, classic = services.tokens.generate(draft("fine")).token, new(services)
        assert fine.id == classic.id == 1
        services.classic_tokens.delete([1])
        assert services.tokens.get(1) == fine
        services.token_life.delete([1])
        assert [token.name for token in services.classic_tokens.undo_delete([1])] == ["ci"]
        assert [token.name for token in services.token_life.undo_delete([1])] == ["fine"]

    def test_the_draft_of_a_token_makes_its_like(self, services: Services) -> None:
        """The way to duplicate one: all but note and secret."""
        token = new(services)
        like = services.classic_tokens.generate(replace(services.classic_tokens.draft_of(token.id), note="2")).token
        assert replace(like, id=token.id, note="ci", hint=token.hint) == token


class TestWho:
    ACTS: ClassVar[dict[str, Callable[[ClassicTokens, int], object]]] = {
        "get": lambda classic, token_id: classic.get(token_id),
        "draft_of": lambda classic, token_id: classic.draft_of(token_id),
        "edit": lambda classic, token_id: classic.edit(token_id, "x"),
        "regenerate": lambda classic, token_id: classic.regenerate(token_id, InDays(1)),
        "delete": lambda classic, token_id: classic.delete([token_id]),
        "undo": lambda classic, token_id: classic.undo_delete([token_id]),
        "refusals": lambda classic, token_id: classic.refusals(token_id),
        "deploy_keys": lambda classic, token_id: classic.deploy_keys(token_id),
    }  # fmt: skip

    @pytest.mark.parametrize("act", ACTS)
    def test_anothers_token_does_not_exist(self, services: Services, act: str) -> None:
        """Whatever is wanted of it."""
        token = new(services)
        before = dump(services)
        with pytest.raises(NotFound):
            self.ACTS[act](classic_of(services, "hubot"), token.id)
        assert dump(services) == before

    @pytest.mark.parametrize("act", ["generate", "edit", "regenerate", "delete", "undo", "revoke all"])
    def test_a_suspended_user_is_refused(self, services: Services, act: str) -> None:
        """Suspended while a page was open: nothing is made, changed or deleted any more."""
        classic, kept, gone = services.classic_tokens, new(services), new(services, "gone")
        classic.delete([gone.id])
        suspend(services, "mona")
        before = dump(services)
        acts: dict[str, Callable[[], object]] = {
            "generate": lambda: classic.generate(classic_draft("x")),
            "edit": lambda: classic.edit(kept.id, "x"),
            "regenerate": lambda: classic.regenerate(kept.id, InDays(1)),
            "delete": lambda: classic.delete([kept.id]),
            "undo": classic.undo_delete,
            "revoke all": lambda: classic.revoke_all("mona"),
        }
        with pytest.raises(Forbidden, match="mona is suspended and cannot act"):
            acts[act]()
        assert dump(services) == before


class TestPolicies:
    def test_organizations_refuse_by_their_policies(self, services: Services) -> None:
        """One is closed, one has a limit that the token outlives, one a limit that it keeps: two refuse it."""
        set_policy(services, "acme", OrganizationPolicy(classic_allowed=False))
        set_policy(services, "globex", OrganizationPolicy(max_lifetime_classic=29))
        set_policy(services, "initech", OrganizationPolicy(max_lifetime_classic=30))
        token = new(services)
        found = services.classic_tokens.refusals(token.id)
        assert [(refused.policy.organization, refused.reason) for refused in found] == [
            ("acme", RefusedFor.RESTRICTED),
            ("globex", RefusedFor.LIFETIME),
        ]
        assert services.classic_tokens.refusals_of(InDays(30)) == found

    def test_a_token_that_never_ends_is_refused_by_every_limit(self, services: Services) -> None:
        """None of the organizations' limits keeps it from being made."""
        set_policy(services, "acme", OrganizationPolicy(max_lifetime_classic=366))
        made = services.classic_tokens.generate(classic_draft(expiration=Never()))
        found = services.classic_tokens.refusals(made.token.id)
        assert [refused.policy.organization for refused in found] == ["acme"]
        assert services.classic_tokens.refusals_of(Never()) == found

    def test_the_lifetime_counts_from_the_regeneration(self, services: Services, clock: FixedClock) -> None:
        """An old token with a young secret is taken."""
        set_policy(services, "acme", OrganizationPolicy(max_lifetime_classic=10))
        token = new(services)
        clock.advance(timedelta(days=25))
        assert services.classic_tokens.refusals(token.id)
        services.classic_tokens.regenerate(token.id, InDays(10))
        assert services.classic_tokens.refusals(token.id) == []

    def test_the_enterprise_is_above_them(self, services: Services) -> None:
        """What it restricts, no organization allows."""
        database = services.context.database
        with database.transaction():
            policies.set_enterprise_policy(database, EnterprisePolicy(classic=Access.RESTRICT, max_lifetime_classic=5))
        assert {policy.is_allowed for policy in services.classic_tokens.policies()} == {False}
        assert {policy.max_lifetime_days for policy in services.classic_tokens.policies()} == {5}
        assert len(services.classic_tokens.refusals_of(InDays(1))) == 4

    def test_of_organizations_that_one_is_no_member_of_nothing_is_told(self, services: Services) -> None:
        """stranger-org is out of reach."""
        assert [policy.organization for policy in services.classic_tokens.policies()] == [
            *("acme", "globex", "initech", "octo-labs"),
        ]


def test_the_list_has_what_is_the_users(services: Services) -> None:
    """Count and pages, filtered by note or scope."""
    new(services, "a", "repo"), new(services, "b", "gist"), new(services, "c", login="hubot")
    listed = services.listed_classic_tokens
    assert listed.count() == 2
    assert [row.note for row in listed.page(TokenOrder.NAME, "", 0, 9)] == ["a", "b"]
    assert [row.note for row in listed.page(TokenOrder.NAME, "gis", 0, 9)] == ["b"]
    assert listed.now() == NOW
