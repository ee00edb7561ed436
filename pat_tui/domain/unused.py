"""Tokens that nobody uses are removed after a year: by the last use or, if never used, by their making."""

from datetime import UTC, datetime, timedelta

ANNOUNCED = timedelta(days=30)
"""How long before its removal a token is announced."""


def removal_at(created_at: datetime, issued_at: datetime | None, last_used_at: datetime | None) -> datetime:
    """When a token goes that is not used until then. A secret that was issued anew makes it new."""
    return one_year_after(max(instant for instant in (created_at, issued_at, last_used_at) if instant is not None))


def one_year_after(instant: datetime) -> datetime:
    """The same time of the same day of the next year, in UTC; of March 1 for a February 29, as no year is cut short."""
    utc = instant.astimezone(UTC)
    if utc.year == datetime.max.year:
        return datetime.max.replace(tzinfo=UTC)
    try:
        return utc.replace(year=utc.year + 1)
    except ValueError:
        return utc.replace(year=utc.year + 1, month=3, day=1)


def is_unused(removal_at: datetime, now: datetime) -> bool:
    """Whether a token with that removal goes at NOW. One that is of the future, by a clock that was moved, stays."""
    return removal_at <= now


def is_announced(removal_at: datetime, now: datetime) -> bool:
    """Whether the removal is near, or due."""
    return removal_at - ANNOUNCED <= now


class Removable:
    """What both kinds of tokens have in common: they go when nobody uses them."""

    __slots__ = ()
    created_at: datetime
    issued_at: datetime | None
    last_used_at: datetime | None

    @property
    def removal_at(self) -> datetime:
        """When the token is removed, if nobody uses it until then."""
        return removal_at(self.created_at, self.issued_at, self.last_used_at)

    def is_announced_at(self, now: datetime) -> bool:
        """Whether it is near enough to that at NOW to be said."""
        return is_announced(self.removal_at, now)
