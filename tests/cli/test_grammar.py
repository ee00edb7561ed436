"""The grammar that all commands keep: help, exit codes, `--quiet`, `--json` with its schema, data apart from talk."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from pat_tui.cli.main import command
from pat_tui.cli.schemas import SCHEMAS, VERSION, schema_of
from pat_tui.cli.token_group import TokenGroup
from tests.cli.command_cases import CASES, Case
from tests.cli.conftest import ROOT, CommandLine, Outcome
from tests.public_keys import ed25519

WITHOUT_JSON = {"log export", "log new-key", "serve", "completion", "schema", "settings path", "settings init"}
"""These write lines of JSON, nothing, an address, a script, JSON as it is, and paths."""


def _leaves(group: click.Group = command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        child = group.get_command(context, name)
        assert child is not None
        if isinstance(child, click.Group):
            yield from _leaves(child, f"{path}{name} ")
            continue
        yield f"{path}{name}", child
        if isinstance(group, TokenGroup) and (classic := group.classic_command(name)) is not None:
            yield f"{path}{name} --classic", classic


LEAVES = dict(_leaves())
RUNNING = {name: case for name, case in CASES.items() if case.done and name != "log new-key"}


class Grammar:
    """Runs the ways of a case in a folder of its own."""

    def __init__(self, cli: CommandLine, folder: Path) -> None:
        self._cli, self._folder = cli, folder
        self._stdin = "no token\n"

    def __call__(self, words: str, *more: str) -> Outcome:
        """Run WORDS."""
        found = words.format(folder=self._folder, store=self._cli.store)
        config = str(self._folder / "config")
        return self._cli(*shlex.split(found), *more, stdin=self._stdin, XDG_CONFIG_HOME=config)

    def prepare(self, case: Case) -> None:
        """Make what CASE needs."""
        for words in case.before:
            made = self(words)
            assert made.code == 0, (words, made)
            self._stdin = made.stdout


@pytest.fixture
def run(cli: CommandLine, tmp_path: Path) -> Grammar:
    """The command line, with a key and a repository in the folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "id.pub").write_text(ed25519())
    subprocess.run(["git", "init", "--quiet", "--bare", folder / "work.git"], check=True)
    return Grammar(cli, folder)


def _closed(schema: Any) -> Any:
    """SCHEMA without room for fields that it does not name, so that none is forgotten."""
    if isinstance(schema, dict):
        closed = {name: _closed(value) for name, value in schema.items()}
        return closed | {"additionalProperties": False} if "properties" in schema else closed
    return [_closed(each) for each in schema] if isinstance(schema, list) else schema


def _ways(way: str) -> list[str]:
    return [name for name, case in CASES.items() if getattr(case, way)]


def test_every_command_is_in_the_table() -> None:
    """The table of these tests names every command there is, and no other."""
    assert set(CASES) == set(LEAVES)


def test_every_command_that_has_data_has_json() -> None:
    """`--json` is an option of each but the few that write no data of that kind; and each has a schema."""
    with_json = {name for name, leaf in LEAVES.items() if any("--json" in option.opts for option in leaf.params)}
    assert with_json == set(LEAVES) - WITHOUT_JSON
    assert set(SCHEMAS) == with_json | {"log export"}


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_can_be_quiet(name: str) -> None:
    """`--quiet` is an option of each."""
    assert any("--quiet" in option.opts for option in LEAVES[name].params)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    """Each is a valid schema with an id of its own, which holds the version."""
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith(f"urn:pat-tui:schema:{VERSION}:")
    assert len({schema_of(each)["$id"] for each in SCHEMAS}) == len(SCHEMAS)


