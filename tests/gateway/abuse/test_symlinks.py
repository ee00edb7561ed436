"""Symbolic links in place of a repository, or on the way to it."""

from pathlib import Path

import pytest

from tests.gateway.worlds import World, git


@pytest.mark.parametrize("level", ["repository", "owner", "root"])
def test_a_link_on_the_way(world: World, tmp_path: Path, level: str) -> None:
    """A folder that has become a link since it was added is not served, wherever the link stands."""
    folder = world.repository("mona/new")
    url = world.url("mona/new", world.fine_grained())
    git("ls-remote", url)
    moved = {"repository": folder, "owner": folder.parent, "root": folder.parent.parent}[level]
    elsewhere = tmp_path / "elsewhere"
    moved.rename(elsewhere)
    moved.symlink_to(elsewhere)
    refused = git("ls-remote", url, code=128)
    assert refused.remote == ["Repository not found.", "mona/new has no git repository on this machine."]


def test_a_folder_that_is_gone(world: World) -> None:
    """So is one that is not there any more."""
    folder = world.repository("mona/new")
    folder.rename(folder.with_name("gone"))
    assert git("ls-remote", world.url("mona/new", world.fine_grained()), code=128).remote[0] == "Repository not found."


def test_a_folder_that_is_no_repository(world: World) -> None:
    """A folder without a repository is an error of the gateway's, told without its path."""
    folder = world.repository("mona/new")
    (folder / "HEAD").unlink()
    refused = git("ls-remote", world.url("mona/new", world.fine_grained()), code=128)
    assert refused.remote == ["git failed on this repository. The gateway's log says more."]
    assert str(folder) not in refused.stderr
