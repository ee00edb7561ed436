"""`pat-tui token list` and `pat-tui token show`."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pat_tui.store import requests, tokens
from tests.cli.conftest import CommandLine
from tests.worlds import user


def _make(cli: CommandLine, name: str, *options: str) -> str:
    made = cli("token", "create", "--name", name, *options)
    assert made.code == 0, made.stderr
    return made.stdout.strip()


def _use(cli: CommandLine, token_id: int, instant: datetime) -> None:
    database = cli.database()
    with database.transaction():
        tokens.note_use(database, token_id, instant)
    database.close()


def test_the_list_is_a_table_with_the_name_last(cli: CommandLine) -> None:
    """Columns line up whatever the names are, since those come last; status is in words."""
    _make(cli, "日本語 😀", "--owner", "octo-labs", "--expires", "never")
    _make(cli, "oops[/]")
    cli.clock.advance(timedelta(days=25))
    _make(cli, "waits", "--owner", "acme")
    _use(cli, 2, cli.clock.now)
    listed = cli("token", "list")
    assert (listed.code, listed.stderr) == (0, "")
    assert listed.stdout.splitlines() == [
        "ID  OWNER      STATUS         EXPIRES     LAST USED   NAME",
        "3   acme       Pending        2026-03-11  never       waits",
        "2   mona       Expiring soon  2026-02-14  2026-02-09  oops[/]",
        "1   octo-labs  Active         never       never       日本語 😀",
    ]


def test_days_are_the_users_own(cli: CommandLine) -> None:
    """Dates in the table are those of the user's time zone."""
    cli.zone = ZoneInfo("Pacific/Auckland")
    _make(cli, "ci")
    assert "2026-02-15" in cli("token", "list").stdout


def test_the_list_as_json(cli: CommandLine) -> None:
    """An array of plain objects: instants in UTC, null for never, the status as one word; ASCII only."""
    _make(cli, "Größe", "--expires", "never")
    _make(cli, "used")
    _use(cli, 2, datetime(2026, 1, 15, 13, 0, 5, tzinfo=UTC))
    listed = cli("token", "list", "--json")
    assert listed.stdout.isascii()
    assert listed.json() == [
        {
            "id": 2,
            "name": "used",
            "owner": "mona",
            "status": "active",
            "created_at": "2026-01-15T12:00:00Z",
            "expires_at": "2026-02-14T12:00:00Z",
            "last_used_at": "2026-01-15T13:00:05Z",
            "single_sign_on": "not-required",
            "removal_at": "2027-01-15T13:00:05Z",
        },
        {
            "id": 1,
            "name": "Größe",
            "owner": "mona",
            "status": "active",
            "created_at": "2026-01-15T12:00:00Z",
            "expires_at": None,
            "last_used_at": None,
            "single_sign_on": "not-required",
            "removal_at": "2027-01-15T12:00:00Z",
        },
    ]


def test_an_empty_list_is_no_data(cli: CommandLine) -> None:
    """Nothing to list leaves standard output empty, or an empty array; standard error says why and what to do."""
    assert cli("token", "list").stdout == ""
    assert cli("token", "list").stderr == "mona has no tokens. Make one with: pat-tui token create --name NAME\n"
    assert cli("token", "list", "--json").json() == []
    searched = cli("token", "list", "--search", "x\x1b")
    assert (searched.code, searched.stdout) == (0, "")
    assert searched.stderr == "mona has no token whose name or owner holds “x\ufffd”.\n"


def test_a_search_for_stray_bytes_finds_nothing(cli: CommandLine) -> None:
    """An argument that is no text names nothing, and is no crash."""
    _make(cli, "ci")
    assert cli("token", "list", "--json", "--search", "\udcff").json() == []
    assert cli("token", "show", "\udcff").code == 3


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], ["b", "C", "a"]),
        (["--sort", "created"], ["b", "C", "a"]),
        (["--sort", "name"], ["a", "b", "C"]),
        (["--sort", "last-used"], ["a", "b", "C"]),
        (["--sort", "expires"], ["C", "a", "b"]),
        (["--search", "B"], ["b"]),
        (["--search", "ACM"], ["C"]),
        (["--search", "%"], []),
    ],
    ids=lambda value: " ".join(value) or "nothing",
)
def test_sorting_and_searching(cli: CommandLine, options: list[str], names: list[str]) -> None:
    """--sort takes the orders of the interface, --search looks at names and owners as the interface does."""
    _make(cli, "a", "--expires", "20d")
    _use(cli, 1, cli.clock.now)
    cli.clock.advance(timedelta(minutes=1))
    _make(cli, "C", "--expires", "10d", "--owner", "acme")
    cli.clock.advance(timedelta(minutes=1))
    _make(cli, "b", "--expires", "never")
    assert [token["name"] for token in cli("token", "list", "--json", *options).json()] == names


def test_an_unknown_order_is_wrong_usage(cli: CommandLine) -> None:
    """--sort names the orders that there are."""
    refused = cli("token", "list", "--sort", "size")
    assert refused.code == 2
    assert "'created', 'name', 'last-used', 'expires'" in refused.stderr


