"""Settings from the environment, who sits here, and the services that are built of them."""

import getpass
import stat
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from pat_tui import demo, git_identity
from pat_tui.domain.errors import InvalidInput, NotFound, StoreError
from pat_tui.services.accounts import Identity
from pat_tui.settings import Settings, load
from pat_tui.settings_table import CLIPBOARD_SECONDS
from pat_tui.store.database import Database
from pat_tui.wiring import build
from tests.worlds import FixedClock, draft, seeded_random, verify


class TestSettings:
    def test_have_defaults_in_the_users_folders(self) -> None:
        """Without any variable, the store lies in the data home, the log in the state home, nobody is named."""
        settings = load({})
        assert settings.store.parts[-3:] == ("share", "pat-tui", "store.db")
        assert settings.log.parts[-4:] == ("state", "pat-tui", "log", "crash.log")
        assert settings.log_key is not None
        assert settings.log_key.parts[-3:] == ("state", "pat-tui", "log.key")
        assert (settings.acting, settings.theme, settings.demo) == (None, None, False)
        assert settings.clipboard_seconds == CLIPBOARD_SECONDS == 45

    def test_follow_the_data_home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """XDG_DATA_HOME moves the store."""
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert load({}).store == tmp_path / "pat-tui" / "store.db"

    def test_come_from_the_environment(self) -> None:
        """Each variable sets its own field."""
        environ = {
            "PAT_TUI_DB": "/a/s.db",
            "PAT_TUI_LOG": "/a/c.log",
            "PAT_TUI_AS": "hubot",
            "PAT_TUI_THEME": "nord",
            "PAT_TUI_CLIPBOARD_SECONDS": "10",
            "PAT_TUI_LOG_KEY": "/k/log.key",
        }
        assert load(environ) == Settings(
            Path("/a/s.db"), Path("/a/c.log"), "hubot", "nord", 10, log_key=Path("/k/log.key")
        )

    def test_are_read_from_this_process_by_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Called without a mapping it is the process's environment that counts."""
        monkeypatch.setenv("PAT_TUI_AS", "hubot")
        assert load().acting == "hubot"

    def test_empty_variables_count_as_unset(self) -> None:
        """A variable that is set to nothing changes nothing."""
        names = (
            "PAT_TUI_DB",
            "PAT_TUI_LOG",
            "PAT_TUI_AS",
            "PAT_TUI_THEME",
            "PAT_TUI_CLIPBOARD_SECONDS",
            "PAT_TUI_LOG_KEY",
        )
        assert load(dict.fromkeys(names, "")) == load({})

    def test_know_the_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """`~` is one's home; the home of nobody is a name like others, not a crash."""
        monkeypatch.setenv("HOME", "/home/mona")
        assert load({"PAT_TUI_DB": "~/s.db"}).store == Path("/home/mona/s.db")
        assert load({"PAT_TUI_DB": "~nobody-of-that-name/s.db"}).store == Path("~nobody-of-that-name/s.db")

    @pytest.mark.parametrize(("text", "expected"), [("1", True), ("On", True), ("", False), ("0", False)])
    def test_choose_plain_mode(self, text: str, expected: bool) -> None:
        """By a word for yes or no."""
        assert load({"PAT_TUI_PLAIN": text}).plain is expected

    def test_refuse_what_is_neither_yes_nor_no(self) -> None:
        """The error names the variable."""
        with pytest.raises(InvalidInput, match="PAT_TUI_PLAIN must be true or false"):
            load({"PAT_TUI_PLAIN": "perhaps"})

    @pytest.mark.parametrize("text", ["0", "3600", "45"])
    def test_take_seconds_up_to_an_hour(self, text: str) -> None:
        """0 keeps the clipboard until the end, an hour is the most."""
        assert load({"PAT_TUI_CLIPBOARD_SECONDS": text}).clipboard_seconds == int(text)

    @pytest.mark.parametrize(
        "text", ["3601", "-1", "1.5", "soon", " 5", "\N{ARABIC-INDIC DIGIT FIVE}", "²", "9" * 5000]
    )
    def test_refuse_seconds_that_make_no_sense(self, text: str) -> None:
        """The error names the variable."""
        with pytest.raises(InvalidInput, match="PAT_TUI_CLIPBOARD_SECONDS must be a number of seconds from 0 to 3600"):
            load({"PAT_TUI_CLIPBOARD_SECONDS": text})

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("", "http://127.0.0.1:8020"),
            ("https://git.example/", "https://git.example"),
            ("http://[::1]:8020", "http://[::1]:8020"),
            ("https://git.example/pat/", "https://git.example/pat"),
        ],
    )
    def test_know_the_gateway(self, text: str, address: str) -> None:
        """Where `serve` listens by itself, unless it is told otherwise; without a slash at the end."""
        assert load({"PAT_TUI_GATEWAY_URL": text}).gateway_url == address

    @pytest.mark.parametrize("text", ["git.example", "ssh://x", "https://a b", "https://u:p@h", "https://h?q"])
    def test_refuse_an_address_that_makes_no_sense(self, text: str) -> None:
        """The error names the variable; an address with a user, a password or a query is none."""
        with pytest.raises(InvalidInput, match="PAT_TUI_GATEWAY_URL must be an address such as"):
            load({"PAT_TUI_GATEWAY_URL": text})


