"""Ends of tokens as a file that calendars read: iCalendar, RFC 5545, as much of it as that takes.

A writer of our own: four rules and a dozen properties, and the file is the same, byte for byte, until a token changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from pat_tui.domain.notices import AHEAD
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from pat_tui.i18n import _

_NAMESPACE = UUID("c2f0d3f6-6f0e-5b0d-9a63-0c7f5b7d2e51")
"""For the identities of stores; drawn once, never to be changed."""
_MOST_OCTETS = 75
"""Of a line, its end aside (section 3.1)."""
_MOST_REVISIONS = 2**31 - 1
"""The greatest integer there is (section 3.3.8)."""
_TIME_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""A calendar must have a component (section 3.6), also when there is no token to tell of."""


@dataclass(frozen=True, slots=True)
class TokenEnd:
    """The end of a token."""

    kind: TokenKind
    token_id: int
    name: str
    owner: str
    """The login of the resource owner; empty for a classic token, which has none."""
    created_at: datetime
    issued_at: datetime | None
    """When the present secret was issued, and with it the end chosen; None for one that was never regenerated."""
    expires_at: datetime


def calendar_text(store: str, login: str, ends: Iterable[TokenEnd]) -> str:
    """The calendar of the user called LOGIN, with an event for each of ENDS. STORE is the store's identity."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pat-tui//tokens//EN",
        f"NAME:{escaped(_('Tokens of {login}').format(login=login))}",
        *_TIME_ZONE,
        *(line for end in ends for line in _event(store, end)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def uid(store: str, kind: TokenKind, token_id: int) -> str:
    """What calendars know the token's event by, for ever: RFC 7986, section 5.3, wants a UUID."""
    return str(uuid5(uuid5(_NAMESPACE, store), f"{kind.value} {token_id}"))


def escaped(text: str) -> str:
    """TEXT as a value of the type that section 3.3.11 describes; controls, for which it has no place, made harmless."""
    text = "\n".join(clean(line) for line in text.split("\n"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """LINE, broken so that no part is longer than section 3.1 allows, and none begins inside of a character."""
    parts, room = [""], _MOST_OCTETS
    for character in line:
        octets = len(character.encode())
        if octets > room:
            parts.append("")
            room = _MOST_OCTETS - 1  # the blank that marks a part as one
        parts[-1] += character
        room -= octets
    return "\r\n ".join(parts)


def _event(store: str, end: TokenEnd) -> Iterator[str]:
    """Section 3.6.1. It takes no time, blocks none, and changes only with the token's secret."""
    revised = end.issued_at or end.created_at
    revision = (revised - end.created_at) // timedelta(seconds=1)
    summary = _("Token “{name}” expires").format(name=end.name)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(store, end.kind, end.token_id)}"
    yield f"DTSTAMP:{_instant(revised)}"
    yield f"CREATED:{_instant(end.created_at)}"
    yield f"LAST-MODIFIED:{_instant(revised)}"
    yield f"SEQUENCE:{max(0, min(revision, _MOST_REVISIONS))}"
    yield f"DTSTART:{_instant(end.expires_at)}"
    yield f"SUMMARY:{escaped(summary)}"
    yield f"DESCRIPTION:{escaped(_description(end))}"
    yield "TRANSP:TRANSPARENT"
    for ahead in AHEAD.values():
        yield from _alarm(ahead, summary)
    yield "END:VEVENT"


def _alarm(ahead: timedelta, summary: str) -> Iterator[str]:
    """Section 3.6.6: the summary, shown that long AHEAD of the event."""
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(summary)}")
    yield from (f"TRIGGER:-P{ahead.days}D", "END:VALARM")


def _description(end: TokenEnd) -> str:
    if end.kind is TokenKind.CLASSIC:
        what, verb = _("Token (classic)"), "pat-tui token regenerate --classic"
    else:
        what, verb = _("Fine-grained token, access on @{owner}").format(owner=end.owner), "pat-tui token regenerate"
    return "\n".join([what, _("To keep it working: {command}").format(command=f"{verb} {end.token_id}")])


def _instant(instant: datetime) -> str:
    """Section 3.3.5, form #2: in UTC, which needs no time zone."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
