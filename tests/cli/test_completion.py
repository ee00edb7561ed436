"""Completion, through the shells themselves: what the script of `pat-tui completion` makes of a press of Tab."""

import os
import pty
import select
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, command, environment, process

PATIENCE = 60
"""Seconds after which a shell is given up."""


@pytest.fixture
def world(cli: CommandLine) -> CommandLine:
    """Names to complete: some plain, one with a space, one that nearly is an option."""
    for words in (
        ["token", "create", "--name", "alpha", "--all-repos", "--permission", "contents=write"],
        ["token", "create", "--name", "two words"],
        ["token", "create", "--name", "--quiet"],
        ["token", "create", "--classic", "--note", "classic-one", "--scope", "admin:public_key"],
    ):
        made = cli(*words)
        assert made.code == 0, made.stderr
    return cli


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with `pat-tui` on it: the one under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "pat-tui"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pat_tui "$@"\n')
    script.chmod(stat.S_IRWXU)
    return f"{folder}:{os.environ['PATH']}"


def _offers(cli: CommandLine, line: str, **changes: str) -> list[str]:
    """What bash is answered for LINE, as its script asks."""
    environ = environment(PAT_TUI_DB=str(cli.store), COMP_WORDBREAKS=" \"'><=;|&(:", _PAT_TUI_COMPLETE="bash_complete")
    done = subprocess.run(
        command(), env=environ | {"COMP_LINE": line} | changes, capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [offer.partition(",")[2] for offer in done.stdout.splitlines() if offer]


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("pat-tui tok", ["token"]),
        ("pat-tui token sh", ["show"]),
        ("pat-tui token show ", ["3", "alpha", "2"]),
        ("pat-tui token show al", ["alpha"]),
        ("pat-tui token show 1", ["1"]),
        ("pat-tui token show two", []),
        ("pat-tui token show --classic ", ["classic-one"]),
        ("pat-tui token delete alpha al", ["alpha"]),
        ("pat-tui token can --classic cl", ["classic-one"]),
        ("pat-tui token list --repo mona/a", ["mona/app"]),
        ("pat-tui token list --repo stranger-org/", []),
        ("pat-tui token list --owner ac", ["acme"]),
        ("pat-tui token list --status exp", ["expiring-soon", "expired"]),
        ("pat-tui token create --permission contents=w", ["write"]),
        ("pat-tui token create --permission=contents=w", ["write"]),
        ("pat-tui token create --permission contents", ["contents=read", "contents=write"]),
        ("pat-tui token create --classic --scope admin:pu", ["public_key"]),
        ("pat-tui org members oc", ["octo-labs"]),
        ("pat-tui org member add octo-labs hu", ["hubot"]),
        ("pat-tui --as hu", ["hubot"]),
        ("pat-tui --as hubot token show ", []),
        ("pat-tui db ", ["backup", "check", "path", "restore"]),
        ("pat-tui completion ", ["bash", "zsh", "fish"]),
        ("pat-tui --demo token show ", []),
    ],
)
def test_what_is_offered(world: CommandLine, line: str, offers: list[str]) -> None:
    """Names of the acting user's, in the place where they belong; in words that a shell takes as they stand."""
    assert _offers(world, line) == offers


def test_words_that_are_not_taken_apart(world: CommandLine) -> None:
    """A bash that does not break words at = and : gets them whole."""
    line = "pat-tui token create --permission contents=w"
    assert _offers(world, line, COMP_WORDBREAKS=" ") == ["contents=write"]


def test_another_store(world: CommandLine, tmp_path: Path) -> None:
    """--db on the line says which store."""
    line = f"pat-tui --db {world.store} token show al"
    assert _offers(world, line, PAT_TUI_DB=str(tmp_path / "nowhere.db")) == ["alpha"]


@pytest.mark.parametrize("trouble", ["none", "broken", "foreign", "a setting"])
def test_trouble_is_silence(world: CommandLine, tmp_path: Path, trouble: str) -> None:
    """Whatever is wrong with the store, a press of Tab says and makes nothing."""
    store, changes = tmp_path / "odd.db", {}
    if trouble == "broken":
        store.write_bytes(b"x" * 5000)
    elif trouble == "foreign":
        shutil.copy(__file__, store)
    elif trouble == "a setting":
        store, changes = world.store, {"PAT_TUI_CLIPBOARD_SECONDS": "soon"}
    before = sorted(tmp_path.iterdir())
    assert _offers(world, "pat-tui token show ", PAT_TUI_DB=str(store), **changes) == []
    assert sorted(tmp_path.iterdir()) == before


