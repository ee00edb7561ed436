"""`pat-tui repo`, `pat-tui org` and `pat-tui user`."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

NOON = "2026-01-15T12:00:00Z"


def test_repo_add_writes_the_name(cli: CommandLine) -> None:
    """The new repository's name is the data; it is private unless said otherwise."""
    added = cli("repo", "add", "mona/new.repo")
    assert (added.code, added.stdout) == (0, "mona/new.repo\n")
    assert added.stderr == "Added the private repository mona/new.repo.\n"


@pytest.mark.parametrize("visibility", ["private", "public", "internal"])
def test_repo_add_as_json(cli: CommandLine, tmp_path: Path, visibility: str) -> None:
    """With --json one object tells what was made, the folder in full."""
    folder = tmp_path / "über.git"
    folder.mkdir()
    added = cli("repo", "add", "OCTO-LABS/new", f"--{visibility}", "--path", str(folder), "--json")
    told = added.json()
    assert isinstance(told.pop("id"), int)
    assert told == {
        "full_name": "octo-labs/new",
        "owner": "octo-labs",
        "name": "new",
        "visibility": visibility,
        "path": str(folder),
        "created_at": NOON,
    }
    assert (added.code, added.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["mona"], 1, "Write a repository as OWNER/NAME; a name has letters, digits, “.”, “-” or “_”."),
        (["mona/a\x1b"], 1, "Write a repository as OWNER/NAME; a name has letters, digits, “.”, “-” or “_”."),
        (["mona/APP"], 1, "There is a repository mona/APP already."),
        (["mona/new", "--internal"], 1, "--internal: Only an organization can have internal repositories."),
        (["mona/new", "--path", "/dev/null"], 1, "--path: /dev/null is not a folder."),
        (["mona/new", "--path", "/~\x1b"], 1, "--path: /~\ufffd is not a folder."),
        (["mona/new", "--path", "~nobody-of-that-name/x"], 1, "--path: "),
        (["gone\x1b/new"], 3, "There is no account gone\ufffd."),
        (["gone\udcff/new"], 3, "There is no account gone\ufffd."),
        (["acme/new"], 5, "Only an owner of acme can add repositories to it."),
        (["hubot/new"], 5, "Only an owner of hubot can add repositories to it."),
    ],
    ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
)
def test_repo_add_refused(cli: CommandLine, arguments: list[str], code: int, error: str) -> None:
    """A refusal has its exit code and one sentence, and adds nothing."""
    before = cli("repo", "list").stdout
    refused = cli("repo", "add", *arguments)
    assert (refused.code, refused.stdout) == (code, "")
    assert refused.stderr.startswith(error)
    assert refused.stderr.count("\n") == 1
    assert cli("repo", "list").stdout == before


def test_repo_list(cli: CommandLine) -> None:
    """Every repository has a line: visibility, name and folder, if it has one."""
    cli("repo", "add", "mona/zoo", "--public", "--path", "/")
    listed = cli("repo", "list")
    assert (listed.code, listed.stderr) == (0, "")
    lines = listed.stdout.splitlines()
    assert lines[0].split() == ["VISIBILITY", "NAME", "PATH"]
    assert "private     mona/notes" in lines
    assert "public      mona/zoo             /" in lines
    assert len(lines) == 1 + 10 + 1


def test_repo_list_as_json(cli: CommandLine) -> None:
    """An array of what `repo add --json` told."""
    added = cli("repo", "add", "mona/zoo", "--json").json()
    listed = cli("repo", "list", "--json").json()
    assert added in listed
    assert [repository["full_name"] for repository in listed][:2] == ["acme/api", "acme/website"]


def test_org_add(cli: CommandLine) -> None:
    """Who adds an organization owns it, and can at once make tokens for it without approval."""
    added = cli("org", "add", "Fresh-Org", "--name", "Fresh [/]")
    assert (added.code, added.stdout) == (0, "Fresh-Org\n")
    assert added.stderr == "Added the organization Fresh-Org. mona is its owner.\n"
    assert cli("token", "create", "--json", "--name", "ci", "--owner", "fresh-org").json()["status"] == "active"
    assert {"login": "Fresh-Org", "name": "Fresh [/]", "created_at": NOON}.items() <= cli(
        "org", "list", "--json"
    ).json()[1].items()


def test_org_add_as_json(cli: CommandLine) -> None:
    """With --json one object tells what was made, as the list does."""
    added = cli("org", "add", "fresh", "--json")
    assert (added.code, added.stderr) == (0, "")
    assert added.json() in cli("org", "list", "--json").json()


