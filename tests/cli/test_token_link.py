"""`pat-tui token link`, and which arguments open the interface with a form that is filled in."""

import pytest

from pat_tui.main import interface_options
from tests.cli.conftest import CommandLine, Outcome

PAGE = "https://github.com/settings/personal-access-tokens/new"


def test_of_options(cli: CommandLine) -> None:
    """The link alone goes to standard output."""
    made = cli(
        "token", "link", "--name", "ci", "--permission", "contents=read", "--owner", "acme", "--expires", "never"
    )
    assert made == Outcome(0, f"{PAGE}?name=ci&target_name=acme&expires_in=none&contents=read\n", "")


def test_of_a_token(cli: CommandLine) -> None:
    """What a link cannot hold is said on standard error; --json has it too."""
    assert cli("token", "create", "--name", "ci", "--all-repos", "--permission", "issues=write").code == 0
    url = f"{PAGE}?name=ci&expires_in=30&issues=write"
    said = "A link cannot hold the repository access; whoever opens it chooses that."
    assert cli("token", "link", "ci") == Outcome(0, f"{url}\n", f"{said}\n")
    assert cli("token", "link", "1", "--json").json() == {"url": url, "left_out": [said]}


def test_of_a_classic_token(cli: CommandLine) -> None:
    """--classic makes the other form's link, of options or of a token, with the minimum set of scopes."""
    page = "https://github.com/settings/tokens/new"
    said = "A link for a token (classic) cannot hold the expiration."
    made = cli("token", "link", "--classic", "--note", "CI", "--scope", "repo", "--scope", "repo:status")
    assert made == Outcome(0, f"{page}?description=CI&scopes=repo\n", f"{said}\n")
    assert cli("token", "create", "--classic", "--note", "old", "--scope", "gist").code == 0
    like = cli("token", "link", "--classic", "old", "--json")
    assert like.json() == {"url": f"{page}?description=old&scopes=gist", "left_out": [said]}
    for wrong, code in ((["--scope", "gone"], 1), (["--note", "x" * 256], 1), ([], 2), (["old", "--note", "x"], 2)):
        assert cli("token", "link", "--classic", *wrong).code == code


def test_of_a_date(cli: CommandLine) -> None:
    """It becomes whole days, which is said."""
    made = cli("token", "link", "--expires", "2026-01-20")
    assert made.stdout == f"{PAGE}?expires_in=5\n"
    assert made.stderr.startswith("A link counts whole days: 2026-01-20 became 5 days")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--name", "x" * 41], "name was ignored: It is too long: 41 of at most 40 characters."),
        (["--expires", "999d"], "--expires: Choose an expiration from 1 day to 366 days."),
        (["--permission", "nonsense=read"], "Unknown and ignored: nonsense."),
        (["--owner", "no body"], "Cannot find the specified resource owner: no body"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else None,
)
def test_what_no_link_could_say_is_refused(cli: CommandLine, arguments: list[str], said: str) -> None:
    """Exit code 1, and no link."""
    assert cli("token", "link", *arguments) == Outcome(1, "", f"{said}\n")


@pytest.mark.parametrize("arguments", [[], ["ci", "--name", "x"], ["a", "b"]], ids=str)
def test_wrong_usage(cli: CommandLine, arguments: list[str]) -> None:
    """A token or options, and neither both nor none."""
    assert cli("token", "link", *arguments).code == 2


def test_of_a_token_that_is_not_there(cli: CommandLine) -> None:
    """Exit code 3."""
    assert cli("token", "link", "ci") == Outcome(3, "", "mona has no token ci.\n")


def test_the_base_is_a_setting(cli: CommandLine) -> None:
    """PAT_TUI_LINK_BASE takes an address, and nothing that is none."""
    made = cli("token", "link", "--name", "x", PAT_TUI_LINK_BASE="https://ghe.example/")
    assert made.stdout == "https://ghe.example/settings/personal-access-tokens/new?name=x&expires_in=30\n"
    for wrong in ("ghe.example", "https://", "https://x?", "https://x\x1b", "file:///etc"):
        assert cli("token", "link", "--name", "x", PAT_TUI_LINK_BASE=wrong).code == 2


@pytest.mark.parametrize(
    "link", ["?name=x", "https://github.com/settings/tokens/new?scopes=repo", "HTTP://x", "/settings/tokens/new", "?"]
)
def test_a_link_opens_the_interface(link: str) -> None:
    """It is no noun, wherever it stands among the interface's options; beside anything else the command line tells."""
    assert interface_options([link]) == {"LINK": link}
    assert interface_options([link, "--demo", "--theme=nord"]) == {"LINK": link, "--demo": "--demo", "--theme": "nord"}
    assert interface_options(["--demo", "?name=a", link]) == {"--demo": "--demo", "LINK": link}
    assert interface_options(["token", link]) is None
    assert interface_options([link, "--wrong"]) is None


@pytest.mark.parametrize("word", ["name=x", "settings", "httpx", "ftp://x", "/etc", "-?"])
def test_other_words_open_nothing(word: str) -> None:
    """They are left to the command line."""
    assert interface_options([word]) is None
