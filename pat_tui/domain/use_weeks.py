"""How often a token was used week by week, and the bars that draw it. Weeks start on Monday; days are those of UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS_SHOWN = 12
"""As far back as uses are counted."""
_EIGHTHS = " ▏▎▍▌▋▊▉"
_WHOLE = "█"


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days."""

    monday: date
    uses: int


def weeks_of(days: Mapping[date, int], today: date) -> list[Week]:
    """The last WEEKS_SHOWN weeks, that of TODAY first, with the uses of their DAYS; days before them do not count."""
    this_monday = today - timedelta(days=today.weekday())
    weeks = []
    for back in range(WEEKS_SHOWN):
        monday = this_monday - timedelta(weeks=back)
        weeks.append(Week(monday, sum(days.get(monday + timedelta(days=day), 0) for day in range(7))))
    return weeks


def bar(uses: int, most: int, width: int) -> str:
    """A bar for USES in block characters, WIDTH cells long for MOST; what is not nothing shows at least a sliver."""
    if uses <= 0 or most <= 0 or width <= 0:
        return ""
    whole, rest = divmod(max(1, uses * width * 8 // most), 8)
    return _WHOLE * whole + (_EIGHTHS[rest] if rest else "")
