"""Branches, commits and contents, read from git."""

from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

import pytest

from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from tests.gateway.rest import Rest
from tests.gateway.worlds import World, commit, git

TEXT = "Schöne Grüße\n".encode()


@dataclass
class Code:
    """A repository with some history, and a client that reads it."""

    world: World
    client: Rest
    folder: Path
    first: str
    second: str


@pytest.fixture
def code(world: World, tmp_path: Path) -> Code:
    """`mona/app`: two commits on `main`, one more on `feature/x`, a tag, a link, odd names."""
    folder, work = world.repository("mona/app"), tmp_path / "work"
    files = {"README.md": b"# app\n", "src/grüße.txt": TEXT, "src/-r": b"odd\n", "bin": bytes(range(256))}
    first = commit(work, files, "first\n\nwith a body")
    (work / "link").symlink_to("README.md")
    second = commit(work, {"README.md": b"# app\nmore\n"}, "second")
    git("tag", "v1", first, cwd=work)
    git("push", "-q", str(folder), "main", "main:feature/x", "v1", cwd=work)
    return Code(world, Rest(world, world.fine_grained(permissions={"contents": Level.READ})), folder, first, second)


class TestBranches:
    def test_all(self, code: Code) -> None:
        """By name, each with its commit."""
        found = code.client.get("/repos/mona/app/branches").json
        assert [(one["name"], one["commit"]["sha"]) for one in found] == [
            ("feature/x", code.second),
            ("main", code.second),
        ]

    def test_one(self, code: Code) -> None:
        """With the whole commit; names with a slash are one name; what is a revision but no branch is none."""
        found = code.client.get("/repos/mona/app/branches/feature/x").json
        assert (found["name"], found["commit"]["commit"]["message"]) == ("feature/x", "second")
        for name in ("main^", "main~1", "v1", code.second, "HEAD", "@", "-h", "main@%7B0%7D", "%00", "*"):
            assert code.client.get(f"/repos/mona/app/branches/{name}").status == 404, name


class TestCommits:
    def test_all(self, code: Code) -> None:
        """The newest first, with who, when and what."""
        newest, oldest = code.client.get("/repos/mona/app/commits").json
        assert (newest["sha"], oldest["sha"]) == (code.second, code.first)
        assert newest["parents"][0]["sha"] == code.first
        assert oldest["commit"]["message"] == "first\n\nwith a body"
        assert oldest["commit"]["author"]["email"] == "a@email"
        assert oldest["commit"]["author"]["date"].endswith("Z")

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("sha=v1", 1),
            ("sha=feature/x", 2),
            ("path=src", 1),
            ("path=nothing", 0),
            ("author=a@email", 2),
            ("author=somebody", 0),
            ("since=2000-01-01T00:00:00Z", 2),
            ("until=2000-01-01", 0),
            ("per_page=1&page=2", 1),
            ("path=--output=x", 0),
        ],
    )
    def test_sifted(self, code: Code, query: str, count: int) -> None:
        """By start, path, author and time; pages."""
        reply = code.client.get(f"/repos/mona/app/commits?{query}")
        assert len(reply.json) == count

    def test_links(self, code: Code) -> None:
        """Whether more comes is known without counting all."""
        assert 'rel="next"' in code.client.get("/repos/mona/app/commits?per_page=1").headers["link"]
        assert "next" not in code.client.get("/repos/mona/app/commits?per_page=1&page=2").headers["link"]

    @pytest.mark.parametrize("query", ["sha=nothing", "sha=--all", "sha=main..v1", "sha=%00"])
    def test_unknown_start(self, code: Code, query: str) -> None:
        """A start that is not there is 404; none of git's revision language is understood."""
        assert code.client.get(f"/repos/mona/app/commits?{query}").status == 404

    def test_bad_time(self, code: Code) -> None:
        """A time that is none is 422."""
        assert code.client.get("/repos/mona/app/commits?since=yesterday").status == 422

    def test_one(self, code: Code) -> None:
        """With the files that it changed; by branch, tag, number and its beginning; the first one too."""
        for name in (code.second, code.second[:7], "main", "feature/x", "heads/main"):
            found = code.client.get(f"/repos/mona/app/commits/{name}").json
            assert found["sha"] == code.second
        changed = {one["filename"]: (one["status"], one["additions"], one["deletions"]) for one in found["files"]}
        assert changed == {"README.md": ("modified", 1, 0), "link": ("added", 1, 0)}
        first = code.client.get("/repos/mona/app/commits/v1").json
        assert {one["filename"] for one in first["files"]} == {"README.md", "bin", "src/-r", "src/grüße.txt"}
        assert first["stats"]["total"] == 3

    def test_none(self, code: Code) -> None:
        """What is no commit is 422, as on GitHub."""
        reply = code.client.get("/repos/mona/app/commits/nothing")
        assert (reply.status, reply.message) == (422, "No commit found for SHA: nothing")

    def test_empty(self, code: Code) -> None:
        """A repository without commits is 409."""
        code.world.repository("mona/notes")
        assert code.client.get("/repos/mona/notes/commits").status == 409
        assert code.client.get("/repos/mona/notes/branches").json == []
        assert code.client.get("/repos/mona/dotfiles/commits").status == 409


