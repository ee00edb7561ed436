"""`pat-tui settings`: the list, its origins, the file it makes, and the keys."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pat_tui.settings_table import SETTINGS
from pat_tui.tui.actions import ACTIONS
from tests.cli.conftest import ROOT, CommandLine, environment, process


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings file is, for a test that may write it."""
    path = tmp_path / "config" / "pat-tui" / "settings.toml"
    path.parent.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return path


def write(file: Path, text: str) -> None:
    """Write the settings, for their owner alone."""
    file.write_text(text)
    file.chmod(0o600)


class TestList:
    def test_every_setting(self, cli: CommandLine, file: Path) -> None:
        """A row each, with value and origin: option, variable, line of the file, default."""
        write(file, 'theme = "nord"\n\n[smtp]\nhost = "mail.example.com"\nfrom = "a@example.com"\n')
        shown = cli("--as", "mona", "settings", PAT_TUI_CLIPBOARD_SECONDS="9")
        assert (shown.code, shown.stderr) == (0, "")
        rows = {line.split()[0]: line.split(maxsplit=2)[1:] for line in shown.stdout.splitlines()}
        assert list(rows) == ["SETTING", *(setting.name for setting in SETTINGS)]
        assert rows["acting"] == ["--as", "mona"]
        assert rows["theme"] == ["settings.toml:1", "nord"]
        assert rows["smtp.host"] == ["settings.toml:4", "mail.example.com"]
        assert rows["clipboard_seconds"] == ["PAT_TUI_CLIPBOARD_SECONDS", "9"]
        assert rows["store"] == ["PAT_TUI_DB", str(cli.store)]
        assert rows["plain"] == ["default", "false"]
        assert rows["language"] == ["default", "-"]
        assert cli("settings", "list").stdout == cli("settings").stdout

    def test_as_json(self, cli: CommandLine, file: Path) -> None:
        """An object each, with the whole path of the file and the variable that goes before it."""
        write(file, 'plain = true\n[keys]\n"tokens.sort" = ["z", "/"]\ntokens.filter = "f"\n')
        found = {each["id"]: each for each in cli("settings", "--json").json()}
        assert cli("settings", "list", "--json").json() == list(found.values())
        assert found["plain"] == {
            "id": "plain",
            "value": True,
            "source": "file",
            "place": str(file),
            "line": 1,
            "variable": "PAT_TUI_PLAIN",
        }
        assert found["keys.tokens.sort"] == {
            "id": "keys.tokens.sort",
            "value": ["z", "/"],
            "source": "file",
            "place": str(file),
            "line": 3,
            "variable": "PAT_TUI_KEYS",
        }
        default = {"source": "default", "place": None, "line": None}
        assert found["theme"] == {"id": "theme", "value": None, **default, "variable": "PAT_TUI_THEME"}
        assert "keys" not in found

    def test_hides_secrets(self, cli: CommandLine, file: Path) -> None:
        """The password is three stars; where there is none, nothing is."""
        assert "***" not in cli("settings").stdout
        write(file, '[smtp]\nhost = "a"\nfrom = "a@example.com"\nuser = "mona"\npassword = "hunter2"\n')
        shown, as_json = cli("settings"), cli("settings", "--json")
        assert "smtp.password       settings.toml:5  ***" in shown.stdout
        found = {each["id"]: each for each in as_json.json()}
        assert (found["smtp.password"]["value"], found["smtp.password"]["variable"]) == ("***", None)
        assert "hunter2" not in shown.stdout + shown.stderr + as_json.stdout + as_json.stderr

    def test_the_option_goes_after_the_verb(self, cli: CommandLine) -> None:
        """`--json` before a verb would be lost, and is refused."""
        assert cli("settings", "--json", "path").code == 2

    def test_opens_no_store(self, cli: CommandLine) -> None:
        """The settings can be listed where the store cannot be opened."""
        assert cli("settings", PAT_TUI_DB="/dev/null/nowhere").code == 0

    def test_is_as_the_readme_shows(self, cli: CommandLine, file: Path) -> None:
        """Its example of a file gives the rows of its example of a list."""
        text = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Settings\n")[1]
        write(file, text.split("```toml\n")[1].split("```")[0])
        command, *expected = text.split("```\n$ ")[1].split("```")[0].splitlines()
        words = command.removeprefix("pat-tui ").split()
        shown = cli(*words, PAT_TUI_DB="", XDG_DATA_HOME="/home/mona/.local/share").stdout.splitlines()
        assert [row.split() for row in expected] == [
            row.split() for row in shown if row.split() in map(str.split, expected)
        ]


