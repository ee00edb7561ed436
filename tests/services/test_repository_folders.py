"""Making bare repositories, and taking in those that are there."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pat_tui.domain.errors import Forbidden, InvalidInput, NotFound
from pat_tui.domain.repositories import Visibility
from pat_tui.services.repositories import all_repositories
from pat_tui.services.repository_folders import GitTrouble, create_repository, import_repository, name_for
from pat_tui.wiring import Services
from tests.gateway.worlds import commit, git, references
from tests.organization_worlds import actions


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where repositories are made; it is not there yet."""
    return tmp_path / "data" / "repositories"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with a working tree, two branches and a tag."""
    source = tmp_path / "source"
    commit(source, {"a": b"1"})
    git("branch", "side", cwd=source)
    git("tag", "v1", cwd=source)
    return source


def silent(_label: str, _percent: int) -> None:
    """Takes progress and does nothing."""


def test_create(services: Services, root: Path) -> None:
    """An empty bare repository, for its user's eyes only, with GitHub's first branch; and the event."""
    made = create_repository(services.context, root, "mona/new", None)
    assert (made.full_name, made.visibility) == ("mona/new", Visibility.PRIVATE)
    assert made.path == str(root / "mona" / "new.git")
    assert (Path(made.path) / "HEAD").read_text() == "ref: refs/heads/main\n"
    assert git("--git-dir", made.path, "rev-parse", "--is-bare-repository").stdout == "true\n"
    assert root.stat().st_mode & 0o777 == 0o700
    assert made in all_repositories(services.context)
    assert actions(services, "mona")[-1] == "repo.create"
    assert [path.name for path in root.iterdir()] == ["mona"]


def test_give_one_that_has_none_its_folder(services: Services, root: Path) -> None:
    """What had only a name gets a folder, under its owner's and its own spelling, and stays the same repository."""
    [before] = [found for found in all_repositories(services.context) if found.full_name == "mona/app"]
    made = create_repository(services.context, root, "MONA/App", None)
    assert made == replace(before, path=str(root / "mona" / "app.git"))
    with pytest.raises(InvalidInput, match="There is a repository mona/app already"):
        create_repository(services.context, root, "mona/app", None)


@pytest.mark.parametrize(
    ("name", "visibility", "error"),
    [
        ("mona", None, InvalidInput),
        ("mona/..", None, InvalidInput),
        ("mona/../x", None, InvalidInput),
        ("mona/x.git", None, InvalidInput),
        ("../x", None, NotFound),
        ("nobody/x", None, NotFound),
        ("acme/x", None, Forbidden),
        ("mona/app", Visibility.PUBLIC, InvalidInput),
        ("mona/x", Visibility.INTERNAL, InvalidInput),
    ],
)
def test_refused(
    services: Services, root: Path, name: str, visibility: Visibility | None, error: type[Exception]
) -> None:
    """What may not be made leaves neither a row nor a folder."""
    before = all_repositories(services.context)
    with pytest.raises(error):
        create_repository(services.context, root, name, visibility)
    assert all_repositories(services.context) == before
    assert [path for path in root.rglob("*") if path.name != "mona"] == []


def test_a_folder_in_the_way(services: Services, root: Path) -> None:
    """What lies there already is not touched."""
    (root / "mona" / "new.git").mkdir(parents=True)
    (root / "mona" / "new.git" / "precious").touch()
    with pytest.raises(InvalidInput, match="cannot be made"):
        create_repository(services.context, root, "mona/new", None)
    assert (root / "mona" / "new.git" / "precious").exists()


@pytest.mark.parametrize("form", ["worktree", "dot git", "bare", "detached", "linked"])
def test_import(services: Services, root: Path, source: Path, tmp_path: Path, form: str) -> None:
    """Branches and tags come along, whatever the form; HEAD is a branch."""
    taken = source
    match form:
        case "dot git":
            taken = source / ".git"
        case "bare":
            taken = tmp_path / "bare.git"
            git("clone", "-q", "--bare", str(source), str(taken))
        case "detached":
            git("checkout", "-q", "--detach", cwd=source)
        case "linked":
            taken = tmp_path / "linked"
            git("worktree", "add", "-q", str(taken), "side", cwd=source)
    steps: list[tuple[str, int]] = []
    made = import_repository(
        services.context, root, taken, "mona/new", Visibility.PUBLIC, lambda *step: steps.append(step)
    )
    assert made.path is not None
    assert set(references(Path(made.path))) == {"refs/heads/main", "refs/heads/side", "refs/tags/v1"}
    assert git("--git-dir", made.path, "symbolic-ref", "HEAD").stdout.startswith("refs/heads/")
    assert steps[-1][1] == 100
    assert git("--git-dir", made.path, "remote").stdout == ""


def test_import_brings_nothing_that_acts(services: Services, root: Path, source: Path, tmp_path: Path) -> None:
    """Neither hooks nor configuration come along, and none of it is run."""
    mark = tmp_path / "mark"
    for name in ("post-checkout", "pre-receive", "update", "post-receive", "reference-transaction"):
        hook = source / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {mark}\n")
        hook.chmod(0o755)
    git("config", "receive.denyCurrentBranch", "ignore", cwd=source)
    git("config", "core.fsmonitor", str(source / ".git" / "hooks" / "update"), cwd=source)
    made = import_repository(services.context, root, source, "mona/new", None, silent)
    assert made.path is not None
    assert not mark.exists()
    assert not (Path(made.path) / "hooks").exists()
    assert "ignore" not in (Path(made.path) / "config").read_text()


def test_import_shares_no_file(services: Services, root: Path, source: Path) -> None:
    """The copy stands on its own: no file of it is one of the source's."""
    made = import_repository(services.context, root, source, "mona/new", None, silent)
    assert made.path is not None
    files = [path for path in Path(made.path).rglob("*") if path.is_file()]
    assert {path.stat().st_nlink for path in files} == {1}
    assert not (Path(made.path) / "objects" / "info" / "alternates").exists()


@pytest.mark.parametrize("what", ["nothing", "a file", "an empty folder"])
def test_import_refused(services: Services, root: Path, tmp_path: Path, what: str) -> None:
    """What is no repository is refused, and nothing is left behind."""
    source = tmp_path / "x"
    if what == "a file":
        source.touch()
    elif what == "an empty folder":
        source.mkdir()
    before = all_repositories(services.context)
    with pytest.raises(GitTrouble if what == "an empty folder" else InvalidInput):
        import_repository(services.context, root, source, "mona/new", None, silent)
    assert all_repositories(services.context) == before
    assert list(root.rglob("*")) == []


def test_import_of_an_empty_repository(services: Services, root: Path, tmp_path: Path) -> None:
    """One without commits is taken in as it is."""
    subprocess.run(["git", "init", "-q", "-b", "trunk", str(tmp_path / "x")], check=True)
    made = import_repository(services.context, root, tmp_path / "x", "mona/new", None, silent)
    assert made.path is not None
    assert references(Path(made.path)) == {}


def test_without_git(services: Services, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git it is said what is missing."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GitTrouble, match="git cannot be run"):
        create_repository(services.context, root, "mona/new", None)


def test_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository is called as its folder is."""
    (tmp_path / "tool" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "tool")
    assert name_for(Path(".")) == "tool"
    assert name_for(tmp_path / "tool" / ".git") == "tool"
    assert name_for(Path(os.fspath(tmp_path / "bare.git"))) == "bare"
