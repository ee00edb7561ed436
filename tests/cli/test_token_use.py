"""`pat-tui token use`: what it prints, and that a shell, git and curl take the lines as they are."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, command, environment
from tests.gateway.served import served


@pytest.fixture
def with_token(cli: CommandLine) -> CommandLine:
    """The command line with a token for one repository, and a classic one."""
    options = ("--owner", "mona", "--repo", "mona/notes", "--repo", "mona/app", "--permission", "contents=read")
    assert cli("token", "create", "--name", "ci", *options).code == 0
    assert cli("token", "create", "--classic", "--note", "ci", "--scope", "repo").code == 0
    return cli


def test_every_line_is_a_command_or_a_comment(with_token: CommandLine) -> None:
    """What is printed is a file for the shell; the first repository of the token stands in it."""
    told = with_token("token", "use", "ci")
    assert (told.code, told.stderr) == (0, "")
    assert "git clone http://mona@127.0.0.1:8020/mona/app\n" in told.stdout
    assert "# On GitHub, these are safer than a personal access token:\n" in told.stdout
    done = subprocess.run(["sh", "-n"], input=told.stdout, text=True, capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")
    tail = told.stdout.partition("# On GitHub")[2].splitlines()[1:]
    assert all(not line or line.startswith("# ") for line in tail)


def test_a_classic_one_leaves_the_repository_open(with_token: CommandLine) -> None:
    """It reaches all of its user's: a placeholder stands there."""
    told = with_token("token", "use", "ci", "--classic")
    assert "git clone http://mona@127.0.0.1:8020/mona/REPO\n" in told.stdout


def test_json(with_token: CommandLine) -> None:
    """An array of objects with id, title, command, note, and whether it is an alternative."""
    told = with_token("token", "use", "ci", "--json", PAT_TUI_GATEWAY_URL="https://git.example/").json()
    assert told[0] == {
        "id": "clone",
        "title": "Clone",
        "command": "git clone https://mona@git.example/mona/app",
        "note": "When git asks for a password, paste the token.",
        "alternative": False,
    }
    assert next(each for each in told if each["id"] == "github-app")["command"] is None


@pytest.mark.parametrize(
    "text", ["host:8020", "ftp://host", "http://a b", "http://mona:pw@host", "http://h/?q", "http://h/'", "http://"]
)
def test_an_address_that_makes_no_sense(with_token: CommandLine, text: str) -> None:
    """The setting is named."""
    refused = with_token("token", "use", "ci", PAT_TUI_GATEWAY_URL=text)
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr == "PAT_TUI_GATEWAY_URL must be an address such as https://HOST:8020.\n"


def test_an_unknown_token(cli: CommandLine) -> None:
    """Told as everywhere, with the code for it."""
    assert cli("token", "use", "nothing").code == 3


def test_the_lines_work(with_token: CommandLine, tmp_path: Path) -> None:
    """In a shell, against a real gateway: git gets the token from $TOKEN and clones, curl is let in, git forgets it."""
    home = tmp_path / "home"
    home.mkdir()
    env = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "c"), "XDG_CACHE_HOME": str(home / "k")}
    env |= {"GIT_TERMINAL_PROMPT": "0", "PAT_TUI_DB": str(with_token.store)}
    source = tmp_path / "source"
    subprocess.run(["git", "init", "-q", "-b", "main", str(source)], check=True, env=env)
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    subprocess.run(["git", *identity, "commit", "-q", "--allow-empty", "-m", "one"], check=True, cwd=source, env=env)
    assert with_token("repo", "import", str(source), "--name", "mona/app").code == 0
    secret = with_token("token", "regenerate", "ci", "--expires", "never").stdout.strip()
    with served(with_token.store) as gateway:
        told = with_token("token", "use", "ci", "--json", PAT_TUI_GATEWAY_URL=gateway.address).json()
        lines = {each["id"]: each["command"] for each in told}
        script = "\n".join(
            [
                "set -eu",
                lines["variable"].replace("read -rs", "read -r"),  # -s is for people, and not for every shell
                lines["cache"],
                lines["approve"],
                lines["clone"],
                "git -C app " + lines["remote"].removeprefix("git "),
                "git -C app ls-remote -q >/dev/null",
                lines["curl"] + " --silent --fail >user.json",
                lines["reject"],
                "! git -C app ls-remote -q >/dev/null 2>&1",
            ]
        )
        try:
            done = subprocess.run(
                ["sh", "-c", script],
                cwd=home,
                env=env,
                input=f"{secret}\n",
                text=True,
                capture_output=True,
                timeout=120,
            )
        finally:
            subprocess.run(["git", "credential-cache", "exit"], env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert '"login":"mona"' in (home / "user.json").read_text().replace('": "', '":"')
    assert not [path for path in home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_the_shell_knows_the_verb() -> None:
    """The help of the noun has it."""
    done = subprocess.run(command("token", "--help"), env=environment(), capture_output=True, text=True, check=True)
    assert "Show the lines that use a token." in done.stdout
