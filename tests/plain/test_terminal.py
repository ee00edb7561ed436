"""Plain mode in a real terminal: the main job, edit, regenerate, delete and undo, approvals, and every way to end."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pat_tui.domain.secrets import recognise
from tests.e2e.interface import PATIENCE, PROGRAM, Home, Interface
from tests.e2e.needle import Needle
from tests.plain.terminals import Conversation

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")

STARTS = {
    "--plain": (["--plain"], {}),
    "TERM=dumb": ([], {"TERM": "dumb"}),
    "PAT_TUI_PLAIN": ([], {"PAT_TUI_PLAIN": "1"}),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which Mona has a verified address."""
    return Home(tmp_path / "home").verify()


def _secret(said: str) -> str:
    """The token on a line of its own."""
    return next(line for line in said.splitlines() if recognise(line))


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_main_job(home: Home, start: tuple[list[str], dict[str, str]]) -> None:
    """From the menu to a token that works, line by line, and never an escape byte; the secret only when asked for."""
    arguments, environ = start
    with Conversation(home, *arguments, environ=environ) as person:
        person.tell("new", "New fine-grained personal access token", "Token name: ")
        person.tell("", "Token name: Name can't be blank")
        person.tell("ci deploy", "Expiration\n1. 7 days", "Number [2]: ")
        person.tell("60 days", "The token will expire on ", "Description [none]: ")
        person.tell("Deploys at night", "Resource owner\n1. mona-lisa", "Number [1]: ")
        person.tell("", "Repository access\n1. Public repositories", "Number [1]: ")
        person.tell("2", "Permissions: search")
        person.tell("issue", "1. Issues, Repositories: No access.")
        person.tell("1", "Access to Issues\n1. No access", "Number [1]: ")
        person.tell("3", "Issues: Read and write.", "Permissions: search")
        person.tell("contents read", "Chosen: 3 repository permissions")
        person.tell("done", "Token name: ci deploy\n", "  Issues: Read and write\n", "Generate token? Type yes")
        person.tell("yes", "“ci deploy” was generated.", "as you will not be able to see this again.", "Command: ")
        assert "pattui_pat_" not in person.said
        secret = _secret(person.tell("show", "Command: "))
        person.tell("done", "Main menu")
        person.tell("fine", "1. ci deploy. Active. Resource owner: mona-lisa.")
        assert person.leave() == 0
        assert person.is_plain
        assert person.said.count(secret) == 1
    needle = Needle(secret)
    assert needle.files(home.files()) == []
    shown = home.run("token", "list", "--json").stdout
    assert "ci deploy" in shown


def test_without_asking_the_secret_is_nowhere(home: Home) -> None:
    """Not in what was said, nor in any file, though the token is there."""
    with Conversation(home, "--plain") as person:
        person.tell("new", "Token name: ")
        person.write("ci\n\n\n\n\n\nyes\n")
        person.hear("was generated.")
        person.tell("done", "neither copied nor shown")
        person.tell("yes", "Main menu")
        assert person.leave() == 0
        assert "pattui_pat_" not in person.said


def test_the_life_of_a_token(home: Home) -> None:
    """Edit, regenerate, delete, undo."""
    old = home.run("token", "create", "--name", "ci").stdout.strip()
    with Conversation(home, "--plain") as person:
        person.tell("fine", "1. ci. Active.")
        person.tell("1", "Status: Active", "Commands: edit")
        person.tell("edit", "1. Token name: ci\n", "Update?")
        person.tell("1", "Token name [ci]: ")
        person.tell("builds", "1. Token name: builds\n")
        person.tell("yes", "Your personal access token has been updated", "\nbuilds\n")
        person.tell("regenerate", "its old one stops working at once", "Number [2]: ")
        person.tell("", "Regenerate token?")
        person.tell("yes", "“builds” was regenerated.")
        new = _secret(person.tell("show", "Command: "))
        person.tell("done", "\nbuilds\n")
        person.tell("delete", "Are you sure you want to delete this token?")
        person.tell("yes", "Deleted personal access token “builds”.", "Command: ")
        person.tell("undo", "“builds” is back, with the value that it had.")
        assert person.leave() == 0
        assert person.is_plain
    assert new != old
    assert Needle(new).files(home.files()) == []
    assert '"builds"' in home.run("token", "list", "--json").stdout


