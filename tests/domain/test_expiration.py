"""When a token ends, in every time zone and on the days when clocks change."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.dates import expiry_text, instant_text, long_date, menu_date, month_names, weekday_names
from pat_tui.domain.expiration import (
    MAXIMUM_DAYS,
    PRESET_DAYS,
    Expiration,
    InDays,
    Never,
    OnDate,
    day_range,
    days_text,
    default_expiration,
    end_of_day,
    expiration_error,
    expires_at,
    local_day,
    parse_day,
    parse_expiration,
    presets,
)
from tests.worlds import NOW

if "Europe/Berlin" not in available_timezones():
    pytest.skip("there is no time zone database here", allow_module_level=True)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
HARD_ZONES = ("America/New_York", "America/Santiago", "America/Havana", "Asia/Beirut", "Africa/Cairo", "Asia/Gaza",
              "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati", "Asia/Kathmandu", "America/St_Johns",
              "Africa/Casablanca", "Antarctica/Troll", "America/Scoresbysund")  # fmt: skip
"""Zones that change at midnight, by half an hour, by two hours, that lie far out, or whose offset is odd."""

# Midnight of 1 January 2024 to 2035: zones whose calendar skips whole days lie in the past.
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=0)
)
ZONES = st.one_of(
    st.sampled_from(HARD_ZONES).map(ZoneInfo),
    st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo),
    st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
LIMITS = st.one_of(st.none(), st.sampled_from((1, 2, 7, 30, 45, 90, 365, 366)), st.integers(1, MAXIMUM_DAYS))


def changes_of(zone: ZoneInfo, year: int) -> list[datetime]:
    """The instants of YEAR, to the hour, around which the clocks of ZONE change."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(366 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[at] for at in range(1, len(hours)) if offsets[at] != offsets[at - 1]]


CHANGES = {(key, change) for key in HARD_ZONES for change in changes_of(ZoneInfo(key), 2026)}


def chosen_day(data: st.DataObject, now: datetime, zone: tzinfo, limit: int | None) -> date:
    """Any custom date that the calendar offers."""
    first, last = day_range(now, zone, limit)
    return data.draw(st.dates(first, last))


