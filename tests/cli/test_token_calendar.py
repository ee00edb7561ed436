"""`pat-tui token list --ics`, for both kinds."""

import re
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.cli.conftest import CommandLine


def events(text: str) -> list[Any]:
    """The events that a calendar program finds."""
    found: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    return found


def summaries(text: str) -> list[str]:
    """What a calendar program lists."""
    return [str(event["SUMMARY"]) for event in events(text)]


def test_fine_grained_tokens(cli: CommandLine) -> None:
    """Those that are still to end, in the order of the list; never one that has ended or never does."""
    cli("token", "create", "--name", "gone", "--expires", "1d")
    cli.clock.advance(timedelta(days=2))
    secret = cli("token", "create", "--name", "ci, deploy").stdout.strip()
    cli("token", "create", "--name", "for-ever", "--expires", "never")
    cli("token", "create", "--name", "short", "--expires", "7d")
    written = cli("token", "list", "--ics", "--sort", "expires")
    assert (written.code, written.stderr) == (0, "")
    assert summaries(written.stdout) == ["Token “short” expires", "Token “ci, deploy” expires"]
    assert secret[-8:] not in written.stdout
    event = events(written.stdout)[0]
    assert event.decoded("DTSTART") == cli.clock.now + timedelta(days=7)


def test_classic_tokens(cli: CommandLine) -> None:
    """The same, with numbers of their own: no event of one kind takes another's place."""
    cli("token", "create", "--name", "new")
    cli("token", "create", "--classic", "--note", "old")
    classic, fine = cli("token", "list", "--classic", "--ics").stdout, cli("token", "list", "--ics").stdout
    assert summaries(classic) == ["Token “old” expires"]
    identities = {re.search(r"^UID:(.*)$", text, re.M)[1] for text in (classic, fine)}  # type: ignore[index]
    assert len(identities) == 2


def test_only_what_the_list_holds(cli: CommandLine) -> None:
    """What narrows the list narrows the calendar."""
    cli("token", "create", "--name", "one")
    cli("token", "create", "--name", "two")
    assert summaries(cli("token", "list", "--ics", "--search", "w").stdout) == ["Token “two” expires"]


def test_regenerating_moves_the_event(cli: CommandLine) -> None:
    """The identity stays, the end and the revision are new."""
    cli("token", "create", "--name", "ci")
    before = events(cli("token", "list", "--ics").stdout)[0]
    cli.clock.advance(timedelta(days=20))
    assert cli("token", "regenerate", "ci", "--expires", "60d").code == 0
    after = events(cli("token", "list", "--ics").stdout)[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTART") == cli.clock.now + timedelta(days=60)


@pytest.mark.parametrize("kind", [[], ["--classic"]], ids=["fine-grained", "classic"])
def test_no_token_is_an_empty_calendar(cli: CommandLine, kind: list[str]) -> None:
    """A file that a calendar program takes, so that what it showed before goes."""
    written = cli("token", "list", *kind, "--ics")
    assert summaries(written.stdout) == []
    assert written.stdout.startswith("BEGIN:VCALENDAR\r\n")
    assert written.stdout.endswith("END:VCALENDAR\r\n")


@pytest.mark.parametrize("kind", [[], ["--classic"]], ids=["fine-grained", "classic"])
def test_it_is_that_or_json(cli: CommandLine, kind: list[str]) -> None:
    """Both at once make no sense, and nothing is written."""
    refused = cli("token", "list", *kind, "--ics", "--json")
    assert (refused.code, refused.stdout) == (2, "")
    assert "--ics and --json exclude each other." in refused.stderr


def test_stores_do_not_share_identities(cli: CommandLine) -> None:
    """The first token of one store and the first of another are two events."""
    cli("token", "create", "--name", "ci")
    mine = cli("token", "list", "--ics").stdout
    demo = cli("--demo", "token", "list", "--ics").stdout
    found = [set(re.findall(r"^UID:(.*)\r$", text, re.M)) for text in (mine, demo)]
    assert all(found)
    assert not found[0] & found[1]
