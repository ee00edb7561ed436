"""When a token that nobody uses goes, and when that is said."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.unused import is_announced, is_unused, one_year_after, removal_at

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=0)
)
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text + "+00:00")


@pytest.mark.parametrize(
    ("instant", "later"),
    [
        pytest.param("2026-01-15T12:00:00", "2027-01-15T12:00:00", id="365 days"),
        pytest.param("2028-01-15T12:00:00", "2029-01-15T12:00:00", id="366 days: February 29 lies between"),
        pytest.param("2027-03-01T00:00:00", "2028-03-01T00:00:00", id="366 days, up to the day after it"),
        pytest.param("2028-02-28T23:59:59", "2029-02-28T23:59:59", id="the day before it"),
        pytest.param("2028-02-29T12:00:00", "2029-03-01T12:00:00", id="on it: no year is cut short"),
        pytest.param("2026-12-31T23:59:59", "2027-12-31T23:59:59", id="the end of a year"),
        pytest.param("9999-01-01T00:00:00", "9999-12-31T23:59:59.999999", id="the end of time"),
    ],
)
def test_a_year(instant: str, later: str) -> None:
    """It is the same day of the next year, and never less than 365 days."""
    assert one_year_after(at(instant)) == at(later)


@given(INSTANTS)
def test_a_year_has_365_or_366_days(instant: datetime) -> None:
    """Never one day more or less, wherever the leap day lies."""
    assert (one_year_after(instant) - instant).days in (365, 366)


@given(INSTANTS)
def test_goes_at_the_year_and_not_a_second_before(made: datetime) -> None:
    """Exactly one year is a year."""
    goes = removal_at(made, None, None)
    assert is_unused(goes, goes)
    assert not is_unused(goes, goes - SECOND)


@given(INSTANTS, st.timedeltas(SECOND, timedelta(days=3000)))
def test_of_the_future_stays(now: datetime, ahead: timedelta) -> None:
    """A clock that was moved back removes nothing, and announces nothing."""
    for goes in (removal_at(now + ahead, None, None), removal_at(now - ahead, None, now + ahead)):
        assert not is_unused(goes, now)
        assert not is_announced(goes, now)


@given(INSTANTS)
def test_announced_for_thirty_days(made: datetime) -> None:
    """From 30 days before on, and still when it is due."""
    goes = removal_at(made, None, None)
    assert is_announced(goes, goes - timedelta(days=30))
    assert not is_announced(goes, goes - timedelta(days=30) - SECOND)
    assert is_announced(goes, goes + SECOND)


@pytest.mark.parametrize(
    ("issued", "used", "counts"),
    [
        (None, None, "2026-01-01T00:00:00"),
        (None, "2026-05-01T00:00:00", "2026-05-01T00:00:00"),
        ("2026-07-01T00:00:00", "2026-05-01T00:00:00", "2026-07-01T00:00:00"),
        ("2026-07-01T00:00:00", "2026-09-01T00:00:00", "2026-09-01T00:00:00"),
        (None, "2025-05-01T00:00:00", "2026-01-01T00:00:00"),
    ],
    ids=["never used", "used", "regenerated since", "used since that", "used before it was made, by a wrong clock"],
)
def test_the_latest_counts(issued: str | None, used: str | None, counts: str) -> None:
    """Creation, a new secret or the last use, whichever came last."""
    found = removal_at(at("2026-01-01T00:00:00"), at(issued) if issued else None, at(used) if used else None)
    assert found == one_year_after(at(counts))
