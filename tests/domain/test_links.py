"""Links that fill in a form: what is read out of one, what is named and ignored, and that a round trip is exact."""

from datetime import UTC, date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.catalogue.permissions import permissions
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate
from pat_tui.domain.links import MAXIMUM_LENGTH, Prefill, classic_link_of, link_of, parse
from pat_tui.domain.names import LOGIN_PATTERN
from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import text_error
from pat_tui.domain.tokens import RepositoryAccess

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
BASE = "https://github.com"
SCOPES = ("repo", "repo:status", "workflow", "write:packages", "read:org")
FINE_GRAINED = "https://github.com/settings/personal-access-tokens/new"

TEXTS = st.text(max_size=40).filter(lambda text: text_error(text) is None)
LINES = st.lists(TEXTS, max_size=4).map("\n".join)
EXPIRATIONS = st.one_of(st.integers(1, 366).map(InDays), st.just(Never()))


@st.composite
def levels(draw: st.DrawFn) -> dict[str, Level]:
    """Some permissions of the catalogue at levels that they offer."""
    slugs = draw(st.lists(st.sampled_from(sorted(permissions())), unique=True, max_size=8))
    return {slug: draw(st.sampled_from(permissions()[slug].levels)) for slug in slugs}


def read(text: str) -> Prefill:
    """TEXT against the real permissions and a few scopes."""
    return parse(text, permissions(), SCOPES)


def made(zone: ZoneInfo | None = None, **changes: object) -> str:
    """The query of the link of a draft with CHANGES."""
    draft = TokenDraft(**{"expiration": InDays(7), **changes})  # type: ignore[arg-type]
    return link_of(draft, BASE, NOW, zone or UTC).url.removeprefix(FINE_GRAINED)


class TestRoundTrip:
    @given(
        name=TEXTS, description=LINES, owner=st.from_regex(LOGIN_PATTERN, fullmatch=True), end=EXPIRATIONS, of=levels()
    )
    def test_of_a_fine_grained_token_is_exact(
        self, name: str, description: str, owner: str, end: Expiration, of: dict[str, Level]
    ) -> None:
        """Whatever the rules let pass comes back as it was, with nothing named and nothing left out."""
        draft = TokenDraft(name=name, description=description, owner=owner, expiration=end, permissions=of)
        link = link_of(draft, BASE, NOW, UTC)
        assert read(link.url) == Prefill(
            TokenKind.FINE_GRAINED, name, description, owner, end, dict(sorted(of.items()))
        )
        assert link.left_out == ()
        assert read(link.url.removeprefix(FINE_GRAINED)) == read(link.url)

    @given(note=TEXTS, scopes=st.lists(st.sampled_from(SCOPES), unique=True))
    def test_of_a_classic_token_is_exact(self, note: str, scopes: list[str]) -> None:
        """Note and scopes come back; the expiration has no parameter, which is said."""
        link = classic_link_of(note, scopes, BASE)
        assert read(link.url) == Prefill(TokenKind.CLASSIC, description=note, scopes=tuple(scopes))
        assert link.left_out == ("A link for a token (classic) cannot hold the expiration.",)

    @given(st.text(max_size=300))
    def test_no_text_at_all_makes_it_fail(self, text: str) -> None:
        """Anything may be typed or pasted; what comes out is harmless to a terminal."""
        for link in (text, "?" + text, "https://" + text, FINE_GRAINED + "?" + text, "/settings/tokens/new?" + text):
            prefill = read(link)
            for said in (prefill.name, prefill.owner, *prefill.scopes, *prefill.ignored):
                assert text_error(said) is None
            assert text_error(prefill.description, multiline=True) is None


