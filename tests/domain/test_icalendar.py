"""The ends of tokens as iCalendar, read back with a library that knows nothing of our writer."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pat_tui.domain.icalendar import TokenEnd, calendar_text, escaped, folded, uid
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from tests.worlds import NOW

STORE = "2026-01-01 00:00:00.000001+00:00"
END = TokenEnd(TokenKind.FINE_GRAINED, 7, "ci-deploy", "acme", NOW - timedelta(days=23), None, NOW + timedelta(days=7))
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=0)
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text("\\;,:\"'n \n\r\t日é😀", max_size=300),  # all that has a meaning here, and letters of several octets
)


def read(*ends: TokenEnd, login: str = "mona") -> Any:
    """The calendar as another program understands it."""
    return Calendar.from_ical(calendar_text(STORE, login, ends))


def event_of(end: TokenEnd) -> Any:
    """The one event of the calendar of END."""
    (event,) = read(end).walk("VEVENT")
    return event


def test_an_event_says_which_token_ends_and_when() -> None:
    """The instant is the token's own, in UTC; nothing of it takes or blocks time."""
    event = event_of(END)
    assert event["SUMMARY"] == "Token “ci-deploy” expires"
    assert event["DESCRIPTION"] == (
        "Fine-grained token, access on @acme\nTo keep it working: pat-tui token regenerate 7"
    )
    assert event.decoded("DTSTART") == END.expires_at
    assert event["TRANSP"] == "TRANSPARENT"
    assert "DTEND" not in event
    assert event.errors == []


def test_a_classic_token_has_no_owner() -> None:
    """It is named as such, and so is the command."""
    event = event_of(replace(END, kind=TokenKind.CLASSIC, owner=""))
    assert event["DESCRIPTION"] == "Token (classic)\nTo keep it working: pat-tui token regenerate --classic 7"


def test_alarms_ring_a_week_and_a_day_ahead() -> None:
    """Two displays, each with the name of the token."""
    alarms = event_of(END).walk("VALARM")
    assert [alarm.decoded("TRIGGER") for alarm in alarms] == [timedelta(days=-7), timedelta(days=-1)]
    assert {(str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) for alarm in alarms} == {
        ("DISPLAY", "Token “ci-deploy” expires")
    }


def test_identities_are_stable_and_every_tokens_own() -> None:
    """Neither name nor end changes it; kind, number and store do. It is a UUID, as RFC 7986 wants it."""
    changed = replace(END, name="other", expires_at=NOW, issued_at=NOW)
    assert event_of(END)["UID"] == event_of(changed)["UID"] == uid(STORE, TokenKind.FINE_GRAINED, 7)
    others = {
        uid(STORE, TokenKind.CLASSIC, 7),
        uid(STORE, TokenKind.FINE_GRAINED, 8),
        uid("", TokenKind.FINE_GRAINED, 7),
    }
    assert len(others | {uid(STORE, TokenKind.FINE_GRAINED, 7)}) == 4
    assert UUID(uid(STORE, TokenKind.FINE_GRAINED, 7)).version == 5
    assert uid(STORE, TokenKind.FINE_GRAINED, 7) == "29849db9-5e35-5608-bd3e-bdfd830fcca1"


def test_regenerating_is_a_later_revision() -> None:
    """A calendar that has the event takes the new end for the newer one."""
    first, second = event_of(END), event_of(replace(END, issued_at=NOW))
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 23 * 86_400)
    assert first.decoded("DTSTAMP") == first.decoded("LAST-MODIFIED") == END.created_at
    assert second.decoded("DTSTAMP") == second.decoded("LAST-MODIFIED") == NOW


def test_the_same_tokens_give_the_same_file() -> None:
    """Nothing in it is of the moment of writing: a file kept under version control changes when a token does."""
    assert calendar_text(STORE, "mona", [END]) == calendar_text(STORE, "mona", [END])


def test_a_calendar_without_tokens_is_one() -> None:
    """It still has a component, as every calendar must."""
    calendar = read()
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"] == "-//pat-tui//tokens//EN"
    assert calendar["NAME"] == "Tokens of mona"
    assert calendar.walk("VEVENT") == []
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


@given(name=TEXTS, owner=TEXTS, expires_at=INSTANTS)
def test_any_name_comes_back(name: str, owner: str, expires_at: datetime) -> None:
    """Whatever a name is made of, another program reads the same name, but for what no terminal would get either."""
    end = replace(END, name=name, owner=owner, expires_at=expires_at)
    event = event_of(end)
    expected = "\n".join(clean(line) for line in f"Token “{name}” expires".split("\n"))
    assert event["SUMMARY"] == expected
    assert event.decoded("DTSTART") == expires_at
    assert [str(alarm["DESCRIPTION"]) for alarm in event.walk("VALARM")] == [expected, expected]
    assert event.errors == []


@given(name=TEXTS)
def test_no_line_is_too_long_or_begins_inside_of_a_character(name: str) -> None:
    """At most 75 octets a line, each ended by CR and LF, none of which stands alone."""
    text = calendar_text(STORE, "mona", [replace(END, name=name)])
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()
    begun = [line.partition(":")[0] for line in text.replace("\r\n ", "").split("\r\n")]
    assert all(re.fullmatch("[A-Z-]*", start) for start in begun)


@pytest.mark.parametrize(
    ("text", "written"),
    [("a,b;c\\d\ne", r"a\,b\;c\\d\ne"), ("\\n", r"\\n"), ('"q": r', '"q": r'), ("\x1b]x\x07", "�]x�")],
    ids=["each of the four", "no line break", "quotes and colons stay", "controls"],
)
def test_escaped(text: str, written: str) -> None:
    """Backslash, semicolon, comma and line break have a backslash before them, and nothing else has."""
    assert escaped(text) == written


def test_folded() -> None:
    """A line of 75 octets stays whole; of a longer one the rest begins with a blank; letters are never split."""
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert folded("x" * 74 + "é") == "x" * 74 + "\r\n é"
    assert folded("x" * (75 + 74 + 1)) == "x" * 75 + "\r\n " + "x" * 74 + "\r\n x"
