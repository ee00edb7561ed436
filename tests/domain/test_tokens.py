"""What a valid draft is, rule by rule, and the state that a token is in at a moment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.catalogue.permissions import permissions
from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.drafts import DraftContext, ResourceOwner, TokenDraft, draft_errors, name_error
from pat_tui.domain.expiration import InDays, Never, OnDate
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Repository, Visibility
from pat_tui.domain.status import Grant, Status, TokenSummary
from pat_tui.domain.tokens import RepositoryAccess
from tests.worlds import NOW

READ, WRITE, ADMIN = Level.READ, Level.WRITE, Level.ADMIN
PUBLIC, ALL, SELECTED = RepositoryAccess.PUBLIC, RepositoryAccess.ALL, RepositoryAccess.SELECTED

MONA = ResourceOwner(Account(1, "mona", AccountKind.USER, "", NOW), approval_required=False, max_lifetime_days=None)
ACME = ResourceOwner(
    Account(2, "acme", AccountKind.ORGANIZATION, "", NOW), approval_required=True, max_lifetime_days=30
)


def owned(owner: str, *names: str) -> Mapping[str, Repository]:
    """Repositories of OWNER that the user may select, as a context holds them."""
    found = [Repository(at, 1, owner, name, Visibility.PRIVATE, None, NOW) for at, name in enumerate(names, 1)]
    return {repository.full_name.lower(): repository for repository in found}


CONTEXT = DraftContext(
    now=NOW,
    zone=UTC,
    owner=MONA,
    repositories=owned("mona", "App", "notes"),
    name_taken=False,
    token_count=0,
    permissions=permissions(),
)
DRAFT = TokenDraft(
    name="deploy",
    description="Deploys the app",
    owner="mona",
    repository_access=SELECTED,
    repositories=("mona/App",),
    permissions={"contents": WRITE, "metadata": READ, "gists": WRITE},
)
ACME_CONTEXT = replace(CONTEXT, owner=ACME, repositories=owned("acme", "api"))
ACME_DRAFT = replace(
    DRAFT, owner="acme", repositories=("acme/api",), permissions={"contents": READ, "organization_projects": ADMIN}
)


def errors_of(context: DraftContext = CONTEXT, /, **changes: object) -> dict[str, str]:
    """The errors of the good draft with CHANGES."""
    return draft_errors(replace(DRAFT, **changes), context)  # type: ignore[arg-type]


class TestGoodDrafts:
    def test_of_a_user_and_of_an_organization(self) -> None:
        """A full draft has no errors, with either kind of resource owner."""
        assert draft_errors(DRAFT, CONTEXT) == {}
        assert draft_errors(ACME_DRAFT, ACME_CONTEXT) == {}

    def test_without_repositories_and_permissions(self) -> None:
        """A token that reads public things only is legal."""
        assert errors_of(repository_access=PUBLIC, repositories=(), permissions={}) == {}

    @pytest.mark.parametrize("access", [PUBLIC, ALL])
    def test_with_account_permissions_only(self, access: RepositoryAccess) -> None:
        """Account permissions do not need repositories."""
        assert errors_of(repository_access=access, repositories=(), permissions={"gists": WRITE}) == {}

    @pytest.mark.parametrize("name", ["漢" * 40, "oops[/]", "a", "👩\N{ZERO WIDTH JOINER}👧", "%s {} \\"])
    def test_with_odd_names(self, name: str) -> None:
        """Wide characters, markup, joined emoji and format signs are names like others."""
        assert errors_of(name=name) == {}

    @pytest.mark.parametrize("field", ["description", "reason"])
    def test_with_long_texts(self, field: str) -> None:
        """1,024 characters, on several lines, are taken."""
        assert errors_of(**{field: "漢\n" * 512}) == {}

    def test_with_fifty_repositories_as_the_fiftieth_token(self) -> None:
        """Both limits are still allowed."""
        names = [f"r{number}" for number in range(50)]
        context = replace(CONTEXT, repositories=owned("mona", *names), token_count=49)
        assert errors_of(context, repositories=tuple(f"mona/{name}" for name in names)) == {}

    def test_with_names_in_another_case(self) -> None:
        """Repositories are found whatever case they are written in."""
        assert errors_of(repositories=("MONA/app", "Mona/NOTES")) == {}


OUT = "does not apply when {} is the resource owner."
BROKEN = {
    "blank name": ("name", "Name can't be blank", {"name": ""}),
    "name of spaces": ("name", "Name can't be blank", {"name": " \N{IDEOGRAPHIC SPACE}\t"}),
    "41 characters": ("name", "Name is too long (maximum is 40 characters)", {"name": "a" * 41}),
    "41 wide characters": ("name", "Name is too long (maximum is 40 characters)", {"name": "漢" * 41}),
    "control character in the name": ("name", "cannot be shown (U+001B)", {"name": "a\x1b[31mb"}),
    "bidi character in the name": ("name", "cannot be shown (U+202E)", {"name": "a\N{RIGHT-TO-LEFT OVERRIDE}b"}),
    "two lines in the name": ("name", "cannot be shown (U+000A)", {"name": "a\nb"}),
    "date in the past": ("expiration", "from 2026-01-16 to 2027-01-16", {"expiration": OnDate(date(2026, 1, 14))}),
    "today": ("expiration", "from 2026-01-16 to 2027-01-16", {"expiration": OnDate(date(2026, 1, 15))}),
    "367 days ahead": ("expiration", "from 2026-01-16 to 2027-01-16", {"expiration": OnDate(date(2027, 1, 17))}),
    "no days": ("expiration", "from 1 day to 366 days", {"expiration": InDays(0)}),
    "367 days": ("expiration", "from 1 day to 366 days", {"expiration": InDays(367)}),
    "long description": ("description", "1025 of at most 1024 characters", {"description": "x" * 1025}),
    "control character in the description": ("description", "(U+0007)", {"description": "a\ab"}),
    "long reason": ("reason", "1025 of at most 1024 characters", {"reason": "x" * 1025}),
    "bidi character in the reason": ("reason", "(U+2067)", {"reason": "\N{RIGHT-TO-LEFT ISOLATE}"}),
    "nothing selected": ("repositories", "Select at least one repository.", {"repositories": ()}),
    "51 repositories": ("repositories", "Select at most 50 repositories.", {"repositories": ("mona/App",) * 51}),
    "unknown repository": (
        "repositories",
        "mona has no repository mona/x that",
        {"repositories": ("mona/App", "mona/x")},
    ),
    "repository without owner": ("repositories", "has no repository App that", {"repositories": ("App",)}),
    "repository of another owner": ("repositories", "has no repository acme/App", {"repositories": ("acme/App",)}),
    "repositories with all": ("repositories", "only with “Only select", {"repository_access": ALL}),
    "repositories with public": (
        "repositories",
        "only with “Only select",
        {"repository_access": PUBLIC, "permissions": {}},
    ),
    "unknown permission": ("permissions", "There is no permission called nope.", {"permissions": {"nope": READ}}),
    "enterprise permission": (
        "permissions",
        "There is no permission called enterprise_scim.",
        {"permissions": {"enterprise_scim": READ}},
    ),
    "level that is not on offer": (
        "permissions",
        "contents cannot be admin; choose read or write.",
        {"permissions": {"contents": ADMIN}},
    ),
    "metadata raised": (
        "permissions",
        "metadata cannot be write",
        {"permissions": {"metadata": WRITE, "contents": READ}},
    ),
    "metadata alone": ("permissions", "Metadata comes with another", {"permissions": {"metadata": READ}}),
    "organization permission of a user": (
        "permissions",
        "organization_projects " + OUT.format("mona"),
        {"permissions": {"organization_projects": READ}},
    ),
    "repository permission with public": (
        "permissions",
        "(here: contents)",
        {"repository_access": PUBLIC, "repositories": (), "permissions": {"contents": READ}},
    ),
}


@pytest.mark.parametrize(("field", "words", "changes"), BROKEN.values(), ids=BROKEN)
def test_each_broken_rule_is_named_under_its_field(field: str, words: str, changes: dict[str, object]) -> None:
    """One thing wrong gives one error, under the field where it can be put right."""
    found = errors_of(**changes)
    assert list(found) == [field]
    assert words in found[field]


BROKEN_CONTEXTS = {
    "taken name": ("name", "Name has already been taken", {"name_taken": True}, {}),
    "51st token": ("name", "You already have 50 fine-grained tokens", {"token_count": 50}, {}),
    "missing owner": (
        "owner",
        "Cannot find the specified resource owner: nobody",
        {"owner": None},
        {"owner": "nobody", "repository_access": PUBLIC, "repositories": (), "permissions": {"gists": WRITE}},
    ),
}


@pytest.mark.parametrize(("field", "words", "situation", "changes"), BROKEN_CONTEXTS.values(), ids=BROKEN_CONTEXTS)
def test_what_the_store_holds_can_stand_against_a_draft(
    field: str, words: str, situation: dict[str, object], changes: dict[str, object]
) -> None:
    """A taken name, a full list and an owner that may not be chosen are errors of their fields."""
    found = errors_of(replace(CONTEXT, **situation), **changes)  # type: ignore[arg-type]
    assert list(found) == [field]
    assert words in found[field]


class TestOrganizationAsOwner:
    def test_account_permissions_do_not_apply(self) -> None:
        """A user's permissions are refused under an organization."""
        found = draft_errors(replace(ACME_DRAFT, permissions={"gists": WRITE}), ACME_CONTEXT)
        assert found == {"permissions": "gists " + OUT.format("acme")}

    def test_organization_permissions_do_not_need_repositories(self) -> None:
        """Members, say, may be read with public repositories."""
        draft = replace(ACME_DRAFT, repository_access=PUBLIC, repositories=(), permissions={"members": READ})
        assert draft_errors(draft, ACME_CONTEXT) == {}

    @pytest.mark.parametrize(
        ("expiration", "words"),
        [
            (Never(), "does not allow tokens without an expiration. Choose at most 30 days."),
            (InDays(31), "from 1 day to 30 days"),
            (OnDate(date(2026, 2, 15)), "from 2026-01-16 to 2026-02-14"),
        ],
        ids=str,
    )
    def test_its_limit_holds(self, expiration: object, words: str) -> None:
        """No form of expiration reaches beyond the organization's maximum."""
        found = draft_errors(replace(ACME_DRAFT, expiration=expiration), ACME_CONTEXT)  # type: ignore[arg-type]
        assert list(found) == ["expiration"]
        assert words in found["expiration"]

    @pytest.mark.parametrize("expiration", [InDays(30), OnDate(date(2026, 2, 14))], ids=str)
    def test_its_limit_may_be_used_up(self, expiration: object) -> None:
        """The limit itself is allowed."""
        assert draft_errors(replace(ACME_DRAFT, expiration=expiration), ACME_CONTEXT) == {}  # type: ignore[arg-type]


