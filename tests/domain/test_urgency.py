"""How soon tokens end: five groups without a gap, and the warning of the last seven days."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.status import EXPIRING_SOON
from pat_tui.domain.urgency import Urgency, days_left, spans, urgency_at, warning
from tests.worlds import NOW

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("ahead", "urgency"),
    [
        (timedelta(days=-400), Urgency.EXPIRED),
        (timedelta(0), Urgency.EXPIRED),
        (SECOND, Urgency.WEEK),
        (EXPIRING_SOON, Urgency.WEEK),
        (EXPIRING_SOON + SECOND, Urgency.MONTH),
        (timedelta(days=30), Urgency.MONTH),
        (timedelta(days=30) + SECOND, Urgency.LATER),
        (timedelta(days=2_000_000), Urgency.LATER),
        (None, Urgency.NEVER),
    ],
    ids=str,
)
def test_urgency(ahead: timedelta | None, urgency: Urgency) -> None:
    """A token that ends now has expired; the seventh and the thirtieth day belong to the nearer group."""
    assert urgency_at(None if ahead is None else NOW + ahead, NOW) is urgency


@given(st.integers(-(10**9), 10**9))
def test_spans_leave_no_gap(seconds: int) -> None:
    """Every end lies in exactly one span, and that is the one of its group."""
    end = NOW + timedelta(seconds=seconds)
    found = [
        urgency
        for urgency, span in spans(NOW).items()
        if (span.after is None or end > span.after) and (span.until is None or end <= span.until)
    ]
    assert found == [urgency_at(end, NOW)]


def test_labels_are_the_headings() -> None:
    """The groups are called what the list promises, the most urgent first."""
    assert [each.label for each in Urgency] == ["Expired", "Within 7 days", "Within 30 days", "Later", "No expiration"]


@pytest.mark.parametrize(
    ("ahead", "days"),
    [
        (SECOND, 1),
        (timedelta(days=1), 1),
        (timedelta(days=1) + SECOND, 2),
        (timedelta(days=7), 7),
        (timedelta(days=7) + SECOND, None),
        (timedelta(0), None),
        (-SECOND, None),
    ],
    ids=str,
)
def test_days_left(ahead: timedelta, days: int | None) -> None:
    """A day that has begun counts as one; there is none before the last week and after the end."""
    assert days_left(NOW + ahead, NOW) == days


def test_warning() -> None:
    """It names the days, and there is none for a token that has long to go, has ended or never does."""
    assert warning(NOW + SECOND, NOW) == "This token expires within 1 day."
    assert warning(NOW + timedelta(days=2, hours=1), NOW) == "This token expires within 3 days."
    assert {warning(end, NOW) for end in (None, NOW, NOW + timedelta(days=8))} == {""}
