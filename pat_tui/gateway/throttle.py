"""Counting bad credentials, so that whoever goes on guessing is told to stop.

Only bad ones are ever answered differently: a good token works from an address that guesses, too. Counts are kept for
each worker by itself and in bounded memory; the oldest are forgotten first.
"""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

MOST_FAILURES = 10
"""Bad credentials in a row, from one address or for one user name, before the answer is 403."""
SECONDS = 300.0
"""How long that lasts after the last of them."""
_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Count:
    failures: int
    last: float


class Throttle:
    """Who has presented bad credentials lately. CLOCK counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def failed(self, address: str, user_name: str) -> bool:
        """Note a bad credential. Returns whether it is one too many from there or for that user."""
        keys = [f"address {network(address)}"]
        if user_name:
            keys.append(f"user {user_name[:64].lower()}")
        return max(self._count(key) for key in keys) > MOST_FAILURES

    def succeeded(self, address: str) -> None:
        """Note a good one: what came from ADDRESS before was no guessing."""
        self._counts.pop(f"address {network(address)}", None)

    def _count(self, key: str) -> int:
        now = self._clock()
        count = self._counts.pop(key, None)
        if count is None or now - count.last > SECONDS:
            count = _Count(0, now)
        count.failures += 1
        count.last = now
        self._counts[key] = count
        if len(self._counts) > _MOST_KEYS:
            self._counts.popitem(last=False)
        return count.failures


@lru_cache(maxsize=1024)
def network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
