"""Handing a new secret straight to where it is needed: every way, every way to fail, and nowhere else."""

import json
import os
import pty
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from pat_tui.cli.hand_over import give
from pat_tui.domain.secrets import Secret, TokenKind, hash_of, recognise
from pat_tui.services.hand_over import pipe
from pat_tui.services.hand_over.new_file import NewFile
from pat_tui.services.hand_over.receiver import Delivered
from tests.cli.conftest import ROOT, CommandLine, Outcome, command, environment, finished
from tests.e2e.desktop import Desktop
from tests.e2e.needle import Needle
from tests.gateway.worlds import wait_for

CREATE = ("token", "create", "--name", "ci")
CLASSIC = ("token", "create", "--classic", "--note", "ci")
WORDS = {
    "create": CREATE,
    "regenerate": ("token", "regenerate", "old"),
    "duplicate": ("token", "duplicate", "old", "--name", "ci"),
    "create classic": CLASSIC,
    "regenerate classic": ("token", "regenerate", "--classic", "old"),
    "duplicate classic": ("token", "duplicate", "--classic", "old", "--note", "ci"),
}
RECORDING = """#!/bin/sh
{{
    for word in "$0" "$@"; do printf 'word %s\\n' "$word"; done
    printf 'stdin '; cat; echo
    for pid in $$ $PPID; do tr '\\0' '\\n' < /proc/$pid/cmdline; tr '\\0' '\\n' < /proc/$pid/environ; done
}} >> '{record}'
exit {code}
"""


