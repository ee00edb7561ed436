"""`pat-tui repo create` and `repo import`."""

from pathlib import Path

from tests.cli.conftest import CommandLine
from tests.gateway.worlds import commit, references


def test_create(cli: CommandLine, tmp_path: Path) -> None:
    """The name is the data; the folder lies beside the store."""
    made = cli("repo", "create", "mona/new")
    folder = tmp_path / "repositories" / "mona" / "new.git"
    assert (made.code, made.stdout) == (0, "mona/new\n")
    assert made.stderr == f"Made the private repository mona/new in {folder}.\n"
    assert references(folder) == {}


def test_create_elsewhere(cli: CommandLine, tmp_path: Path) -> None:
    """PAT_TUI_REPOSITORIES names another folder."""
    made = cli("repo", "create", "mona/new", "--public", "--json", PAT_TUI_REPOSITORIES=str(tmp_path / "x"))
    assert made.json()["path"] == str(tmp_path / "x" / "mona" / "new.git")
    assert made.json()["visibility"] == "public"


def test_create_twice(cli: CommandLine) -> None:
    """A repository that has its folder is not made again."""
    cli("repo", "create", "mona/new")
    again = cli("repo", "create", "MONA/NEW")
    assert (again.code, again.stderr) == (1, "There is a repository mona/new already.\n")


def test_import(cli: CommandLine, tmp_path: Path) -> None:
    """The name is taken from the folder; without a terminal there is no bar."""
    commit(tmp_path / "tool", {"a": b"1"})
    made = cli("repo", "import", str(tmp_path / "tool"), "--public")
    folder = tmp_path / "repositories" / "mona" / "tool.git"
    assert (made.code, made.stdout) == (0, "mona/tool\n")
    assert made.stderr == f"Made the public repository mona/tool in {folder}.\n"
    assert set(references(folder)) == {"refs/heads/main"}


def test_import_of_nothing(cli: CommandLine, tmp_path: Path) -> None:
    """What is no repository is refused with git's own words."""
    (tmp_path / "empty").mkdir()
    refused = cli("repo", "import", str(tmp_path / "empty"), "--name", "mona/x")
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == f"git: fatal: repository '{tmp_path / 'empty'}' does not exist\n"
