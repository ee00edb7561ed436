"""`pat-tui token list` with filters, for people and for CI."""

from datetime import timedelta

import pytest

from pat_tui.store import tokens
from tests.cli.conftest import CommandLine


@pytest.fixture
def full(cli: CommandLine) -> CommandLine:
    """Tokens in every state, at the end of January."""
    for words in (
        "token create --name active --expires 90d --owner octo-labs --repo octo-labs/lab --permission contents=write",
        "token create --name never --expires never --all-repos --permission contents=read",
        "token create --name soon --expires 20d",
        "token create --name gone --expires 7d",
        "token create --name pending --expires 60d --owner acme --repo acme/api --permission issues=read",
        "token create --name denied --expires 60d --owner acme",
        "token create --name revoked --expires 60d --owner acme",
        "--as hubot request deny 3",
        "--as hubot request approve 4",
        "--as hubot org revoke acme revoked",
        "token create --classic --note broad --expires 60d --scope repo",
        "token create --classic --note narrow --expires 20d --scope public_repo --scope gist",
        "token create --classic --note idle --expires never",
    ):
        made = cli(*words.split())
        assert made.code == 0, (words, made.stderr)
    cli.clock.advance(timedelta(days=15))
    return cli


def _names(cli: CommandLine, *options: str) -> set[str]:
    listed = cli("token", "list", "--json", *options)
    assert listed.code == 0, listed.stderr
    return {token.get("name") or token.get("note") for token in listed.json()}


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("--status active", {"active", "never"}),
        ("--status expiring-soon", {"soon"}),
        ("--status expired --status pending", {"gone", "pending"}),
        ("--status denied", {"denied"}),
        ("--status revoked", {"revoked"}),
        ("--owner ACME", {"pending", "denied", "revoked"}),
        ("--owner mona --status expired", {"gone"}),
        ("--repo octo-labs/lab", {"active"}),
        ("--repo mona/app", {"never"}),
        ("--repo hubot/engine", set()),
        ("--permission contents", {"active", "never"}),
        ("--permission contents=read", {"active", "never"}),
        ("--permission contents=write", {"active"}),
        ("--permission contents=admin", set()),
        ("--expiring 5d", {"soon"}),
        ("--expiring 4d", set()),
        ("--expiring 45d", {"soon", "pending", "denied", "revoked"}),
        ("--search a", {"active", "pending", "denied", "revoked", "never", "soon", "gone"}),
        ("--search OCTO", {"active"}),
        ("--search %", set()),
        ("--classic --status expiring-soon", {"narrow"}),
        ("--classic --scope repo", {"broad"}),
        ("--classic --scope public_repo", {"broad", "narrow"}),
        ("--classic --scope gist --expiring 7d", {"narrow"}),
        ("--classic --search gis", {"narrow"}),
    ],
)
def test_filters(full: CommandLine, options: str, names: set[str]) -> None:
    """Each lets through what its help says; all of several must hold. Names have any case, and no wildcards."""
    assert _names(full, *options.split()) == names


@pytest.mark.parametrize("kind", [[], ["--classic"]], ids=["fine-grained", "classic"])
def test_the_state_is_the_one_of_the_column(full: CommandLine, kind: list[str]) -> None:
    """The rule in SQL and the rule of the domain agree, on the very instant as well."""
    for _day in range(3):
        for token in full("token", "list", "--json", *kind).json():
            state = token["status"].replace("_", "-")
            name = token.get("name") or token.get("note")
            assert name in _names(full, "--status", state, *kind)
        full.clock.advance(timedelta(days=5))


def test_unused(full: CommandLine) -> None:
    """What was used, made or regenerated within that time is not unused; never used counts from the making."""
    database = full.database()
    with database.transaction():
        tokens.note_use(database, 2, full.clock.now - timedelta(days=4))
    database.close()
    assert full("token", "regenerate", "soon").code == 0
    full.clock.advance(timedelta(days=5))
    assert _names(full, "--unused", "6d") == {"active", "never", "gone", "pending", "denied", "revoked"}
    assert _names(full, "--unused", "10d") == {"active", "gone", "pending", "denied", "revoked"}
    assert _names(full, "--unused", "21d") == set()
    assert _names(full, "--unused", "20d", "--classic") == {"broad", "narrow", "idle"}
    assert _names(full, "--unused", "36500d") == set()


def test_order(full: CommandLine) -> None:
    """--reverse turns each order round."""
    for order in ("created", "name", "last-used", "expires"):
        forward = [token["id"] for token in full("token", "list", "--json", "--sort", order).json()]
        backward = [token["id"] for token in full("token", "list", "--json", "--sort", order, "--reverse").json()]
        assert forward == backward[::-1]
    assert full("token", "list", "--json", "--sort", "expires").json()[0]["name"] == "gone"


def test_for_ci(full: CommandLine) -> None:
    """--fail-if-any exits with 1 if any token is listed, which is written all the same; with 0 if none is."""
    any_there = full("token", "list", "--expiring", "14d", "--fail-if-any", "--json")
    assert (any_there.code, [token["name"] for token in any_there.json()]) == (1, ["soon"])
    none_there = full("token", "list", "--expiring", "1d", "--fail-if-any")
    assert (none_there.code, none_there.stdout, none_there.stderr) == (0, "", "mona has no such token.\n")


@pytest.mark.parametrize(
    ("options", "code", "error"),
    [
        ("--owner gone", 3, "There is no account gone."),
        ("--repo mona/gone", 3, "There is no repository mona/gone."),
        ("--repo app", 3, "There is no repository app."),
        ("--permission content", 2, "There is no “content”. Do you mean contents"),
        ("--permission contents=all", 2, "“all” is none of read, write, admin."),
        ("--classic --scope rep", 2, "There is no “rep”. Do you mean repo"),
        ("--expiring soon", 2, "is no number of days. Write it as 14d."),
        ("--unused 99999d", 2, "is no number of days. Write it as 14d."),
        ("--status gone", 2, "'gone' is not one of"),
        ("--scope repo", 2, "--scope is for classic tokens: it needs --classic."),
        ("--classic --owner mona", 2, "--owner is for fine-grained tokens: it goes without --classic."),
    ],
)
def test_a_typing_error_is_no_empty_list(cli: CommandLine, options: str, code: int, error: str) -> None:
    """What a filter names must be there: a script that misspells it must not take silence for good news."""
    refused = cli("token", "list", "--fail-if-any", *options.split())
    assert (refused.code, refused.stdout) == (code, "")
    assert error in refused.stderr


def test_only_ones_own(full: CommandLine) -> None:
    """Filters show nobody else's tokens."""
    assert full("--as", "hubot", "token", "list", "--owner", "mona", "--json").json() == []
