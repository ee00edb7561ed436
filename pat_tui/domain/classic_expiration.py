"""When a classic token ends. It has no resource owner who could set a limit: any day to the end of 9999 will do.

What an organization demands is looked at when the token is used there (domain/classic_policies.py).
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate, end_of_day, local_day
from pat_tui.i18n import _

LAST_DAY = date.max
LAST_INSTANT = datetime(9999, 12, 31, 9, 59, 59, tzinfo=UTC)
"""The latest end of a token: every time zone, up to UTC+14, can still write it as a date."""


def classic_day_range(now: datetime, zone: tzinfo | None) -> tuple[date, date]:
    """The first and the last custom date that may be chosen: tomorrow to the end of 9999."""
    return local_day(now, zone) + timedelta(days=1), LAST_DAY


def classic_expires_at(choice: Expiration, now: datetime, zone: tzinfo | None) -> datetime | None:
    """The instant, in UTC, at which a token made NOW ends; None for one that never does."""
    match choice:
        case InDays(days):
            return now + timedelta(days=days)
        case OnDate(day):
            # The very last day has no next midnight to count back from.
            return LAST_INSTANT if day == LAST_DAY else min(end_of_day(day, zone), LAST_INSTANT)
        case Never():
            return None


def classic_expiration_error(choice: Expiration, now: datetime, zone: tzinfo | None) -> str | None:
    """Say why CHOICE is not allowed, or return None."""
    match choice:
        case InDays(days):
            most = (LAST_INSTANT - now).days
            if not 1 <= days <= most:
                return _("Choose an expiration from 1 day to {limit} days.").format(limit=most)
        case OnDate(day):
            first, last = classic_day_range(now, zone)
            if not first <= day <= last:
                return _("Choose a date from {first} to {last}.").format(first=first.isoformat(), last=last.isoformat())
    return None
