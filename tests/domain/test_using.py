"""The lines that use a token: whole, without a secret, and safe to paste whatever names are like."""

import re
import shlex

import pytest

from pat_tui.domain.using import Recipe, recipes

ADDRESS = "http://127.0.0.1:8020"


def line(name: str, address: str = ADDRESS, login: str = "mona", repository: str = "mona/app") -> str:
    """The command of the recipe of that name."""
    return next(each.command for each in recipes(address, login, repository) if each.id == name)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("clone", "git clone http://mona@127.0.0.1:8020/mona/app"),
        ("remote", "git remote set-url origin http://mona@127.0.0.1:8020/mona/app"),
        ("cache", "git config --global credential.http://127.0.0.1:8020.helper 'cache --timeout=3600'"),
        (
            "approve",
            "printf 'url=%s\\nusername=%s\\n%s\\n\\n' http://127.0.0.1:8020 mona"
            ' "password=$TOKEN" | git credential approve',
        ),
        ("variable", "IFS= read -rs TOKEN && export TOKEN"),
        ("gh", 'GH_HOST=127.0.0.1:8020 GH_ENTERPRISE_TOKEN="$TOKEN" gh api user'),
    ],
)
def test_lines(name: str, command: str) -> None:
    """Each is one line that a shell takes as it stands."""
    assert line(name) == command


@pytest.mark.parametrize("address", [ADDRESS, "https://git.example", "https://git.example/base/"])
def test_no_line_has_a_secret_in_an_address(address: str) -> None:
    """The token stands for itself as $TOKEN, and never between a colon and an @."""
    for recipe in recipes(address, "mona", "mona/app"):
        assert not re.search(r"://[^/ ]*:[^/ ]*@", recipe.command)
        assert "\n" not in recipe.command
        assert recipe.title
        assert recipe.note
    assert line("clone", address) == f"git clone {address.rstrip('/').replace('://', '://mona@')}/mona/app"


def test_names_that_a_shell_would_obey_are_quoted() -> None:
    """Another program may have written the store: such a name stays one word, and harmless."""
    words = shlex.split(line("clone", repository="mona/a;$(x) \x1b'b"))
    assert words == ["git", "clone", "http://mona@127.0.0.1:8020/mona/a;$(x) \ufffd'b"]
    assert " '$(x)' " in line("approve", login="$(x)")


def test_alternatives_come_last() -> None:
    """What the documentation prefers: gh, Git Credential Manager, SSH, Apps, Actions' token, secrets, 1Password."""
    found = recipes(ADDRESS, "mona", "mona/app")
    flags = [recipe.is_alternative for recipe in found]
    assert flags == sorted(flags)
    assert [recipe.id for recipe in found if recipe.is_alternative] == [
        "github-cli",
        "credential-manager",
        "ssh",
        "github-app",
        "actions-token",
        "actions-secret",
        "password-manager",
    ]
    assert len({recipe.id for recipe in found}) == len(found)


def test_gh_is_told_to_want_https() -> None:
    """Over http the note says what to do; over https it does not."""

    def note(address: str) -> str:
        return next(recipe.note for recipe in recipes(address, "mona", "mona/app") if recipe.id == "gh")

    assert "--tls-self-signed" in note(ADDRESS)
    assert "--tls-self-signed" not in note("https://git.example")


def test_a_recipe_is_a_value() -> None:
    """Two of the same words are the same."""
    assert Recipe("a", "b", "c", "d") == Recipe("a", "b", "c", "d")
