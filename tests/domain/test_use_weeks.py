"""Uses by week, and their bars."""

from datetime import date, timedelta

import pytest

from pat_tui.domain.use_weeks import WEEKS_SHOWN, bar, weeks_of

THURSDAY = date(2026, 1, 15)


def test_weeks_start_on_monday() -> None:
    """Sunday belongs to the week before, Monday to this one."""
    weeks = weeks_of({date(2026, 1, 15): 2, date(2026, 1, 12): 3, date(2026, 1, 11): 5}, THURSDAY)
    assert [(week.monday, week.uses) for week in weeks[:3]] == [
        (date(2026, 1, 12), 5),
        (date(2026, 1, 5), 5),
        (date(2025, 12, 29), 0),
    ]
    assert len(weeks) == WEEKS_SHOWN


def test_what_is_older_does_not_count() -> None:
    """A day before the first week is in none."""
    oldest = date(2026, 1, 12) - timedelta(weeks=WEEKS_SHOWN - 1)
    weeks = weeks_of({oldest: 1, oldest - timedelta(days=1): 7}, THURSDAY)
    assert sum(week.uses for week in weeks) == 1


@pytest.mark.parametrize(
    ("uses", "most", "drawn"),
    [(0, 9, ""), (0, 0, ""), (9, 9, "████"), (1, 10_000, "▏"), (1, 2, "██"), (3, 32, "▍"), (5, 8, "██▌")],
    ids=["none", "none at all", "the most", "a sliver", "half", "less than a cell", "cells and a half"],
)
def test_bar(uses: int, most: int, drawn: str) -> None:
    """As long as its share of the most, in eighths of a cell; one use among many still shows."""
    assert bar(uses, most, 4) == drawn


def test_no_room() -> None:
    """Where there is no room there is no bar."""
    assert bar(5, 5, 0) == ""