class TestWriting:
    def test_has_githubs_page_and_parameters(self) -> None:
        """It is the address that GitHub's own form answers to."""
        draft = TokenDraft("ci & co", Never(), "Two\nlines", "acme", permissions={"contents": Level.WRITE})
        assert link_of(draft, BASE, NOW, UTC).url == (
            f"{FINE_GRAINED}?name=ci+%26+co&description=Two%0Alines&target_name=acme&expires_in=none&contents=write"
        )
        assert classic_link_of("CI", ["repo:status", "read:org"], BASE).url == (
            "https://github.com/settings/tokens/new?description=CI&scopes=repo:status,read:org"
        )

    def test_what_is_empty_is_no_parameter(self) -> None:
        """An untouched form needs no more than its expiration."""
        assert made() == "?expires_in=7"

    @pytest.mark.parametrize(
        ("day", "zone", "days"),
        [
            (date(2026, 1, 16), "UTC", "1"),
            (date(2026, 3, 1), "UTC", "45"),
            (date(2027, 1, 16), "UTC", "366"),
            (date(2026, 1, 17), "Pacific/Kiritimati", "1"),
            (date(2026, 1, 16), "Etc/GMT+12", "1"),
        ],
    )
    def test_a_date_becomes_whole_days_from_today(self, day: date, zone: str, days: str) -> None:
        """Counted on the user's own calendar, and so rounded down to the hour of making it; which is said."""
        link = link_of(TokenDraft(expiration=OnDate(day)), BASE, NOW, ZoneInfo(zone))
        assert link.url.endswith(f"expires_in={days}")
        assert len(link.left_out) == 1
        assert link.left_out[0].startswith(f"A link counts whole days: {day.isoformat()} became {days} day")

    @pytest.mark.parametrize(
        "end", [InDays(0), InDays(367), OnDate(date(2026, 1, 15)), OnDate(date.min), OnDate(date(2027, 1, 17))], ids=str
    )
    def test_an_expiration_beyond_a_link_is_left_out(self, end: Expiration) -> None:
        """Then the form proposes its own, and that is said."""
        link = link_of(TokenDraft(expiration=end), BASE, NOW, UTC)
        assert link.url == FINE_GRAINED
        assert link.left_out == ("A link cannot hold this expiration: it takes 1 to 366 days.",)

    def test_what_a_link_cannot_hold_is_said(self) -> None:
        """Repositories and the justification stay behind."""
        draft = TokenDraft("ci", InDays(7), reason="Why", repository_access=RepositoryAccess.ALL)
        assert link_of(draft, BASE, NOW, UTC).left_out == (
            "A link cannot hold the repository access; whoever opens it chooses that.",
            "A link cannot hold the justification.",
        )

    def test_half_a_character_is_not_read_back(self) -> None:
        """What is no text at all, such as a stray byte of an argument, makes a link that says so."""
        assert read(FINE_GRAINED + made(name="a\udcff")).ignored == ("Not text in UTF-8, and ignored: name.",)


class TestWhichForm:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("?name=x", TokenKind.FINE_GRAINED),
            ("?scopes=repo", TokenKind.CLASSIC),
            ("/settings/tokens/new", TokenKind.CLASSIC),
            ("/settings/personal-access-tokens/new?contents=read", TokenKind.FINE_GRAINED),
            ("https://github.com/settings/personal-access-tokens/new?scopes=repo", TokenKind.FINE_GRAINED),
            ("http://ghe.example:8443/settings/tokens/new/?description=x#top", TokenKind.CLASSIC),
            ("HTTPS://[::1/settings/tokens/new", TokenKind.CLASSIC),
            ("  ?scopes=", TokenKind.CLASSIC),
            ("?", TokenKind.FINE_GRAINED),
            ("", TokenKind.FINE_GRAINED),
        ],
    )
    def test_the_path_says_it_and_else_the_scopes(self, text: str, kind: TokenKind) -> None:
        """Any host will do, for none is asked."""
        assert read(text).kind is kind

    def test_another_page_is_named(self) -> None:
        """Its parameters count all the same."""
        prefill = read("https://github.com/settings/tokens?type=beta&name=x")
        assert prefill.name == "x"
        assert prefill.ignored == (
            "/settings/tokens is no page for a new token; what stands after it was used all the same.",
            "Unknown and ignored: type.",
        )


