"""The settings: file, environment, options, defaults, what is wrong with them, and what the README says of them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.errors import SettingsError
from pat_tui.mail_settings import Security
from pat_tui.settings import Found, Settings, Source, config_path, load, resolve
from pat_tui.settings_file import LARGEST_FILE, statement_lines
from pat_tui.settings_table import SETTINGS, Setting
from tests.e2e.interface import Home, Interface

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
Write = Callable[[str], dict[str, str]]

GOOD: dict[str, tuple[str, str, Any]] = {
    "store": ('"/a/s.db"', "/b/s.db", Path("/b/s.db")),
    "log": ('"/a/crash.log"', "/b/crash.log", Path("/b/crash.log")),
    "log_key": ('"/a/log.key"', "/b/log.key", Path("/b/log.key")),
    "repositories": ('"/a/repositories"', "/b/repositories", Path("/b/repositories")),
    "acting": ('"mona"', "hubot", "hubot"),
    "theme": ('"github-light"', "nord", "nord"),
    "language": ('"fr"', "zh_CN", "zh_CN"),
    "plain": ("true", "no", False),
    "clipboard_seconds": ("30", "0", 0),
    "link_base": ('"https://a.example.com"', "https://b.example.com/", "https://b.example.com"),
    "gateway_url": ('"http://a.example.com"', "https://b.example.com:8020/", "https://b.example.com:8020"),
    "smtp.host": ('"a.example.com"', "b.example.com", "b.example.com"),
    "smtp.from": ('"a@example.com"', "b@example.com", "b@example.com"),
    "smtp.security": ('"tls"', "starttls", Security.STARTTLS),
    "smtp.port": ("2525", "25", 25),
    "smtp.user": ('"mona"', "hubot", "hubot"),
    "smtp.password_file": ('"/a/password"', "/b/password", Path("/b/password")),
    "smtp.ca_file": ('"/a/ca.pem"', "/b/ca.pem", Path("/b/ca.pem")),
}
"""What a file says, what a variable says, and what the variable comes to."""


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Writes a settings file, its owner's alone, and returns the environment that names it."""

    def write(text: str) -> dict[str, str]:
        file = tmp_path / "settings.toml"
        file.write_text(text)
        file.chmod(0o600)
        return {"PAT_TUI_CONFIG": str(file)}

    return write


def _line_of(name: str, value: str) -> str:
    table, _dot, last = name.rpartition(".")
    return f"[{table}]\n{last} = {value}\n" if table else f"# a comment\n{last} = {value}\n"


def _where(found: Found) -> tuple[str, str, int]:
    return found.origin.source.value, Path(found.origin.place).name, found.origin.line


class TestPrecedence:
    @pytest.mark.parametrize("name", GOOD)
    def test_each_in_the_file(self, written: Write, name: str) -> None:
        """The file sets it, and the origin is its line."""
        found = resolve(written(_line_of(name, GOOD[name][0])))
        assert _where(found[name]) == ("file", "settings.toml", 2)
        assert [other for other, each in found.items() if each.origin.source is not Source.DEFAULT] == [name]

    @pytest.mark.parametrize("setting", [each for each in SETTINGS if each.name in GOOD], ids=lambda each: each.name)
    def test_each_in_the_environment(self, written: Write, setting: Setting) -> None:
        """A variable goes before the file; an empty one is none."""
        in_file, text, value = GOOD[setting.name]
        environ = written(_line_of(setting.name, in_file))
        found = resolve({**environ, setting.variable: text})[setting.name]
        assert (found.value, _where(found)) == (value, ("environment", setting.variable, 0))
        assert resolve({**environ, setting.variable: ""})[setting.name].origin.source is Source.FILE

    @pytest.mark.parametrize("setting", [each for each in SETTINGS if each.option], ids=lambda each: each.name)
    def test_each_option(self, written: Write, setting: Setting) -> None:
        """An option goes before the variable; an empty one is none."""
        in_file, text, value = GOOD[setting.name]
        environ = {**written(_line_of(setting.name, in_file)), setting.variable: text}
        found = resolve(environ, {setting.name: text})[setting.name]
        assert (found.value, _where(found)) == (value, ("option", setting.option, 0))
        assert resolve(environ, {setting.name: None})[setting.name].origin.source is Source.ENVIRONMENT

    def test_nothing_is_set(self) -> None:
        """Then every value is a default, and no mail is set up."""
        assert {each.origin.source for each in resolve({}).values()} == {Source.DEFAULT}
        assert load({}) == Settings(load({}).store, load({}).log, log_key=load({}).log_key)

    def test_every_setting_is_tried_here(self) -> None:
        """Apart from the password, which has no variable, and keys, which are a table."""
        assert {setting.name for setting in SETTINGS} - set(GOOD) == {"smtp.password", "keys"}


