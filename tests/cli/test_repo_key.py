"""`pat-tui repo key`: adding a deploy key from a file, listing, deleting; and what deleting a token says of keys."""

import subprocess
from pathlib import Path

import pytest

from pat_tui.domain.public_keys import parse_public_key
from tests.cli.conftest import CommandLine, Outcome, command, environment
from tests.cli.test_token_delete import on_terminal
from tests.public_keys import ed25519

FINGERPRINT = parse_public_key(ed25519()).fingerprint


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A file with a public key, as ssh-keygen leaves one."""
    path = tmp_path / "id.pub"
    path.write_text(ed25519(comment="mona@home") + "\n")
    return str(path)


def test_add_list_delete(cli: CommandLine, file: str) -> None:
    """The id alone goes to standard output; the list shows access, fingerprint and title."""
    assert cli("repo", "key", "add", "mona/app", "--title", "CI", "--key", file) == Outcome(
        0, "1\n", f"Added the deploy key “CI” to mona/app: {FINGERPRINT}.\n"
    )
    assert cli("repo", "key", "list", "mona/app").stdout.splitlines() == [
        f"ID  ACCESS  {'FINGERPRINT'.ljust(50)}  TITLE",
        f"1   read    {FINGERPRINT}  CI",
    ]
    assert cli("repo", "key", "delete", "1") == Outcome(0, "1\n", "Deleted the deploy key “CI” of mona/app.\n")
    assert cli("repo", "key", "list", "mona/app") == Outcome(0, "", "mona/app has no deploy keys.\n")
    assert cli("repo", "key", "list", "mona/app", "--json").json() == []


def test_json(cli: CommandLine, file: str) -> None:
    """All that is known of a key, with the token that made it."""
    made = cli("token", "create", "--name", "maker", "--all-repos", "--permission", "administration=write")
    assert made.code == 0
    options = ("--title", "CI", "--key", file, "--read-write", "--made-with", "maker")
    added = cli("repo", "key", "add", "mona/app", *options, "--json")
    assert added.stderr.endswith("It will be deleted with the token “maker”.\n")
    assert added.json() == {
        "id": 1,
        "repository": "mona/app",
        "title": "CI",
        "key": ed25519(),
        "fingerprint": FINGERPRINT,
        "read_only": False,
        "created_at": "2026-01-15T12:00:00Z",
        "created_by": "mona",
        "token": {"kind": "fine-grained", "id": 1, "name": "maker"},
    }
    assert cli("repo", "key", "list", "mona/app", "--json").json() == [added.json()]
    assert cli("repo", "key", "delete", "1", "--json").json() == added.json()


def test_a_classic_token(cli: CommandLine, file: str) -> None:
    """--classic says that --made-with names one."""
    assert cli("token", "create", "--classic", "--note", "old", "--scope", "repo").code == 0
    key = ("repo", "key", "add", "mona/app", "--title", "CI", "--key", file)
    assert cli(*key, "--made-with", "old").code == 3
    assert cli(*key, "--made-with", "old", "--classic", "--json").json()["token"]["kind"] == "classic"
    assert cli(*key, "--classic").code == 2


def test_from_standard_input(cli: CommandLine) -> None:
    """`-` reads the key from there."""
    done = subprocess.run(
        command("--db", str(cli.store), "repo", "key", "add", "mona/app", "--title", "CI", "--key", "-"),
        input=ed25519().encode(),
        env=environment(),
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, b"1\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "--key: Give one public key, as the one line that ssh-keygen writes.\n"),
        (b"\xff\xfe\x00", "--key: It must begin with one of ssh-ed25519, "),
        (b"\x1b]0;x\x07", "--key: It must begin with one of ssh-ed25519, "),
        (b"a" * 100_000, "--key: It is too long to be a public key.\n"),
        (
            b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n",
            "--key: This is a private key. Keep it to yourself",
        ),
    ],
    ids=["empty", "bytes", "escape", "long", "private"],
)
def test_a_file_without_a_key(cli: CommandLine, tmp_path: Path, content: bytes, said: str) -> None:
    """Exit code 1 with the reason, and nothing of what the file holds."""
    (tmp_path / "x").write_bytes(content)
    refused = cli("repo", "key", "add", "mona/app", "--title", "CI", "--key", str(tmp_path / "x"))
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(said)
    assert "b3Blbn" not in refused.stderr
    assert "\x1b" not in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "acme/api", "--title", "CI"], 5),
        (["add", "mona/none", "--title", "CI"], 3),
        (["add", "mona/app", "--title", " "], 1),
        (["add", "mona/app"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_refusals(cli: CommandLine, file: str, arguments: list[str], code: int) -> None:
    """Forbidden, not there, not in order, wrong usage: each has its exit code."""
    assert cli("repo", "key", *arguments, "--key", file).code == code


def test_a_file_that_is_not_there(cli: CommandLine) -> None:
    """Is wrong usage."""
    assert cli("repo", "key", "add", "mona/app", "--title", "CI", "--key", "/nowhere").code == 2
    assert cli("repo", "key", "delete", "x").code == 2
    assert cli("repo", "key", "delete", "7") == Outcome(3, "", "There is no deploy key 7.\n")
    assert cli("repo", "key", "list", "acme/api").code == 5


def test_deleting_a_token_tells_of_its_keys(cli: CommandLine, file: str, tmp_path: Path) -> None:
    """How many went with it; and they are gone."""
    made = cli("token", "create", "--name", "maker", "--all-repos", "--permission", "administration=write")
    assert made.code == 0
    for seed in (1, 2):
        (tmp_path / "key").write_text(ed25519(seed))
        options = ("--title", "CI", "--key", str(tmp_path / "key"), "--made-with", "maker")
        assert cli("repo", "key", "add", "mona/app", *options).code == 0
    asked = on_terminal(cli, "no\n", "token", "delete", "maker")
    assert asked.stderr.count("The deploy key “CI” of mona/app goes along.\n") == 2
    deleted = cli("token", "delete", "maker", "--yes")
    assert "2 deploy keys were deleted too.\n" in deleted.stderr
    assert cli("repo", "key", "list", "mona/app", "--json").json() == []
    assert cli("token", "undo-delete").code == 0
    assert len(cli("repo", "key", "list", "mona/app", "--json").json()) == 2