def test_all_errors_come_at_once_in_the_order_of_the_form() -> None:
    """A draft with everything wrong names every field, first to last, so that the first can get the focus."""
    draft = TokenDraft("", InDays(0), "\0", "nobody", "\0", SELECTED, (), {"nope": READ})
    found = draft_errors(draft, replace(CONTEXT, owner=None))
    assert list(found) == ["name", "expiration", "description", "owner", "reason", "repositories", "permissions"]


def test_the_default_draft_lacks_only_name_and_owner() -> None:
    """The form starts out as near to a valid token as it can: 30 days, public, no permissions."""
    assert TokenDraft().expiration == InDays(30)
    assert list(draft_errors(TokenDraft(), replace(CONTEXT, owner=None))) == ["name", "owner"]


@given(name=st.text(max_size=60))
def test_a_name_is_taken_or_gets_an_error_while_it_is_typed(name: str) -> None:
    """The live check and the draft's check say the same, and an accepted name has 1 to 40 characters."""
    live = name_error(name, taken=False)
    assert errors_of(name=name).get("name") == live
    assert live is not None or 1 <= len(name) <= 40


MOMENT = timedelta(seconds=1)


def summary(grant: Grant, expires_at: datetime | None) -> TokenSummary:
    """A token that stands so with its owner and ends then."""
    return TokenSummary(1, "t", "mona", grant, NOW - timedelta(days=400), expires_at, None)


