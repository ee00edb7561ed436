"""`pat-tui token verify`: whose the secret on standard input is, as the gateway judges it."""

from datetime import timedelta
from typing import Any

import pytest

from pat_tui.domain.secrets import TokenKind, generate
from tests.cli.conftest import CommandLine, Outcome, process
from tests.worlds import seeded_random


def _verify(cli: CommandLine, secret: str, *options: str) -> Outcome:
    return cli("token", "verify", *options, stdin=secret)


def _json(cli: CommandLine, secret: str) -> Any:
    return _verify(cli, secret, "--json").json()


@pytest.fixture
def secret(cli: CommandLine) -> str:
    """A token of mona for two repositories of octo-labs."""
    words = "token create --name ci --owner octo-labs --repo octo-labs/lab --permission contents=write --expires 30d"
    return cli(*words.split()).stdout.strip()


def test_a_live_token(cli: CommandLine, secret: str) -> None:
    """Exit 0: whose, of which kind, its name, until when, and what it may. White space around it does no harm."""
    done = _verify(cli, f"  {secret}\r\n")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Valid         yes",
        "User          mona",
        "Kind          fine-grained",
        "Name          ci",
        "ID            1",
        "Expiration    2026-02-14 12:00 UTC",
        "Access on     @octo-labs",
        "Repositories  octo-labs/lab",
        "Permissions   contents=write",
        "              metadata=read",
    ]


def test_as_json(cli: CommandLine, secret: str) -> None:
    """The same as an object."""
    found = _json(cli, secret)
    assert (found["id"], found["valid"], found["reason"], found["user"]) == (1, True, None, "mona")
    assert found["repositories"] == ["octo-labs/lab"]
    assert found["permissions"] == {"contents": "write", "metadata": "read"}


def test_a_classic_token(cli: CommandLine) -> None:
    """Its scopes are told."""
    secret = cli("token", "create", "--classic", "--note", "hub", "--scope", "repo", "--expires", "never").stdout
    done = _verify(cli, secret)
    assert "Scopes      repo" in done.stdout
    assert "Expiration  never" in done.stdout
    assert _json(cli, secret)["scopes"] == ["repo"]


@pytest.mark.parametrize("way", ["expired", "deleted", "regenerated"])
def test_why_not(cli: CommandLine, secret: str, way: str) -> None:
    """Exit 1 and a sentence; who no longer has the token learns nothing of it."""
    if way == "expired":
        cli.clock.advance(timedelta(days=30))
    else:
        cli("token", *{"deleted": ["delete", "ci", "--yes"], "regenerated": ["regenerate", "ci"]}[way])
    refused = _verify(cli, secret)
    reasons = {"expired": "The token has expired."}
    unknown = "No token has this secret: it was deleted or regenerated, or is of another store."
    assert refused.code == 1, refused
    assert reasons.get(way, unknown) in refused.stderr
    assert ("ci" in refused.stdout) is (way in reasons)
    assert "contents" not in refused.stdout


def test_a_suspended_user(cli: CommandLine) -> None:
    """The token of a suspended user is refused, and it is told why."""
    secret = cli("--as", "hubot", "token", "create", "--name", "ci").stdout
    cli("user", "suspend", "hubot")
    refused = _verify(cli, secret)
    assert (refused.code, refused.stderr) == (1, "hubot is suspended, and so are the tokens of hubot.\n")


@pytest.mark.parametrize(
    ("text", "code", "error"),
    [
        ("ghp_x", 1, "This is no token: its shape or its checksum is wrong."),
        ("", 2, "Write one token to standard input"),
        (" \n", 2, "Write one token to standard input"),
        ("x" * 5000, 2, "Write one token to standard input"),
        ("\udcff", 1, "This is no token"),
    ],
    ids=["malformed", "nothing", "blank", "too long", "no text"],
)
def test_what_is_no_token(cli: CommandLine, text: str, code: int, error: str) -> None:
    """Anything may stand there."""
    refused = cli("token", "verify", stdin=text.encode("utf-8", "surrogateescape"))
    assert (refused.code, refused.stdout) == (code, "")
    assert error in refused.stderr


def test_a_token_that_waits(cli: CommandLine) -> None:
    """It is let in, and what keeps it from what it was given is told."""
    secret = cli("token", "create", "--name", "ci", "--owner", "acme", "--all-repos", "--permission", "contents=read")
    done = _verify(cli, secret.stdout)
    assert (done.code, done.stderr) == (
        0,
        "It waits for the approval of acme, and reads public things only until then.\n",
    )
    assert "contents" not in done.stdout
    assert _json(cli, secret.stdout)["grant"] == "pending"


def test_asking_is_no_use_and_shows_no_secret(cli: CommandLine, secret: str) -> None:
    """Neither the list nor the log knows of it; the secret is nowhere in what is written."""
    unknown = generate(TokenKind.CLASSIC, seeded_random(3)).reveal()
    events = cli("log", "list", "--json").stdout
    written = [_verify(cli, each, *options) for each in (secret, unknown) for options in ([], ["--json"])]
    assert cli("token", "show", "ci", "--json").json()["last_used_at"] is None
    assert cli("log", "list", "--json").stdout == events
    assert not [each for each in written if secret in each.stdout + each.stderr or unknown in each.stdout + each.stderr]


def test_no_standard_input(cli: CommandLine) -> None:
    """As a process without anything to read it is wrong usage, and waits for nothing."""
    assert process("token", "verify", PAT_TUI_DB=str(cli.store)).code == 2