class TestCustomDate:
    @given(now=INSTANTS, zone=ZONES, limit=LIMITS, data=st.data())
    def test_is_never_over_nor_beyond_the_limit(
        self, now: datetime, zone: tzinfo, limit: int | None, data: st.DataObject
    ) -> None:
        """A date on offer is accepted, and ends in the future and within the limit."""
        day = chosen_day(data, now, zone, limit)
        assert expiration_error(OnDate(day), now, zone, limit) is None
        end = expires_at(OnDate(day), now, zone, limit)
        assert end is not None
        assert timedelta(0) < end - now <= timedelta(days=limit or MAXIMUM_DAYS)

    @given(now=INSTANTS, zone=ZONES, limit=LIMITS.filter(lambda limit: limit != 1), data=st.data())
    def test_ends_on_that_very_day(self, now: datetime, zone: tzinfo, limit: int | None, data: st.DataObject) -> None:
        """What the pages then show is the date that was chosen."""
        day = chosen_day(data, now, zone, limit)
        end = expires_at(OnDate(day), now, zone, limit)
        assert end is not None
        assert end.astimezone(zone).date() == day

    @pytest.mark.parametrize(("key", "change"), sorted(CHANGES), ids=str)
    @pytest.mark.parametrize("limit", [2, 30, None])
    def test_holds_in_each_hour_around_a_change_of_clocks(self, key: str, change: datetime, limit: int | None) -> None:
        """Made in any hour of the two days around the change, or ending on them, a token ends on the chosen day."""
        zone = ZoneInfo(key)
        days = limit or MAXIMUM_DAYS
        for hour in range(-24, 25):
            for now in (change + timedelta(hours=hour), change + timedelta(hours=hour, days=-days)):
                for day in day_range(now, zone, limit):
                    end = expires_at(OnDate(day), now, zone, limit)
                    assert end is not None
                    assert now < end <= now + timedelta(days=days)
                    assert end.astimezone(zone).date() == day

    @given(now=INSTANTS, zone=ZONES)
    def test_tomorrow_is_always_on_offer(self, now: datetime, zone: tzinfo) -> None:
        """Even the tightest limit leaves one date, and today is never one."""
        first, last = day_range(now, zone, 1)
        assert first == last == local_day(now, zone) + timedelta(days=1)

    @given(now=INSTANTS, zone=ZONES, limit=LIMITS, away=st.integers(1, 10_000))
    def test_outside_the_range_is_refused(self, now: datetime, zone: tzinfo, limit: int | None, away: int) -> None:
        """A day before the first or after the last is refused, in words that name both."""
        first, last = day_range(now, zone, limit)
        for day in (first - timedelta(days=away), last + timedelta(days=away)):
            error = expiration_error(OnDate(day), now, zone, limit)
            assert error == f"Choose a date from {first.isoformat()} to {last.isoformat()}."

    def test_is_the_end_of_the_day_in_the_users_zone(self) -> None:
        """A date in Berlin's winter ends at 22:59:59 UTC, in its summer at 21:59:59."""
        assert end_of_day(date(2026, 2, 1), BERLIN) == datetime(2026, 2, 1, 22, 59, 59, tzinfo=UTC)
        assert end_of_day(date(2026, 7, 1), BERLIN) == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)

    def test_the_last_day_of_the_limit_ends_with_the_limit(self) -> None:
        """Noon plus 30 days: the thirtieth day ends at noon, the twenty-ninth at its end."""
        assert expires_at(OnDate(date(2026, 2, 14)), NOW, UTC, 30) == NOW + timedelta(days=30)
        assert expires_at(OnDate(date(2026, 2, 13)), NOW, UTC, 30) == datetime(2026, 2, 13, 23, 59, 59, tzinfo=UTC)

    def test_a_day_that_the_limit_no_longer_reaches_is_not_on_offer(self) -> None:
        """Half an hour past midnight, 30 x 24 hours over the end of summer time reach the evening of the 29th day."""
        now = datetime(2026, 10, 20, 0, 30, tzinfo=NEW_YORK).astimezone(UTC)
        assert day_range(now, NEW_YORK, 30) == (date(2026, 10, 21), date(2026, 11, 18))

    @pytest.mark.parametrize("day", [date.max, date.min, date(9999, 12, 30)])
    @pytest.mark.parametrize("minutes", [-720, 0, 840])
    def test_the_ends_of_the_calendar_do_no_harm(self, day: date, minutes: int) -> None:
        """A date that no `datetime` can hold the end of is refused, and its preview stays within the limit."""
        zone = timezone(timedelta(minutes=minutes))
        assert expiration_error(OnDate(day), NOW, zone, None) is not None
        end = expires_at(OnDate(max(day, date(1, 1, 2))), NOW, zone, None)
        assert end is not None
        assert end <= NOW + timedelta(days=MAXIMUM_DAYS)


@given(day=st.dates(date(2024, 1, 1), date(2035, 12, 31)), zone=ZONES)
def test_end_of_day_is_the_last_second_of_that_day(day: date, zone: tzinfo) -> None:
    """It still is that day in the zone, and one second later it is not."""
    end = end_of_day(day, zone)
    assert end.astimezone(zone).date() == day
    assert (end + timedelta(seconds=1)).astimezone(zone).date() > day


