"""A push of objects that no git would make: they would harm who clones the repository, and are refused whole."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gateway.worlds import World, commit, git, references

IDENTITY = b"A <a@example.com> 1700000000 +0000"


def made(work: Path, kind: str, content: bytes) -> str:
    """Write an object of KIND with CONTENT, whatever it is, and return its id."""
    words = ["git", "hash-object", "-t", kind, "-w", "--literally", "--stdin"]
    return subprocess.run(words, cwd=work, input=content, stdout=subprocess.PIPE, check=True).stdout.decode().strip()


def entry(mode: bytes, name: bytes, object_id: str) -> bytes:
    """A line of a tree."""
    return mode + b" " + name + b"\0" + bytes.fromhex(object_id)


def commit_of(work: Path, tree: str) -> str:
    """A commit of TREE."""
    lines = [b"tree " + tree.encode(), b"author " + IDENTITY, b"committer " + IDENTITY, b"", b"a message", b""]
    return made(work, "commit", b"\n".join(lines))


def hidden_folder(work: Path) -> str:
    """A file that a checkout would write into `.git`."""
    hooks = made(work, "tree", entry(b"100755", b"post-checkout", made(work, "blob", b"#!/bin/sh\n")))
    return commit_of(work, made(work, "tree", entry(b"40000", b".git", hooks)))


def way_up(work: Path) -> str:
    """A file beside the clone."""
    inside = made(work, "tree", entry(b"100644", b"file", made(work, "blob", b"x")))
    return commit_of(work, made(work, "tree", entry(b"40000", b"..", inside)))


def same_name_twice(work: Path) -> str:
    """Of which one is seen, and the other checked out."""
    one, two = made(work, "blob", b"one"), made(work, "blob", b"two")
    return commit_of(work, made(work, "tree", entry(b"100644", b"a", one) + entry(b"100644", b"a", two)))


def option_as_submodule(work: Path) -> str:
    """A submodule whose address a clone would take for an option."""
    modules = made(work, "blob", b'[submodule "x"]\n\tpath = x\n\turl = --upload-pack=touch\n')
    return commit_of(work, made(work, "tree", entry(b"100644", b".gitmodules", modules)))


def two_authors(work: Path) -> str:
    """A commit that says different things to different programs."""
    tree = made(work, "tree", b"")
    lines = [b"tree " + tree.encode(), b"author " + IDENTITY, b"author " + IDENTITY, b"committer " + IDENTITY, b"", b""]
    return made(work, "commit", b"\n".join(lines))


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (hidden_folder, "hasDotgit"),
        (way_up, "hasDotdot"),
        (same_name_twice, "duplicateEntries"),
        (option_as_submodule, "gitmodulesUrl"),
        (two_authors, "multipleAuthors"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_refused(world: World, tmp_path: Path, make: Callable[[Path], str], word: str) -> None:
    """Git says what is wrong, and nothing of the push stays; the next push is none the worse."""
    folder, work = world.repository("mona/new"), tmp_path / "work"
    secret = world.fine_grained()
    commit(work, {"a": b"1"})
    bad = make(work)
    ran = git("push", world.url("mona/new", secret), f"{bad}:refs/heads/bad", "main", cwd=work, code=1)
    assert word in ran.stderr
    assert "unpacker error" in ran.stderr
    assert references(folder) == {}
    assert not [*(folder / "objects").glob("tmp_objdir-*")]
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)
    assert [*references(folder)] == ["refs/heads/main"]
