"""Dates and instants in words. A time zone is a `tzinfo`, or None for the one this system is set to."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from pat_tui import i18n
from pat_tui.i18n import _, ngettext


def local_day(instant: datetime, zone: tzinfo | None) -> date:
    """The calendar day of an INSTANT in ZONE."""
    return instant.astimezone(zone).date()


def weekday_names() -> tuple[str, ...]:
    """Three letters each, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def first_weekday() -> int:
    """On which day a week starts, 0 for Monday. Source: CLDR, for the country that the language is mostly spoken in."""
    return 6 if i18n.current() == i18n.ENGLISH else 0


def month_names() -> tuple[str, ...]:
    """Three letters each, January first."""
    first_half = (_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"))
    return (*first_half, _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"))


def long_date(instant: datetime, zone: tzinfo | None) -> str:
    """`Tue, Jan 20 2026`, as GitHub writes the day on which a token ends."""
    local = instant.astimezone(zone)
    return _("{weekday}, {month} {day:02} {year}").format(
        weekday=weekday_names()[local.weekday()], month=month_names()[local.month - 1], day=local.day, year=local.year
    )


def menu_date(instant: datetime, zone: tzinfo | None) -> str:
    """`Jan 20, 2026`, as the entries of the expiration menu carry it."""
    local = instant.astimezone(zone)
    return _("{month} {day:02}, {year}").format(month=month_names()[local.month - 1], day=local.day, year=local.year)


def short_date(instant: datetime, zone: tzinfo | None) -> str:
    """`Jan 20`, where it goes without saying which year."""
    local = instant.astimezone(zone)
    return _("{month} {day}").format(month=month_names()[local.month - 1], day=local.day)


def instant_text(instant: datetime, zone: tzinfo | None) -> str:
    """`2026-01-20 14:05 CET (13:05 UTC)`: local time first, UTC beside it, with its own date where that differs."""
    local, utc = instant.astimezone(zone), instant.astimezone(UTC)
    if local.utcoffset() == timedelta(0):
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    utc_text = f"{utc:%H:%M} UTC" if local.date() == utc.date() else f"{utc:%Y-%m-%d %H:%M} UTC"
    return f"{local:%Y-%m-%d %H:%M %Z} ({utc_text})"


def short_instant_texts(instant: datetime, zone: tzinfo | None, now: datetime) -> tuple[str, ...]:
    """The same for where there is little room, the longest first: both times still, but one date and no zone's name.

    `2026-01-20 14:05 (13:05 UTC)`, and in the year of NOW also `01-20 14:05 (13:05 UTC)`.
    """
    local, utc = instant.astimezone(zone), instant.astimezone(UTC)
    time = f"{utc:%H:%M} UTC" if local.utcoffset() == timedelta(0) else f"{local:%H:%M} ({utc:%H:%M} UTC)"
    texts = (f"{local:%Y-%m-%d} {time}", f"{local:%m-%d} {time}")
    return texts if local.year == now.astimezone(zone).year else texts[:1]


def expiry_text(instant: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    """The sentence about a token's expiry on the list."""
    if instant is None:
        return _("This token has no expiration date")
    if instant <= now:
        return _("This token has expired.")
    return _("Expires on {date}.").format(date=long_date(instant, zone))


def end_text(instant: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The instant at which a token ends, or did: `Ends 2026-01-20 14:05 CET (13:05 UTC)`."""
    words = _("Ended {instant}") if instant <= now else _("Ends {instant}")
    return words.format(instant=instant_text(instant, zone))


def classic_expiry_text(instant: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    """What the list of classic tokens says of an expiry: without a full stop, the day without a leading zero."""
    if instant is None:
        return _("This token has no expiration date")
    if instant <= now:
        return _("Expired")
    local = instant.astimezone(zone)
    weekday, month = weekday_names()[local.weekday()], month_names()[local.month - 1]
    return _("Expires on {weekday}, {month} {day} {year}").format(
        weekday=weekday, month=month, day=local.day, year=local.year
    )


def last_used_text(last_used_at: datetime | None, now: datetime, *, short: bool = False) -> str:
    """`Never used`, `Last used within the last week`, `... N weeks`, `... N months`: no finer, as on GitHub.

    SHORT leaves out what goes without saying, for where there is little room: `Used within 4 months`.
    """
    if last_used_at is None:
        return _("Never used")
    days = max(0, (now - last_used_at).days)
    weeks, months = days // 7 + 1, days // 30 + 1
    if weeks <= 4 and short:
        return ngettext("Used within a week", "Used within {count} weeks", weeks).format(count=weeks)
    if weeks <= 4:
        return ngettext("Last used within the last week", "Last used within the last {count} weeks", weeks).format(
            count=weeks
        )
    if short:
        return ngettext("Used within a month", "Used within {count} months", months).format(count=months)
    return ngettext("Last used within the last month", "Last used within the last {count} months", months).format(
        count=months
    )
