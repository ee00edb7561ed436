"""What only a process of its own can show: imports, races, lost output, the first run."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pat_tui.domain.secrets import TokenKind, recognise
from tests.cli.conftest import ROOT, CommandLine, Outcome, command, environment, finished, process

SHOW_MODULES = """
import json, sys
from pat_tui.main import main
try:
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""
READY = """
import sys
import pat_tui.cli.main, pat_tui.store.migrations, pat_tui.git_identity
print("ready", file=sys.stderr, flush=True)
sys.stdin.readline()
pat_tui.cli.main.main(sys.argv[1:])
"""


def _held(store: Path, words: Sequence[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", READY, *words],
        cwd=ROOT,
        env=environment(PAT_TUI_DB=str(store)),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def at_once(store: Path, *commands: Sequence[str]) -> list[Outcome]:
    """Run COMMANDS in processes that are held at the start line until all of them stand there."""
    runners = [_held(store, words) for words in commands]
    for runner in runners:
        assert runner.stderr is not None
        assert runner.stderr.readline() == "ready\n"
    for runner in runners:
        assert runner.stdin is not None
        runner.stdin.write("\n")
        runner.stdin.flush()
    ends = [runner.communicate(timeout=60) for runner in runners]
    return [Outcome(runner.returncode, *end) for runner, end in zip(runners, ends, strict=True)]


@pytest.mark.parametrize(
    "arguments", [["token", "list"], ["token", "list", "--json"], ["token", "show", "ci"]], ids=" ".join
)
def test_reading_is_cheap(cli: CommandLine, arguments: list[str]) -> None:
    """Listing and showing tokens load neither what draws, nor what serves, nor what writes the store."""
    assert cli("token", "create", "--name", "ci").code == 0
    done = finished([sys.executable, "-c", SHOW_MODULES, *arguments], PAT_TUI_DB=str(cli.store))
    assert "ci" in done.stdout
    loaded = set(json.loads(done.stderr))
    assert "click" in loaded
    assert not loaded & {"textual", "rich", "sqlite_utils", "starlette", "uvicorn", "pyperclip", "asyncio"}


def test_two_tokens_of_one_name(cli: CommandLine) -> None:
    """Of two processes that generate a token of the same name at once, one wins; the other is told, without data."""
    words = ["token", "create", "--name", "ci"]
    first, second = sorted(at_once(cli.store, words, words), key=lambda outcome: outcome.code)
    assert (first.code, second.code) == (0, 1)
    assert recognise(first.stdout.strip()) is TokenKind.FINE_GRAINED
    assert (second.stdout, second.stderr) == ("", "--name: Name has already been taken\n")
    assert cli.rows("SELECT name FROM fine_grained_tokens") == [("ci",)]


def test_two_first_runs(bare_cli: CommandLine) -> None:
    """Two processes that start on a new store at once both work, on one user."""
    words = ["user", "list", "--json"]
    first, second = at_once(bare_cli.store, words, words)
    assert (first.code, first.stderr, second.code, second.stderr) == (0, "", 0, "")
    assert first.json() == second.json()
    assert len(first.json()) == 1


def test_output_that_is_full(cli: CommandLine) -> None:
    """A token whose secret could not be written is made all the same: its id and the way out are told."""
    lost = finished(
        ["sh", "-c", 'exec "$@" >/dev/full', "sh", *command("token", "create", "--name", "ci")],
        PAT_TUI_DB=str(cli.store),
    )
    assert lost.code == 74
    assert lost.stderr == (
        "The token “ci” (id 1) was made, but could not be handed over: "
        "Standard output cannot be written: No space left on device. "
        "Regenerate or delete it: its secret is known to nobody.\n"
    )
    assert cli.rows("SELECT id FROM fine_grained_tokens") == [(1,)]


@pytest.mark.parametrize("json_option", [[], ["--json"]], ids=["text", "json"])
def test_a_reader_that_went_away(cli: CommandLine, json_option: list[str]) -> None:
    """A secret written into a pipe that nobody reads is told as lost, not passed over."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        lost = subprocess.run(
            command("token", "create", "--name", "ci", *json_option),
            cwd=ROOT,
            env=environment(PAT_TUI_DB=str(cli.store)),
            text=True,
            stdout=writer,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(writer)
    assert lost.returncode == 74
    assert lost.stderr.startswith("The token “ci” (id 1) was made, but could not be handed over: Nobody reads")
    assert lost.stderr.count("\n") == 1


def test_closed_output_makes_no_token(cli: CommandLine) -> None:
    """Where standard output is closed from the start, no token is made that nobody would receive."""
    words = ["sh", "-c", 'exec "$@" >&-', "sh", *command("token", "create", "--name", "ci")]
    refused = finished(words, PAT_TUI_DB=str(cli.store))
    assert refused.code == 74
    assert refused.stderr == "Standard output is closed. Nobody would receive the token, so none was made.\n"
    assert cli.rows("SELECT count(*) FROM fine_grained_tokens") == [(0,)]


@pytest.mark.parametrize(
    "arguments", [["user", "list"], ["user", "list", "--json"], ["--help"], ["--version"]], ids=" ".join
)
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_other_data_that_is_lost(cli: CommandLine, arguments: list[str], unbuffered: str) -> None:
    """Any data that standard output did not take is one sentence and a code of its own, never a crash."""
    words = ["sh", "-c", 'exec "$@" >/dev/full', "sh", *command(*arguments)]
    lost = finished(words, PAT_TUI_DB=str(cli.store), PAT_TUI_LOG=str(cli.log), PYTHONUNBUFFERED=unbuffered)
    assert (lost.code, lost.stderr) == (74, "Standard output cannot be written: No space left on device.\n")
    assert not cli.log.exists()


def test_a_list_into_head_is_quiet(cli: CommandLine) -> None:
    """A reader of a list may go whenever it likes."""
    reader, writer = os.pipe()
    os.close(reader)
    env = environment(PAT_TUI_DB=str(cli.store))
    try:
        done = subprocess.run(command("user", "list"), cwd=ROOT, env=env, stdout=writer, stderr=subprocess.PIPE)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


def test_any_locale_can_be_written_to(cli: CommandLine) -> None:
    """Names that the terminal's encoding lacks are spelled out rather than a crash."""
    cli("token", "create", "--name", "日本")
    listed = process("token", "list", PAT_TUI_DB=str(cli.store), PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert listed.code == 0
    assert r"\u65e5\u672c" in listed.stdout


def test_the_first_user_is_gits(tmp_path: Path) -> None:
    """On the first run the user is made from git's configuration, the address not verified yet."""
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Grace B. Hopper\n\temail = grace@example.com\n")
    listed = process("user", "list", "--json", cwd=tmp_path, HOME=str(tmp_path), PAT_TUI_DB=str(tmp_path / "store.db"))
    (user,) = listed.json()
    assert (user["login"], user["name"], user["email"]) == ("grace-b-hopper", "Grace B. Hopper", "grace@example.com")
    listed = process("user", "email", "list", "--json", cwd=tmp_path, PAT_TUI_DB=str(tmp_path / "store.db"))
    assert [(one["email"], one["primary"], one["verified"]) for one in listed.json()] == [
        ("grace@example.com", True, False)
    ]


def test_the_first_user_without_git(tmp_path: Path) -> None:
    """Without git the user is called as on this machine, and there is no complaint."""
    store = str(tmp_path / "store.db")
    listed = process("user", "list", "--json", cwd=tmp_path, PATH=str(tmp_path), LOGNAME="tester", PAT_TUI_DB=store)
    (user,) = listed.json()
    assert (listed.stderr, user["login"], user["name"], user["email"]) == ("", "tester", "", None)


def test_a_harmful_git_name_is_left_out(tmp_path: Path) -> None:
    """A name with control characters makes a login, but is not kept itself."""
    (tmp_path / ".gitconfig").write_text('[user]\n\tname = "Eve\\tX"\n\temail = nowhere\n')
    listed = process("user", "list", "--json", cwd=tmp_path, HOME=str(tmp_path), PAT_TUI_DB=str(tmp_path / "store.db"))
    (user,) = listed.json()
    assert (user["login"], user["name"], user["email"]) == ("eve-x", "", None)


def test_the_store_lies_in_the_data_folder(tmp_path: Path) -> None:
    """Without --db and PAT_TUI_DB the store is made in the user's data folder."""
    assert process("token", "list", XDG_DATA_HOME=str(tmp_path)).code == 0
    assert (tmp_path / "pat-tui" / "store.db").stat().st_mode & 0o777 == 0o600


def test_the_module_is_the_command(cli: CommandLine) -> None:
    """`python -m pat_tui` hands its arguments over and exits with the command's code."""
    made = process("token", "create", "--name", "oops[/]", PAT_TUI_DB=str(cli.store))
    assert (made.code, recognise(made.stdout.strip())) == (0, TokenKind.FINE_GRAINED)
    assert process("token", "show", "oops[/]", PAT_TUI_DB=str(cli.store)).stdout.startswith("oops[/]\n")
    assert process("tokens", PAT_TUI_DB=str(cli.store)).code == 2


def test_the_shell_can_complete() -> None:
    """The shell asks without arguments what could come next, and gets verbs rather than the interface."""
    completions = process(_PAT_TUI_COMPLETE="bash_complete", COMP_WORDS="pat-tui token ", COMP_CWORD="2")
    assert completions.stdout.split() == [
        f"plain,{verb}"
        for verb in (
            "can",
            "create",
            "delete",
            "duplicate",
            "edit",
            "link",
            "list",
            "regenerate",
            "revoke-all",
            "show",
            "sso",
            "undo-delete",
            "use",
            "verify",
        )
    ]


@pytest.mark.parametrize(
    ("words", "options"),
    [("create --s", []), ("create --classic --s", ["plain,--scope"]), ("create --classic --pe", [])],
)
def test_the_shell_completes_options_of_the_kind(words: str, options: list[str]) -> None:
    """Behind `--classic` it is the options for classic tokens that come."""
    number = str(len(words.split()) + 1)
    completions = process(_PAT_TUI_COMPLETE="bash_complete", COMP_WORDS=f"pat-tui token {words}", COMP_CWORD=number)
    assert completions.stdout.split() == options