def test_approvals(home: Home) -> None:
    """An owner approves two of three requests at once and denies the third with a reason."""
    home.run("org", "add", "acme")
    home.run("user", "add", "hubot", "--email", "hubot@example.com", "--verified")
    home.run("org", "member", "add", "acme", "hubot")
    for name in ("a", "b", "c"):
        made = home.run(
            "--as", "hubot", "token", "create", "--name", name, "--owner", "acme", "--all-repos",
            "--permission", "contents=read", "--reason", "Builds",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
    with Conversation(home, "--plain") as person:
        person.tell("2", "1. acme, Owner, 3 pending requests")
        person.tell("1", "3. Pending requests")
        person.tell("3", "Justification: Builds")
        person.tell("approve 1-2", "Are you sure you want to approve these 2 requests?")
        person.tell("yes", "Approved 2 requests.", "Command: ")
        person.tell("1", "Requested by @hubot", "Commands: approve, deny")
        person.tell("deny", "Reason for the token's owner (optional)")
        person.tell("Not this one", "Deny this request?")
        person.tell("yes", "Denied “a” of hubot.", "There aren't any personal access token requests")
        assert person.leave() == 0
        assert person.is_plain
    listed = home.run("--as", "hubot", "token", "list").stdout
    assert listed.count("pending") == 0


class TestEnds:
    def test_ctrl_d_goes_back_and_out(self, home: Home) -> None:
        """One page each, and out of the first one with 0."""
        with Conversation(home, "--plain") as person:
            person.tell("fine", "No fine-grained tokens created")
            person.key("ctrl+d", "Main menu")
            person.press("ctrl+d")
            assert person.exit_code() == 0

    def test_ctrl_c_gives_up_a_question(self, home: Home) -> None:
        """And leaves with 130 where none is asked."""
        with Conversation(home, "--plain") as person:
            person.tell("new", "Token name: ")
            person.key("ctrl+c", "Cancelled. No token has been generated.", "Main menu")
            person.press("ctrl+c")
            assert person.exit_code() == 130

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
    def test_signals(self, home: Home, number: signal.Signals) -> None:
        """Another program may end it, in order: a throw-away store is thrown away."""
        with Conversation(home, "--plain", "--demo") as person:
            assert person.end_by(number) == 128 + number
        assert list(home.temporary.iterdir()) == []

    def test_the_terminal_goes_away(self, home: Home) -> None:
        """It is not asked for ever."""
        with Conversation(home, "--plain") as person:
            person.tell("new", "Token name: ")
            os.close(person._fd)
            person._fd = -1
            assert person._process.wait(PATIENCE) != 0

    @pytest.mark.parametrize("stream", ["0</dev/null", "1>/dev/null"], ids=["no answers", "no pages"])
    def test_without_a_terminal(self, home: Home, stream: str) -> None:
        """A clear error that leads to the command line, and nothing is touched."""
        program = ["/bin/sh", "-c", f'exec "$@" {stream}', "sh", *PROGRAM, "--plain"]
        with Interface(home, program=program, cols=240) as interface:
            assert interface.exit_code() == 2
            assert "`pat-tui token list`" in interface.last_words()

    def test_without_any(self, home: Home) -> None:
        """TERM=dumb in a pipe, as cron has it."""
        done = home.run(TERM="dumb")
        assert done.returncode == 2
        assert "needs a terminal" in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(["--plain", "--as", "nobody"], 3), (["--plain", "--demo", "--db", "x"], 2), (["--plain", "--db", ""], 2)],
        ids=["unknown user", "two stores", "no store"],
    )
    def test_that_it_cannot_begin(self, home: Home, arguments: list[str], code: int) -> None:
        """Says why, with the exit code for it."""
        with Interface(home, *arguments) as interface:
            assert interface.exit_code() == code
            assert b"\x1b" not in interface.raw

    def test_a_store_that_is_none(self, home: Home) -> None:
        """One sentence, exit code 4, and the file as it was."""
        broken = home.folder / "broken.db"
        broken.write_text("no store")
        with Interface(home, "--plain", "--db", str(broken)) as interface:
            assert interface.exit_code() == 4
        assert broken.read_text() == "no store"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_terminals_of_other_encodings(home: Home, encoding: str) -> None:
    """Nothing fails on a terminal that lacks a character, nor on bytes that are none."""
    environ = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    with Conversation(home, "--plain", environ=environ) as person:
        since = len(person.said)
        os.write(person._fd, b"\xff\xe9\n")
        person.hear("is no command here", since=since)
        person.tell("new", "Token name: ")
        os.write(person._fd, b"caf\xe9\n")
        person.hear("Expiration" if encoding == "latin-1" else "It holds a character that cannot be shown")
        person.tell("cancel", "No token has been generated.")
        assert person.leave() == 0
        assert person.is_plain


@pytest.mark.parametrize("cols", [30, 72, 132])
def test_lines_fit_the_terminal(home: Home, cols: int) -> None:
    """Whatever its width is; only a word that is longer than a line goes over its end."""
    with Conversation(home, "--plain", "--demo", cols=cols) as person:
        person.tell("fine", "Commands: new")
        person.tell("1", "Commands: edit")
        person.tell("help", "quit: leaves pat-tui.")
        assert person.leave() == 0
        text = person.raw.decode().replace("\r\n", "\n")
        typed = re.compile(r"Command: .*")
        assert [line for line in text.split("\n") if len(typed.sub("", line)) > cols and " " in line.strip()] == []


def test_a_clipboard_is_cleared_in_the_end(home: Home, tmp_path: Path) -> None:
    """What was copied is read back, and is gone when pat-tui is."""
    from tests.e2e.desktop import Desktop

    desktop = Desktop(tmp_path / "desktop")
    with Conversation(home, "--plain", environ=desktop.environ) as person:
        person.tell("new", "Token name: ")
        person.write("ci\n\n\n\n\n\nyes\n")
        person.hear("was generated.")
        person.tell("copy", "Copied to the clipboard (checked). It will be cleared in 45 s.")
        assert recognise(desktop.held)
        person.tell("check", "This is the new token, whole and unchanged.")
        assert person.leave() == 0
        assert desktop.held == ""
        assert "pattui_pat_" not in person.said


def test_it_pays_for_neither_textual_nor_click() -> None:
    """Plain mode loads what it needs, and the other interface nothing of it."""
    script = "import sys, pat_tui.plain.run, pat_tui.plain.generate, pat_tui.plain.organizations; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"textual", "click"} & set(loaded)