def test_never_a_secret(world: CommandLine) -> None:
    """What is offered holds neither a secret nor its last characters."""
    secret = world("token", "create", "--name", "hidden").stdout.strip()
    offered = process(_PAT_TUI_COMPLETE="zsh_complete", COMP_WORDS="pat-tui token show ", COMP_CWORD="3",
                      PAT_TUI_DB=str(world.store)).stdout  # fmt: skip
    assert "hidden" in offered
    assert secret[-8:] not in offered
    assert secret[-4:] not in offered


class Shell:
    """A shell in a terminal, to type into."""

    def __init__(self, words: Sequence[str], store: Path, path: str, home: Path) -> None:
        environ = environment(
            PAT_TUI_DB=str(store), PATH=path, HOME=str(home), PS1="$ ", TERM="dumb", INPUTRC="/dev/null"
        )
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            try:
                os.execvpe(words[0], list(words), environ)
            finally:
                os._exit(127)

    def type(self, text: str, until: str) -> str:
        """Type TEXT and read what comes until UNTIL, which is returned with it."""
        os.write(self._fd, text.encode())
        seen, deadline = "", time.monotonic() + PATIENCE
        while until not in seen:
            assert select.select([self._fd], [], [], max(0, deadline - time.monotonic()))[0], seen
            seen += os.read(self._fd, 65536).decode("utf-8", "replace")
        return seen

    def end(self) -> None:
        """Hang up."""
        os.close(self._fd)
        os.waitpid(self._pid, 0)


@contextmanager
def _shell(words: Sequence[str], store: Path, path: str, home: Path) -> Iterator[Shell]:
    shell = Shell(words, store, path, home)
    try:
        yield shell
    finally:
        shell.end()


TYPED = [
    ("pat-tui token show alph\t --json\n", '"name": "alpha"'),
    ("pat-tui token list --permission contents=wri\t --json\n", '"name": "alpha"'),
    ("pat-tui token list --repo mona/ap\t --json\n", '"name": "alpha"'),
    ("pat-tui token list --classic --scope admin:pub\t --json\n", '"note": "classic-one"'),
    ("pat-tui org mem\tbers octo-la\t --json\n", '"organization": "octo-labs"'),
]
"""What is typed with a Tab in it, and what the command writes only if that completed the word."""


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash(world: CommandLine, path: str, tmp_path: Path) -> None:
    """A person at a bash presses Tab behind half a word, and the command gets the whole of it."""
    with _shell(["bash", "--norc", "--noprofile", "-i"], world.store, path, tmp_path) as shell:
        shell.type('eval "$(pat-tui completion bash)"; echo ready$((40+2))\n', "ready42")
        for text, proof in TYPED:
            shell.type(text.replace("mem\tbers", "members"), proof)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
def test_zsh(world: CommandLine, path: str, tmp_path: Path) -> None:
    """The same at a zsh."""
    with _shell(["zsh", "-f", "-i"], world.store, path, tmp_path) as shell:
        shell.type("autoload -U compinit; compinit -u -D; echo ready$((40+1))\n", "ready41")
        shell.type('eval "$(pat-tui completion zsh)"; echo ready$((40+2))\n', "ready42")
        for text, proof in TYPED:
            shell.type(text.replace("mem\tbers", "members"), proof)


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")
@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("pat-tui token show alph", ["alpha"]),
        ("pat-tui token list --permission contents=wri", ["contents=write"]),
        ("pat-tui token list --repo mona/ap", ["mona/app"]),
        ("pat-tui token list --classic --scope admin:pub", ["admin:public_key"]),
        ("pat-tui org members octo-la", ["octo-labs"]),
    ],
)
def test_fish(world: CommandLine, path: str, tmp_path: Path, line: str, offers: list[str]) -> None:
    """What a fish offers, with a word about it behind a tab."""
    script = 'pat-tui completion fish | source; complete -C "$argv[1]"'
    environ = environment(PAT_TUI_DB=str(world.store), PATH=path, HOME=str(tmp_path))
    done = subprocess.run(["fish", "--no-config", "-c", script, line], env=environ, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=PATIENCE, check=True)  # fmt: skip
    assert [offer.partition("\t")[0] for offer in done.stdout.splitlines()] == offers


def test_no_other_shell(cli: CommandLine) -> None:
    """A shell that is not known is wrong usage; the three write a script, without a store."""
    assert cli("completion", "tcsh").code == 2
    for shell in ("bash", "zsh", "fish"):
        assert "_PAT_TUI_COMPLETE" in cli("completion", shell, PAT_TUI_DB="/dev/null/nowhere").stdout
