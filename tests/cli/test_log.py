"""`pat-tui log` and `pat-tui prune`."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

SOME = ("--permission", "contents=read", "--all-repos")


@pytest.fixture
def filled(cli: CommandLine) -> CommandLine:
    """Three tokens on three days: mona's own, mona's for acme, hubot's."""
    cli("token", "create", "--name", "own")
    cli.clock.advance(timedelta(days=1))
    cli("token", "create", "--name", "acme-ci", "--owner", "acme", *SOME)
    cli.clock.advance(timedelta(days=1))
    cli("--as", "hubot", "token", "create", "--name", "his")
    request = cli("--as", "hubot", "request", "list", "--org", "acme", "--json").json()[0]["id"]
    cli("--as", "hubot", "request", "deny", str(request), "--reason", "Ask again")
    return cli


def tamper(cli: CommandLine, statement: str) -> None:
    """Change the log behind the program's back."""
    database = cli.database()
    with database.transaction():
        database.connection.execute(statement)
    database.close()


class TestList:
    def test_shows_what_one_did_and_what_was_done_to_one(self, filled: CommandLine) -> None:
        """The newest first; what hubot did to himself is not mona's to see."""
        shown = filled("log", "list")
        assert (shown.code, shown.stderr) == (0, "")
        assert shown.stdout.splitlines() == [
            "ID  WHEN                  ACTOR  ACTION                                 WHAT",
            "5   2026-01-17 12:00 UTC  hubot  personal_access_token.request_denied   "
            "Denied the token “acme-ci” access to acme",
            "3   2026-01-16 12:00 UTC  mona   personal_access_token.request_created  "
            "Requested access to acme for the token “acme-ci”",
            "2   2026-01-16 12:00 UTC  mona   personal_access_token.create           Created the token “acme-ci”",
            "1   2026-01-15 12:00 UTC  mona   personal_access_token.create           Created the token “own”",
        ]

    def test_json(self, filled: CommandLine) -> None:
        """A plain array of flat objects with GitHub's fields."""
        first = filled("log", "list", "--json", "--limit", "1").json()[0]
        hashed = first.pop("hashed_token", None)
        assert hashed is None
        assert first == {
            "id": 5,
            "created_at": "2026-01-17T12:00:00Z",
            "action": "personal_access_token.request_denied",
            "actor": "hubot",
            "operation_type": "remove",
            "user": "mona",
            "org": "acme",
            "programmatic_access_type": "Fine-grained personal access token",
            "user_programmatic_access_id": 2,
            "user_programmatic_access_name": "acme-ci",
            "user_programmatic_access_request_id": 1,
            "repository_selection": "all",
            "repositories": [],
            "permissions": {"contents": "read", "metadata": "read"},
            "explanation": "Ask again",
        }

    @pytest.mark.parametrize(
        ("options", "ids"),
        [
            ("--action personal_access_token.create", [2, 1]),
            ("--action personal_access_token.request", [5, 3]),
            ("--action personal_access_token.create --action personal_access_token.request_denied", [5, 2, 1]),
            ("--actor HUBOT", [5]),
            ("--since 2026-01-16", [5, 3, 2]),
            ("--until 2026-01-16", [3, 2, 1]),
            ("--since 2026-01-16 --until 2026-01-16", [3, 2]),
            ("--since 2026-01-16T12:00:01Z", [5]),
            ("--until 2026-01-16T11:59:59Z", [1]),
            ("--limit 2", [5, 3]),
            ("--actor nobody", []),
        ],
    )
    def test_filters(self, filled: CommandLine, options: str, ids: list[int]) -> None:
        """Each option leaves out what it is to leave out; together they all hold."""
        assert [entry["id"] for entry in filled("log", "list", "--json", *options.split()).json()] == ids

    def test_of_an_organization_is_for_its_owners(self, filled: CommandLine) -> None:
        """An owner sees what happened there, whoever did it; a member does not."""
        shown = filled("--as", "hubot", "log", "list", "--org", "acme", "--json")
        assert [entry["id"] for entry in shown.json()] == [5, 3, 2]
        refused = filled("log", "list", "--org", "acme")
        assert (refused.code, refused.stdout) == (5, "")

    def test_without_events_says_so(self, cli: CommandLine) -> None:
        """No table without a row."""
        shown = cli("log", "list")
        assert (shown.code, shown.stdout, shown.stderr) == (0, "", "There is no such event in the log.\n")

    def test_refuses_what_is_no_date(self, cli: CommandLine) -> None:
        """The option is named."""
        refused = cli("log", "list", "--until", "2026-02-30")
        assert refused.code == 2
        assert "--until: “2026-02-30” is no date. Write a day as 2026-01-31." in refused.stderr


