"""The real git, with a token that may: clone, fetch and push in all their shapes."""

import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from tests.gateway.worlds import World, commit, git, references


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with three commits and a tag."""
    work = tmp_path / "work"
    for number in range(3):
        commit(work, {f"file-{number}": b"text\n" * (number + 1)}, f"commit {number}")
    git("tag", "-m", "a tag", "v1", cwd=work)
    return work


def test_push_then_clone(world: World, work: Path, tmp_path: Path) -> None:
    """What was pushed is what is cloned, with or without `.git` in the address and in any case of letters."""
    folder = world.repository("mona/new")
    secret = world.fine_grained()
    git("push", "--follow-tags", world.url("mona/new", secret), "main", cwd=work)
    assert set(references(folder)) == {"refs/heads/main", "refs/tags/v1"}
    for number, url in enumerate([world.url("mona/new", secret), world.url("MONA/New", secret).removesuffix(".git")]):
        git("clone", "-q", url, str(tmp_path / f"clone-{number}"))
        head = git("rev-parse", "HEAD", cwd=tmp_path / f"clone-{number}").stdout
        assert head == git("rev-parse", "main", cwd=work).stdout


def test_fetch_pull_delete_and_force(world: World, work: Path, tmp_path: Path) -> None:
    """A clone is brought up to date; branches are deleted, and rewritten by force."""
    folder = world.repository("mona/new")
    url = world.url("mona/new", world.classic("repo"))
    git("push", "-q", url, "main", "main:refs/heads/side", cwd=work)
    git("clone", "-q", url, str(tmp_path / "clone"))
    newest = commit(work, {"more": b"1"})
    git("push", "-q", url, "main", cwd=work)
    git("pull", "-q", "--ff-only", cwd=tmp_path / "clone")
    assert git("rev-parse", "HEAD", cwd=tmp_path / "clone").stdout.strip() == newest
    git("push", "-q", url, ":side", cwd=work)
    git("reset", "-q", "--hard", "HEAD~2", cwd=work)
    assert "non-fast-forward" in git("push", url, "main", cwd=work, code=1).stderr
    git("push", "-q", "--force", url, "main", cwd=work)
    assert references(folder) == {"refs/heads/main": git("rev-parse", "HEAD", cwd=work).stdout.strip()}


@pytest.mark.parametrize(
    "options",
    [
        ["--depth", "1"],
        ["--filter=blob:none"],
        ["--filter=tree:0", "--no-checkout"],
        ["--single-branch", "--branch", "v1"],
        ["-c", "protocol.version=0"],
        ["-c", "protocol.version=1"],
        ["-c", "protocol.version=0", "--depth", "2"],
    ],
    ids=" ".join,
)
def test_shapes_of_clone(world: World, work: Path, tmp_path: Path, options: list[str]) -> None:
    """Shallow, partial, single, and over each version of the protocol."""
    world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained())
    git("push", "-q", "--follow-tags", url, "main", cwd=work)
    git("clone", "-q", *options, url, str(tmp_path / "clone"))
    git("log", "-1", "--stat", cwd=tmp_path / "clone")
    git("fetch", "-q", cwd=tmp_path / "clone")


def test_push_beyond_a_mebibyte_is_chunked(world: World, tmp_path: Path) -> None:
    """Git sends large pushes in chunks after asking whether it may; they land whole, and come back whole."""
    noise = bytes((at * 7919 + (at >> 8) * 104729) % 251 for at in range(1_500_000))
    work = tmp_path / "work"
    commit(work, {"noise": noise + (tmp_path / "salt").as_posix().encode()})
    world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained())
    git("-c", "core.compression=0", "-c", "http.postBuffer=65536", "push", "-q", url, "main", cwd=work)
    git("clone", "-q", url, str(tmp_path / "clone"))
    assert (tmp_path / "clone" / "noise").read_bytes() == (work / "noise").read_bytes()


def test_a_long_negotiation_is_compressed(world: World, tmp_path: Path) -> None:
    """Git compresses what it asks for once that is long; the gateway inflates it."""
    work = tmp_path / "work"
    commit(work, {"a": b"1"})
    tree = git("rev-parse", "HEAD^{tree}", cwd=work).stdout.strip()
    lines = [f"create refs/heads/b{number} {'{}'}" for number in range(60)]
    made = [git("commit-tree", "-m", str(number), tree, cwd=work).stdout.strip() for number in range(60)]
    text = "".join(f"{line.format(name)}\n" for line, name in zip(lines, made, strict=True))
    subprocess.run(["git", "update-ref", "--stdin"], input=text.encode(), cwd=work, check=True)
    world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained())
    git("push", "-q", "--all", url, cwd=work)
    clone = tmp_path / "clone"
    git("clone", "-q", url, str(clone), GIT_TRACE_CURL=str(tmp_path / "trace"))
    assert "content-encoding: gzip" in (tmp_path / "trace").read_text(errors="replace").lower()
    assert len(git("branch", "-r", cwd=clone).stdout.splitlines()) == 62


def test_twenty_at_once(world: World, work: Path, tmp_path: Path) -> None:
    """Twenty clones and pushes at the same time all succeed."""
    folder = world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained())
    git("push", "-q", url, "main", cwd=work)
    start = threading.Barrier(20)

    def one(number: int) -> None:
        start.wait(30)
        if number % 2:
            git("clone", "-q", url, str(tmp_path / f"clone-{number}"))
        else:
            git("push", "-q", url, f"main:refs/heads/b{number}", cwd=work)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(one, range(20)))
    assert len(references(folder)) == 11


@pytest.mark.parametrize("branch", ["trunk", "feature/x"])
def test_the_first_branch_is_the_default(world: World, work: Path, tmp_path: Path, branch: str) -> None:
    """A clone checks out what was pushed first, whatever it is called; a later push does not change that."""
    folder = world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained())
    git("push", "-q", url, f"main:refs/heads/{branch}", cwd=work)
    git("push", "-q", url, "main:refs/heads/another", cwd=work)
    git("--git-dir", str(folder), "pack-refs", "--all")
    git("push", "-q", url, "main:refs/heads/a-third", cwd=work)
    git("clone", "-q", url, str(tmp_path / "clone"))
    assert git("branch", "--show-current", cwd=tmp_path / "clone").stdout == f"{branch}\n"


def test_public_without_a_token(world: World, work: Path, tmp_path: Path) -> None:
    """Everybody may read what is public, and nobody write to it."""
    world.repository("mona/open", Visibility.PUBLIC)
    git("push", "-q", world.url("mona/open", world.classic("public_repo")), "main", cwd=work)
    git("clone", "-q", world.url("mona/open"), str(tmp_path / "clone"))
    refused = git("push", world.url("mona/open"), "main", cwd=work, code=128)
    assert "could not read Username" in refused.stderr


def test_a_read_token_reads(world: World, work: Path, tmp_path: Path) -> None:
    """`contents=read` is enough for fetching."""
    world.repository("mona/new")
    git("push", "-q", world.url("mona/new", world.fine_grained()), "main", cwd=work)
    secret = world.fine_grained(name="reader", permissions={"contents": Level.READ})
    git("clone", "-q", world.url("mona/new", secret), str(tmp_path / "clone"))


def test_a_classic_token_as_the_user_name(world: World, work: Path) -> None:
    """A classic token may stand as the user name with an empty password."""
    folder = world.repository("mona/new")
    git("push", "-q", world.url("mona/new", "", login=world.classic("repo").reveal()), "main", cwd=work)
    assert set(references(folder)) == {"refs/heads/main"}


def test_nothing_of_git_is_left_behind(world: World, work: Path) -> None:
    """After a push there are no folders of it, neither of the quarantine nor of the hook."""
    folder = world.repository("mona/new")
    git("push", "-q", world.url("mona/new", world.fine_grained()), "main", cwd=work)
    assert not list((folder / "objects").glob("tmp_*"))
    assert git("--git-dir", str(folder), "fsck", "--strict").stderr == ""
