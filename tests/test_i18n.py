"""Which language is spoken, that it is chosen before any word is, and that a text without a translation is English."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from pat_tui import i18n
from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _, ngettext, pgettext, translated
from pat_tui.main import interface_options, language
from pat_tui.settings import load
from tests import catalogues

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _back_to_english() -> Iterator[None]:
    yield
    i18n.use(i18n.ENGLISH)


@pytest.mark.parametrize(
    ("arguments", "environ", "spoken"),
    [
        ("", {}, "en"),
        ("", {"LANG": "fr_FR.UTF-8"}, "fr"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LANG": "POSIX"}, "en"),
        ("", {"LANG": "ru_RU@euro"}, "ru"),
        ("", {"LANG": "zh_CN.GB18030"}, "zh_CN"),
        ("", {"LANG": "zh_SG"}, "zh_CN"),
        ("", {"LANG": "zh_TW.UTF-8"}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "en"),
        ("", {"LC_MESSAGES": "ru_RU", "LANG": "fr_FR"}, "ru"),
        ("", {"LC_ALL": "C", "LC_MESSAGES": "ru_RU", "LANG": "fr_FR"}, "en"),
        ("", {"LC_ALL": "", "LANG": "fr_FR"}, "fr"),
        ("", {"PAT_TUI_LANG": "fr", "LC_ALL": "ru_RU"}, "fr"),
        ("", {"PAT_TUI_LANG": "xx", "LC_ALL": "ru_RU"}, "ru"),
        ("", {"PAT_TUI_LANG": "en", "LC_ALL": "ru_RU"}, "en"),
        ("--lang fr", {"PAT_TUI_LANG": "ru"}, "fr"),
        ("--lang=zh-Hans", {}, "zh_CN"),
        ("--lang fr --lang ru", {}, "ru"),
        ("--demo --db x --lang fr token list", {}, "fr"),
        ("--as --lang fr", {}, "en"),
        ("token create --lang fr", {}, "en"),
        ("--lang", {"LANG": "fr"}, "fr"),
        ("--lang xx", {"LANG": "fr"}, "fr"),
    ],
)
def test_which_language(arguments: str, environ: dict[str, str], spoken: str) -> None:
    """The option goes before the variable, that before the locale, of which the first that is set counts."""
    assert language(arguments.split(), environ) == spoken


def test_the_interface_takes_the_option() -> None:
    """`pat-tui --lang fr` opens the interface."""
    assert interface_options(["--lang", "fr", "--demo"]) == {"--lang": "fr", "--demo": "--demo"}


def test_an_unknown_language_is_named() -> None:
    """A variable that names no language is told off, with what there is."""
    with pytest.raises(InvalidInput, match="PAT_TUI_LANG must be one of en, zh_CN, fr, ru"):
        load({"PAT_TUI_LANG": "xx"})
    assert load({"PAT_TUI_LANG": "fr_FR"}).language == "fr"


@pytest.mark.parametrize("words", [["--lang", "xx"], ["--lang", "xx", "repo", "list"]], ids=["interface", "command"])
def test_an_unknown_option_is_a_usage_error(words: list[str]) -> None:
    """Both faces refuse it."""
    done = _pat_tui(*words)
    assert done.returncode == 2
    assert "--lang must be one of en, zh_CN, fr, ru." in done.stderr or "needs a terminal" in done.stderr


class TestCrippled:
    """A catalogue that lacks things."""

    @pytest.fixture(autouse=True)
    def _catalogue(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = Catalog(locale="ru")
        made.add("Token", "Токен")
        made.add("Emails", "")
        made.add(("{count} token", "{count} tokens"), ("{count} токен", "{count} токена", "{count} токенов"))
        made.add(("{count} key", "{count} keys"), ("{count} ключ", "", ""))
        made.add("Pages", "Сайты", context="permission")
        self.folder = tmp_path / "locale" / "ru" / "LC_MESSAGES"
        self.folder.mkdir(parents=True)
        (self.folder / "pat_tui.mo").write_bytes(catalogues.as_mo(made))
        monkeypatch.setattr(i18n, "__file__", str(tmp_path / "i18n.py"))
        i18n.use("ru")

    def test_what_is_missing_is_english(self) -> None:
        """Whether it has no entry, an empty one, or one without all its forms."""
        assert [_("Token"), _("Emails"), _("Nowhere")] == ["Токен", "Emails", "Nowhere"]
        assert [ngettext("{count} key", "{count} keys", number) for number in (1, 2)] == ["{count} key", "{count} keys"]
        assert translated("") == ""

    def test_three_plural_forms(self) -> None:
        """Russian has one for 1, 21, ..., one for 2 to 4, 22, ..., one for all others."""
        forms = [ngettext("{count} token", "{count} tokens", number).removeprefix("{count} ") for number in (21, 3, 12)]
        assert forms == ["токен", "токена", "токенов"]

    def test_a_context_keeps_words_apart(self) -> None:
        """A word may mean two things."""
        assert [pgettext("permission", "Pages"), translated("Pages", "permission"), _("Pages")] == [
            "Сайты",
            "Сайты",
            "Pages",
        ]

    @pytest.mark.parametrize("rest", [None, b"", b"not a catalogue"])
    def test_no_catalogue_at_all(self, rest: bytes | None) -> None:
        """One that is not there, or is broken, costs no more than the words."""
        (self.folder / "pat_tui.mo").unlink()
        if rest is not None:
            (self.folder / "pat_tui.mo").write_bytes(rest)
        i18n.use("ru")
        assert _("Token") == "Token"


WITHOUT_WORDS = {
    "pat_tui",
    "pat_tui.domain",
    "pat_tui.domain.errors",
    "pat_tui.i18n",
    "pat_tui.main",
    "pat_tui.settings",
    "pat_tui.settings_table",
    "pat_tui.terminal",
}
"""What has none while it is imported."""
LOADED_BEFORE = """
import json, sys
from pat_tui import i18n, main
def use(language):
    print(json.dumps([language, *sorted(name for name in sys.modules if name.startswith(("pat_tui", "gettext")))]))
    raise SystemExit