class TestKeys:
    def test_in_both_notations(self, written: Write) -> None:
        """An id may stand in quotes or not; keys are told by characters and names alike."""
        environ = written('[keys]\ntokens.sort = "o"\n"tokens.filter" = [\n  "?",\n  "F5",\n]\n')
        keys = load(environ).keys
        assert {action_id: found.value for action_id, found in keys.items()} == {
            "tokens.sort": ("o",),
            "tokens.filter": ("question_mark", "f5"),
        }
        assert [_where(found)[2] for found in keys.values()] == [2, 3]

    def test_from_the_environment(self, written: Write) -> None:
        """PAT_TUI_KEYS changes those that it names and leaves the others to the file."""
        environ = written('[keys]\ntokens.sort = "o"\ntokens.filter = "f"\n')
        keys = load({**environ, "PAT_TUI_KEYS": "tokens.sort=z,ctrl+x; app.quit=x"}).keys
        assert {action_id: (found.value, _where(found)) for action_id, found in keys.items()} == {
            "tokens.sort": (("z", "ctrl+x"), ("environment", "PAT_TUI_KEYS", 0)),
            "tokens.filter": (("f",), ("file", "settings.toml", 3)),
            "app.quit": (("x",), ("environment", "PAT_TUI_KEYS", 0)),
        }

    @pytest.mark.parametrize("text", ["tokens.sort", "tokens.sort=", "sort=o", "tokens.sort=nokey", "a.b=x;a.b=y"])
    def test_wrong_from_the_environment(self, text: str) -> None:
        """What cannot be read is refused by the variable's name."""
        with pytest.raises(SettingsError, match=r"^PAT_TUI_KEYS must name actions with their keys"):
            load({"PAT_TUI_KEYS": text})


