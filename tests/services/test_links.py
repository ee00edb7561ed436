"""Links under the policies of the day: which owners, lifetimes and permissions a form can really be filled in with."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pat_tui.domain.drafts import DEFAULT_EXPIRATION, TokenDraft
from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.links import Filled
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.worlds import FixedClock, draft

CHOOSE = "Choose a repository access: a link cannot, and its repository permissions need one."
PAGE = "https://github.com/settings/personal-access-tokens/new"


def fill(services: Services, query: str) -> Filled:
    """The form as QUERY fills it in."""
    return services.links.fill(services.links.read("?" + query))


class TestFill:
    def test_all_that_a_link_can_hold(self, services: Services) -> None:
        """Every field is filled in, and what remains to be done is said."""
        filled = fill(services, "name=ci&description=x&target_name=ACME&expires_in=45&contents=write&members=read")
        assert filled.draft == TokenDraft(
            name="ci",
            description="x",
            owner="acme",
            expiration=InDays(45),
            permissions={"contents": Level.WRITE, "members": Level.READ},
        )
        assert filled.notes == (CHOOSE,)

    def test_nothing(self, services: Services) -> None:
        """An empty link is an empty form of one's own."""
        assert fill(services, "") == Filled(TokenDraft(owner="mona"), ())

    @pytest.mark.parametrize("login", ["nobody", "stranger-org", "initech", "hubot"])
    def test_an_owner_that_cannot_be_chosen(self, services: Services, login: str) -> None:
        """Unknown, not one's own, or restricted: GitHub's one sentence, and the user is the owner."""
        filled = fill(services, f"target_name={login}&contents=read")
        assert filled.draft.owner == "mona"
        assert filled.notes == (CHOOSE, f"Cannot find the specified resource owner: {login}")

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("target_name=globex&expires_in=31", "expires_in was ignored: Choose an expiration from 1 day to 30 days."),
            (
                "target_name=globex&expires_in=none",
                "expires_in was ignored: The resource owner does not allow tokens without an expiration. "
                "Choose at most 30 days.",
            ),
        ],
    )
    def test_a_lifetime_that_the_owner_forbids(self, services: Services, query: str, said: str) -> None:
        """It is named, and the form proposes its own."""
        assert fill(services, query) == Filled(TokenDraft(owner="globex", expiration=DEFAULT_EXPIRATION), (said,))

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            (
                "members=read&gists=write",
                "Ignored, because it does not apply when mona is the resource owner: members.",
            ),
            (
                "target_name=acme&gists=write&members=read",
                "Ignored, because it does not apply when acme is the resource owner: gists.",
            ),
            ("metadata=read", "Metadata comes with another repository permission; alone it was ignored."),
        ],
    )
    def test_permissions_that_do_not_go_with_the_owner(self, services: Services, query: str, said: str) -> None:
        """They are named and left out; the others stay."""
        filled = fill(services, query)
        assert filled.notes == (said,)
        assert not {"metadata", "members" if filled.draft.owner == "mona" else "gists"} & set(filled.draft.permissions)

    def test_a_filled_form_can_be_generated(self, services: Services) -> None:
        """With a repository access chosen, the rules take what a link filled in."""
        filled = fill(services, "name=ci&target_name=acme&expires_in=45&contents=write")
        chosen = replace(filled.draft, repository_access=RepositoryAccess.ALL)
        assert services.tokens.errors(chosen) == {}