@pytest.mark.parametrize("name", RUNNING)
def test_done(run: Grammar, name: str) -> None:
    """Success is 0. No colour goes where there is no terminal, and with `--quiet` no talk at all."""
    run.prepare(CASES[name])
    done = run(CASES[name].done, "--quiet")
    assert (done.code, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("name", [name for name in RUNNING if name not in WITHOUT_JSON])
def test_json_fits_its_schema(run: Grammar, name: str) -> None:
    """What `--json` writes is what the schema says, without a field that it does not name."""
    run.prepare(CASES[name])
    done = run(CASES[name].done, "--json")
    assert done.code == 0, done.stderr
    schema = schema_of(name)
    written = done.json()
    Draft202012Validator(schema).validate(written)
    if name != "log list":  # whose events have fields of their own
        Draft202012Validator(_closed(schema)).validate(written)


def test_json_lines_fit_their_schema(run: Grammar) -> None:
    """Each line of an export is an event."""
    run.prepare(CASES["log export"])
    lines = run("log export").stdout.splitlines()
    assert lines
    for line in lines:
        Draft202012Validator(schema_of("log export")).validate(json.loads(line))


def test_the_other_shapes_of_can_and_status(run: Grammar) -> None:
    """The matrix, refusals of both kinds and the session with one organization fit, too."""
    for words in ("token create --name ci", "token create --classic --note hub", "org policy octo-labs --sso required"):
        run(words)
    for name, words in (
        ("token can", "token can ci --matrix"),
        ("token can", "token can ci push mona/app"),
        ("token can", "token can hub push mona/app --classic"),
        ("token can", "token can ci GET /nowhere"),
        ("org sso status", "org sso status octo-labs"),
        ("org active", "org active octo-labs"),
    ):
        Draft202012Validator(_closed(schema_of(name))).validate(run(words, "--json").json())


@pytest.mark.parametrize("name", _ways("refused"))
def test_refused(run: Grammar, name: str) -> None:
    """What a rule forbids exits with 1."""
    run.prepare(CASES[name])
    words = CASES[name].refused
    if name == "token verify":
        run("token delete ci --yes")
        words = "token verify"
    refused = run(words)
    assert refused.code == 1, refused
    assert name.startswith("token list") or refused.stderr


@pytest.mark.parametrize("name", _ways("missing"))
def test_not_found(run: Grammar, name: str) -> None:
    """What is not there exits with 3 and a sentence, and writes no data."""
    run.prepare(CASES[name])
    missing = run(CASES[name].missing)
    assert (missing.code, missing.stdout) == (3, "")
    assert missing.stderr


@pytest.mark.parametrize("name", _ways("forbidden"))
def test_forbidden(run: Grammar, name: str) -> None:
    """What the acting user may not do exits with 5 and a sentence, and writes no data."""
    run.prepare(CASES[name])
    forbidden = run(CASES[name].forbidden)
    assert (forbidden.code, forbidden.stdout) == (5, "")
    assert forbidden.stderr


@pytest.mark.parametrize("name", LEAVES)
def test_wrong_usage(run: Grammar, name: str) -> None:
    """An option that nobody knows exits with 2, says how the command is used, and writes no data."""
    wrong = run(name, "--no-such-option")
    assert (wrong.code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("Usage: pat-tui ")


@pytest.mark.parametrize("name", [name for name, case in RUNNING.items() if case.opens])
def test_store_trouble(run: Grammar, cli: CommandLine, name: str) -> None:
    """With a store that is none, each command that needs it exits with 4 and a sentence, and writes no data."""
    cli.store.write_bytes(b"these are not the tables you are looking for" * 100)
    trouble = run(CASES[name].done)
    assert (trouble.code, trouble.stdout) == (4, ""), trouble


def test_the_readme_names_every_command() -> None:
    """Its table has a row a noun, with every verb."""
    rows = re.findall(r"^\| `([a-z-]+)` \|([^|]*)\|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {f"{noun} {verb}".strip() for noun, verbs in rows for verb in re.findall(r"`([a-z -]+)`", verbs)}
    named |= {noun for noun, verbs in rows if "`" not in verbs}
    assert {name.removesuffix(" --classic") for name in LEAVES} <= named


def test_quiet_stands_before_the_noun_as_well(cli: CommandLine) -> None:
    """`pat-tui --quiet` is the same; errors are told all the same."""
    assert cli("--quiet", "token", "create", "--name", "ci").stderr == ""
    assert cli("--quiet", "token", "show", "gone").stderr == "mona has no token gone.\n"
    assert cli("token", "create", "--name", "next").stderr != ""


def test_schema_is_written(cli: CommandLine) -> None:
    """`pat-tui schema` lists the commands, and writes the schema of one, of either kind."""
    assert cli("schema").stdout.split("\n")[:-1] == sorted(SCHEMAS)
    assert cli("schema", "token", "list").json() == schema_of("token list")
    assert cli("schema", "token", "list", "--classic").json() == schema_of("token list --classic")