def test_names_reach_the_terminal_harmless(cli: CommandLine) -> None:
    """A name that another program wrote into the store cannot give the terminal commands, in no form of output."""
    _make(cli, "ci")
    database = cli.database()
    with database.transaction():
        evil = "a\x1b]52;c;eA==\x07\x9b31m\u202eb"
        database.connection.execute("UPDATE fine_grained_tokens SET name = ?, description = ?", (evil, evil))
    database.close()
    for arguments in (["list"], ["list", "--json"], ["show", "1"], ["show", "1", "--json"]):
        shown = cli("token", *arguments).stdout
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
    assert cli("token", "list", "--json").json()[0]["name"] == evil
    assert "a\ufffd]52;c;eA==\ufffd" in cli("token", "list").stdout


def test_show_prints_the_page(cli: CommandLine) -> None:
    """The page sums the token up in GitHub's sentences, with exact instants in both clocks."""
    cli.zone = ZoneInfo("Europe/Berlin")
    secret = _make(
        *(cli, "oops[/]", "--owner", "octo-labs", "--repo", "octo-labs/lab", "--description", "Two\nlines"),
        *("--permission", "contents=write", "--permission", "statuses=write", "--permission", "members=read"),
    )
    _use(cli, 1, cli.clock.now)
    cli.clock.advance(timedelta(days=8))
    assert cli("token", "show", "oops[/]").stdout.splitlines() == [
        "oops[/]",
        "Two",
        "lines",
        "",
        "ID          1",
        f"Ends in     {secret[-8:]}",
        "Status      Active",
        "Access on   @octo-labs",
        "Created     2026-01-15 13:00 CET (12:00 UTC)",
        "Expiration  Expires on Sat, Feb 14 2026.",
        "            2026-02-14 13:00 CET (12:00 UTC)",
        "Last used   Last used within the last 2 weeks",
        "            2026-01-15 13:00 CET (12:00 UTC)",
        "",
        "Repository access",
        "  octo-labs/lab",
        "",
        "Repository permissions",
        "  Read access to metadata",
        "  Read and Write access to code, commit statuses",
        "",
        "Organization permissions",
        "  Read access to members",
    ]


def test_show_tells_why_a_token_was_denied(cli: CommandLine) -> None:
    """A denied token carries the organization's words, and what was asked for."""
    _make(cli, "ci", "--owner", "acme", "--reason", "Please")
    database = cli.database()
    with database.transaction():
        requests.deny(database, 1, "Too wide", user(database, "hubot").id, cli.clock.now)
    database.close()
    shown = cli("token", "show", "ci").stdout
    assert "Status          Denied\nDenied because  Too wide\n" in shown
    assert "Reason given    Please\n" in shown
    assert cli("token", "show", "ci", "--json").json()["decision_reason"] == "Too wide"


def test_show_hides_no_permission_that_it_does_not_know(cli: CommandLine) -> None:
    """What another version wrote into the store is shown by its slug rather than left out."""
    _make(cli, "ci")
    database = cli.database()
    with database.transaction():
        database.connection.execute("INSERT INTO token_permissions VALUES (1, 'moon_landing', 'write')")
    database.close()
    assert "Permissions that this pat-tui does not know\n  moon_landing=write\n" in cli("token", "show", "ci").stdout


def test_a_token_is_found_by_id_name_and_end(cli: CommandLine) -> None:
    """All three ways to name a token lead to the same one."""
    secret = _make(cli, "ci")
    assert {cli("token", "show", text).stdout for text in ("1", "ci", secret[-8:])} == {
        cli("token", "show", "1").stdout
    }


def test_nothing_shows_a_secret(cli: CommandLine) -> None:
    """Neither list nor show knows the secret or its hash."""
    secret = _make(cli, "ci")
    (hashed,) = cli.rows("SELECT lower(hex(secret_hash)) FROM fine_grained_tokens")[0]
    for arguments in (["list"], ["list", "--json"], ["show", "ci"], ["show", "ci", "--json"]):
        shown = cli("token", *arguments).stdout
        assert secret not in shown
        assert hashed not in shown.lower()


def test_a_missing_token_is_not_found(cli: CommandLine) -> None:
    """Showing what is not there exits with 3 and one sentence."""
    missing = cli("token", "show", "gone\x1b")
    assert (missing.code, missing.stdout, missing.stderr) == (3, "", "mona has no token gone\ufffd.\n")


def test_an_ambiguous_name_is_refused(cli: CommandLine) -> None:
    """A text that names two tokens is refused with all of them, each on a line."""
    first, second = _make(cli, "first"), _make(cli, "1")
    refused = cli("token", "show", "1")
    assert (refused.code, refused.stdout, refused.stderr) == (
        1,
        "",
        "1 names several tokens: ids 1, 2.\n"
        f"  1  first, which ends in {first[-8:]}\n  2  1, which ends in {second[-8:]}\n",
    )


def test_other_users_tokens_are_not_there(cli: CommandLine) -> None:
    """A user sees and finds the own tokens only, by whatever name."""
    secret = _make(cli, "ci")
    assert cli("--as", "hubot", "token", "list", "--json").json() == []
    for text in ("1", "ci", secret[-8:]):
        assert cli("--as", "hubot", "token", "show", text).code == 3


def test_show_as_json_is_one_object(cli: CommandLine) -> None:
    """`show --json` tells all that is known of a token."""
    _make(cli, "ci", "--description", "Two\nlines")
    told = json.loads(cli("token", "show", "ci", "--json").stdout)
    assert (told["description"], told["user"], told["permissions"]) == ("Two\nlines", "mona", {})
    assert "token" not in told