class TestIgnored:
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("foo=1&bar", "Unknown and ignored: foo, bar."),
            ("=1", "Unknown and ignored: “”."),
            ("a%1B]0;x%07=1", "Unknown and ignored: a\ufffd]0;x\ufffd."),
            ("repositories=acme/api", "Unknown and ignored: repositories."),
            ("name=a&name=b", "Given more than once, so that only the last one counts: name."),
            ("name=" + 41 * "x", "name was ignored: It is too long: 41 of at most 40 characters."),
            ("name=a%0Ab", "name was ignored: It holds a character that cannot be shown (U+000A). Remove it."),
            ("name=a%E2%80%AEb", "name was ignored: It holds a character that cannot be shown (U+202E). Remove it."),
            ("name=%FF&%FF=1", "Not text in UTF-8, and ignored: name, %FF."),
            ("name=%1B", "name was ignored: It holds a character that cannot be shown (U+001B). Remove it."),
            (
                "description=a%00",
                "description was ignored: It holds a character that cannot be shown (U+0000). Remove it.",
            ),
            ("description=" + 1025 * "x", "description was ignored: It is too long: 1025 of at most 1024 characters."),
            ("target_name=a%20b", "Cannot find the specified resource owner: a b"),
            ("target_name=%1B", "Cannot find the specified resource owner: \ufffd"),
            *(
                (f"expires_in={wrong}", "expires_in was ignored: Write a number of days from 1 to 366, or none.")
                for wrong in ("0", "367", "-1", "9" * 5000, "", "never", "1.5", "%D9%A3", "+7")
            ),
            ("contents=READ", "Levels that are not on offer, ignored: contents=READ."),
            ("issues=&contents=admin", "Levels that are not on offer, ignored: issues=, contents=admin."),
        ],
    )  # fmt: skip
    def test_is_named_and_the_default_kept(self, query: str, said: str) -> None:
        """One sentence, and the field is as if it had not been asked for."""
        prefill = read("?" + query)
        assert prefill.ignored == (said,)
        kept = "b" if query == "name=a&name=b" else ""
        assert prefill == Prefill(TokenKind.FINE_GRAINED, kept, ignored=prefill.ignored)

    def test_scopes(self) -> None:
        """Unknown ones are named, known ones are kept in the order of the link, once each."""
        prefill = read("?scopes=workflow,%20repo,gone,workflow,,%1B&description=CI&expires_in=7")
        assert prefill.scopes == ("workflow", "repo")
        assert prefill.description == "CI"
        assert prefill.ignored == ("Unknown scopes, ignored: gone, \ufffd.", "Unknown and ignored: expires_in.")

    def test_a_note_is_one_line_of_255(self) -> None:
        """What the classic form would not take is not put into it."""
        assert read("?scopes=&description=" + 255 * "x").description == 255 * "x"
        assert read("?scopes=&description=" + 256 * "x").description == ""
        assert read("?scopes=&description=a%0Ab").description == ""

    def test_what_is_named_is_bounded(self) -> None:
        """Hundreds of unknown names, and very long ones, make no wall of text."""
        many = "&".join(f"p{number}{'x' * 100}=1" for number in range(100))
        (said,) = read("?" + many).ignored
        assert said.endswith("… and 92 more.")
        assert len(said) < 400
        assert len(read("?" + "&".join(f"p{number}=1&p{number}=2" for number in range(100))).ignored) < 10

    def test_a_link_that_is_too_long_is_not_read(self) -> None:
        """It is told so in one sentence."""
        text = "?name=x&description=" + "%41" * (MAXIMUM_LENGTH // 3)
        assert read(text) == Prefill(
            TokenKind.FINE_GRAINED,
            ignored=(f"The link is longer than {MAXIMUM_LENGTH} characters, so nothing of it was used.",),
        )

    def test_the_fullest_form_fits(self) -> None:
        """Every field at its longest in the dearest characters, and every permission, is a link that is read whole."""
        every = {slug: permission.levels[-1] for slug, permission in permissions().items()}
        draft = TokenDraft(40 * "\U0001f600", Never(), 1024 * "\U0001f600", 39 * "a", permissions=every)
        prefill = read(link_of(draft, BASE, NOW, UTC).url)
        assert (prefill.description, prefill.permissions) == (draft.description, dict(sorted(every.items())))
        assert prefill.ignored == ()

    def test_line_ends_of_windows_are_line_ends(self) -> None:
        """A browser writes them into what comes from a text area."""
        assert read("?description=" + quote("a\r\nb")).description == "a\nb"