class TestBroken:
    def test_together(self, cli: CommandLine, file: Path) -> None:
        """Settings that need each other are told where one is missing, in the list, too."""
        write(file, "[smtp]\nport = 25\n")
        refused = cli("settings")
        assert (refused.code, refused.stdout) == (2, "")
        assert refused.stderr.startswith(f"{file}:2: smtp.host must name the mail server.\n")

    @pytest.mark.parametrize("arguments", [["settings"], ["settings", "keys"], ["user", "list"]], ids=" ".join)
    def test_ends_everything(self, cli: CommandLine, file: Path, arguments: list[str]) -> None:
        """With 2 and a sentence a mistake; nothing is written, not even a store."""
        write(file, 'thme = "nord"\n[keys]\ntokens.sort = "pgdn"\n')
        store = cli.store.with_name("new.db")
        refused = cli("--db", str(store), *arguments)
        assert (refused.code, refused.stdout) == (2, "")
        assert [line.removeprefix(f"{file}:")[:2] for line in refused.stderr.splitlines()] == ["1:", "3:"]
        assert not store.exists()

    def test_conflicts_too(self, cli: CommandLine, file: Path) -> None:
        """Keys that contradict each other end a command as they end the interface."""
        write(file, '[keys]\ntokens.sort = "n"\n')
        refused = cli("user", "list")
        assert refused.code == 2
        assert refused.stderr.startswith(f"{file}:2: keys.tokens.sort and tokens.generate would share n on one page.")

    def test_is_found_all_the_same(self, cli: CommandLine, file: Path) -> None:
        """`path` tells where the broken file is."""
        write(file, "[")
        assert (cli("settings", "path").code, cli("settings", "path").stdout) == (0, f"{file}\n")

    def test_help_needs_no_settings(self, cli: CommandLine, file: Path) -> None:
        """Nor does the version."""
        write(file, "[")
        assert (cli("--help").code, cli("--version").code) == (0, 0)

    def test_leaves_the_crash_log_where_it_is_usually(self, cli: CommandLine, file: Path) -> None:
        """A crash with settings that broke meanwhile is told without a log."""

        def broken(_settings: object) -> object:
            write(file, "[")
            raise RuntimeError

        assert "did not foresee (RuntimeError)" in cli("user", "list", build=broken).stderr  # type: ignore[arg-type]


class TestPath:
    def test_without_a_file(self, cli: CommandLine, file: Path) -> None:
        """The path is data; that nothing is there yet is talk."""
        shown = cli("settings", "path")
        assert (shown.code, shown.stdout) == (0, f"{file}\n")
        assert shown.stderr == "There is no such file. `pat-tui settings init` makes it.\n"

    def test_of_another_file(self, cli: CommandLine, tmp_path: Path) -> None:
        """PAT_TUI_CONFIG names it."""
        assert cli("settings", "path", PAT_TUI_CONFIG="/a/b.toml").stdout == "/a/b.toml\n"