class TestTheFile:
    def test_is_in_the_config_home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """XDG_CONFIG_HOME moves it; PAT_TUI_CONFIG names another one."""
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        assert config_path({}) == tmp_path / "pat-tui" / "settings.toml"
        assert config_path({"PAT_TUI_CONFIG": "/a/b.toml"}) == Path("/a/b.toml")
        (tmp_path / "pat-tui").mkdir()
        (tmp_path / "pat-tui" / "settings.toml").write_text('theme = "nord"\n')
        assert load({}).theme == "nord"

    def test_that_is_named_must_be_there(self, tmp_path: Path) -> None:
        """The usual one may be missing; one that somebody has named may not."""
        with pytest.raises(SettingsError, match=r"PAT_TUI_CONFIG names .*none\.toml, which is not there"):
            load({"PAT_TUI_CONFIG": str(tmp_path / "none.toml")})

    def test_may_be_empty_and_begin_with_a_mark(self, written: Write) -> None:
        """Editors leave such things: a byte order mark, lines that end in two characters."""
        assert load(written("")) == load({})
        assert load(written('\ufefftheme = "nord"\r\nplain = true\r\n')).plain

    def test_sets_mail(self, written: Write) -> None:
        """The table [smtp] is the mail server; what the file and the environment say goes together."""
        environ = written('smtp = { host = "a.example.com", from = "a@example.com", security = "tls" }\n')
        mail = load({**environ, "PAT_TUI_SMTP_HOST": "b.example.com"}).mail
        assert mail is not None
        assert (mail.host, mail.sender, mail.security, mail.port) == (
            "b.example.com",
            "a@example.com",
            Security.TLS,
            465,
        )

    def test_knows_the_home(self, written: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        """A path may begin with `~`."""
        monkeypatch.setenv("HOME", "/home/mona")
        assert load(written('repositories = "~/r"\n')).repositories == Path("/home/mona/r")


MAIL = '[smtp]\nhost = "a.example.com"\nfrom = "a@example.com"\nuser = "mona"\n'


def test_the_examples_know_nobody_of_ones_own(written: Write) -> None:
    """The login in the file is of the person's own store; in that of `--demo`, option and variable count."""
    environ = written('acting = "mona"\n')
    assert load(environ, demo=True).acting is None
    assert load(environ).acting == "mona"
    assert load({**environ, "PAT_TUI_AS": "alan"}, demo=True).acting == "alan"
    assert load(environ, {"acting": "alan"}, demo=True).acting == "alan"


class TestSecrets:
    def test_in_a_file_of_ones_own(self, written: Write) -> None:
        """A password may stand in the file, and is in no representation of the settings."""
        found = load(written(MAIL + 'password = "hunter2"\n'))
        assert found.mail is not None
        assert found.mail.password == "hunter2"
        assert "hunter2" not in repr(found)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
    def test_in_a_file_that_others_read(self, written: Write, mode: int) -> None:
        """Then it is refused with its line; a file without a secret may have any mode."""
        environ = written(MAIL + 'password = "hunter2"\n')
        os.chmod(environ["PAT_TUI_CONFIG"], mode)
        with pytest.raises(SettingsError, match=r"settings.toml:5: smtp.password is a secret.*chmod 600") as raised:
            load(environ)
        assert "hunter2" not in str(raised.value)
        environ = written(MAIL.replace("user", "# user"))
        os.chmod(environ["PAT_TUI_CONFIG"], mode)
        assert load(environ).mail is not None

    def test_in_a_file_of_their_own(self, written: Write) -> None:
        """Where both are given, the password's own file goes before the password."""
        found = load(written(MAIL + 'password = "hunter2"\npassword_file = "/run/password"\n')).mail
        assert found is not None
        assert found.password_file == Path("/run/password")


WRONG = {
    "unknown": ("thme = 1", "thme is no setting (did you mean theme?)."),
    "unknown, unlike any": ("xyzzy = 1", "xyzzy is no setting. `pat-tui settings init`"),
    "unknown in a table": ("smtp.hots = 1", "smtp.hots is no setting (did you mean smtp.host?)."),
    "outside its table": ('password_file = "/a"', "password_file is no setting (did you mean smtp.password_file?)."),
    "unknown table": ("[nothing]", "nothing is no setting."),
    "a table for a value": ("theme.dark = 1", "theme.dark is no setting (did you mean theme?)."),
    "a value for a table": ('smtp = "a"', "smtp is a table: write [smtp] on a line of its own"),
    "a value for keys": ('keys = "a"', "keys is a table: write [keys] on a line of its own"),
    "many tables": ("[[smtp]]", "smtp is a table: write [smtp]"),
    "a relative path": ('store = "s.db"', "store must be a whole path, beginning with / or ~, in quotes."),
    "the home of nobody": ('log = "~nobody-of-that-name/l"', "log must be a whole path"),
    "no text": ("theme = 1", "theme must be a line of text, in quotes."),
    "an empty text": ('acting = ""', "acting must be a line of text, in quotes."),
    "no language": ('language = "Deutsch, bitte"', "language must be one of en, zh_CN, fr, ru."),
    "no switch": ("plain = 1", "plain must be true or false."),
    "a switch in quotes": ('plain = "true"', "plain must be true or false."),
    "a number in quotes": ('clipboard_seconds = "45"', "clipboard_seconds must be a number of seconds from 0 to 3600."),
    "a switch for a number": ("clipboard_seconds = true", "clipboard_seconds must be a number of seconds"),
    "too many seconds": ("clipboard_seconds = 3601", "clipboard_seconds must be a number of seconds"),
    "no address": ('link_base = "github.com"', "link_base must be an address such as https://github.com."),
    "no host": ('smtp.host = "smtp://a"', "smtp.host must be the name or the address of a host."),
    "no sender": ('smtp.from = "mona"', "smtp.from must be the e-mail address that mails come from."),
    "no security": ('smtp.security = "ssl"', "smtp.security must be starttls, tls or none."),
    "no port": ("smtp.port = 0", "smtp.port must be a number from 1 to 65535."),
    "a file without a host": ("smtp.port = 25", "smtp.host must name the mail server."),
    "no key": ("keys.tokens.sort = 1", "keys.tokens.sort must be a key in quotes, or a list of them."),
    "no keys": ("keys.tokens.sort = []", "keys.tokens.sort must be a key in quotes, or a list of them."),
    "an unknown key": (
        'keys.tokens.sort = "pgdn"',
        "keys.tokens.sort: there is no key “pgdn” (did you mean pagedown?).",
    ),
    "an unknown key, unlike any": ('keys.tokens.sort = "x y"', "keys.tokens.sort: there is no key “x y”. A key is"),
    "no TOML": ("theme = nord", "this is not TOML: Invalid value. Texts and keys stand in quotes"),
    "twice": ("plain = true\nplain = true", "this is not TOML: Cannot overwrite a value."),
    "twice, in two notations": ('"smtp.port" = 25\nsmtp.port = 25', "smtp.port stands in this file twice."),
    "an open text": ('theme = """', "this is not TOML: "),
    "too deep": ("store = " + "[" * 9000, "this is not TOML: too much."),
    "a number too long": ("clipboard_seconds = " + "9" * 5000, "this is not TOML: too much."),
}


class TestWhatIsWrong:
    @pytest.mark.parametrize("case", WRONG)
    def test_is_named_with_its_line(self, written: Write, case: str) -> None:
        """A sentence begins with file and line, and says what to do."""
        line, words = WRONG[case]
        environ = written(f'# the first line\nrepositories = "/r"\n\n{line}\n')
        with pytest.raises(SettingsError) as raised:
            load(environ)
        number = 5 if case == "twice" else 4
        assert str(raised.value).startswith(f"{environ['PAT_TUI_CONFIG']}:{number}: {words}")

    def test_is_told_all_at_once(self, written: Write) -> None:
        """In the order of the lines, so that one round mends the file."""
        environ = written('thme = 1\nplain = 1\n[smtp]\nport = ""\n')
        with pytest.raises(SettingsError) as raised:
            load(environ)
        assert [label.rpartition(":")[0][-2:] for label in raised.value.errors] == [":1", ":2", ":4"]

    def test_counts_even_where_a_variable_goes_before_it(self, written: Write) -> None:
        """A broken file is broken, whatever else is set."""
        with pytest.raises(SettingsError, match="clipboard_seconds must be"):
            load({**written("clipboard_seconds = 9999\n"), "PAT_TUI_CLIPBOARD_SECONDS": "5"})

    def test_is_harmless(self, written: Write) -> None:
        """A name that would give the terminal a command gives it none."""
        with pytest.raises(SettingsError) as raised:
            load(written('"\\u001b]0;x\\u0007" = 1\n'))
        assert "\x1b" not in str(raised.value)

    def test_no_text(self, tmp_path: Path) -> None:
        """Bytes that are no UTF-8 are told with their line."""
        file = tmp_path / "settings.toml"
        file.write_bytes(b'plain = true\ntheme = "\xff"\n')
        with pytest.raises(SettingsError, match=r"settings.toml:2: this is not text in UTF-8\."):
            load({"PAT_TUI_CONFIG": str(file)})

    def test_no_file(self, tmp_path: Path) -> None:
        """A folder, a pipe that nobody writes to, a file that is forbidden or endless: none is waited for."""
        with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
            load({"PAT_TUI_CONFIG": str(tmp_path)})
        os.mkfifo(tmp_path / "pipe")
        assert load({"PAT_TUI_CONFIG": str(tmp_path / "pipe")}) == load({})
        with pytest.raises(SettingsError, match="is longer than any settings"):
            load({"PAT_TUI_CONFIG": "/dev/zero"})
        (tmp_path / "long").write_text("#" * (LARGEST_FILE + 1))
        with pytest.raises(SettingsError, match="is longer than any settings"):
            load({"PAT_TUI_CONFIG": str(tmp_path / "long")})
        with pytest.raises(SettingsError, match="cannot be read: no such name"):
            load({"PAT_TUI_CONFIG": "a\0b"})

    @pytest.mark.parametrize("text", ["maybe", "2", "yes please"])
    def test_a_switch_in_the_environment(self, text: str) -> None:
        """Only words for yes and no are one."""
        with pytest.raises(SettingsError, match=r"^PAT_TUI_PLAIN must be true or false\.$"):
            load({"PAT_TUI_PLAIN": text})


def test_without_a_file_the_interface_loads_nothing_for_it(tmp_path: Path) -> None:
    """On the way to the first screen there is one look for the file; what reads it, and own keys, stay away."""
    script = (
        "import sys; from pat_tui import settings; import pat_tui.tui.run; found = settings.load();"
        "settings.check_keys(found); print(*sys.modules)"
    )
    environ = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environ, stdout=subprocess.PIPE, check=True)
    modules = {"tomllib", *(f"pat_tui.{name}" for name in ("settings_file", "mail_settings", "key_names"))}
    assert not modules & set(done.stdout.decode().split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain = 1\n", ":1: plain must be true or false."),
        ('[keys]\ntokens.sort = "n"\n', ":2: keys.tokens.sort and tokens.generate would share n on one page."),
    ],
)
def test_the_interface_does_not_open_on_a_broken_file(tmp_path: Path, text: str, words: str) -> None:
    """It ends with 2 and the sentence, leaves the terminal as it was, and makes no store."""
    home = Home(tmp_path / "home")
    (tmp_path / "settings.toml").write_text(text)
    interface = Interface(home, environ={"PAT_TUI_CONFIG": str(tmp_path / "settings.toml")}, cols=200)
    assert interface.exit_code() == 2
    assert f"{tmp_path}/settings.toml{words}" in interface.last_words()
    assert not home.store.exists()


