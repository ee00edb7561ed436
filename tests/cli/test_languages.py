"""The command line in every language, each in a process of its own: options take their words while they are defined."""

import json
import subprocess
import sys

import pytest
from rich.cells import cell_len

from pat_tui.cli import click_words
from tests.catalogues import TRANSLATED
from tests.cli.conftest import ROOT, CommandLine, environment, process

HELPS = """
import json, sys
from pat_tui import i18n
i18n.use(sys.argv[1])
import click
from pat_tui.cli.main import command
def walk(found, path):
    context = click.Context(found, info_name=path, terminal_width=80, max_content_width=80)
    yield path, found.get_help(context).splitlines()
    for name, child in getattr(found, "commands", {}).items():
        yield from walk(child, f"{path} {name}")
print(json.dumps(dict(walk(command, "pat-tui"))))
"""


@pytest.fixture(scope="module", params=TRANSLATED, name="helps")
def _helps(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """The help of every command, by the words that it is called with."""
    done = subprocess.run(
        [sys.executable, "-c", HELPS, request.param], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=True
    )
    helps: dict[str, list[str]] = json.loads(done.stdout)
    return helps


def test_help_fits(helps: dict[str, list[str]]) -> None:
    """No line of any help is wider than 80 cells, and the first one is no longer than a screen with its prompt."""
    assert [line for lines in helps.values() for line in lines if cell_len(line) > 80] == []
    assert len(helps["pat-tui"]) < 24


def test_help_is_translated(helps: dict[str, list[str]]) -> None:
    """Down to what click says of itself."""
    text = "\n".join(line for lines in helps.values() for line in lines)
    assert [word for word in ("Usage:", "Commands:", "Show this", "[default:") if word in text] == []


def test_talk(cli: CommandLine) -> None:
    """Talk and tables are in the language of the reader; JSON, and what goes into it, is not."""
    store = str(cli.store)
    french = process("user", "list", "--json", PAT_TUI_DB=store, LC_ALL="fr_FR.UTF-8")
    assert french.stdout == process("user", "list", "--json", PAT_TUI_DB=store).stdout
    listed = process("org", "list", PAT_TUI_DB=store, LC_ALL="fr_FR.UTF-8")
    assert listed.stdout.splitlines()[0].split() == ["IDENTIFIANT", "NOM"]
    refused = process("token", "show", "nothing", PAT_TUI_DB=store, PAT_TUI_LANG="fr")
    assert (refused.code, refused.stderr) == (3, "mona n’a pas de jeton nothing.\n")
    unknown = process("--lang", "fr", "token", "lst", PAT_TUI_DB=store)
    assert "Erreur\u00a0: La commande 'lst' n’existe pas." in unknown.stderr


class TestChinese:
    """What click would do wrong with wide characters."""

    def test_wraps_by_cells(self) -> None:
        """A sentence breaks between characters; the lines after the first are indented."""
        text = click_words.wrap_text("列出你的令牌。" * 4, 20, "", "  ")
        assert text == "列出你的令牌。列出\n  你的令牌。列出你的\n  令牌。列出你的令\n  牌。"
        assert click_words.wrap_text("one\n\ntwo", 20, preserve_paragraphs=True) == "one\n\ntwo"
        assert click_words.wrap_text("一\n\n二", 20, preserve_paragraphs=True) == "一\n\n二"