class TestIdentity:
    def test_is_gits(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """`user.name` and `user.email` come from git's configuration, the login from the system."""
        (tmp_path / ".gitconfig").write_text('[user]\n name = Mona Lisa\n email = "mona@example.com"\n')
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("LOGNAME", "mlisa")
        assert git_identity.identity() == Identity("Mona Lisa", "mona@example.com", "mlisa")

    @pytest.mark.parametrize(
        "error",
        [
            FileNotFoundError(),
            PermissionError(),
            subprocess.TimeoutExpired("git", 5),
            UnicodeDecodeError("utf-8", b"", 0, 0, ""),
        ],
    )
    def test_does_without_git(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        """Missing, forbidden, stuck or babbling git leaves name and address empty."""

        def fail(*_arguments: object, **_options: object) -> NoReturn:
            raise error

        monkeypatch.setattr(subprocess, "run", fail)
        monkeypatch.setenv("LOGNAME", "mlisa")
        assert git_identity.identity() == Identity("", "", "mlisa")

    @pytest.mark.parametrize("error", [KeyError, OSError])
    def test_does_without_a_login(self, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
        """A system that does not know who this is gives an empty login."""

        def fail() -> NoReturn:
            raise error

        monkeypatch.setattr(getpass, "getuser", fail)
        assert git_identity.identity().login == ""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a store that is not there yet."""
    return Settings(store=tmp_path / "data" / "store.db", log=tmp_path / "crash.log")


class TestBuild:
    def test_makes_store_and_user_on_the_first_run(
        self, settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is asked: the user is the one that git knows, and the second run finds it."""
        monkeypatch.setattr(git_identity, "identity", lambda: Identity("Mona Lisa", "", ""))
        with build(settings, clock=clock) as services:
            assert services.acting.login == "mona-lisa"
            verify(services)
            services.tokens.generate(draft(owner="mona-lisa"))
        monkeypatch.setattr(git_identity, "identity", lambda: Identity("Somebody Else", "", ""))
        with build(settings, clock=clock) as services:
            assert services.acting.login == "mona-lisa"
            assert services.tokens.count() == 1

    def test_acts_as_the_user_that_is_named(self, settings: Settings, clock: FixedClock) -> None:
        """`--as` chooses among the users; an unknown one is told, and the store is let go."""
        build(settings, clock=clock).__exit__(None, None, None)
        with pytest.raises(NotFound, match="There is no user someone-else"):
            build(settings._replace(acting="someone-else"), clock=clock)
        assert [file.name for file in settings.store.parent.iterdir()] == ["store.db"]

    def test_leaves_nothing_open(self, settings: Settings, clock: FixedClock) -> None:
        """After leaving the services, no log file is left beside the store."""
        with build(settings, clock=clock) as services:
            verify(services)
            services.tokens.generate(draft(owner=services.acting.login))
            assert len(list(settings.store.parent.iterdir())) == 3
        assert [file.name for file in settings.store.parent.iterdir()] == ["store.db"]

    def test_passes_on_what_is_wrong_with_the_store(self, settings: Settings) -> None:
        """A store that cannot be opened is an error of the store."""
        settings.store.mkdir(parents=True)
        with pytest.raises(StoreError, match="is not a file"):
            build(settings)


class TestThrowAwayStore:
    def test_goes_with_the_services(self, settings: Settings, clock: FixedClock) -> None:
        """`--demo` works in a closed folder of its own, which is removed; the real store is not touched."""
        with build(settings._replace(demo=True), clock=clock, random_string=seeded_random()) as services:
            folder = services.throw_away
            assert folder is not None
            assert services.settings.store == folder / "store.db"
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not folder.exists()
        assert not settings.store.exists()

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
    def test_goes_when_filling_it_fails(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
    ) -> None:
        """A start that is broken off leaves no folder behind."""

        def fail(*_arguments: object) -> NoReturn:
            raise error

        monkeypatch.setattr(demo, "fill", fail)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        with pytest.raises(error):
            build(settings._replace(demo=True))
        assert list(tmp_path.iterdir()) == []

    def test_goes_when_the_user_is_unknown(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`--demo --as nobody` tells so and cleans up."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        with pytest.raises(NotFound):
            build(settings._replace(demo=True, acting="nobody"))
        assert list(tmp_path.iterdir()) == []

    def test_is_on_no_disk_but_works_as_a_store(self, settings: Settings) -> None:
        """Not waiting for the disk is the one thing in which it differs."""
        with build(settings._replace(demo=True)) as services:
            row = services.context.database.row("PRAGMA synchronous")
            assert row is not None
            assert row[0] == 0
        database = Database(settings.store)
        row = database.row("PRAGMA synchronous")
        assert row is not None
        assert row[0] == 2
        database.close()
