"""How many requests of the API one client makes in an hour. Counts are each worker's own, in bounded memory."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from pat_tui.services.clock import Clock

WINDOW = timedelta(hours=1)
_MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Where a client stands."""

    limit: int
    used: int
    reset: int
    """When the hour ends, in seconds since 1970."""

    @property
    def is_exceeded(self) -> bool:
        """Whether it was one request too many."""
        return self.used > self.limit

    @property
    def values(self) -> dict[str, int]:
        """As `GET /rate_limit` has them."""
        used = min(self.used, self.limit)
        return {"limit": self.limit, "used": used, "remaining": self.limit - used, "reset": self.reset}

    @property
    def headers(self) -> dict[str, str]:
        """As every answer has them."""
        return {f"X-RateLimit-{name.title()}": str(value) for name, value in self.values.items()} | {
            "X-RateLimit-Resource": "core"
        }


@dataclass(slots=True)
class _Count:
    used: int
    ends_at: datetime


class Rates:
    """Who has asked how often. An hour begins with a client's first request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def take(self, key: str, limit: int, cost: int = 1) -> Rate:
        """Count COST requests of KEY, which may make LIMIT. With a COST of 0, only look."""
        now = self._clock()
        count = self._counts.pop(key, None)
        if count is None or not now < count.ends_at <= now + WINDOW:
            count = _Count(0, now + WINDOW)
        if cost:
            count.used += cost
            self._counts[key] = count
            if len(self._counts) > _MOST_KEYS:
                self._counts.popitem(last=False)
        elif count.used:
            self._counts[key] = count
        return Rate(limit, count.used, int(count.ends_at.timestamp()))
