"""The filter of the security log as a person types it, and entries in words."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.log_query import end_of, parse_query, start_of
from pat_tui.domain.log_words import field_lines, sentence
from pat_tui.domain.security_log import EVERY_ENTRY, LogEntry, LogFilter, operation_type

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def day(text: str) -> datetime:
    """The start of a day in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", EVERY_ENTRY),
        ("  ", EVERY_ENTRY),
        ("action:repo.create", LogFilter(actions=("repo.create",))),
        ("action:a action:b", LogFilter(actions=("a", "b"))),
        ("actor:@Mona", LogFilter(actor="Mona")),
        ("ACTOR:mona ci", LogFilter(actor="mona", texts=("ci",))),
        ("action:", EVERY_ENTRY),
        ("created:2026-01-15", LogFilter(since=day("2026-01-15"), until=day("2026-01-16"))),
        ("created:>=2026-01-15", LogFilter(since=day("2026-01-15"))),
        ("created:>2026-01-15", LogFilter(since=day("2026-01-16"))),
        ("created:<2026-01-15", LogFilter(until=day("2026-01-15"))),
        ("created:<=2026-01-15", LogFilter(until=day("2026-01-16"))),
        ("created:2026-01-15..2026-01-20", LogFilter(since=day("2026-01-15"), until=day("2026-01-21"))),
        ("created:*..2026-01-20", LogFilter(until=day("2026-01-21"))),
        ("created:2026-01-15..*", LogFilter(since=day("2026-01-15"))),
        ("created:>=2026-01-15T10:00:00Z", LogFilter(since=datetime(2026, 1, 15, 10, tzinfo=UTC))),
        ("created:<=2026-01-15T10:00:00+02:00", LogFilter(until=datetime(2026, 1, 15, 8, 0, 1, tzinfo=UTC))),
        ("12:30 a/b:c", LogFilter(texts=("12:30", "a/b:c"))),
    ],
)
def test_is_read(text: str, wanted: LogFilter) -> None:
    """Qualifiers in any case, words, and both together; one that has just been begun filters nothing yet."""
    assert parse_query(text, UTC) == wanted


@pytest.mark.parametrize(
    "text", ["foo:x", "created:yesterday", "created:2026-02-30", "created:>", "created:2026-1-5", "created:9999-12-31"]
)
def test_is_refused(text: str) -> None:
    """What makes no sense is said, and what would."""
    with pytest.raises(InvalidInput, match=r"no qualifier here|is no date\. Write a day as 2026-01-31\."):
        parse_query(text, UTC)


@pytest.mark.parametrize(
    ("zone", "since", "until"),
    [
        (timezone(timedelta(hours=-12)), "2026-03-29T12:00", "2026-03-30T12:00"),
        (timezone(timedelta(hours=14)), "2026-03-28T10:00", "2026-03-29T10:00"),
        (ZoneInfo("Europe/Berlin"), "2026-03-28T23:00", "2026-03-29T22:00"),
        (UTC, "2026-03-29T00:00", "2026-03-30T00:00"),
        (None, "2026-03-29T00:00", "2026-03-30T00:00"),
    ],
    ids=["UTC-12", "UTC+14", "a day of 23 hours", "UTC", "the system's"],
)
def test_days_are_those_of_the_zone(zone: tzinfo | None, since: str, until: str) -> None:
    """From midnight to midnight there."""
    found = parse_query("created:2026-03-29", zone)
    assert (found.since, found.until) == (day(since), day(until))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing that is typed is a crash."""
    for read in (lambda: parse_query(text, UTC), lambda: start_of(text, None), lambda: end_of(text, UTC)):
        with suppress(InvalidInput):
            read()


def entry(action: str, **fields: object) -> LogEntry:
    """An entry with FIELDS."""
    return LogEntry(1, NOW, action, "mona", fields)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (entry("personal_access_token.create", user_programmatic_access_name="ci"), "Created the token “ci”"),
        (entry("personal_access_token.create"), "Created the token “?”"),
        (entry("oauth_access.destroy", note="old {x}"), "Deleted the token (classic) “old {x}”"),
        (entry("org.add_member", org="acme", user="mona", permission="owner"), "Added mona to acme as owner"),
        (entry("hook.config_changed"), "hook: config changed"),
        (entry("odd"), "odd"),
        (
            entry("personal_access_token.update", user_programmatic_access_name="ci", pat_field_changed=["name", "x"]),
            "Changed the token “ci”: name, x",
        ),
    ],
)
def test_sentence(told: LogEntry, words: str) -> None:
    """What happened in words; a field that is missing is a question mark, an unknown action its name."""
    assert sentence(told) == words


def test_fields_in_words() -> None:
    """Known fields by their labels in a fixed order, unknown ones by GitHub's name; nothing is left out."""
    told = entry(
        "personal_access_token.create",
        zzz={"a": [1, True]},
        permissions={"contents": "read", "issues": "write"},
        repository_selection="subset",
        repositories=[],
        user="mona",
        nothing=None,
    )
    assert list(field_lines(told)) == [
        ("Operation", "create"),
        ("User", "mona"),
        ("Repository access", "Only select repositories"),
        ("Repositories", "none"),
        ("Permissions", "contents: read, issues: write"),
        ("nothing", "none"),
        ("zzz", "a: 1, yes"),
    ]


@pytest.mark.parametrize(
    ("action", "operation"),
    [
        ("personal_access_token.create", "create"),
        ("personal_access_token.update", "modify"),
        ("personal_access_token.destroy", "remove"),
        ("personal_access_token.access_granted", "access"),
        ("personal_access_token.destroy_undone", "restore"),
        ("org.add_member", "create"),
    ],
)
def test_operation_type(action: str, operation: str) -> None:
    """GitHub's `operation_type` follows from the action."""
    assert operation_type(action) == operation
