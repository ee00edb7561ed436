"""How a token is named: by id, name, or its last characters; wherever a TOKEN stands."""

import pytest

from tests.cli.conftest import CommandLine


def _make(cli: CommandLine, name: str, *kind: str) -> str:
    made = cli("token", "create", *kind, "--note" if kind else "--name", name)
    assert made.code == 0, made.stderr
    return made.stdout.strip()


@pytest.mark.parametrize(("kind", "field"), [([], "name"), (["--classic"], "note")], ids=["fine-grained", "classic"])
def test_three_names(cli: CommandLine, kind: list[str], field: str) -> None:
    """Id, name and the last eight or four characters name the same token."""
    secret = _make(cli, "ci", *kind)
    for text in ("1", "ci", secret[-8:], secret[-4:], secret[-5:]):
        assert cli("token", "show", text, "--json", *kind).json()[field] == "ci"
    for text in (secret[-3:], secret[-9:], secret[-8:-4], secret):
        assert cli("token", "show", text, *kind).code == 3


@pytest.mark.parametrize(
    "verb",
    ["show {}", "edit {} --description x", "regenerate {}", "duplicate {} --name copy", "delete {} --yes", "link {}",
     "sso {}", "can {} clone mona/app"],
)  # fmt: skip
def test_the_last_four_name_it_everywhere(cli: CommandLine, verb: str) -> None:
    """Every verb that is about a token takes them."""
    last_four = _make(cli, "ci")[-4:]
    done = cli("token", *verb.format(last_four).split())
    assert done.code == (1 if verb.startswith("can") else 0), done.stderr


def test_a_name_outweighs_last_characters(cli: CommandLine) -> None:
    """Fewer than eight last characters count only where nothing is called so."""
    secret = _make(cli, "ci")
    _make(cli, secret[-4:])
    assert cli("token", "show", secret[-4:], "--json").json()["id"] == 2


def test_candidates_are_told(cli: CommandLine) -> None:
    """What names several tokens changes none; each is told with what tells it from the others."""
    first, second = _make(cli, "first"), _make(cli, "1")
    refused = cli("token", "delete", "1", "--yes")
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[1:] == [
        f"  1  first, which ends in {first[-8:]}",
        f"  2  1, which ends in {second[-8:]}",
    ]
    assert len(cli("token", "list", "--json").json()) == 2


def test_an_owner_is_told_whose_the_candidates_are(cli: CommandLine) -> None:
    """Tokens of several users may have the same name."""
    for login in ("mona", "hubot"):
        cli("--as", login, "token", "create", "--name", "ci", "--owner", "octo-labs")
    refused = cli("org", "revoke", "octo-labs", "ci")
    assert refused.code == 1
    assert "  1  ci, of mona, which ends in " in refused.stderr
    assert "  2  ci, of hubot, which ends in " in refused.stderr


def test_the_other_kind(cli: CommandLine) -> None:
    """A name of the other kind is read without the flag, and never changed without it; a number never crosses over."""
    secret = _make(cli, "hub", "--classic")
    assert cli("token", "show", "hub", "--json").json()["note"] == "hub"
    assert cli("token", "show", secret[-8:]).code == 0
    assert cli("token", "show", "1").code == 3
    for verb in ("delete hub --yes", "regenerate hub", "edit hub --description x"):
        refused = cli("token", *verb.split())
        assert (refused.code, refused.stderr) == (
            3,
            "mona has no token hub. A classic one is called so: add --classic.\n",
        )
    assert cli("token", "can", "hub", "clone", "mona/app").code == 1


def test_nobody_elses(cli: CommandLine) -> None:
    """Another user's token has no name here."""
    secret = _make(cli, "ci")
    for text in ("1", "ci", secret[-8:], secret[-4:]):
        assert cli("--as", "hubot", "token", "show", text).code == 3
