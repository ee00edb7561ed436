"""Counting bad credentials: told to stop, never locked out, never without bounds."""

import pytest

from pat_tui.gateway.throttle import MOST_FAILURES, SECONDS, Throttle
from tests.gateway.worlds import World


class Seconds:
    """A clock of seconds that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The present second."""
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    """The clock."""
    return Seconds()


@pytest.fixture
def throttle(seconds: Seconds) -> Throttle:
    """A throttle on that clock."""
    return Throttle(seconds)


def fail(throttle: Throttle, times: int, address: str = "192.0.2.1", user_name: str = "") -> bool:
    """Fail TIMES; whether the last was one too many."""
    return [throttle.failed(address, user_name) for _time in range(times)][-1]


def test_one_too_many(throttle: Throttle) -> None:
    """Ten are answered as what they are, the eleventh is not."""
    assert not fail(throttle, MOST_FAILURES)
    assert fail(throttle, 1)
    assert not fail(throttle, 1, "192.0.2.2")


def test_by_user_name(throttle: Throttle) -> None:
    """Many addresses that try one user, in any case of letters, are one guesser."""
    answers = [throttle.failed(f"192.0.2.{number}", "Mona" if number % 2 else "mona") for number in range(12)]
    assert answers == [False] * MOST_FAILURES + [True] * 2


def test_after_a_while(throttle: Throttle, seconds: Seconds) -> None:
    """It ends some minutes after the last attempt."""
    fail(throttle, MOST_FAILURES + 1)
    seconds.now += SECONDS + 1
    assert not fail(throttle, 1)


def test_a_good_one(throttle: Throttle) -> None:
    """A good credential ends the row."""
    fail(throttle, MOST_FAILURES)
    throttle.succeeded("192.0.2.1")
    assert not fail(throttle, 1)


def test_a_network_of_version_6(throttle: Throttle) -> None:
    """A whole /64 is one client; another is another."""
    for number in range(MOST_FAILURES):
        throttle.failed(f"2001:db8::{number:x}", "")
    assert throttle.failed("2001:db8::ffff", "")
    assert not throttle.failed("2001:db8:0:1::1", "")


def test_memory_is_bounded(throttle: Throttle) -> None:
    """However many addresses and names there are, the oldest counts are forgotten."""
    for number in range(12_000):
        throttle.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", f"user-{number}" * 40)
    assert len(throttle._counts) == 10_000


def test_over_http(world: World) -> None:
    """The eleventh bad credential in a row gets 403 without a challenge; a good one works all the while."""
    world.repository("mona/new")
    path = "/mona/new.git/info/refs?service=git-upload-pack"
    answers = [world.http("GET", path, Authorization="Basic eDp5")[0].status for _time in range(MOST_FAILURES)]
    assert answers == [401] * MOST_FAILURES
    response, body = world.http("GET", path, Authorization="Basic eDp5")
    assert (response.status, response.headers["WWW-Authenticate"]) == (403, None)
    assert body == b"Maximum number of login attempts exceeded. Please try again later.\n"
    from base64 import b64encode

    good = b64encode(b"x:" + world.fine_grained().reveal().encode()).decode()
    assert world.http("GET", path, Authorization=f"Basic {good}")[0].status == 200