class TestStatus:
    @pytest.mark.parametrize(
        ("left", "status"),
        [
            (None, Status.ACTIVE),
            (timedelta(days=7) + MOMENT, Status.ACTIVE),
            (timedelta(days=7), Status.EXPIRING_SOON),
            (MOMENT, Status.EXPIRING_SOON),
            (timedelta(0), Status.EXPIRED),
            (-MOMENT, Status.EXPIRED),
        ],
    )
    def test_of_a_granted_token_follows_the_clock(self, left: timedelta | None, status: Status) -> None:
        """Active, expiring soon from seven days on, expired at the very instant."""
        assert summary(Grant.GRANTED, None if left is None else NOW + left).status_at(NOW) is status

    @pytest.mark.parametrize(
        ("grant", "status"),
        [(Grant.PENDING, Status.PENDING), (Grant.DENIED, Status.DENIED), (Grant.REVOKED, Status.REVOKED)],
    )
    def test_the_organizations_decision_outweighs_a_near_end_but_not_the_end(
        self, grant: Grant, status: Status
    ) -> None:
        """Pending, denied and revoked are told until the token expires."""
        assert summary(grant, None).status_at(NOW) is status
        assert summary(grant, NOW + MOMENT).status_at(NOW) is status
        assert summary(grant, NOW).status_at(NOW) is Status.EXPIRED

    def test_badges_are_the_words_agreed_on(self) -> None:
        """An active token has no badge, every other state has one of its own."""
        assert {status: status.badge for status in Status} == {
            Status.ACTIVE: "",
            Status.EXPIRING_SOON: "Expiring soon",
            Status.PENDING: "Pending",
            Status.DENIED: "Denied",
            Status.REVOKED: "Revoked",
            Status.EXPIRED: "Expired",
        }


def test_radio_buttons_have_githubs_words() -> None:
    """The three kinds of repository access."""
    assert [access.label for access in RepositoryAccess] == [
        "Public repositories",
        "All repositories",
        "Only select repositories",
    ]