def test_org_list(cli: CommandLine) -> None:
    """Every organization has a line with login and name."""
    cli("org", "add", "zoo", "--name", "The Zoo")
    assert cli("org", "list").stdout.splitlines() == [
        "LOGIN         NAME",
        *("acme", "globex", "initech", "octo-labs", "stranger-org"),
        "zoo           The Zoo",
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["acme"], "The name acme is taken."),
        (["MONA"], "The name MONA is taken."),
        (["-x"], None),
        (["a--b"], "A login has 1 to 39 letters, digits or single hyphens"),
        (["a\x1b"], "A login has 1 to 39 letters, digits or single hyphens"),
        (["zoo", "--name", "a\x1b"], "--name: It holds a character that cannot be shown (U+001B). Remove it."),
    ],
    ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
)
def test_org_add_refused(cli: CommandLine, arguments: list[str], error: str | None) -> None:
    """A login that is taken or broken, or a harmful name, is refused; a stray option is wrong usage."""
    refused = cli("org", "add", *arguments)
    assert (refused.code, refused.stdout) == (2 if error is None else 1, "")
    assert refused.stderr.startswith(error or "Usage: pat-tui org add")
    assert len(cli("org", "list", "--json").json()) == 5


def test_user_add(cli: CommandLine) -> None:
    """The new user's login is the data; --as lets the user act."""
    added = cli("user", "add", "octocat", "--email", "octocat@example.com", "--name", "Octo Cat", "--verified")
    assert (added.code, added.stdout, added.stderr) == (0, "octocat\n", "Added the user octocat.\n")
    assert cli("--as", "OctoCat", "token", "create", "--json", "--name", "ci").json()["owner"] == "octocat"
    sql = "SELECT verified_at FROM email_addresses WHERE address = 'octocat@example.com'"
    assert cli.rows(sql) == [(NOON,)]


def test_user_add_as_json(cli: CommandLine) -> None:
    """With --json one object tells what was made, as the list does; an address is not verified by itself."""
    added = cli("user", "add", "octocat", "--email", "octocat@example.com", "--json")
    assert (added.code, added.stderr) == (0, "")
    assert added.json() in cli("user", "list", "--json").json()
    assert cli.rows("SELECT verified_at FROM email_addresses WHERE address LIKE 'octocat@%'") == [(None,)]


def test_user_list(cli: CommandLine) -> None:
    """Every user has a line with login, state, address and name."""
    cli("user", "suspend", "hubot")
    assert cli("user", "list").stdout.splitlines() == [
        "LOGIN  STATE      E-MAIL             NAME",
        "hubot  suspended  hubot@example.com  Hubot",
        "mona   active     mona@example.com   Mona Lisa",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["x"], 2, "Missing option '--email'."),
        (["mona", "--email", "x@example.com"], 1, "The name mona is taken."),
        (["x", "--email", "mona@example.com"], 1, "--email: The address mona@example.com belongs to another user."),
        (["x", "--email", "nowhere"], 1, "--email: nowhere is not an e-mail address."),
        (["x", "--email", "a\x1b@b"], 1, "--email: It holds a character that cannot be shown (U+001B). Remove it."),
        (["a_b", "--email", "x@example.com"], 1, "A login has 1 to 39 letters, digits or single hyphens"),
    ],
    ids=lambda value: " ".join(map(ascii, value)) if isinstance(value, list) else "",
)
def test_user_add_refused(cli: CommandLine, arguments: list[str], code: int, error: str) -> None:
    """A login or address that is taken or broken is refused, and nobody is added."""
    refused = cli("user", "add", *arguments)
    assert (refused.code, refused.stdout) == (code, "")
    assert error in refused.stderr
    assert len(cli("user", "list", "--json").json()) == 2


def test_empty_lists_say_what_to_do(bare_cli: CommandLine) -> None:
    """In a new store there is nothing to list but the user; standard error says how to add."""
    for noun, advice in (("repo", "pat-tui repo add OWNER/NAME"), ("org", "pat-tui org add ORG")):
        listed = bare_cli(noun, "list")
        assert (listed.code, listed.stdout) == (0, "")
        assert listed.stderr.endswith(f"Add one with: {advice}\n")
        assert bare_cli(noun, "list", "--json").json() == []
    assert len(bare_cli("user", "list", "--json").json()) == 1
