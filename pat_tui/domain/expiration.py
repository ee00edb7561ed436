"""When a token ends: presets, custom dates, limits.

An expiry is a moment, not a day. A preset ends N x 24 hours after creation; a custom date ends with that day in the
user's time zone. Where a lifetime limit of N days applies, no token ends later than N x 24 hours after creation, so
that every later check is one subtraction that knows no time zone.

A time zone is a `tzinfo`, or None for the one this system is set to.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from pat_tui.domain.dates import local_day as local_day  # it is asked for here as well
from pat_tui.i18n import _, ngettext

PRESET_DAYS = (7, 30, 60, 90)
DEFAULT_DAYS = 30
MAXIMUM_DAYS = 366
"""The farthest custom date of a fine-grained token, in days from today."""


@dataclass(frozen=True, slots=True)
class InDays:
    """A preset: DAYS x 24 hours after creation."""

    days: int


@dataclass(frozen=True, slots=True)
class OnDate:
    """A custom date: the end of that day."""

    day: date


@dataclass(frozen=True, slots=True)
class Never:
    """No expiration."""


Expiration = InDays | OnDate | Never


def parse_expiration(text: str) -> Expiration | None:
    """Read `30d`, `2027-01-31` or `never`; None if TEXT is none of these."""
    text = text.strip().lower()
    if text == "never":
        return Never()
    if match := re.fullmatch(r"([0-9]{1,6})d", text):
        return InDays(int(match[1]))
    if (day := parse_day(text)) is not None:
        return OnDate(day)
    return None


def parse_day(text: str) -> date | None:
    """Read a date written YYYY-MM-DD; None if it is no such date."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def default_expiration(limit_days: int | None) -> Expiration:
    """What the form starts with: 30 days, or the owner's limit if that is smaller."""
    return InDays(min(DEFAULT_DAYS, limit_days or DEFAULT_DAYS))


def presets(limit_days: int | None) -> tuple[int, ...]:
    """The presets on the menu, in days, cut at the owner's limit; the limit itself where it is below them all."""
    if limit_days is None:
        return PRESET_DAYS
    return tuple(days for days in PRESET_DAYS if days <= limit_days) or (limit_days,)


def day_range(now: datetime, zone: tzinfo | None, limit_days: int | None) -> tuple[date, date]:
    """The first and the last custom date that may be chosen: 1 day ahead to the limit, at most 366.

    Shortly after midnight a change of clocks can bring the limit to the day before; then that day is the last.
    """
    today = local_day(now, zone)
    farthest = timedelta(days=min(MAXIMUM_DAYS, limit_days or MAXIMUM_DAYS))
    first = today + timedelta(days=1)
    return first, max(first, min(today + farthest, local_day(now + farthest, zone)))


def end_of_day(day: date, zone: tzinfo | None) -> datetime:
    """The last second of DAY in ZONE, in UTC, counted back from the next midnight: a day may have 23 or 25 hours."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    # Not `astimezone`: of a midnight that a change of clocks leaves out it makes the wrong instant where ZONE is None.
    return datetime.fromtimestamp(midnight.timestamp(), UTC) - timedelta(seconds=1)


def expires_at(
    choice: Expiration, now: datetime, zone: tzinfo | None, limit_days: int | None = None
) -> datetime | None:
    """The instant, in UTC, at which a token made NOW ends; None for one that never does."""
    match choice:
        case InDays(days):
            return now + timedelta(days=days)
        case OnDate(day):
            latest = now + timedelta(days=min(MAXIMUM_DAYS, limit_days or MAXIMUM_DAYS))
            near = min(day, latest.date() + timedelta(days=2))  # the last day of 9999 has no end
            return min(end_of_day(near, zone), latest)
        case Never():
            return None


def expiration_error(choice: Expiration, now: datetime, zone: tzinfo | None, limit_days: int | None) -> str | None:
    """Say why CHOICE is not allowed under LIMIT_DAYS (None: no limit), or return None."""
    match choice:
        case Never() if limit_days is not None:
            return _("The resource owner does not allow tokens without an expiration. Choose at most {limit}.").format(
                limit=days_text(limit_days)
            )
        case InDays(days) if not 1 <= days <= (limit_days or MAXIMUM_DAYS):
            return _("Choose an expiration from 1 day to {limit}.").format(limit=days_text(limit_days or MAXIMUM_DAYS))
        case OnDate(day):
            first, last = day_range(now, zone, limit_days)
            if not first <= day <= last:
                return _("Choose a date from {first} to {last}.").format(first=first.isoformat(), last=last.isoformat())
    return None


def days_text(days: int) -> str:
    """`1 day`, `30 days`."""
    return ngettext("{days} day", "{days} days", days).format(days=days)