@pytest.fixture
def system_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Set this process to the time zone of the parameter for the time of a test."""
    if not any(Path(folder, request.param).exists() for folder in TZPATH):
        pytest.skip("the C library has no time zone database here")
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize("system_zone", ["UTC", "Europe/Berlin", *HARD_ZONES], indirect=True)
def test_the_systems_zone_agrees_with_the_zone_by_name(system_zone: str) -> None:
    """Where no zone is given, every rule gives what the same zone by its name gives, each hour around its changes."""
    zone = ZoneInfo(system_zone)
    instants = [change + timedelta(hours=hour) for change in changes_of(zone, 2026) or [NOW] for hour in range(-25, 26)]
    for now in instants:
        assert local_day(now, None) == local_day(now, zone)
        assert day_range(now, None, 30) == day_range(now, zone, 30)
        assert end_of_day(now.date(), None) == end_of_day(now.date(), zone)
        assert long_date(now, None) == long_date(now, zone)
        assert instant_text(now, None) == instant_text(now, zone)


class TestPresets:
    @given(now=INSTANTS, zone=ZONES, days=st.sampled_from(PRESET_DAYS))
    def test_end_a_whole_number_of_days_after_creation(self, now: datetime, zone: tzinfo, days: int) -> None:
        """N days are N x 24 hours, whatever the clocks do."""
        assert expires_at(InDays(days), now, zone) == now + timedelta(hours=24 * days)

    @pytest.mark.parametrize(
        ("limit", "menu"),
        [(None, (7, 30, 60, 90)), (366, (7, 30, 60, 90)), (90, (7, 30, 60, 90)), (89, (7, 30, 60)), (30, (7, 30)),
         (29, (7,)), (7, (7,)), (6, (6,)), (1, (1,))],
    )  # fmt: skip
    def test_the_menu_is_cut_at_the_limit(self, limit: int | None, menu: tuple[int, ...]) -> None:
        """No entry exceeds the owner's limit; where all would, the limit is the one entry."""
        assert presets(limit) == menu

    @pytest.mark.parametrize(("limit", "days"), [(None, 30), (366, 30), (30, 30), (29, 29), (1, 1)])
    def test_the_default_is_30_days_or_the_limit(self, limit: int | None, days: int) -> None:
        """The form starts with 30 days, or less where the owner allows less."""
        assert default_expiration(limit) == InDays(days)

    @given(limit=LIMITS)
    def test_what_the_menu_offers_is_accepted(self, limit: int | None) -> None:
        """Neither a preset nor the default is ever refused under the limit that it was made for."""
        for choice in (*map(InDays, presets(limit)), default_expiration(limit)):
            assert expiration_error(choice, NOW, UTC, limit) is None

    @pytest.mark.parametrize(
        ("days", "limit", "error"),
        [
            (0, None, "Choose an expiration from 1 day to 366 days."),
            (367, None, "Choose an expiration from 1 day to 366 days."),
            (31, 30, "Choose an expiration from 1 day to 30 days."),
            (2, 1, "Choose an expiration from 1 day to 1 day."),
            (999_999, None, "Choose an expiration from 1 day to 366 days."),
            (366, None, None),
            (1, None, None),
            (30, 30, None),
        ],
    )
    def test_a_number_of_days_has_bounds(self, days: int, limit: int | None, error: str | None) -> None:
        """1 to 366 days, or to the owner's limit."""
        assert expiration_error(InDays(days), NOW, UTC, limit) == error


class TestNever:
    def test_never_ends(self) -> None:
        """No expiration means no instant, and is fine where no limit stands."""
        assert expires_at(Never(), NOW, UTC) is None
        assert expiration_error(Never(), NOW, UTC, None) is None

    def test_is_refused_under_a_limit(self) -> None:
        """An owner with a limit takes no token without an end, and the error names the limit."""
        error = expiration_error(Never(), NOW, UTC, 366)
        assert error == "The resource owner does not allow tokens without an expiration. Choose at most 366 days."


