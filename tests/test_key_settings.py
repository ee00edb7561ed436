"""Own keys: their names, and what they are refused for."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from pat_tui.domain.errors import SettingsError
from pat_tui.key_names import canonical, near, shown, types, written
from pat_tui.key_settings import QUESTION_KEYS, RESERVED, check, default_keys, meet
from pat_tui.settings import Found, load
from pat_tui.tui.actions import ACTIONS

TUI = Path(__file__).parent.parent / "pat_tui" / "tui"


class TestNames:
    @pytest.mark.parametrize(
        ("text", "name", "on_screen"),
        [
            ("n", "n", "n"),
            ("N", "N", "N"),
            ("?", "question_mark", "?"),
            ("/", "slash", "/"),
            ("-", "minus", "-"),
            ("+", "plus", "+"),
            ("<", "less_than_sign", "<"),
            ("[", "left_square_bracket", "["),
            (",", "comma", ","),
            (" ", "space", "Space"),
            ("т", "т", "т"),
            ("é", "é", "é"),
            ("F5", "f5", "F5"),
            ("PageUp", "pageup", "PgUp"),
            ("insert", "insert", "Ins"),
            ("question_mark", "question_mark", "?"),
            ("minus", "minus", "-"),
            ("Ctrl+X", "ctrl+x", "^x"),
            ("shift+ctrl+up", "ctrl+shift+up", "Ctrl+Shift+↑"),
            ("alt+x", "alt+x", "Alt+x"),
            ("ctrl+pageup", "ctrl+pageup", "Ctrl+PgUp"),
        ],
    )
    def test_of_keys(self, text: str, name: str, on_screen: str) -> None:
        """Characters and names lead to Textual's name, and from that to what the interface shows."""
        assert (canonical(text), shown(name)) == (name, on_screen)

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("pgdn", "pagedown"),
            ("crtl+x", "ctrl+x"),
            ("f25", "f5"),
            ("shift+a", ""),
            ("super+x", ""),
            ("ctrl+ctrl+x", ""),
            ("ctrl+", ""),
            ("ctrl++", ""),
            ("", ""),
            ("\x1b", ""),
            ("no key", ""),
        ],
    )
    def test_of_no_key(self, text: str, hint: str) -> None:
        """What is no key is refused, with a guess where there is a near one."""
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            canonical(text)
        assert near(text) == hint

    @given(st.characters(exclude_categories=("C", "Z")))
    def test_of_characters(self, typed: str) -> None:
        """A character that is taken has Textual's name, types, and is written as it was; few are not taken."""
        try:
            name = canonical(typed)
        except ValueError:
            assert not typed.isalnum()
            return
        assert name == _character_to_key(typed)
        assert types(name)
        assert canonical(written(name)) == name

    @given(st.text(max_size=12))
    def test_of_anything(self, text: str) -> None:
        """Any text is a key, or refused; what is a key is written so that it is read again."""
        try:
            name = canonical(text)
        except ValueError:
            near(text)
            return
        assert canonical(written(name)) == canonical(name) == name

    def test_of_every_default(self) -> None:
        """What the actions have by default could be written in the settings."""
        assert [key for action in ACTIONS.values() for key in default_keys(action) if canonical(key) != key] == []


def _own(text: str) -> dict[str, Found]:
    return dict(load({"PAT_TUI_KEYS": text}).keys)


REFUSED = {
    "an unknown action": ("tokens.fliter=f", "tokens.fliter is no action (did you mean tokens.filter?). `pat-tui"),
    "an action unlike any": ("xyzzy.xyzzy=f", "xyzzy.xyzzy is no action. `pat-tui settings keys` lists them."),
    "a reserved key": ("tokens.sort=enter", "tokens.sort cannot be enter: that key is reserved."),
    "a reserved key in disguise": ("tokens.sort=ctrl+i", "tokens.sort cannot be ctrl+i: that key is reserved."),
    "a key that must stay": ("page.back=b", 'page.back must keep escape, beside what you add: ["escape", "b"].'),
    "another's key": ("tokens.sort=n", "tokens.sort and tokens.generate would share n on one page."),
    "a page's key for a list": ("list.up=up,d", "list.up and requests.deny would share d on one page."),
    "a list's key for a page": ("tokens.sort=j", "tokens.sort and list.down would share j on one page."),
    "both own": ("tokens.sort=z;tokens.filter=z", "tokens.filter and tokens.sort would share z on one page."),
    "a letter of a question": ("reading.up=up,y", "reading.up cannot be y, which answers questions"),
    "a letter that works while writing": ("app.quit_anywhere=x", "app.quit_anywhere works while you write"),
    "only letters in a form": ("form.submit=z", "form.submit works in text fields"),
    "only signs for help": ("app.help=!", "app.help works in text fields"),
}


class TestRefused:
    @pytest.mark.parametrize("case", REFUSED)
    def test_is_named(self, case: str) -> None:
        """A sentence names the place and the action, and says why."""
        text, words = REFUSED[case]
        with pytest.raises(SettingsError) as raised:
            check(_own(text))
        assert f"PAT_TUI_KEYS: {words}" in next(iter(raised.value.errors.values()))

    def test_is_told_all_at_once_with_its_lines(self, tmp_path: Path) -> None:
        """In the order of the file."""
        file = tmp_path / "settings.toml"
        file.write_text('[keys]\ntokens.filter = "enter"\nno.such = "x"\ntokens.sort = "n"\n')
        with pytest.raises(SettingsError) as raised:
            check(load({"PAT_TUI_CONFIG": str(file)}).keys)
        assert [words.removeprefix(f"{file}:")[:1] for words in raised.value.errors.values()] == ["2", "3", "4"]


class TestTaken:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "tokens.sort=n;tokens.generate=s",  # changed places
            "list.open=enter,l",
            "page.back=escape,z",
            "form.submit=z,f5",
            "requests.approve=n",  # there are no requests where tokens are generated
            "picker.filter=o",
            "calendar.today=n",
            "choice.cycle=x;tick.toggle=x,enter",  # only one of them has the focus
            "tokens.tick=insert",
            "app.quit=f10;app.quit_anywhere=ctrl+x",
            "tokens.sort=[;tokens.filter=@",
        ],
    )
    def test_is_in_order(self, text: str) -> None:
        """What is not there at the same time may share a key."""
        check(_own(text))

    def test_every_default(self) -> None:
        """Whoever writes down what is there anyway changes nothing."""
        check(_own(";".join(f"{action.id}={action.keys}" for action in ACTIONS.values())))


def test_where_each_action_is_known() -> None:
    """The table of what is there at the same time knows each action; one that it does not know meets all."""
    assert meet("app.quit", "no.such")
    assert [one for one in ACTIONS if all(meet(one, other) for other in ACTIONS)] == ["app.quit_anywhere", "page.back"]


def test_no_default_is_out_of_reach() -> None:
    """No action needs the keys that want AltGr on many keyboards."""
    keys = {key for action in ACTIONS.values() for key in default_keys(action)}
    assert not keys & {canonical(sign) for sign in "[]{}@"}
    assert not {one for one, other in combinations(sorted(RESERVED), 2) if one == other}


def test_the_keys_of_questions_are_known() -> None:
    """The letters that dialogs of the interface confirm with are those that own keys keep away from."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in TUI.rglob("*.py"))
    assert set(re.findall(r"\bkey=\"(\w)\"|Question\([^\n]*\"(\w)\"\)", source)) == {
        *((key, "") for key in "lyu"),
        *(("", key) for key in "ug"),
    }
    assert set("lyug") == QUESTION_KEYS