@pytest.fixture
def with_old(cli: CommandLine) -> CommandLine:
    """The command line with a token and a classic one, both called `old`."""
    assert cli("token", "create", "--name", "old").code == 0
    assert cli("token", "create", "--classic", "--note", "old").code == 0
    return cli


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `gh` and `op` on PATH were called with."""
    folder, record = tmp_path / "bin", tmp_path / "record"
    folder.mkdir()
    for name, code in (("gh", 0), ("op", 0), ("broken", 3)):
        (folder / name).write_text(RECORDING.format(record=record, code=code))
        (folder / name).chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return record


@pytest.fixture
def git_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which git keeps passwords in a file."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    subprocess.run(["git", "config", "--global", "credential.helper", "store"], check=True)
    return folder


def count(cli: CommandLine) -> int:
    """Tokens of both kinds in the store."""
    ((number,),) = cli.rows("SELECT (SELECT count(*) FROM fine_grained_tokens) + (SELECT count(*) FROM classic_tokens)")
    return int(number)


def hashes(cli: CommandLine) -> set[bytes]:
    """Of the secrets of all tokens."""
    rows = cli.rows("SELECT secret_hash FROM fine_grained_tokens UNION ALL SELECT secret_hash FROM classic_tokens")
    return {row[0] for row in rows}


def secrets_in(told: Outcome) -> list[str]:
    """Those that stand on standard error as words."""
    return [word for word in told.stderr.split() if recognise(word)]


def is_live(cli: CommandLine, secret: str) -> bool:
    """Whether SECRET is that of a token in the store."""
    return recognise(secret) is not None and hash_of(Secret(secret)) in hashes(cli)


def assert_only_in(secret: str, told: Outcome, folder: Path, *places: Path) -> None:
    """SECRET stands neither in what was said nor in any file of the home or below FOLDER but PLACES."""
    needle = Needle(secret)
    assert not needle.is_in(told.stdout)
    assert not needle.is_in(told.stderr)
    files = [path for top in (folder, Path.home()) for path in top.rglob("*") if path.is_file() and path not in places]
    assert needle.files(files) == []


class TestOutput:
    @pytest.mark.parametrize("verb", WORDS)
    def test_every_verb_hands_over(self, with_old: CommandLine, tmp_path: Path, verb: str) -> None:
        """The file has the secret that works; standard output has the id and no secret, nor has any other file."""
        cli, path = with_old, tmp_path / "secret"
        done = cli(*WORDS[verb], "--output", str(path))
        secret = path.read_text().removesuffix("\n")
        assert (done.code, done.stdout) == (0, "1\n" if verb.startswith("regenerate") else "2\n")
        assert is_live(cli, secret)
        assert recognise(secret) is (TokenKind.CLASSIC if "classic" in verb else TokenKind.FINE_GRAINED)
        assert done.stderr.endswith(f"It is in {path} (0600), and nowhere else.\n")
        assert "Make sure to copy" not in done.stderr
        assert_only_in(secret, done, tmp_path, path)

    @pytest.mark.parametrize("words", [CREATE, CLASSIC], ids=["fine-grained", "classic"])
    def test_json_says_where_it_went(self, cli: CommandLine, tmp_path: Path, words: tuple[str, ...]) -> None:
        """The object is that of `show` and names the place; the secret is not in it."""
        path = tmp_path / "secret"
        told = cli(*words, "--json", "--output", str(path)).json()
        assert told.pop("handed_over_to") == {"way": "output", "where": str(path)}
        assert told == cli("token", "show", *words[2:3] * (words is CLASSIC), "1", "--json").json()

    @pytest.mark.parametrize("verb", WORDS)
    def test_a_file_that_is_there_makes_nothing(self, with_old: CommandLine, tmp_path: Path, verb: str) -> None:
        """It is known before: no token is made, none loses its value, and the file stays."""
        cli, path = with_old, tmp_path / "taken"
        path.write_text("mine")
        before = hashes(cli)
        refused = cli(*WORDS[verb], "--output", str(path))
        assert (refused.code, refused.stdout) == (1, "")
        assert refused.stderr == (
            f"--output: {path} is there already, and nothing is written over it. Choose another name.\n"
        )
        assert (hashes(cli), path.read_text()) == (before, "mine")

    def test_a_draft_that_is_refused_leaves_no_file(self, cli: CommandLine, tmp_path: Path) -> None:
        """Where a rule forbids the token, nothing is left of what was prepared for it."""
        refused = cli("token", "create", "--name", " ", "--output", str(tmp_path / "secret"))
        assert refused.code == 1
        assert not [path.name for path in tmp_path.iterdir() if "secret" in path.name or "pat-tui" in path.name]


class TestEnvFile:
    def test_one_line_changes(self, with_old: CommandLine, tmp_path: Path) -> None:
        """Regenerating puts the new value where the old one stood."""
        path = tmp_path / ".env"
        path.write_text("# mine\nGH_TOKEN=old\nA=1\n")
        path.chmod(0o600)
        done = with_old("token", "regenerate", "old", "--env-file", str(path), "GH_TOKEN", "--json")
        head, line, tail = path.read_text().splitlines()
        assert (head, tail) == ("# mine", "A=1")
        assert is_live(with_old, line.removeprefix("GH_TOKEN="))
        assert done.json()["handed_over_to"] == {"way": "env-file", "where": str(path)}
        assert done.stderr.endswith(f"GH_TOKEN was replaced in {path}, line 2.\n")
        assert_only_in(line.removeprefix("GH_TOKEN="), done, tmp_path, path)

    @pytest.mark.parametrize(
        ("key", "permissions", "why"),
        [
            ("GH-TOKEN", 0o600, "GH-TOKEN is no name of a variable"),
            ("GH_TOKEN", 0o644, "Keep them out first: chmod 600 "),
        ],
    )
    def test_what_is_refused_makes_nothing(
        self, cli: CommandLine, tmp_path: Path, key: str, permissions: int, why: str
    ) -> None:
        """A name that is none, and a file that others can read, are told before."""
        path = tmp_path / ".env"
        path.write_text("A=1\n")
        path.chmod(permissions)
        refused = cli(*CREATE, "--env-file", str(path), key)
        assert (refused.code, refused.stdout, count(cli)) == (1, "", 0)
        assert refused.stderr.startswith("--env-file: ")
        assert why in refused.stderr
        assert path.read_text() == "A=1\n"


class TestGitCredential:
    def test_git_has_it_for_the_login(self, cli: CommandLine, git_home: Path, tmp_path: Path) -> None:
        """The user name is the login of who acts, the password the secret."""
        done = cli(*CREATE, "--git-credential", "http://127.0.0.1:8020", "--json")
        stored = git_home / ".git-credentials"
        user, secret = stored.read_text().removeprefix("http://").partition("@")[0].split(":")
        assert (done.code, user) == (0, "mona")
        assert is_live(cli, secret)
        assert done.json()["handed_over_to"] == {"way": "git-credential", "where": "http://127.0.0.1:8020"}
        assert done.stderr.endswith(
            "Git's credential helper (store) has it for mona at http://127.0.0.1:8020 (checked).\n"
        )
        assert_only_in(secret, done, tmp_path, stored)

    def test_without_a_helper_nothing_is_made(self, cli: CommandLine, git_home: Path) -> None:
        """The advice names the command that sets one."""
        (git_home / "config" / "git" / "config").unlink(missing_ok=True)
        (git_home / ".gitconfig").unlink(missing_ok=True)
        refused = cli(*CREATE, "--git-credential", "http://127.0.0.1:8020")
        assert (refused.code, count(cli)) == (1, 0)
        assert refused.stderr.startswith("--git-credential: Git has no credential helper for http://127.0.0.1:8020")


class TestPipe:
    @pytest.mark.parametrize(
        "line", ["gh secret set CI_TOKEN --repo acme/api", "op item create --category login 'title=my token'"]
    )
    @pytest.mark.parametrize("verb", ["create", "regenerate classic"])
    def test_the_program_gets_it_on_its_standard_input(
        self, with_old: CommandLine, record: Path, tmp_path: Path, line: str, verb: str
    ) -> None:
        """Its words are those of the line; the secret is on standard input and in nobody's words or environment."""
        done = with_old(*WORDS[verb], "--pipe", line)
        lines = record.read_text().splitlines()
        assert done.code == 0, done.stderr
        (secret,) = [text.removeprefix("stdin ") for text in lines if text.startswith("stdin ")]
        assert is_live(with_old, secret)
        assert sum(secret in text for text in lines) == 1
        assert [text for text in lines if text.startswith("word ")][1] == f"word {line.split()[1]}"
        assert done.stderr.endswith(f"The command took it: {line}\n")
        assert_only_in(secret, done, tmp_path, record)

    def test_what_the_command_says_is_passed_on(self, cli: CommandLine) -> None:
        """On standard error, for standard output is data; a secret that it repeats is masked."""
        done = cli(*CREATE, "--pipe", "cat; echo; echo Set CI_TOKEN")
        assert (done.code, done.stdout) == (0, "1\n")
        assert done.stderr.splitlines()[:2] == ["***", "Set CI_TOKEN"]

    def test_a_command_that_is_missing_makes_nothing(self, cli: CommandLine) -> None:
        """It is looked for before."""
        refused = cli(*CREATE, "--pipe", "no-such-program secret set X")
        assert (refused.code, refused.stdout, count(cli)) == (1, "", 0)
        assert refused.stderr == "--pipe: There is no command no-such-program here.\n"

    def test_a_command_that_hangs(self, cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its time is limited, and the sentence tells that and the way out."""
        monkeypatch.setattr(pipe.Pipe.__init__, "__defaults__", (1.0,))
        failed = cli(*CREATE, "--pipe", "cat >/dev/null; sleep 600")
        assert (failed.code, failed.stdout, count(cli)) == (1, "", 1)
        assert failed.stderr.splitlines() == [
            "The token “ci” (id 1) was made, but could not be handed over: "
            "It was not done after 1 second, and was ended.",
            "Its secret is known to nobody. To get a new one: pat-tui token regenerate 1",
        ]


class TestFailure:
    @pytest.mark.parametrize(
        ("verb", "told", "regain"),
        [
            ("create", "The token “ci” (id 2) was made, but could not be handed over:", "2"),
            (
                "regenerate",
                "The token “old” (id 1) has a new secret (its old one is dead), which could not be handed over:",
                "1",
            ),
            ("create classic", "The classic token “ci” (id 2) was made, but could not be handed over:", "--classic 2"),
            (
                "regenerate classic",
                "The classic token “old” (id 1) has a new secret (its old one is dead), "
                "which could not be handed over:",
                "--classic 1",
            ),
        ],
    )
    def test_without_a_terminal_the_way_out_is_told(
        self, with_old: CommandLine, record: Path, tmp_path: Path, verb: str, told: str, regain: str
    ) -> None:
        """Nobody can be asked, and the secret is shown nowhere: what was done, why, and how to get a new value."""
        failed = with_old(*WORDS[verb], "--pipe", "broken x", "--json")
        assert (failed.code, failed.stdout) == (1, "")
        assert failed.stderr.splitlines() == [
            f"{told} The command failed with exit code 3.",
            f"Its secret is known to nobody. To get a new one: pat-tui token regenerate {regain}",
        ]
        (secret,) = [line[6:] for line in record.read_text().splitlines() if line.startswith("stdin ")]
        assert is_live(with_old, secret)
        assert_only_in(secret, failed, tmp_path, record)

    def test_the_way_out_works(self, with_old: CommandLine, record: Path, tmp_path: Path) -> None:
        """The command that is told gives a new value."""
        failed = with_old(*WORDS["create"], "--pipe", "broken")
        regain = failed.stderr.rpartition("pat-tui ")[2].split()
        assert with_old(*regain, "--output", str(tmp_path / "secret")).code == 0
        assert is_live(with_old, (tmp_path / "secret").read_text().strip())
        assert record.exists()

    def test_breaking_off_tells_the_way_out(self, cli: CommandLine, tmp_path: Path) -> None:
        """Ctrl+C ends the command, be it just about to start; the token is there, and that is said."""
        started = tmp_path / "started"
        os.mkfifo(started)
        line = f"echo $$ > {started}; exec sleep 600"
        words = command(*CREATE, "--pipe", line)
        env = environment(PAT_TUI_DB=str(cli.store))
        with subprocess.Popen(
            words,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as runner:
            pid = int(started.read_text())
            runner.send_signal(signal.SIGINT)
            stdout, stderr = runner.communicate(timeout=60)
        assert (runner.returncode, stdout) == (130, "")
        assert list(filter(None, stderr.splitlines())) == [
            "The token “ci” (id 1) was made, but could not be handed over: It was broken off.",
            "Its secret is known to nobody. To get a new one: pat-tui token regenerate 1",
        ]
        wait_for(lambda: not is_running(pid))

    @pytest.mark.parametrize("does_end", [True, False])
    def test_an_interruption_does_not_make_a_delivery_undone(
        self, capsys: pytest.CaptureFixture[str], does_end: bool
    ) -> None:
        """What was delivered in spite of Ctrl+C is said to be; a receiver that never ends is left with a second one."""

        class Deaf(NewFile):
            def deliver(self, secret: Secret) -> Delivered:
                for _press in range(1 if does_end else 2):
                    os.kill(os.getpid(), signal.SIGINT)
                return Delivered("It is there.")

        def hand_over() -> str:
            secret = Secret("made-up")
            return give(secret, {"id": 1}, "again", as_json=False, lost="Lost:", receiver=Deaf("secret"))

        if does_end:
            assert hand_over() == "It is there."
        else:
            with pytest.raises(KeyboardInterrupt):
                hand_over()
            assert capsys.readouterr().err.splitlines()[0] == "Lost: It was broken off."
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def test_a_full_disk_makes_nothing(self, cli: CommandLine, tmp_path: Path) -> None:
        """Where no file can grow as long as a token, that is known before."""
        path = tmp_path / "secret"
        words = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command(*CREATE, "--output", str(path))]
        refused = finished(words, PAT_TUI_DB=str(cli.store))
        assert (refused.code, refused.stdout, count(cli)) in ((1, "", 0), (4, "", 0))
        assert not path.exists()


def is_running(pid: int) -> bool:
    """Whether there is a process PID, be it one that has ended and was not yet waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def on_terminal(cli: CommandLine, typed: str, *arguments: str, **changes: str) -> Outcome:
    """Run a command whose standard input and error are a terminal, on which TYPED is typed."""
    ours, theirs = pty.openpty()
    env = environment(PAT_TUI_DB=str(cli.store), **changes)
    with closing(os.fdopen(ours, "wb", buffering=0)), os.fdopen(theirs, "rb", buffering=0) as terminal:
        runner = subprocess.Popen(
            command(*arguments), cwd=ROOT, env=env, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal
        )
        os.write(ours, typed.encode())
        stdout, _none = runner.communicate(timeout=60)
        terminal.close()
        told = b""
        with suppress(OSError):  # a terminal that nobody holds any more ends with an error
            while part := os.read(ours, 4096):
                told += part
    return Outcome(runner.returncode, stdout.decode(), told.decode().replace("\r\n", "\n"))


class TestOnATerminal:
    @pytest.mark.parametrize("words", [CREATE, CLASSIC], ids=["fine-grained", "classic"])
    def test_it_is_offered_and_shown_once(self, cli: CommandLine, record: Path, words: tuple[str, ...]) -> None:
        """After a failure `y` shows it on the terminal; standard output stays empty, and it is still a failure."""
        shown = on_terminal(cli, "y\n", *words, "--pipe", "broken")
        assert (shown.code, shown.stdout) == (1, "")
        assert "Show it here, once? [y/N]" in shown.stderr
        (secret,) = secrets_in(shown)
        assert is_live(cli, secret)
        assert shown.stderr.endswith("It stands above this line, and nowhere else.\n")
        assert f"stdin {secret}\n" in record.read_text()

    @pytest.mark.parametrize("typed", ["n\n", "\n", "\x04"], ids=["no", "enter", "end"])
    def test_it_is_not_shown_to_who_does_not_want_it(self, cli: CommandLine, record: Path, typed: str) -> None:
        """Any other answer leaves it hidden, and tells the way out."""
        refused = on_terminal(cli, typed, *CREATE, "--pipe", "broken")
        assert (refused.code, refused.stdout) == (1, "")
        assert "To get a new one: pat-tui token regenerate 1\n" in refused.stderr
        assert secrets_in(refused) == []
        assert record.exists()


class TestClipboard:
    @pytest.fixture
    def desktop(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
        """A clipboard that can be read back; returns what is on it."""
        desktop = Desktop(tmp_path / "desktop")
        for name, value in desktop.environ.items():
            monkeypatch.setenv(name, value)
        return lambda: desktop.held

    def test_it_is_copied_and_checked(self, cli: CommandLine, desktop: Callable[[], str]) -> None:
        """The desktop has it, standard output has not."""
        done = cli(*CREATE, "--clipboard", "--json", PAT_TUI_CLIPBOARD_SECONDS="0")
        assert done.code == 0
        assert is_live(cli, desktop())
        assert done.json()["handed_over_to"] == {"way": "clipboard", "where": None}
        assert "Copied to the clipboard (checked). It stays there until something else is copied.\n" in done.stderr
        assert desktop() not in done.stdout + done.stderr

    def test_it_is_cleared_when_its_time_is_over(self, cli: CommandLine, desktop: Callable[[], str]) -> None:
        """The command has ended long before; nobody has to wait for it."""
        done = cli(*CREATE, "--clipboard", PAT_TUI_CLIPBOARD_SECONDS="2")
        assert "Copied to the clipboard (checked). It will be cleared in 2 s.\n" in done.stderr
        assert is_live(cli, desktop())
        wait_for(lambda: desktop() == "")

    def test_without_any_clipboard_nothing_is_made(self, cli: CommandLine) -> None:
        """Where nothing could be read back and nobody can be asked, it is refused before."""
        refused = cli(*CREATE, "--clipboard")
        assert (refused.code, refused.stdout, count(cli)) == (1, "", 0)
        assert refused.stderr.startswith("--clipboard: There is no clipboard here that takes a copy")

    def test_the_terminal_is_asked_and_so_is_the_person(self, cli: CommandLine) -> None:
        """Nobody can read a terminal's clipboard: who says it arrived is believed."""
        done = on_terminal(cli, "y\n", *CREATE, "--clipboard")
        assert (done.code, done.stdout) == (0, "1\n")
        assert "\x1b]52;c;" in done.stderr
        assert "Sent to your terminal; paste to check. It stays there until something else is copied." in done.stderr
        assert "Did it arrive? [y/N]" in done.stderr

    def test_what_did_not_arrive_is_offered(self, cli: CommandLine) -> None:
        """Who says that it did not arrive can have it shown."""
        shown = on_terminal(cli, "n\ny\n", *CREATE, "--clipboard")
        assert (shown.code, shown.stdout) == (1, "")
        assert [is_live(cli, secret) for secret in secrets_in(shown)] == [True]


def test_standard_output_that_is_lost(cli: CommandLine, tmp_path: Path) -> None:
    """The id finds no reader, but the secret is where it was wanted: both are told."""
    path = tmp_path / "secret"
    words = ["sh", "-c", 'exec "$@" >/dev/full', "sh", *command(*CREATE, "--output", str(path))]
    lost = finished(words, PAT_TUI_DB=str(cli.store))
    assert (lost.code, lost.stderr.splitlines()) == (
        74,
        [
            f"It is in {path} (0600), and nowhere else.",
            "Standard output cannot be written: No space left on device.",
        ],
    )
    assert is_live(cli, path.read_text().strip())


class TestUsage:
    def test_a_secret_goes_to_one_place(self, cli: CommandLine, tmp_path: Path) -> None:
        """Two options at once are wrong usage, told before the store is touched."""
        refused = cli(*CREATE, "--output", str(tmp_path / "x"), "--clipboard")
        assert (refused.code, refused.stdout, count(cli)) == (2, "", 0)
        options = "--output, --env-file, --git-credential, --pipe, --clipboard"
        assert f"A secret goes to one place. Give one of: {options}." in refused.stderr

    @pytest.mark.parametrize("verb", ["create", "regenerate", "duplicate"])
    @pytest.mark.parametrize("kind", [[], ["--classic"]], ids=["fine-grained", "classic"])
    def test_the_help_names_every_way(self, cli: CommandLine, verb: str, kind: list[str]) -> None:
        """All five options, for both kinds."""
        told = cli("token", verb, *kind, "--help").stdout
        for option in ("--output FILE", "--env-file FILE KEY", "--git-credential URL", "--pipe COMMAND", "--clipboard"):
            assert option in told

    def test_without_an_option_standard_output_has_it(self, cli: CommandLine) -> None:
        """As it was: the secret alone, and in JSON as `token`."""
        assert is_live(cli, cli(*CREATE).stdout.strip())
        told = json.loads(cli("token", "regenerate", "ci", "--json").stdout)
        assert is_live(cli, told["token"])
        assert "handed_over_to" not in told