class TestOfDraft:
    def test_leaves_out_ones_own_login(self, services: Services) -> None:
        """Whoever opens it becomes the owner; an organization stays named."""
        assert services.links.of_draft(draft("ci", owner="Mona")).url == f"{PAGE}?name=ci&expires_in=30"
        assert services.links.of_draft(draft("ci", owner="acme")).url == (
            f"{PAGE}?name=ci&target_name=acme&expires_in=30"
        )

    def test_leaves_out_metadata_that_comes_along(self, services: Services) -> None:
        """Opened and copied again, a link is the same one."""
        query = "?name=ci&target_name=acme&expires_in=45&contents=write&members=read"
        filled = services.links.fill(services.links.read(query)).draft
        with_metadata = replace(filled, permissions={**filled.permissions, "metadata": Level.READ})
        assert services.links.of_draft(with_metadata).url == PAGE + query

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": 41 * "x"},
            {"name": "a\x1bb"},
            {"description": 1025 * "x"},
            {"owner": "no body"},
            {"expiration": InDays(367)},
            {"expiration": OnDate(date(2026, 1, 15))},
            {"permissions": {"contents": Level.ADMIN}},
            {"permissions": {"nonsense": Level.READ}},
        ],
        ids=str,
    )
    def test_what_would_not_be_read_back_is_refused(self, services: Services, wrong: dict[str, object]) -> None:
        """A link that is handed around opens as it was meant, or is not made."""
        with pytest.raises(InvalidInput):
            services.links.checked(replace(draft("ci", owner=""), **wrong))  # type: ignore[arg-type]

    def test_what_is_read_back_is_not(self, services: Services) -> None:
        """Neither a date nor an organization that only others know is wrong."""
        link = services.links.checked(draft("ci", owner="elsewhere", expiration=OnDate(date(2026, 1, 20))))
        assert link.url == f"{PAGE}?name=ci&target_name=elsewhere&expires_in=5"


class TestOfToken:
    @pytest.mark.parametrize(
        ("expiration", "written"),
        [
            (InDays(45), "expires_in=45"),
            (Never(), "expires_in=none"),
            (OnDate(date(2026, 1, 16)), "expires_in=1"),
            (OnDate(date(2026, 2, 1)), "expires_in=17"),
            (OnDate(date(2027, 1, 16)), "expires_in=366"),
        ],
        ids=str,
    )
    def test_lives_as_long_as_that_one_from_its_issue(
        self, services: Services, clock: FixedClock, expiration: Expiration, written: str
    ) -> None:
        """In whole days, rounded down; however old the token is by now."""
        token = services.tokens.generate(draft("ci", expiration=expiration)).token
        clock.advance(timedelta(days=10))
        assert services.links.of_token(token.id).url == f"{PAGE}?name=ci&{written}"

    def test_counts_from_the_regeneration(self, services: Services, clock: FixedClock) -> None:
        """The present value's own lifetime counts."""
        token = services.tokens.generate(draft("ci", expiration=InDays(9))).token
        clock.advance(timedelta(days=5))
        services.token_life.regenerate(token.id, InDays(60))
        assert services.links.of_token(token.id).url == f"{PAGE}?name=ci&expires_in=60"

    def test_says_what_it_does_not_hold(self, services: Services) -> None:
        """The repositories stay behind; so does the justification, which is nobody else's."""
        token = services.tokens.generate(
            draft(
                "ci",
                owner="acme",
                repository_access=RepositoryAccess.SELECTED,
                repositories=("acme/api",),
                permissions={"contents": Level.READ},
                reason="Why",
            )
        ).token
        link = services.links.of_token(token.id)
        assert link.url == f"{PAGE}?name=ci&target_name=acme&expires_in=30&contents=read"
        assert link.left_out == ("A link cannot hold the repository access; whoever opens it chooses that.",)

    def test_of_another_user(self, services: Services) -> None:
        """There is none."""
        token = services.tokens.generate(draft("ci")).token
        with pytest.raises(NotFound):
            as_user(services, "hubot").links.of_token(token.id)

    def test_base_is_a_setting(self, services: Services) -> None:
        """PAT_TUI_LINK_BASE is what links begin with."""
        services.settings = services.settings._replace(link_base="https://ghe.example")
        assert services.links.of_draft(draft("ci")).url.startswith("https://ghe.example/settings/personal-access")