class TestReading:
    @pytest.mark.parametrize(
        ("text", "choice"),
        [
            ("30d", InDays(30)), (" 7D ", InDays(7)), ("0d", InDays(0)), ("never", Never()), ("NEVER", Never()),
            ("2027-01-31", OnDate(date(2027, 1, 31))), ("9999-12-31", OnDate(date.max)),
            ("2027-02-30", None), ("2027-1-31", None), ("20270131", None), ("2027-W05-1", None), ("", None),
            ("30", None), ("-1d", None), ("1.5d", None), ("1234567d", None), ("d", None),
            ("\N{ARABIC-INDIC DIGIT THREE}d", None), ("2027-01-31T00:00", None), ("0000-01-01", None),
            ("２０２７-01-31", None),
        ],
    )  # fmt: skip
    def test_of_the_command_lines_words(self, text: str, choice: Expiration | None) -> None:
        """`30d`, `2027-01-31` and `never` are read in any case and with spaces around; nothing else is."""
        assert parse_expiration(text) == choice

    @given(day=st.dates())
    def test_reads_every_date_that_it_writes(self, day: date) -> None:
        """ISO text goes round."""
        assert parse_day(day.isoformat()) == day


class TestWords:
    def test_of_the_expiry_on_the_list(self) -> None:
        """GitHub's three sentences."""
        end = datetime(2023, 2, 5, 18, 0, tzinfo=UTC)
        assert expiry_text(end, end - timedelta(days=3), UTC) == "Expires on Sun, Feb 05 2023."
        assert expiry_text(end, end, UTC) == "This token has expired."
        assert expiry_text(None, end, UTC) == "This token has no expiration date"

    def test_dates_are_those_of_the_users_zone(self) -> None:
        """One instant is Tuesday in Berlin and still Monday in New York."""
        instant = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
        assert long_date(instant, BERLIN) == "Tue, Jan 20 2026"
        assert long_date(instant, NEW_YORK) == "Mon, Jan 19 2026"
        assert menu_date(instant, NEW_YORK) == "Jan 19, 2026"

    @pytest.mark.parametrize(
        ("zone", "text"),
        [
            (BERLIN, "2026-01-20 03:00 CET (02:00 UTC)"),
            (NEW_YORK, "2026-01-19 21:00 EST (2026-01-20 02:00 UTC)"),
            (UTC, "2026-01-20 02:00 UTC"),
            (ZoneInfo("Europe/London"), "2026-01-20 02:00 UTC"),
        ],
        ids=str,
    )
    def test_an_instant_says_local_time_and_utc(self, zone: tzinfo, text: str) -> None:
        """Local time first, UTC beside it with its own date where that differs, once where they are the same."""
        assert instant_text(datetime(2026, 1, 20, 2, 0, tzinfo=UTC), zone) == text

    def test_names_are_those_of_the_calendar(self) -> None:
        """Seven weekdays from Monday on, twelve months, as `strftime` has them in English."""
        week = [date(2026, 1, 5) + timedelta(days=day) for day in range(7)]
        assert weekday_names() == tuple(f"{day:%a}" for day in week)
        assert month_names() == tuple(f"{date(2026, month, 1):%b}" for month in range(1, 13))

    def test_days_are_counted_in_words(self) -> None:
        """One day, two days."""
        assert (days_text(1), days_text(2)) == ("1 day", "2 days")


@given(
    now=INSTANTS,
    zone=ZONES,
    limit=LIMITS,
    choice=st.one_of(st.builds(InDays, st.integers(-1, 400)), st.builds(OnDate, st.dates()), st.just(Never())),
)
def test_what_is_accepted_ends_within_the_limit(
    now: datetime, zone: tzinfo, limit: int | None, choice: Expiration
) -> None:
    """Whatever is asked for is refused with words, or ends after now and not beyond the limit."""
    if (error := expiration_error(choice, now, zone, limit)) is not None:
        assert error.endswith(".")
        return
    end = expires_at(choice, now, zone, limit)
    assert (end is None) == isinstance(choice, Never)
    assert end is None or now < end <= now + timedelta(days=limit or MAXIMUM_DAYS)
