"""The command as a whole: help, global options, exit codes, crashes."""

from collections.abc import Iterator

import click
import pytest

from pat_tui import __version__
from pat_tui.cli.main import command, run
from pat_tui.domain import errors
from pat_tui.domain.errors import MailRefused, NeedsVerifiedAddress, PatTuiError, SignOnRequired
from pat_tui.exit_codes import CODES, ExitCode, exit_code
from pat_tui.main import interface_options
from pat_tui.settings import Settings
from pat_tui.wiring import Services
from tests.cli.conftest import CommandLine


def _commands(group: click.Group = command, path: str = "pat-tui") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        child = group.get_command(context, name)
        assert child is not None
        yield f"{path} {name}", child
        if isinstance(child, click.Group):
            yield from _commands(child, f"{path} {name}")


COMMANDS = [("pat-tui", command), *_commands()]
NAMES = [path for path, _command in COMMANDS]


def test_the_help_fits_and_tells_of_the_interface(cli: CommandLine) -> None:
    """`pat-tui --help` fits 80 by 24 with its prompt, names every noun and says what happens without one."""
    shown = cli("--help")
    lines = shown.stdout.splitlines()
    assert (shown.code, shown.stderr) == (0, "")
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert "Without a noun the interface opens." in shown.stdout
    nouns = lines[len(lines) - lines[::-1].index("") :]
    named = {noun for line in nouns for noun in line[2:21].replace(",", " ").split()}
    assert named == set(command.list_commands(click.Context(command)))


@pytest.mark.parametrize(("path", "found"), COMMANDS, ids=NAMES)
def test_everything_is_explained(path: str, found: click.Command) -> None:
    """Every command and every option has a help sentence."""
    sentences = {path: found.help, f"{path}, short": found.get_short_help_str(80)}
    for parameter in found.get_params(click.Context(found)):
        if isinstance(parameter, click.Option):
            sentences[f"{path} {parameter.opts[0]}"] = parameter.help
    assert [name for name, text in sentences.items() if not text or not text[0].isupper() or text[-1] != "."] == []


@pytest.mark.parametrize(("path", "found"), COMMANDS, ids=NAMES)
def test_help_of_every_command(cli: CommandLine, path: str, found: click.Command) -> None:
    """Each command's help opens without a store and stays within 80 columns."""
    shown = cli(*path.split()[1:], "--help", PAT_TUI_DB="/dev/null/nowhere")
    assert shown.code == 0
    assert shown.stdout.startswith(f"Usage: {path} ")
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_no_option_takes_a_secret() -> None:
    """Arguments are seen by every process of the machine: none is meant to hold a secret, and none is asked for."""
    options = [option for _path, found in COMMANDS for option in found.params if isinstance(option, click.Option)]
    words = {opt.lstrip("-") for option in options for opt in option.opts}
    assert not words & {"token", "secret", "password", "hash"}
    assert not [option.name for option in options if option.prompt or option.hide_input]


