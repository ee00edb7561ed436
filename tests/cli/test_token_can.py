"""`pat-tui token can`: its answer in words, in JSON, and as an exit code."""

import json

from tests.cli.conftest import CommandLine


def test_yes_and_no(cli: CommandLine) -> None:
    """Yes is exit 0; no is exit 1 with the status, and on standard error what is held and the remedy."""
    cli("token", "create", "--name", "ci", "--all-repos", "--permission", "contents=read")
    yes = cli("token", "can", "ci", "clone", "mona/app")
    assert (yes.code, yes.stdout) == (0, "yes: clone mona/app\n")
    no = cli("token", "can", "ci", "push", "mona/app")
    assert (no.code, no.stdout) == (1, "no (403): The token lacks what this needs: contents=write.\n")
    assert "holds: contents=read,metadata=read" in no.stderr
    assert "pat-tui token edit 1 --permission contents=write" in no.stderr


def test_json(cli: CommandLine) -> None:
    """The object has all that a script needs to ask for more."""
    cli("token", "create", "--name", "ci")
    found = cli("token", "can", "ci", "GET", "/user/emails", "--json").json()
    assert found == {
        "id": 1,
        "method": "GET",
        "path": "/user/emails",
        "allowed": False,
        "status": 403,
        "reason": "permission-missing",
        "message": "The token lacks what this needs: emails=read.",
        "needed": [["emails=read"]],
        "held": "",
        "remedy": "pat-tui token edit 1 --permission emails=read",
    }


def test_classic(cli: CommandLine) -> None:
    """`--classic` asks about a classic token of that name."""
    cli("token", "create", "--classic", "--note", "old", "--scope", "repo")
    assert cli("token", "can", "old", "push", "mona/app", "--classic").code == 0
    refused = cli("token", "can", "old", "DELETE", "/repos/mona/app", "--classic", "--json")
    assert json.loads(refused.stdout)["remedy"] == ("pat-tui token edit 1 --classic --scope repo --scope delete_repo")


def test_matrix(cli: CommandLine) -> None:
    """A line a repository; the name stands last, where free text does."""
    cli("token", "create", "--name", "ci", "--all-repos", "--permission", "issues=write")
    lines = cli("token", "can", "ci", "--matrix").stdout.splitlines()
    assert lines[0].split()[-1] == "REPOSITORY"
    [line] = [line for line in lines if line.endswith("mona/app")]
    assert line.split()[:-1] == ["no", "no", "no", "yes", "no", "no"]
    rows = json.loads(cli("token", "can", "ci", "--matrix", "--json").stdout)
    assert {row["repository"] for row in rows} >= {"mona/app", "acme/api"}


def test_usage(cli: CommandLine) -> None:
    """A method without a path, or with the matrix, is a usage error."""
    cli("token", "create", "--name", "ci")
    assert cli("token", "can", "ci", "GET").code == 2
    assert cli("token", "can", "ci", "GET", "/user", "--matrix").code == 2
    assert cli("token", "can", "ci").code == 2
    assert cli("token", "can", "none", "GET", "/user").code == 3