class TestInit:
    def test_writes_what_changes_nothing(self, cli: CommandLine, file: Path) -> None:
        """The file is its owner's alone and has every setting, as a comment."""
        before = cli("settings").stdout
        made = cli("settings", "init")
        assert (made.code, made.stdout, made.stderr.startswith(f"Wrote {file}.")) == (0, "", True)
        assert file.stat().st_mode & 0o777 == 0o600
        assert cli("settings").stdout == before

    def test_has_examples_that_work(self, cli: CommandLine, file: Path) -> None:
        """With every comment taken away it is in order, and sets everything."""
        cli("settings", "init")
        text = re.sub(r"^# (?=[\w.]+ = )", "", file.read_text(), flags=re.MULTILINE)
        write(file, text)
        found = cli("settings", "--json", PAT_TUI_DB="", PAT_TUI_LOG="")
        assert found.code == 0, found.stderr
        assert {each["source"] for each in found.json()} == {"file"}
        assert {each["id"] for each in found.json()} > {setting.name for setting in SETTINGS} - {"keys"}
        assert set(tomllib.loads(text)) == {setting.name.partition(".")[0] for setting in SETTINGS}

    def test_never_over_another(self, cli: CommandLine, file: Path) -> None:
        """What is there stays, were it only a link to nothing."""
        write(file, "plain = true\n")
        refused = cli("settings", "init")
        assert (refused.code, refused.stderr) == (1, f"{file} is there already, and stays.\n")
        assert file.read_text() == "plain = true\n"
        file.unlink()
        file.symlink_to(file.with_name("elsewhere"))
        assert cli("settings", "init").code == 1
        assert not file.with_name("elsewhere").exists()

    def test_where_it_cannot_be(self, cli: CommandLine) -> None:
        """A folder that cannot be made is told."""
        refused = cli("settings", "init", PAT_TUI_CONFIG="/dev/null/settings.toml")
        assert refused.code == 1
        assert refused.stderr.startswith("/dev/null/settings.toml cannot be written: ")


class TestKeys:
    def test_every_action(self, cli: CommandLine, file: Path) -> None:
        """A row each: id, keys as they are written in the settings, words."""
        write(file, '[keys]\ntokens.sort = ["z", "F5"]\n')
        shown = cli("settings", "keys")
        lines = shown.stdout.splitlines()
        assert [line.split()[0] for line in lines] == ["ACTION", *ACTIONS]
        assert next(line for line in lines if line.startswith("tokens.sort ")).split(maxsplit=3)[1:3] == ["z,", "f5"]
        assert "Explain this page and its keys." in next(line for line in lines if line.startswith("app.help "))

    def test_as_json(self, cli: CommandLine, file: Path) -> None:
        """An object each, with the keys of its own and those that it has by default."""
        write(file, '[keys]\ntokens.filter = ["z", "F5"]\n')
        found = {each["id"]: each for each in cli("settings", "keys", "--json").json()}
        assert found["tokens.filter"] == {
            "id": "tokens.filter",
            "keys": ["z", "f5"],
            "default_keys": ["/"],
            "label": "Filter",
            "description": "Show only tokens that hold a text.",
        }
        assert found["list.up"]["label"] is None


@pytest.mark.parametrize("arguments", [["user", "list"], ["settings", "path"]], ids=" ".join)
def test_without_a_file_no_toml_is_loaded(cli: CommandLine, arguments: list[str]) -> None:
    """Where there is no settings file, what reads one stays away."""
    script = "import sys; from pat_tui.cli.main import run; run(sys.argv[1:]); print([*sys.modules])"
    loaded = _modules(script, arguments, cli)
    assert not loaded & {
        "tomllib",
        "pat_tui.settings_file",
        "pat_tui.tui.actions",
        "pat_tui.key_names",
        "pat_tui.key_settings",
    }


def test_the_command_lists_keys_without_textual(cli: CommandLine) -> None:
    """The table of actions is read, and nothing of the interface behind it."""
    script = "import sys; from pat_tui.cli.main import run; run(['settings', 'keys']); print([*sys.modules])"
    assert not any(name.partition(".")[0] == "textual" for name in _modules(script, [], cli))


def _modules(script: str, arguments: list[str], cli: CommandLine) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment(PAT_TUI_DB=str(cli.store)),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(re.findall(r"'([\w.]+)'", done.stdout.splitlines()[-1]))


def test_a_process_says_it_before_it_does_anything(tmp_path: Path) -> None:
    """The interface, too, ends with 2 and the sentence, in a terminal or out of one."""
    (tmp_path / "settings.toml").write_text("plain = 1\n")
    ended = process("user", "list", PAT_TUI_CONFIG=str(tmp_path / "settings.toml"), PAT_TUI_DB=str(tmp_path / "s.db"))
    assert (ended.code, ended.stderr) == (2, f"{tmp_path}/settings.toml:1: plain must be true or false.\n")
    assert os.listdir(tmp_path) == ["settings.toml"]
