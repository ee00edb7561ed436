"""Classic tokens: the note, the end, the state at a moment, and what organizations say of one."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.classic import (
    ClassicContext,
    ClassicDraft,
    ClassicSummary,
    ClassicToken,
    classic_errors,
    note_error,
)
from pat_tui.domain.classic_expiration import (
    LAST_INSTANT,
    classic_day_range,
    classic_expiration_error,
    classic_expires_at,
)
from pat_tui.domain.classic_policies import ClassicPolicy, RefusedFor, refusal
from pat_tui.domain.dates import classic_expiry_text
from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate, local_day
from pat_tui.domain.status import Status
from tests.worlds import NOW

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


class TestNote:
    @pytest.mark.parametrize(
        ("note", "error"),
        [
            ("", "Note can't be blank"),
            (" \t\u3000", "Note can't be blank"),
            ("\u2800", "Note can't be blank"),
            ("x" * 256, "Note is too long (maximum is 255 characters)"),
            ("a\x1b[31m", "It holds a character that cannot be shown (U+001B). Remove it."),
            ("a\nb", "It holds a character that cannot be shown (U+000A). Remove it."),
            ("a\u202eb", "It holds a character that cannot be shown (U+202E). Remove it."),
            ("a\udc80b", "It holds a character that cannot be shown (U+DC80). Remove it."),
        ],
        ids=ascii,
    )
    def test_is_refused(self, note: str, error: str) -> None:
        """Blank, too long, or with a character that a terminal would obey; in that order, before being taken."""
        assert note_error(note, taken=False) == note_error(note, taken=True) == error

    @pytest.mark.parametrize("note", ["x", "x" * 255, "漢字", "ci (main) 🚀", "👩‍💻"])
    def test_is_fine_unless_taken(self, note: str) -> None:
        """1 to 255 characters of any script."""
        assert note_error(note, taken=False) is None
        assert note_error(note, taken=True) == "Note has already been taken"


class TestExpiration:
    @pytest.mark.parametrize("choice", [InDays(1), InDays(367), InDays(100_000), OnDate(date(2026, 1, 16)), Never()])
    def test_may_be_far(self, choice: Expiration) -> None:
        """There is no limit of 366 days as for fine-grained tokens."""
        assert classic_expiration_error(choice, NOW, UTC) is None

    @pytest.mark.parametrize(
        ("choice", "error"),
        [
            (InDays(0), "Choose an expiration from 1 day to 2912427 days."),
            (InDays(999_999_999), "Choose an expiration from 1 day to 2912427 days."),
            (OnDate(date(2026, 1, 15)), "Choose a date from 2026-01-16 to 9999-12-31."),
            (OnDate(date(1, 1, 1)), "Choose a date from 2026-01-16 to 9999-12-31."),
        ],
        ids=str,
    )
    def test_must_lie_ahead(self, choice: Expiration, error: str) -> None:
        """Today and before are refused, and so is what comes after the last date that can be written."""
        assert classic_expiration_error(choice, NOW, UTC) == error

    @given(day=st.dates(min_value=date(2026, 1, 17)), zone=ZONES)
    def test_a_date_ends_with_its_day(self, day: date, zone: tzinfo) -> None:
        """In the user's zone; only at the very end of 9999 sooner. Every zone can write what comes of it."""
        assert classic_expiration_error(OnDate(day), NOW, zone) is None
        end = classic_expires_at(OnDate(day), NOW, zone)
        assert end is not None
        assert NOW < end <= LAST_INSTANT
        if day < date(9999, 12, 30):
            assert local_day(end, zone) == day
            assert local_day(end + timedelta(seconds=1), zone) == day + timedelta(days=1)
        for hours in (-12, 0, 14):
            classic_expiry_text(end, NOW, timezone(timedelta(hours=hours)))

    @given(days=st.integers(1, (LAST_INSTANT - NOW).days))
    def test_days_are_24_hours(self, days: int) -> None:
        """A preset is so many times 24 hours from creation, up to the last that can be written."""
        assert classic_expiration_error(InDays(days), NOW, UTC) is None
        assert classic_expires_at(InDays(days), NOW, UTC) == NOW + timedelta(days=days)

    @pytest.mark.parametrize(
        ("zone", "day", "hours"),
        [
            ("Europe/Berlin", date(2026, 3, 29), 23),
            ("Europe/Berlin", date(2026, 10, 25), 25),
            ("UTC", date(2027, 1, 1), 24),
        ],
    )
    def test_follows_the_change_of_clocks(self, zone: str, day: date, hours: int) -> None:
        """From one day's end to the next there are 23, 24 or 25 hours."""
        where = ZoneInfo(zone)
        end = classic_expires_at(OnDate(day), NOW, where)
        before = classic_expires_at(OnDate(day - timedelta(days=1)), NOW, where)
        assert end is not None
        assert before is not None
        assert end - before == timedelta(hours=hours)

    def test_range_starts_tomorrow_where_the_user_is(self) -> None:
        """On Kiritimati it is the 16th already at noon."""
        assert classic_day_range(NOW, ZoneInfo("Pacific/Kiritimati")) == (date(2026, 1, 17), date(9999, 12, 31))

    def test_never_has_no_end(self) -> None:
        """None stands for it."""
        assert classic_expires_at(Never(), NOW, UTC) is None