class TestExport:
    def test_writes_json_lines_the_oldest_first(self, filled: CommandLine) -> None:
        """One object a line, as `list --json` has it."""
        lines = filled("log", "export").stdout.splitlines()
        assert [json.loads(line) for line in lines] == filled("log", "list", "--json").json()[::-1]

    def test_to_a_file_of_ones_own(self, filled: CommandLine, tmp_path: Path) -> None:
        """The file is readable by its owner alone, and nothing goes to standard output."""
        path = tmp_path / "log.jsonl"
        done = filled("log", "export", "--output", str(path), "--actor", "mona")
        assert (done.code, done.stdout, done.stderr) == (0, "", f"Wrote 3 events to {path}.\n")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == [1, 2, 3]

    def test_never_over_a_file(self, filled: CommandLine, tmp_path: Path) -> None:
        """What is there stays as it is, and so does where a link leads."""
        path, link = tmp_path / "log.jsonl", tmp_path / "link"
        path.write_text("mine")
        link.symlink_to(tmp_path / "nowhere")
        for name in (path, link):
            refused = filled("log", "export", "--output", str(name))
            assert (refused.code, refused.stderr) == (1, f"{name} is there already. Choose another name.\n")
        assert path.read_text() == "mine"
        assert not (tmp_path / "nowhere").exists()

    def test_into_a_folder_that_is_not_there(self, filled: CommandLine, tmp_path: Path) -> None:
        """A sentence, no crash."""
        refused = filled("log", "export", "--output", str(tmp_path / "no" / "log.jsonl"))
        assert refused.code == 1
        assert "cannot be written: No such file or directory" in refused.stderr

    def test_leaves_nothing_half_written(self, filled: CommandLine) -> None:
        """Where the disk is full, no part of a file stays."""
        if not os.path.exists("/dev/full"):
            pytest.skip("needs /dev/full")
        refused = filled("log", "export", "--output", "/dev/full")
        assert refused.code == 1


class TestVerify:
    def test_whole(self, filled: CommandLine) -> None:
        """The sentence on standard output, exit code 0."""
        shown = filled("log", "verify")
        assert (shown.code, shown.stdout, shown.stderr) == (0, "The log is whole: 5 entries.\n", "")

    def test_empty(self, cli: CommandLine) -> None:
        """A log without a chain is not broken."""
        shown = cli("log", "verify")
        assert (shown.code, shown.stdout) == (0, "The log has no chain yet. The next event begins it.\n")

    @pytest.mark.parametrize(
        ("statement", "words", "json_part"),
        [
            (
                "UPDATE events SET actor = 'hubot' WHERE id = 2",
                "Entry 2 was edited.",
                {"fault": "edited", "entry": 2, "entries": 1},
            ),
            (
                "DELETE FROM events WHERE id = 3",
                "Entry 3 was dropped.",
                {"fault": "dropped", "entry": 3, "entries": 2},
            ),
            (
                "DELETE FROM events WHERE id > 3",
                "Entries 4 to 5 were dropped.",
                {"fault": "dropped", "entry": 4, "until": 5},
            ),
            (
                "UPDATE events SET id = 9 WHERE id = 1",
                "Entry 1 was moved; it stands at 9 now.",
                {"fault": "moved", "entry": 1, "moved_to": 9},
            ),
        ],
    )
    def test_names_the_first_that_is_wrong(
        self, filled: CommandLine, statement: str, words: str, json_part: dict[str, object]
    ) -> None:
        """Exit code 1, in words and in values."""
        tamper(filled, statement)
        shown = filled("log", "verify")
        assert (shown.code, shown.stdout) == (1, words + "\n")
        told = filled("log", "verify", "--json")
        assert told.code == 1
        assert told.json() == told.json() | json_part | {"whole": False}

    def test_without_the_key(self, filled: CommandLine, tmp_path: Path) -> None:
        """A clear error; `new-key` makes another, and then what cannot be checked is told."""
        key = str(tmp_path / "other.key")
        refused = filled("log", "verify", PAT_TUI_LOG_KEY=key)
        assert (refused.code, refused.stdout) == (4, "")
        assert refused.stderr.startswith(f"The key of the security log is missing: {tmp_path / 'other.key'}.")
        assert filled("token", "create", "--name", "x", PAT_TUI_LOG_KEY=key).code == 4
        made = filled("log", "new-key", PAT_TUI_LOG_KEY=key)
        assert made.code == 0
        assert str(tmp_path / "other.key") in made.stderr
        assert filled("log", "new-key", PAT_TUI_LOG_KEY=key).code == 4
        assert filled("token", "create", "--name", "x", PAT_TUI_LOG_KEY=key).code == 0
        shown = filled("log", "verify", PAT_TUI_LOG_KEY=key)
        expected = "Entries 1 to 5 were sealed with another key and cannot be checked.\n"
        assert (shown.code, shown.stdout) == (1, expected)