def test_the_version(cli: CommandLine) -> None:
    """--version is one line of data."""
    assert cli("--version").stdout == f"pat-tui {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["pat"], ["token"], ["token", "forget"], ["--wrong"], [""], ["--db"], ["--"], ["token", "list", "extra"]],
    ids=" ".join,
)
def test_wrong_usage(cli: CommandLine, arguments: list[str]) -> None:
    """What is no command exits with 2, tells how it is used, and writes no data."""
    wrong = cli(*arguments)
    assert (wrong.code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith(("Usage: pat-tui", "Error: "))


def test_wrong_usage_reaches_the_terminal_harmless(cli: CommandLine) -> None:
    """A mistyped noun gives the terminal no command."""
    assert "\x1b" not in cli("\x1b]0;x\x07").stderr


def test_what_the_command_line_gets() -> None:
    """Only the interface's own options open it; all else comes here, and is explained here."""
    assert interface_options([]) == {}
    options = {"--db": "x", "--as": "mona", "--theme": "github-dark", "--demo": "--demo"}
    assert interface_options(["--db", "x", "--as=mona", "--theme", "github-dark", "--demo"]) == options
    for arguments in (["token"], ["--help"], ["--version"], ["--demo=1"], ["--db"], ["--wrong"], ["--demo", "x"]):
        assert interface_options(arguments) is None


def test_db_goes_before_the_environment(cli: CommandLine) -> None:
    """--db names the store; without it PAT_TUI_DB does."""
    other = cli.store.with_name("other.db")
    assert cli("--db", str(other), "user", "list").code == 0
    assert other.exists()
    elsewhere = cli.store.with_name("elsewhere.db")
    assert len(cli("user", "list", "--json", PAT_TUI_DB=str(elsewhere)).json()) == 1
    assert len(cli(f"--db={cli.store}", "user", "list", "--json", PAT_TUI_DB=str(elsewhere)).json()) == 2


def test_who_acts(cli: CommandLine) -> None:
    """--as outweighs PAT_TUI_AS, which outweighs the store's first user."""
    assert cli("token", "list").stderr.startswith("mona ")
    assert cli("token", "list", PAT_TUI_AS="hubot").stderr.startswith("hubot ")
    assert cli("--as", "MONA", "token", "list", PAT_TUI_AS="hubot").stderr.startswith("mona ")


@pytest.mark.parametrize(
    ("login", "code", "error"),
    [
        ("gone", 3, "There is no user gone. Add one with: pat-tui user add gone --email ADDRESS\n"),
        ("go\x1bne", 3, "There is no user go\ufffdne. Add one with: pat-tui user add go\ufffdne --email ADDRESS\n"),
        ("\udcff", 3, "There is no user \ufffd. Add one with: pat-tui user add \ufffd --email ADDRESS\n"),
        ("ACME", 5, "acme is an organization; only a user can act.\n"),
    ],
    ids=ascii,
)
def test_who_cannot_act(cli: CommandLine, login: str, code: int, error: str) -> None:
    """A missing user is not found, an organization is not permitted."""
    refused = cli("--as", login, "token", "create", "--name", "ci")
    assert (refused.code, refused.stdout, refused.stderr) == (code, "", error)


def test_an_empty_login_lets_nobody_else_act(cli: CommandLine) -> None:
    """`--as ""`, as an unset variable makes it, is wrong usage rather than the first user."""
    assert cli("--as", "", "token", "list").code == 2


def test_demo_is_a_world_of_its_own(cli: CommandLine) -> None:
    """--demo leaves the store alone, is full of tokens, and is gone afterwards."""
    before = cli.store.read_bytes()
    assert len(cli("--demo", "token", "list", "--json").json()) > 30
    assert cli("--demo", "token", "create", "--name", "ci").code == 0
    assert cli.store.read_bytes() == before


def test_demo_has_no_other_store(cli: CommandLine) -> None:
    """--demo with --db would make a token that is nowhere: refused."""
    refused = cli("--demo", "--db", "x.db", "token", "list")
    assert refused.code == 2
    assert "leave out --db" in refused.stderr


def test_a_setting_that_makes_no_sense(cli: CommandLine) -> None:
    """A broken environment variable is told in a sentence, and is wrong usage."""
    refused = cli("token", "list", PAT_TUI_CLIPBOARD_SECONDS="soon")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr == "PAT_TUI_CLIPBOARD_SECONDS must be a number of seconds from 0 to 3600.\n"


def test_every_error_has_its_exit_code() -> None:
    """Each kind of error that pat-tui knows is in the map, with the code that the README promises."""
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PatTuiError)}
    assert set(CODES) == kinds - {PatTuiError, NeedsVerifiedAddress, MailRefused}
    assert {kind.__name__: int(code) for kind, code in CODES.items()} == {
        "SettingsError": 2,
        "InvalidInput": 1,
        "Ambiguous": 1,
        "SignOnRequired": 1,
        "Taken": 1,
        "NotFound": 3,
        "StoreError": 4,
        "AlreadyDecided": 1,
        "Forbidden": 5,
        "MailNotSetUp": 1,
        "MailError": 75,
        "HandOverFailed": 1,
    }
    assert exit_code(NeedsVerifiedAddress()) is ExitCode.FORBIDDEN
    assert exit_code(MailRefused()) is ExitCode.MAIL
    assert exit_code(SignOnRequired("acme", {})) is ExitCode.REFUSED
    assert exit_code(PatTuiError("some other")) is ExitCode.REFUSED


def test_a_crash_is_one_sentence_and_a_log(cli: CommandLine) -> None:
    """What nobody foresaw shows no traceback: it lies in the crash log, for the owner alone, without tokens."""
    secret = cli("token", "create", "--name", "ci").stdout.strip()

    def broken(_settings: Settings) -> Services:
        raise RuntimeError(f"cannot use {secret}")

    crashed = cli("token", "list", build=broken)
    assert (crashed.code, crashed.stdout) == (70, "")
    assert crashed.stderr == (f"pat-tui failed in a way that it did not foresee. What is known stands in {cli.log}.\n")
    assert "RuntimeError: cannot use pattui_pat_***" in cli.log.read_text()
    assert secret not in cli.log.read_text()
    assert cli.log.stat().st_mode & 0o777 == 0o600


def test_a_crash_without_a_log(cli: CommandLine) -> None:
    """Where no log can be written, the kind of error is told instead."""

    def broken(_settings: Settings) -> Services:
        raise RuntimeError("private")

    crashed = cli("token", "list", build=broken, PAT_TUI_LOG="/dev/null/log")
    assert crashed.code == 70
    assert crashed.stderr == "pat-tui failed in a way that it did not foresee (RuntimeError).\n"


def test_an_error_with_a_file_is_a_crash(cli: CommandLine) -> None:
    """Trouble with some file is not taken for trouble with standard output."""

    def broken(_settings: Settings) -> Services:
        raise OSError(28, "No space left on device", "/somewhere")

    assert cli("token", "list", build=broken).code == 70


def test_an_interrupt_is_quiet(cli: CommandLine) -> None:
    """Ctrl+C ends with 130, without a traceback and without data."""

    def interrupted(_settings: Settings) -> Services:
        raise KeyboardInterrupt

    ended = cli("token", "list", build=interrupted)
    assert (ended.code, ended.stdout, ended.stderr.strip()) == (130, "", "")


def test_no_standard_error_is_no_crash(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With standard error closed the exit code still tells."""
    monkeypatch.setenv("PAT_TUI_DB", str(cli.store))
    monkeypatch.setattr("sys.stderr", None)
    assert run(["token", "show", "gone"]) == 3
    assert run(["token", "forget"]) == 2
