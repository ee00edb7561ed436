"""Workflow files: who may push them, which references are refused, and what is let through."""

from itertools import count
from pathlib import Path

import pytest

from pat_tui.domain.permissions import Level
from tests.gateway.worlds import Ran, World, commit, git, references

CI = ".github/workflows/ci.yml"
REFUSAL = f"refusing to allow a Personal Access Token to create or update workflow `{CI}` without `workflow` scope"

_NUMBERS = count()
"""For names that are not taken."""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with one commit."""
    work = tmp_path / "work"
    commit(work, {"a": b"1"})
    return work


@pytest.fixture
def folder(world: World, work: Path) -> Path:
    """The same repository on the gateway."""
    folder = world.repository("mona/new")
    git("push", "-q", world.url("mona/new", world.fine_grained(name="first")), "main", cwd=work)
    return folder


def push(world: World, work: Path, *references: str, code: int = 1) -> Ran:
    """Push REFERENCES with a token that may not change workflows."""
    secret = world.fine_grained(name=f"push {next(_NUMBERS)}")
    return git("push", world.url("mona/new", secret), *references, cwd=work, code=code)


def test_refused_with_githubs_words(world: World, work: Path, folder: Path) -> None:
    """A new workflow is refused for its reference; the way out stands beside it, and nothing lands."""
    before = references(folder)
    commit(work, {CI: b"on: push\n"})
    secret = world.fine_grained(name="pusher")
    refused = git("push", world.url("mona/new", secret), "main", cwd=work, code=1)
    assert f" ! [remote rejected] main -> main ({REFUSAL})" in refused.stderr
    assert refused.remote == [
        f"Token: pusher (…{secret.reveal()[-4:]}) of mona",
        "Has: contents=write,metadata=read",
        "Needs: contents=write,workflows=write",
        "To get it: pat-tui token edit 2 --permission workflows=write",
    ]
    assert references(folder) == before
    assert not list((folder / "objects").glob("tmp_*"))


def test_classic_without_workflow(world: World, work: Path, folder: Path) -> None:
    """`repo` alone is not enough either; `workflow` is."""
    commit(work, {CI: b"on: push\n"})
    refused = git("push", world.url("mona/new", world.classic("repo")), "main", cwd=work, code=1)
    assert REFUSAL in refused.stderr
    assert "Needs: repo or public_repo with workflow" in refused.remote
    git("push", "-q", world.url("mona/new", world.classic("repo", "workflow", note="full")), "main", cwd=work)
    assert references(folder)["refs/heads/main"] == git("rev-parse", "main", cwd=work).stdout.strip()


def test_with_the_permission(world: World, work: Path, folder: Path) -> None:
    """`workflows=write` beside `contents=write` lets it through."""
    commit(work, {CI: b"on: push\n"})
    secret = world.fine_grained(permissions={"contents": Level.WRITE, "workflows": Level.WRITE})
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)
    assert "refs/heads/main" in references(folder)


def test_each_reference_by_itself(world: World, work: Path, folder: Path) -> None:
    """What does not touch workflows lands beside what is refused."""
    git("branch", "good", cwd=work)
    commit(work, {CI: b"on: push\n"})
    refused = push(world, work, "main", "main:refs/heads/bad", "good", "good:refs/heads/better")
    rejected = [line for line in refused.stderr.splitlines() if "[remote rejected]" in line]
    assert rejected == [f" ! [remote rejected] main -> {name} ({REFUSAL})" for name in ("main", "bad")]
    assert set(references(folder)) == {"refs/heads/main", "refs/heads/good", "refs/heads/better"}


def test_atomic(world: World, work: Path, folder: Path) -> None:
    """Where git was asked for all or nothing, it is nothing."""
    before = references(folder)
    git("branch", "good", cwd=work)
    commit(work, {CI: b"on: push\n"})
    push(world, work, "--atomic", "main", "good")
    assert references(folder) == before


@pytest.mark.parametrize("change", ["change", "delete", "rename", "nested", "link", "quoted"])
def test_every_kind_of_change(world: World, work: Path, folder: Path, change: str) -> None:
    """To change, delete, move or hide one is refused as is to create one."""
    commit(work, {CI: b"on: push\n"})
    secret = world.fine_grained(permissions={"contents": Level.WRITE, "workflows": Level.WRITE})
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)
    path = work / CI
    match change:
        case "change":
            path.write_text("on: pull_request\n")
        case "delete":
            path.unlink()
        case "rename":
            path.rename(path.with_name("other.yml"))
        case "nested":
            (path.parent / "deep").mkdir()
            (path.parent / "deep" / "x.yml").write_text("x")
        case "link":
            git("rm", "-q", "-r", ".github/workflows", cwd=work)
            (work / ".github").mkdir()
            (work / ".github" / "workflows").symlink_to("..")
        case "quoted":
            (path.parent / 'a\n"ü.yml').write_text("x")
    commit(work, {})
    refused = push(world, work, "main")
    assert "refusing to allow a Personal Access Token to create or update workflow" in refused.stderr


def test_undone_within_the_push(world: World, work: Path, folder: Path) -> None:
    """A commit in between counts, though the last one has it no more."""
    commit(work, {CI: b"on: push\n"})
    git("rm", "-q", CI, cwd=work)
    commit(work, {"b": b"2"})
    assert REFUSAL in push(world, work, "main").stderr


def test_hidden_in_a_merge(world: World, work: Path, folder: Path) -> None:
    """A merge that brings what none of its parents has is looked at, too."""
    git("checkout", "-q", "-b", "side", cwd=work)
    commit(work, {"side": b"1"})
    git("checkout", "-q", "main", cwd=work)
    commit(work, {"main": b"1"})
    git("merge", "-q", "--no-commit", "side", cwd=work)
    commit(work, {CI: b"on: push\n"}, "a merge")
    assert REFUSAL in push(world, work, "main").stderr


def test_hidden_by_a_replacement(world: World, work: Path, folder: Path) -> None:
    """`refs/replace/` does not show the gate another commit than the one that lands."""
    innocent = git("rev-parse", "HEAD", cwd=work).stdout.strip()
    git("checkout", "-q", "--orphan", "evil", cwd=work)
    evil = commit(work, {CI: b"on: push\n"})
    push(world, work, f"{innocent}:refs/replace/{evil}", code=0)
    assert REFUSAL in push(world, work, f"{evil}:refs/heads/evil").stderr
    assert "refs/heads/evil" not in references(folder)


def test_what_stands_on_another_branch(world: World, work: Path, folder: Path) -> None:
    """The same path with the same content on a branch is exempt; other content is not."""
    commit(work, {CI: b"on: push\n"})
    secret = world.fine_grained(permissions={"contents": Level.WRITE, "workflows": Level.WRITE})
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)
    git("checkout", "-q", "--orphan", "rewritten", cwd=work)
    commit(work, {"c": b"3"}, "another history with the same workflow")
    push(world, work, "rewritten", code=0)
    commit(work, {CI: b"on: pull_request\n"})
    assert REFUSAL in push(world, work, "rewritten").stderr


def test_branches_of_what_is_there(world: World, work: Path, folder: Path) -> None:
    """A branch or tag at commits that are there already brings nothing new; deleting one neither."""
    commit(work, {CI: b"on: push\n"})
    secret = world.fine_grained(permissions={"contents": Level.WRITE, "workflows": Level.WRITE})
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)
    push(world, work, "main:refs/heads/copy", "main:refs/tags/v1", code=0)
    push(world, work, ":refs/heads/copy", code=0)
    assert set(references(folder)) == {"refs/heads/main", "refs/tags/v1"}


def test_other_files_of_the_folder(world: World, work: Path, folder: Path) -> None:
    """`.github` holds more than workflows."""
    commit(work, {".github/dependabot.yml": b"x", ".github/workflows-of-old/ci.yml": b"x"})
    push(world, work, "main", code=0)