class TestContents:
    def test_folder(self, code: Code) -> None:
        """The root, with and without a slash, and a folder: what is in them."""
        for path in ("contents", "contents/"):
            found = code.client.get(f"/repos/mona/app/{path}").json
            kinds = {"README.md": "file", "bin": "file", "link": "symlink", "src": "dir"}
            assert {one["name"]: one["type"] for one in found} == kinds
        assert {one["path"] for one in code.client.get("/repos/mona/app/contents/src").json} == {
            "src/-r",
            "src/grüße.txt",
        }

    def test_file(self, code: Code) -> None:
        """A file in base 64, whatever its name and content; its address leads back to it."""
        found = code.client.get("/repos/mona/app/contents/src/gr%C3%BC%C3%9Fe.txt").json
        assert (b64decode(found["content"]), found["encoding"], found["size"]) == (TEXT, "base64", len(TEXT))
        address = found["url"].removeprefix(f"{code.world.address}/api/v3")
        assert code.client.get(address).json == found
        binary = code.client.get("/repos/mona/app/contents/bin").json
        assert b64decode(binary["content"]) == bytes(range(256))
        assert b64decode(code.client.get("/repos/mona/app/contents/src/-r").json["content"]) == b"odd\n"

    def test_raw(self, code: Code) -> None:
        """As it is, where that is asked for."""
        reply = code.client.get("/repos/mona/app/contents/bin", Accept="application/vnd.github.raw+json")
        assert reply.body == bytes(range(256))

    def test_at(self, code: Code) -> None:
        """At another commit, by `ref`."""
        text = code.client.get("/repos/mona/app/contents/README.md?ref=v1").json["content"]
        assert b64decode(text) == b"# app\n"
        assert code.client.get("/repos/mona/app/contents/README.md?ref=nothing").status == 404
        assert code.client.get("/repos/mona/app/contents/link?ref=v1").status == 404

    def test_link(self, code: Code) -> None:
        """A symbolic link says where it leads, and is not followed."""
        assert code.client.get("/repos/mona/app/contents/link").json["target"] == "README.md"

    @pytest.mark.parametrize(
        "path", ["nothing", "src/../bin", "./bin", "src//-r", "../../../etc/passwd", "src/", "%00", "README.md/x"]
    )
    def test_not_there(self, code: Code, path: str) -> None:
        """What is not in the tree is 404, however it is written."""
        assert code.client.get(f"/repos/mona/app/contents/{path}").status == 404

    def test_large(self, code: Code, tmp_path: Path) -> None:
        """Above 1 MiB the content is left out and had in the raw form; nothing of it is kept in memory for long."""
        work = tmp_path / "work"
        commit(work, {"large": b"x" * (1024 * 1024 + 1)}, "large")
        git("push", "-q", str(code.folder), "main", cwd=work)
        found = code.client.get("/repos/mona/app/contents/large").json
        assert (found["content"], found["encoding"], found["size"]) == ("", "none", 1024 * 1024 + 1)
        raw = code.client.get("/repos/mona/app/contents/large", Accept="application/vnd.github.raw")
        assert len(raw.body) == 1024 * 1024 + 1

    def test_configuration_runs_nothing(self, code: Code, tmp_path: Path) -> None:
        """What a repository's own configuration would run is not run for a look."""
        trace = tmp_path / "ran"
        git("--git-dir", str(code.folder), "config", "core.fsmonitor", f"touch {trace}")
        git("--git-dir", str(code.folder), "config", "diff.external", f"touch {trace}")
        git("--git-dir", str(code.folder), "config", "core.pager", f"touch {trace}")
        git("--git-dir", str(code.folder), "config", "core.sshCommand", f"touch {trace}")
        assert code.client.get("/repos/mona/app/commits/main").status == 200
        assert code.client.get("/repos/mona/app/contents/README.md").status == 200
        assert not trace.exists()


def test_a_folder_behind_a_link_is_not_read(code: Code, tmp_path: Path) -> None:
    """Where a symbolic link stands in the place of the folder, there is no repository."""
    moved = tmp_path / "elsewhere.git"
    code.folder.rename(moved)
    code.folder.symlink_to(moved)
    assert code.client.get("/repos/mona/app/contents").status == 409


def test_strangers_read_what_is_public(world: World, tmp_path: Path) -> None:
    """Without a token, a public repository is read and a private one is not there."""
    folder, work = world.repository("mona/site", Visibility.PUBLIC), tmp_path / "work"
    commit(work, {"a": b"a\n"})
    git("push", "-q", str(folder), "main", cwd=work)
    assert Rest(world).get("/repos/mona/site/contents/a").status == 200
    assert Rest(world).get("/repos/mona/app/contents/a").status == 404