@given(st.text(max_size=60))
def test_any_text_is_settings_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever a file holds, there are settings, or an error that names the file."""
    file = tmp_path_factory.mktemp("any") / "settings.toml"
    file.write_text(text, encoding="utf-8", newline="")
    errors: dict[str, str] = {}
    try:
        load({"PAT_TUI_CONFIG": str(file)})
    except SettingsError as error:
        errors = error.errors
    assert all(words.startswith(str(file)) for words in errors.values())


_STATEMENTS = st.sampled_from(
    [
        ('{0} = "a"', 1),
        ("{0} = [\n 1,\n # 2\n 3\n]", 5),
        ('{0} = """\n[smtp]\nx = 1\n"""', 4),
        ("{0} = '''\n\n'''", 3),
        ("{0}.a.b = {{ c = 1, d = [] }}", 1),
        ("\n# x = 1\n{0} = 2  # [y]", 3),
        ("{0}.a = 1", 1),
    ]
)


@given(st.lists(st.tuples(st.booleans(), _STATEMENTS), max_size=12))
def test_lines_are_those_of_the_statements(parts: "list[tuple[bool, tuple[str, int]]]") -> None:
    """Whatever stands between them, each statement's line is the one that it begins on."""
    lines, expected, table = 0, {}, ""
    text = ""
    for number, (opens, (statement, height)) in enumerate(parts):
        if opens:
            table = f"t{number}."
            text += f"[t{number}]\n"
            lines += 1
            expected[f"t{number}"] = lines
        text += statement.format(f"k{number}") + "\n"
        expected[f"{table}k{number}"] = lines + 1 + (2 if statement.startswith("\n") else 0)
        lines += height
    found = statement_lines(text)
    assert {name: line for name, line in found.items() if name in expected} == expected


def _documented() -> list[list[str]]:
    section = README.read_text(encoding="utf-8").split("\n## Settings\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def _row(setting: Setting) -> list[str]:
    elsewhere = [f"`{name}`" for name in ("" if setting.is_secret else setting.variable, setting.option) if name]
    return [f"`{setting.name}`", ", ".join(elsewhere) or "–", setting.what()]


def test_the_readme_has_every_setting() -> None:
    """Each in a row of its own, with its variable, its option and the same sentence as everywhere; and no other."""
    assert _documented() == [_row(setting) for setting in SETTINGS]
