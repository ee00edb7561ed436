"""A push that carries a live token is refused before anything of it lands."""

from datetime import timedelta
from pathlib import Path

import pytest

from pat_tui.domain.secrets import PREFIXES, TokenKind, generate
from pat_tui.gateway.hook import pre_receive
from tests.gateway.worlds import Ran, World, commit, git, references
from tests.worlds import seeded_random

REASON = "push declined due to repository rule violations"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with one commit."""
    work = tmp_path / "work"
    commit(work, {"a": b"1"})
    return work


@pytest.fixture
def folder(world: World) -> Path:
    """An empty repository on the gateway."""
    return world.repository("mona/new")


def push(world: World, work: Path, *references: str, code: int = 1) -> Ran:
    """Push with a classic token, which may do all."""
    secret = world.classic("repo", "workflow", note="pusher")
    return git("push", world.url("mona/new", secret), *references, cwd=work, code=code)


def test_named_by_name_and_commit(world: World, work: Path, folder: Path) -> None:
    """The token is named, with the commit and the file; the secret is nowhere in what git shows, and nothing lands."""
    leaked = world.fine_grained(name="leaky")
    commit(work, {"b": b"2"})
    guilty = commit(work, {"config/app.env": b"TOKEN=" + leaked.reveal().encode() + b"\n"})
    commit(work, {"config/app.env": b""}, "oops")
    refused = push(world, work, "main")
    assert refused.remote == [
        "error: GH013: Repository rule violations found.",
        "Push cannot contain secrets. Live tokens of this store are in it:",
        f"  leaky (…{leaked.reveal()[-4:]}) of mona, in commit {guilty[:7]}, config/app.env",
        "Nothing has landed. Take it out of the commits and regenerate the token.",
    ]
    assert f" ! [remote rejected] main -> main ({REASON})" in refused.stderr
    assert leaked.reveal() not in refused.stderr + refused.stdout + world.log.read_text()
    assert references(folder) == {}
    assert not [path for path in (folder / "objects").rglob("*") if path.is_file()]


@pytest.mark.parametrize("place", ["message", "tag", "path", "binary", "at the seam", "classic", "merged away"])
def test_wherever_it_stands(world: World, work: Path, folder: Path, place: str) -> None:
    """In a commit's or a tag's message, in the name of a file, amid noise, across pieces that are read at once."""
    leaked = world.classic("repo", note="leaky") if place == "classic" else world.fine_grained(name="leaky")
    secret = leaked.reveal().encode()
    match place:
        case "message":
            commit(work, {"b": b"2"}, f"use {leaked.reveal()}")
        case "tag":
            git("tag", "-m", f"use {leaked.reveal()}", "v1", cwd=work)
        case "path":
            commit(work, {leaked.reveal(): b"2"})
        case "binary":
            commit(work, {"b": bytes(range(256)) * 40 + secret + b"A" * 100})
        case "at the seam":
            commit(
                work,
                {"b": b"\n".join(b"x" * offset + secret for offset in range(1, 3)), "c": b"y" * 1_048_500 + secret},
            )
        case "merged away":
            git("checkout", "-q", "-b", "side", cwd=work)
            commit(work, {"b": secret})
            git("checkout", "-q", "main", cwd=work)
            git("merge", "-q", "-s", "ours", "--no-ff", "-m", "merge", "side", cwd=work)
        case _:
            commit(work, {"b": b"[" + secret + b"]"})
    refused = push(world, work, "main", "--follow-tags", *(["v1"] if place == "tag" else []))
    assert "  leaky" in refused.stderr
    assert leaked.reveal() not in refused.stderr
    assert references(folder) == {}


def test_what_is_no_live_token(world: World, work: Path, folder: Path) -> None:
    """Unknown, expired and deleted tokens are no secrets, nor is what only looks like one."""
    deleted = world.fine_grained(name="gone")
    world.services.token_life.delete([1])
    unknown = [generate(kind, seeded_random(5)).reveal() for kind in TokenKind]
    lookalikes = ["ptp_" + "0" * 36, "github_pat_" + "a" * 82, "ptp_short", "pattui_pat_"]
    commit(work, {"b": "\n".join([deleted.reveal(), *unknown, *lookalikes]).encode()})
    push(world, work, "main", code=0)
    assert set(references(folder)) == {"refs/heads/main"}


def test_expired(world: World, work: Path, folder: Path) -> None:
    """A token whose time is over does no harm any more."""
    clock = world.services.context.clock
    clock.advance(timedelta(days=-60))  # type: ignore[attr-defined]
    old = world.fine_grained(name="old")
    clock.advance(timedelta(days=60))  # type: ignore[attr-defined]
    commit(work, {"b": old.reveal().encode()})
    push(world, work, "main", code=0)


def test_what_landed_before(world: World, work: Path, folder: Path) -> None:
    """What stands in the repository already does not keep later pushes out."""
    from pat_tui.domain.secrets import hash_of

    early = generate(TokenKind.CLASSIC, seeded_random(6))
    commit(work, {"b": early.reveal().encode()})
    push(world, work, "main", code=0)
    database = world.services.context.database
    world.classic("repo", note="made later")
    with database.transaction():
        database.connection.execute(
            "UPDATE classic_tokens SET secret_hash = ? WHERE note = 'made later'", (hash_of(early),)
        )
    commit(work, {"c": b"3"})
    secret = world.fine_grained()
    git("push", "-q", world.url("mona/new", secret), "main", cwd=work)


def test_the_hook_knows_every_prefix() -> None:
    """The marks that the hook looks for are those that tokens have."""
    lengths = {TokenKind.CLASSIC: 36, TokenKind.FINE_GRAINED: 82}
    known = {prefix.encode(): lengths[kind] for kind, prefixes in PREFIXES.items() for prefix in prefixes}
    assert known == pre_receive.MARKS
    for kind in TokenKind:
        text = b"x" + generate(kind, seeded_random(1)).reveal().encode() + b"y"
        assert [*pre_receive._shaped(text)] == [text[1:-1]]
