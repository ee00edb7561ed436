"""`pat-tui token delete`, which asks on a terminal and only there, and `undo-delete`."""

import os
import pty
import subprocess
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from tests.cli.conftest import ROOT, CommandLine, Outcome, command, environment
from tests.cli.test_processes import at_once

GONE = "There is nothing to undo: a deletion can be undone for 10 seconds.\n"


@pytest.fixture
def cli(cli: CommandLine) -> CommandLine:
    """mona has the tokens `a`, `b` and `c` with the ids 1 to 3."""
    for name in "abc":
        assert cli("token", "create", "--name", name).code == 0
    return cli


def names(cli: CommandLine) -> list[str]:
    """The names of the tokens that are there."""
    return [row[0] for row in cli.rows("SELECT name FROM fine_grained_tokens ORDER BY id")]


class TestDelete:
    def test_in_text_writes_the_ids(self, cli: CommandLine) -> None:
        """Standard output is an id a line, fit for undoing; the rest is talk."""
        assert cli("token", "delete", "b", "1", "--yes") == Outcome(
            0,
            "2\n1\n",
            "Deleted the token “b” (id 2).\n"
            "Deleted the token “a” (id 1).\n"
            "Within 10 seconds, undo it: pat-tui token undo-delete 2 1\n",
        )
        assert names(cli) == ["c"]

    def test_json_is_an_array(self, cli: CommandLine) -> None:
        """Each token is an object with id, name, and the last instant at which it can be undone."""
        assert cli("token", "delete", "a", "3", "--yes", "--json").json() == [
            {"id": 1, "name": "a", "undo_until": "2026-01-15T12:00:10Z"},
            {"id": 3, "name": "c", "undo_until": "2026-01-15T12:00:10Z"},
        ]

    def test_a_token_named_twice_goes_once(self, cli: CommandLine) -> None:
        """By name and by id it is the same one."""
        assert cli("token", "delete", "a", "1", "--yes").stdout == "1\n"

    @pytest.mark.parametrize("words", [["a", "nothing"], ["nothing"]], ids=" ".join)
    def test_is_all_or_nothing(self, cli: CommandLine, words: list[str]) -> None:
        """One that is not there, and none goes: exit code 3."""
        assert cli("token", "delete", *words, "--yes") == Outcome(3, "", "mona has no token nothing.\n")
        assert names(cli) == ["a", "b", "c"]

    def test_of_anothers_token(self, cli: CommandLine) -> None:
        """It does not exist for the user."""
        assert cli("--as", "hubot", "token", "delete", "1", "--yes").code == 3
        assert names(cli) == ["a", "b", "c"]

    @pytest.mark.parametrize(
        ("words", "advice"),
        [
            (["a"], "There is no terminal to ask on. Give --yes to delete without a question."),
            (["a", "--json"], "There is no terminal to ask on. Give --yes to delete without a question."),
            ([], "Missing argument 'TOKEN...'."),
        ],
        ids=["unasked", "unasked, in JSON", "which"],
    )
    def test_wrong_usage_deletes_nothing(self, cli: CommandLine, words: list[str], advice: str) -> None:
        """Without a terminal and without --yes nothing goes: exit code 2, and no data."""
        refused = cli("token", "delete", *words)
        assert (refused.code, refused.stdout) == (2, "")
        assert advice in refused.stderr
        assert names(cli) == ["a", "b", "c"]

    def test_by_two_at_once(self, cli: CommandLine) -> None:
        """One deletes; the other finds nothing, and says nothing on standard output."""
        words = ["token", "delete", "a", "--yes"]
        first, second = sorted(at_once(cli.store, words, words), key=lambda outcome: outcome.code)
        assert (first.code, first.stdout, second.code, second.stdout) == (0, "1\n", 3, "")
        assert names(cli) == ["b", "c"]


def on_terminal(cli: CommandLine, typed: str, *arguments: str) -> Outcome:
    """Run a command whose standard input and error are a terminal, on which TYPED is typed."""
    ours, theirs = pty.openpty()
    with closing(os.fdopen(ours, "wb", buffering=0)), os.fdopen(theirs, "rb", buffering=0) as terminal:
        runner = subprocess.Popen(
            command(*arguments),
            cwd=ROOT,
            env=environment(PAT_TUI_DB=str(cli.store)),
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=terminal,
        )
        os.write(ours, typed.encode())
        stdout, _none = runner.communicate(timeout=60)
        terminal.close()
        told = b""
        with suppress(OSError):  # a terminal that nobody holds any more ends with an error
            while part := os.read(ours, 4096):
                told += part
    return Outcome(runner.returncode, stdout.decode(), told.decode().replace("\r\n", "\n"))