i18n.use = use
main.main()
"""
AT_IMPORT = """
import importlib, json, pkgutil, sys
from pat_tui import i18n
found = set()
def note(message, *_more):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"] == "pat_tui.i18n":
        frame = frame.f_back
    found.add(frame.f_globals["__name__"])
    return message
i18n._ = i18n.ngettext = i18n.pgettext = i18n.translated = note
import pat_tui
for module in pkgutil.walk_packages(pat_tui.__path__, "pat_tui."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(json.dumps(sorted(found)))
"""


def _pat_tui(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pat_tui", *words]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environ, check=False)


def _printed(code: str, *arguments: str, **environ: str) -> list[str]:
    command = [sys.executable, "-c", code, *arguments]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    words: list[str] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, env=environ, check=True).stdout)
    return words


@pytest.mark.parametrize("arguments", [["--demo"], ["token", "list"], ["--lang", "fr", "--help"]])
def test_nothing_with_words_is_loaded_before_the_language_is_known(arguments: list[str]) -> None:
    """Or an option's help would stay English for ever. Looking for the language loads nothing else either."""
    spoken, *loaded = _printed(LOADED_BEFORE, *arguments)
    assert spoken == ("fr" if "--lang" in arguments else "en")
    assert set(loaded) <= WITHOUT_WORDS


def test_only_the_command_line_has_words_at_import() -> None:
    """Everything else speaks the language of the moment, so that tests can change it."""
    modules = _printed(AT_IMPORT)
    assert [name for name in modules if not name.startswith(("pat_tui.cli.", "click."))] == []
    assert "pat_tui.cli.main" in modules


def test_english_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No catalogue is looked for."""
    monkeypatch.setattr(i18n, "_read", lambda language: pytest.fail(f"a catalogue for {language} was read"))
    i18n.use("en")
    assert (_("Token"), i18n.current()) == ("Token", "en")