@pytest.mark.parametrize(
    ("expires_at", "status"),
    [
        (None, Status.ACTIVE),
        (NOW, Status.EXPIRED),
        (NOW - timedelta(days=400), Status.EXPIRED),
        (NOW + timedelta(seconds=1), Status.EXPIRING_SOON),
        (NOW + timedelta(days=7), Status.EXPIRING_SOON),
        (NOW + timedelta(days=7, seconds=1), Status.ACTIVE),
    ],
    ids=str,
)
def test_status_is_one_of_three(expires_at: datetime | None, status: Status) -> None:
    """Active, near its end, or expired: nobody approves classic tokens."""
    token = ClassicSummary(1, "ci", ("gist", "repo"), NOW, expires_at, None)
    assert token.status_at(NOW) is status
    assert (token.name, token.scopes_text) == ("ci", "gist, repo")


@pytest.mark.parametrize(
    ("expires_at", "text"),
    [
        (None, "This token has no expiration date"),
        (NOW, "Expired"),
        (datetime(2026, 1, 18, 23, tzinfo=UTC), "Expires on Sun, Jan 18 2026"),
        (datetime(2026, 2, 3, 12, tzinfo=UTC), "Expires on Tue, Feb 3 2026"),
        (LAST_INSTANT, "Expires on Fri, Dec 31 9999"),
    ],
    ids=str,
)
def test_expiry_in_words(expires_at: datetime | None, text: str) -> None:
    """GitHub's words on the list of classic tokens: no leading zero, no full stop."""
    assert classic_expiry_text(expires_at, NOW, UTC) == text


class TestDraft:
    CONTEXT = ClassicContext(NOW, UTC, note_taken=False, scopes=scopes())

    def test_without_any_scope_is_fine(self) -> None:
        """It reads what is public."""
        assert classic_errors(ClassicDraft("ci"), self.CONTEXT) == {}

    def test_errors_come_in_form_order_all_at_once(self) -> None:
        """One for each field."""
        found = classic_errors(ClassicDraft("", InDays(0), ["nonsense", "gist"]), self.CONTEXT)
        assert list(found) == ["note", "expiration", "scopes"]


class TestPolicy:
    OPEN = ClassicPolicy("acme", is_allowed=True, max_lifetime_days=None)
    LIMITED = ClassicPolicy("acme", is_allowed=True, max_lifetime_days=30)
    SHORT = ClassicPolicy("acme", is_allowed=True, max_lifetime_days=1)
    CLOSED = ClassicPolicy("acme", is_allowed=False, max_lifetime_days=30)

    @pytest.mark.parametrize("lifetime", [None, timedelta(days=1), timedelta(days=4000)], ids=str)
    def test_an_open_organization_takes_all(self, lifetime: timedelta | None) -> None:
        """However long a token lives."""
        assert refusal(self.OPEN, lifetime) is None

    @pytest.mark.parametrize("lifetime", [None, timedelta(days=1)], ids=str)
    def test_a_closed_one_takes_none(self, lifetime: timedelta | None) -> None:
        """Being closed outweighs a limit."""
        found = refusal(self.CLOSED, lifetime)
        assert found is not None
        assert found.reason is RefusedFor.RESTRICTED
        assert found.text == "acme forbids access via personal access tokens (classic)."

    @pytest.mark.parametrize("lifetime", [None, timedelta(days=30, seconds=1)], ids=str)
    def test_a_limit_refuses_what_lives_longer(self, lifetime: timedelta | None) -> None:
        """By a second, or for ever."""
        found = refusal(self.LIMITED, lifetime)
        assert found is not None
        assert found.reason is RefusedFor.LIFETIME
        assert found.text == "acme refuses personal access tokens (classic) that live longer than 30 days."
        assert "longer than 1 day." in (refusal(self.SHORT, lifetime) or found).text

    @pytest.mark.parametrize("lifetime", [timedelta(days=30), timedelta(days=1)], ids=str)
    def test_a_limit_takes_what_lives_as_long(self, lifetime: timedelta) -> None:
        """The limit itself is allowed."""
        assert refusal(self.LIMITED, lifetime) is None

    def test_lifetime_counts_from_the_present_secret(self) -> None:
        """A token that was regenerated is as young as its secret."""
        days = timedelta(days=1)
        token = ClassicToken(1, "ci", (), NOW - 400 * days, NOW + 7 * days, None, "mona", "Ab3dEf9h", NOW - 3 * days)
        assert token.lifetime == 10 * days