class TestQuestion:
    def test_names_what_will_go(self, cli: CommandLine) -> None:
        """Name, end, last use and what will happen are told on standard error; `yes` deletes."""
        database = cli.database()
        with database.transaction():
            database.connection.execute(
                "UPDATE fine_grained_tokens SET last_used_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
                " hint = 'Ab3dEf9h' WHERE id = 1"
            )
            database.connection.execute("UPDATE fine_grained_tokens SET hint = 'Zz9yXx8w' WHERE id = 2")
        database.close()
        asked = on_terminal(cli, "Yes\n", "token", "delete", "a", "b")
        assert (asked.code, asked.stdout) == (0, "1\n2\n")
        told = asked.stderr.splitlines()
        told.remove("Yes")  # what was typed is echoed, whenever the terminal gets to it
        assert told == [
            "a (id 1), which ends in Ab3dEf9h. Last used within the last week.",
            "b (id 2), which ends in Zz9yXx8w. Never used.",
            "Any scripts or applications using them will stop working at once.",
            "Are you sure you want to delete these 2 tokens?",
            "Type yes to delete, anything else to leave all as it is.",
            "Deleted the token “a” (id 1).",
            "Deleted the token “b” (id 2).",
            "Within 10 seconds, undo it: pat-tui token undo-delete 1 2",
        ]
        assert names(cli) == ["c"]

    @pytest.mark.parametrize("typed", ["\n", "no\n", "y\n", "a\n", "\x04"], ids=ascii)
    def test_anything_but_yes_deletes_nothing(self, cli: CommandLine, typed: str) -> None:
        """Another answer, none, or the end of the input: exit code 1, no data."""
        asked = on_terminal(cli, typed, "token", "delete", "a")
        assert (asked.code, asked.stdout) == (1, "")
        assert "Are you sure you want to delete this token?\n" in asked.stderr
        assert asked.stderr.endswith("Nothing was deleted.\n")
        assert names(cli) == ["a", "b", "c"]

    def test_is_not_asked_with_yes(self, cli: CommandLine) -> None:
        """--yes is the answer, on a terminal too."""
        asked = on_terminal(cli, "", "token", "delete", "a", "--yes")
        assert (asked.code, "Are you sure" in asked.stderr) == (0, False)


class TestUndo:
    def test_brings_back_the_whole_latest_deletion(self, cli: CommandLine) -> None:
        """Without a name all that the last command deleted comes back, and no more."""
        cli("token", "delete", "c", "--yes")
        cli.clock.advance(timedelta(seconds=1))
        known = cli.rows("SELECT * FROM fine_grained_tokens")
        cli("token", "delete", "a", "b", "--yes")
        assert cli("token", "undo-delete") == Outcome(
            0,
            "2\n1\n",
            "The token “b” (id 2) is back, with its old secret.\nThe token “a” (id 1) is back, with its old secret.\n",
        )
        assert cli.rows("SELECT * FROM fine_grained_tokens") == known
        assert cli("token", "undo-delete").stdout == "3\n"

    def test_of_those_that_are_named(self, cli: CommandLine) -> None:
        """By id or by name, in the order given; JSON is an array of what `show` tells."""
        before = cli("token", "show", "a", "--json").json()
        cli("token", "delete", "a", "b", "c", "--yes")
        told = cli("token", "undo-delete", "c", "1", "--json").json()
        assert [token["id"] for token in told] == [3, 1]
        assert told[1] == before
        assert names(cli) == ["a", "c"]

    @pytest.mark.parametrize(
        ("words", "error"),
        [
            ([], GONE),
            (["a"], "No token a was deleted within the last 10 seconds.\n"),
            (["1"], "No token 1 was deleted within the last 10 seconds.\n"),
        ],
        ids=["latest", "name", "id"],
    )
    def test_is_over_after_ten_seconds(self, cli: CommandLine, words: list[str], error: str) -> None:
        """Then there is nothing: exit code 3; and the store holds nothing of the token any more."""
        cli("token", "delete", "a", "--yes")
        cli.clock.advance(timedelta(seconds=11))
        assert cli("token", "undo-delete", *words) == Outcome(3, "", error)
        assert cli.rows("SELECT * FROM deleted_tokens") == []

    def test_is_all_or_nothing(self, cli: CommandLine) -> None:
        """One whose name is taken keeps the others away too, and the sentence names it."""
        cli("token", "delete", "a", "b", "--yes")
        cli("token", "create", "--name", "a")
        assert cli("token", "undo-delete", "b", "a") == Outcome(
            1, "", "a cannot come back: its name has been taken since.\n"
        )
        assert names(cli) == ["c", "a"]
        assert cli("token", "undo-delete", "b").code == 0

    def test_of_a_name_that_was_deleted_twice(self, cli: CommandLine) -> None:
        """Two deleted tokens of one name: the ids tell them apart."""
        cli("token", "delete", "a", "--yes")
        cli("token", "create", "--name", "a")
        cli("token", "delete", "a", "--yes")
        assert cli("token", "undo-delete", "a") == Outcome(1, "", "a names several tokens: ids 4, 1.\n")
        assert cli("token", "undo-delete", "1").stdout == "1\n"

    def test_of_anothers_token(self, cli: CommandLine) -> None:
        """What mona deleted is nothing that hubot could undo."""
        cli("token", "delete", "a", "--yes")
        for words in ([], ["a"], ["1"]):
            assert cli("--as", "hubot", "token", "undo-delete", *words).code == 3
        assert cli("token", "undo-delete").code == 0
