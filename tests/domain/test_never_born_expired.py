"""No zone and no change of clocks makes a token that is born expired: every zone there is, on the days that matter."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.classic_expiration import classic_day_range, classic_expiration_error, classic_expires_at
from pat_tui.domain.dates import end_text, instant_text, short_date, short_instant_texts
from pat_tui.domain.expiration import (
    PRESET_DAYS,
    Expiration,
    InDays,
    OnDate,
    day_range,
    default_expiration,
    expiration_error,
    expires_at,
    local_day,
)
from tests.worlds import NOW

ZONES = sorted(available_timezones() - {"localtime"})
if not ZONES:
    pytest.skip("there is no time zone database here", allow_module_level=True)

YEARS = (2026, 2027)
"""Tokens are made in the first; those of a year end in the second."""
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
LIMITS = (None, 1, 2, 7, 30, 366)
NEXT_MIDNIGHT = time.min


@cache
def changes_of(key: str) -> tuple[datetime, ...]:
    """The first second after each change of the clocks of a zone: found by the day, then halved."""
    zone = ZoneInfo(key)
    days = [datetime(YEARS[0], 1, 1, tzinfo=UTC) + DAY * number for number in range(2 * 366)]
    return tuple(
        _first_after(before, after, zone)
        for before, after in pairwise(days)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
    )


def _first_after(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        if middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return after


def distinct() -> list[str]:
    """One zone of each number that keep the same time in these years."""
    found: dict[object, str] = {}
    for key in ZONES:
        start = datetime(YEARS[0], 1, 1, tzinfo=UTC)
        offsets = [each.astimezone(ZoneInfo(key)).utcoffset() for each in (start, *changes_of(key))]
        found.setdefault((changes_of(key), tuple(offsets)), key)
    return list(found.values())


def instants_of(key: str) -> list[datetime]:
    """When tokens are made in a zone: the minute before midnight and midnight itself, around every change of clocks."""
    zone = ZoneInfo(key)
    found = {NOW}
    for change in [NOW, *(change for change in changes_of(key) if change.year == YEARS[0])]:
        found |= {change - SECOND, change, change + SECOND}
        day = local_day(change, zone)
        for near in (day, day + DAY):
            midnight = datetime.fromtimestamp(datetime.combine(near, NEXT_MIDNIGHT, zone).timestamp(), UTC)
            found |= {midnight - MINUTE, midnight - SECOND, midnight, midnight + SECOND}
    return sorted(found)


def choices(now: datetime, zone: tzinfo, limit: int | None) -> Iterator[Expiration]:
    """Presets, and the first and the last date that the calendar offers."""
    yield default_expiration(limit)
    yield from (InDays(days) for days in PRESET_DAYS)
    yield from (OnDate(day) for day in day_range(now, zone, limit))


@pytest.mark.parametrize("key", distinct())
def test_fine_grained(key: str) -> None:
    """Whatever is accepted ends after it is made, and within the limit."""
    zone = ZoneInfo(key)
    for now in instants_of(key):
        for limit in LIMITS:
            for choice in choices(now, zone, limit):
                if expiration_error(choice, now, zone, limit) is None:
                    end = expires_at(choice, now, zone, limit)
                    assert end is not None
                    assert now < end <= now + DAY * (limit or 366), (now, limit, choice)


@pytest.mark.parametrize("key", distinct())
def test_classic(key: str) -> None:
    """The same for classic tokens, to the last day there is; a date ends on that very day."""
    zone = ZoneInfo(key)
    for now in instants_of(key):
        first, last = classic_day_range(now, zone)
        offered: list[Expiration] = [OnDate(first), OnDate(first + DAY), OnDate(last)]
        for choice in [*map(InDays, PRESET_DAYS), *offered]:
            assert classic_expiration_error(choice, now, zone) is None
            end = classic_expires_at(choice, now, zone)
            assert end is not None
            assert now < end, (now, choice)
            if isinstance(choice, OnDate) and choice.day != date.max:
                assert local_day(end, zone) == choice.day, (now, choice)


@pytest.mark.parametrize(
    ("now", "key", "last_minute"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "Europe/Berlin", datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), "Europe/Berlin", datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
    ],
    ids=["a day of 23 hours", "a day of 25 hours"],
)
def test_the_minute_before_a_day_on_which_clocks_change(now: datetime, key: str, last_minute: datetime) -> None:
    """At 23:59 tomorrow is on offer, and ends with tomorrow's last second, however long that day is."""
    zone = ZoneInfo(key)
    first, _last = classic_day_range(now, zone)
    assert first == local_day(now, zone) + DAY
    assert classic_expires_at(OnDate(first), now, zone) == expires_at(OnDate(first), now, zone) == last_minute


ANY_ZONE = st.sampled_from(ZONES).map(ZoneInfo)
ANY_INSTANT = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(second=0, microsecond=0)
)


class TestInstantsInWords:
    @given(instant=ANY_INSTANT, zone=ANY_ZONE)
    def test_both_times_are_there_and_are_the_same_instant(self, instant: datetime, zone: ZoneInfo) -> None:
        """Local time first, UTC beside it; from either the instant can be read."""
        text, local = instant_text(instant, zone), instant.astimezone(zone)
        assert text.startswith(f"{local:%Y-%m-%d %H:%M}")
        if local.utcoffset() == timedelta(0):
            assert text == f"{instant:%Y-%m-%d %H:%M} UTC"
            return
        beside = re.fullmatch(r".* \((?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d) UTC\)", text)
        assert beside is not None
        assert f"{beside[1] or f'{local:%Y-%m-%d}'} {beside[2]}" == f"{instant:%Y-%m-%d %H:%M}"

    @given(instant=ANY_INSTANT, zone=ANY_ZONE)
    def test_short_ones_have_both_times_too(self, instant: datetime, zone: ZoneInfo) -> None:
        """However little room there is, UTC is not left out; the year is only in its own."""
        local = instant.astimezone(zone)
        texts = short_instant_texts(instant, zone, instant)
        assert [len(text) for text in texts] == sorted((len(text) for text in texts), reverse=True)
        assert all(f"{instant:%H:%M} UTC" in text and f"{local:%H:%M}" in text for text in texts)
        assert texts[0].startswith(f"{local:%Y-%m-%d} ")
        assert texts[1].startswith(f"{local:%m-%d} ")
        assert short_instant_texts(instant, zone, instant + 400 * DAY) == texts[:1]

    def test_examples(self) -> None:
        """As the docstrings have them."""
        berlin, then = ZoneInfo("Europe/Berlin"), datetime(2026, 1, 20, 23, 5, tzinfo=UTC)
        assert instant_text(then, berlin) == "2026-01-21 00:05 CET (2026-01-20 23:05 UTC)"
        assert short_instant_texts(then, berlin, then) == ("2026-01-21 00:05 (23:05 UTC)", "01-21 00:05 (23:05 UTC)")
        assert short_instant_texts(then, UTC, then) == ("2026-01-20 23:05 UTC", "01-20 23:05 UTC")
        assert end_text(then, then - SECOND, UTC) == "Ends 2026-01-20 23:05 UTC"
        assert end_text(then, then, UTC) == "Ended 2026-01-20 23:05 UTC"
        assert short_date(then, berlin) == "Jan 21"