class TestPrune:
    @pytest.fixture
    def idle(self, cli: CommandLine) -> CommandLine:
        """Two tokens that nobody has used for a year, one of each user, and one that is a day younger."""
        cli("token", "create", "--name", "old", "--expires", "never")
        cli("--as", "hubot", "token", "create", "--name", "his", "--expires", "never")
        cli.clock.advance(timedelta(days=1))
        cli("token", "create", "--name", "younger", "--expires", "never")
        cli.clock.advance(timedelta(days=364))
        return cli

    def test_removes_them_with_an_event_each(self, idle: CommandLine) -> None:
        """The ids are the data; the log says who did it and why."""
        done = idle("prune")
        assert (done.code, done.stdout.split()) == (0, ["1", "2"])
        assert done.stderr == "Removed “old” of mona.\nRemoved “his” of hubot.\n"
        assert [row["name"] for row in idle("token", "list", "--json").json()] == ["younger"]
        entry = idle("log", "list", "--json", "--limit", "1").json()[0]
        assert (entry["action"], entry["actor"]) == ("personal_access_token.destroy", "pat-tui[bot]")
        assert entry["explanation"] == "Unused for a year: never used, created 2026-01-15T12:00:00Z"
        assert idle("log", "verify").code == 0

    def test_dry_run_removes_nothing(self, idle: CommandLine) -> None:
        """It names what would go, and leaves it."""
        before = idle.rows("SELECT id FROM fine_grained_tokens")
        told = idle("prune", "--dry-run", "--json").json()
        assert [(each["id"], each["name"], each["user"]) for each in told] == [(1, "old", "mona"), (2, "his", "hubot")]
        assert told[0]["removal_at"] == "2027-01-15T12:00:00Z"
        assert idle.rows("SELECT id FROM fine_grained_tokens") == before

    def test_nothing_to_do(self, cli: CommandLine) -> None:
        """It says so."""
        assert cli("prune").stderr == "There is no token that nobody has used for a year.\n"
        assert cli("prune", "--json").json() == []

    def test_every_start_does_it_and_says_so(self, idle: CommandLine) -> None:
        """Another command finds them gone."""
        shown = idle("token", "list", "--json")
        assert [row["name"] for row in shown.json()] == ["younger"]
        assert "Removed the token “old” of mona: nobody has used it for a year." in shown.stderr

    def test_locked_store_waits_for_the_next_start(self, idle: CommandLine) -> None:
        """Who only reads is not kept from it."""
        database = idle.database()
        database.connection.execute("BEGIN IMMEDIATE")
        try:
            shown = idle("token", "list", "--json", PAT_TUI_LOG_KEY="/nonexistent/log.key")
        finally:
            database.close()
        assert shown.code == 0
        assert len(shown.json()) == 2


def test_the_list_announces_what_is_about_to_go(cli: CommandLine) -> None:
    """The word in the table, the sentence on standard error, the instant in JSON; `show` says it too."""
    cli("token", "create", "--name", "idle", "--expires", "never")
    cli.clock.advance(timedelta(days=334))
    assert "Unused" not in cli("token", "list").stdout
    cli.clock.advance(timedelta(days=1))
    shown = cli("token", "list")
    assert "  Unused  " in shown.stdout
    assert shown.stderr == "1 token is removed within 30 days, unless used.\n"
    assert cli("token", "list", "--json").json()[0]["removal_at"] == "2027-01-15T12:00:00Z"
    assert "2027-01-15 12:00 UTC, unless used before" in cli("token", "show", "idle").stdout
