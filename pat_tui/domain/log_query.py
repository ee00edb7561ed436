"""The filter of the security log as it is typed: GitHub's qualifiers `action:`, `actor:`, `created:`, and words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.security_log import LogFilter
from pat_tui.i18n import _

_EARLIEST, _LATEST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)


def parse_query(text: str, zone: tzinfo | None) -> LogFilter:
    """Read TEXT; days are those of ZONE. Raises InvalidInput for a qualifier that makes no sense, by its name."""
    wanted = LogFilter()
    for word in text.split():
        qualifier, colon, value = word.partition(":")
        if not colon or not qualifier.isalpha():
            wanted = replace(wanted, texts=(*wanted.texts, word))
        elif qualifier.lower() not in _QUALIFIERS:
            advice = _("“{name}:” is no qualifier here. There are action:, actor: and created:.")
            raise InvalidInput({"query": advice.format(name=qualifier)})
        elif value:  # one that has just been begun filters nothing yet
            wanted = _QUALIFIERS[qualifier.lower()](wanted, value, zone)
    return wanted


def _action(wanted: LogFilter, value: str, _zone: tzinfo | None) -> LogFilter:
    return replace(wanted, actions=(*wanted.actions, value))


def _actor(wanted: LogFilter, value: str, _zone: tzinfo | None) -> LogFilter:
    return replace(wanted, actor=value.removeprefix("@"))


def _created(wanted: LogFilter, value: str, zone: tzinfo | None) -> LogFilter:
    first, dots, last = value.partition("..")
    if dots:
        since = None if first in ("", "*") else start_of(first, zone)
        until = None if last in ("", "*") else end_of(last, zone)
    elif value.startswith(">="):
        since, until = start_of(value[2:], zone), None
    elif value.startswith(">"):
        since, until = end_of(value[1:], zone), None
    elif value.startswith("<="):
        since, until = None, end_of(value[2:], zone)
    elif value.startswith("<"):
        since, until = None, start_of(value[1:], zone)
    else:
        since, until = start_of(value, zone), end_of(value, zone)
    return replace(wanted, since=since or wanted.since, until=until or wanted.until)


_QUALIFIERS: dict[str, Callable[[LogFilter, str, tzinfo | None], LogFilter]] = {
    "action": _action,
    "actor": _actor,
    "created": _created,
}


def start_of(text: str, zone: tzinfo | None) -> datetime:
    """The instant at which the day TEXT (`2026-01-15`) begins in ZONE, or that TEXT is. Raises InvalidInput."""
    return _instant(text, zone, timedelta(0))


def end_of(text: str, zone: tzinfo | None) -> datetime:
    """The first instant after the day TEXT in ZONE, or after the second that TEXT is. Raises InvalidInput."""
    return _instant(text, zone, timedelta(days=1))


def _instant(text: str, zone: tzinfo | None, days: timedelta) -> datetime:
    try:
        if len(text) == len("2026-01-15"):
            midnight = datetime.combine(date.fromisoformat(text) + days, datetime.min.time())
            found = midnight.replace(tzinfo=zone) if zone else midnight.astimezone()
        else:
            found = datetime.fromisoformat(text)
            found = found if found.tzinfo else (found.replace(tzinfo=zone) if zone else found.astimezone())
            found += timedelta(seconds=1) if days else timedelta(0)
        if not _EARLIEST <= found <= _LATEST:
            raise ValueError
    except (ValueError, OverflowError):
        raise InvalidInput({"query": _("“{text}” is no date. Write a day as 2026-01-31.").format(text=text)}) from None
    return found.astimezone(UTC)
