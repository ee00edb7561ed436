"""How soon tokens end, in five steps; and what is said of those that end soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pat_tui.domain.status import EXPIRING_SOON
from pat_tui.i18n import _, ngettext

_MONTH = timedelta(days=30)


class Urgency(StrEnum):
    """How soon a token ends, the most urgent first."""

    EXPIRED = "expired"
    WEEK = "within-7-days"
    MONTH = "within-30-days"
    LATER = "later"
    NEVER = "never"

    @property
    def label(self) -> str:
        """What stands above the tokens of the group."""
        return {
            Urgency.EXPIRED: _("Expired"),
            Urgency.WEEK: _("Within 7 days"),
            Urgency.MONTH: _("Within 30 days"),
            Urgency.LATER: _("Later"),
            Urgency.NEVER: _("No expiration"),
        }[self]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: what comes after its start, up to and including its end."""

    after: datetime | None = None
    """None: from the beginning of time."""
    until: datetime | None = None
    """None: to its end."""


def spans(now: datetime) -> dict[Urgency, Span]:
    """When the tokens of each group end, seen from NOW; those that never do are in none. They leave no gap."""
    week, month = now + EXPIRING_SOON, now + _MONTH
    return {
        Urgency.EXPIRED: Span(None, now),
        Urgency.WEEK: Span(now, week),
        Urgency.MONTH: Span(week, month),
        Urgency.LATER: Span(month, None),
    }


def urgency_at(expires_at: datetime | None, now: datetime) -> Urgency:
    """The group of a token that ends at EXPIRES_AT (None: never), at NOW."""
    if expires_at is None:
        return Urgency.NEVER
    return next(
        (each for each, span in spans(now).items() if span.until is not None and expires_at <= span.until),
        Urgency.LATER,
    )


def days_left(expires_at: datetime | None, now: datetime) -> int | None:
    """Within how many days a token ends that has not ended and does so within seven, from 1; None for any other."""
    if expires_at is None or urgency_at(expires_at, now) is not Urgency.WEEK:
        return None
    return -((now - expires_at) // timedelta(days=1))


def warning(expires_at: datetime | None, now: datetime) -> str:
    """That a token ends within seven days of NOW; empty for any other."""
    days = days_left(expires_at, now)
    if days is None:
        return ""
    return ngettext("This token expires within {count} day.", "This token expires within {count} days.", days).format(
        count=days
    )
