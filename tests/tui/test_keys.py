"""Keys of one's own in the interface, and keyboards of other languages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from textual.command import CommandPalette
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from pat_tui import i18n
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import SsoState
from pat_tui.key_settings import check, meet
from pat_tui.settings import load
from pat_tui.tui.actions import ACTIONS
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.keyboards import at_its_french_place, at_its_place
from pat_tui.tui.keys import key_of, keys_of
from pat_tui.tui.places import CLASSIC_TOKENS, EMAILS, ENTERPRISE, ORGANIZATIONS, SECURITY_LOG
from pat_tui.tui.screens.configure_sso import ConfigureSsoDialog
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.help import HelpScreen
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.screens.what_it_may import WhatItMayScreen
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.services.classic_worlds import new
from tests.snapshots import Snapshot
from tests.sso_worlds import demand
from tests.tui.classic_pages import open_list
from tests.tui.label_states import STATES
from tests.tui.pages import Driver, add_past, generate, keys_shown, notices, on, open_form, settle, until, words

SIZE = (80, 24)
OWN = "tokens.generate=insert;tokens.sort=z,f5;app.menu=f10;app.help=b,f1;list.down=down,ctrl+n;token.delete=D"
Make = Callable[[str], PatTuiApp]


@pytest.fixture
def with_keys(services: Services) -> Make:
    """Makes the interface with own keys, as PAT_TUI_KEYS has them."""

    def make(text: str) -> PatTuiApp:
        own = load({"PAT_TUI_KEYS": text}).keys
        check(own)
        return PatTuiApp(replace(services, settings=services.settings._replace(keys=own)))

    return make


class TestOwn:
    async def test_work(self, with_keys: Make, services: Services) -> None:
        """They do what the usual ones did, and those do nothing any more."""
        add_past(services)
        async with with_keys(OWN).run_test(size=SIZE) as pilot:
            await pilot.press("n", "s", "m", "d")
            on(pilot, TokensScreen)
            assert not isinstance(pilot.app.focused, Sidebar)
            for key in ("z", "f5"):
                await pilot.press(key)
                on(pilot, ChooseDialog)
                await pilot.press("escape")
            await pilot.press("D")
            on(pilot, ConfirmDialog)
            await pilot.press("escape", "f10")
            assert isinstance(pilot.app.focused, Sidebar)
            await pilot.press("escape", "insert")
            on(pilot, TokenFormScreen)

    async def test_for_lists(self, with_keys: Make, services: Services) -> None:
        """Each key of several moves, in lists and dialogs alike."""
        add_past(services)
        async with with_keys(OWN).run_test(size=SIZE) as pilot:
            page = on(pilot, TokensScreen)
            await pilot.press("ctrl+n", "down", "j")
            assert page._list.cursor == 2

    async def test_stand_in_the_footer_in_the_usual_order(self, with_keys: Make, services: Services) -> None:
        """Each at the place that its action has there."""
        add_past(services)
        async with with_keys(OWN).run_test(size=(170, 24)) as pilot:
            assert keys_shown(pilot).startswith("⏎ Open  Ins Generate  e Edit  D Delete  / Filter")
            assert "z Sort  x Group  F10 Menu" in keys_shown(pilot)
            assert keys_shown(pilot).endswith("b Help")

    async def test_are_pressed_by_a_click(self, with_keys: Make, services: Services) -> None:
        """A click on one in the footer does the same."""
        add_past(services)
        async with with_keys(OWN).run_test(size=SIZE) as pilot:
            await pilot.click(KeyBar, offset=(keys_shown(pilot).index("Ins") + 1, 0))
            await settle(pilot)
            on(pilot, TokenFormScreen)

    async def test_that_type_are_not_offered_in_a_field(self, with_keys: Make) -> None:
        """There the letter is typed, and the footer shows what works."""
        async with with_keys("app.help=b,f1;form.submit=z,f5").run_test(size=SIZE) as pilot:
            form = await open_form(pilot)
            form.query_one("#name", Input).focus()
            await pilot.press("b", "z")
            assert form.query_one("#name", Input).value == "bz"
            assert keys_shown(pilot).endswith("F5 Generate  F1 Help")
            await pilot.press("f5")
            on(pilot, ConfirmDialog)

    async def test_stand_in_the_help(self, with_keys: Make, services: Services, snapshot: Snapshot) -> None:
        """The list has own keys, and says why the texts may name others. Seen: D, z F5, F10, b F1."""
        add_past(services)
        async with with_keys(OWN).run_test(size=SIZE) as pilot:
            await settle(pilot)  # the line about what ends soon has a key of its own
            await pilot.press("b")
            on(pilot, HelpScreen)
            await pilot.press("end")
            await snapshot(pilot, "help-own-keys")
            assert "z F5 Sort by creation" in words(pilot)

    async def test_no_word_of_them_without(self, app: PatTuiApp) -> None:
        """The help of who has chosen none does not speak of them."""
        async with app.run_test(size=(80, 60)) as pilot:
            await pilot.press("question_mark")
            assert "keys of your own" not in words(pilot)

    async def test_stand_in_the_palette(self, with_keys: Make, services: Services) -> None:
        """Behind what each does."""
        add_past(services)
        app = with_keys(OWN)
        async with app.run_test(size=SIZE):
            said = {command.title: command.help for command in app.get_system_commands(app.screen)}
            assert said["Generate"] == "Generate a new token. (Ins)"
            assert said["Sort"] == "Sort by creation, name, last use or expiry. (z F5)"
            assert said["Edit"].endswith("(e)")

    async def test_stand_in_hints(self, with_keys: Make) -> None:
        """What tells to press a key names the one that works."""
        app = with_keys("tokens.generate=insert;tokens.undo=f8;secret.copy=f7")
        async with app.run_test(size=SIZE) as pilot:
            assert "Press Ins to generate one." in words(pilot)
            await open_form_by(pilot, "insert", "ci")
            await generate(pilot)
            on(pilot, NewTokenScreen)
            assert "F7 copies it, v shows or hides it, p checks what you pasted." in words(pilot)
            await pilot.press("v", "escape")
            await settle(pilot)
            await pilot.press("d", "y")
            await settle(pilot)
            assert "[ Undo (F8) ]" in words(pilot)
            await pilot.press("f8")
            await settle(pilot)
            assert "ci" in words(pilot)

    async def test_for_the_palette_and_the_end(self, with_keys: Make) -> None:
        """Textual has keys for both, and they go with ours."""
        app = with_keys("app.palette=f9;app.quit_anywhere=ctrl+x")
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("ctrl+p", "ctrl+q")
            on(pilot, TokensScreen)
            await pilot.press("f9")
            on(pilot, CommandPalette)
            await pilot.press("escape")
            await settle(pilot)
            await pilot.press("slash", "ctrl+x")
            await until(pilot, lambda: not app.is_running)
        assert app.return_code == 0

    async def test_may_change_places(self, with_keys: Make, services: Services) -> None:
        """Two actions that swap their keys both work."""
        add_past(services)
        async with with_keys("tokens.generate=s;tokens.sort=n;list.up=down,j;list.down=up,k").run_test() as pilot:
            page = on(pilot, TokensScreen)
            await pilot.press("up", "k", "j")
            assert page._list.cursor == 1
            await pilot.press("n")
            on(pilot, ChooseDialog)
            await pilot.press("escape", "s")
            on(pilot, TokenFormScreen)

    def test_words_for_keys(self, with_keys: Make, app: PatTuiApp) -> None:
        """By default as the table has them, else as they were chosen."""
        own = with_keys(OWN)
        assert (key_of(app, "list.first"), keys_of(app, "list.first")) == ("Home", "Home g")
        assert (key_of(own, "list.down"), keys_of(own, "list.down")) == ("↓", "↓ ^n")
        assert keys_of(app, "tokens.sort") == "s"


async def open_form_by(pilot: Driver, key: str, name: str) -> None:
    """Open the form with KEY and write NAME into it."""
    await pilot.press(key)
    form = on(pilot, TokenFormScreen)
    await until(pilot, lambda: bool(form.query("#submit")))
    form.query_one("#name", Input).value = name
    await pilot.pause()


class TestRussian:
    async def test_letters_act_by_their_place(self, app: PatTuiApp) -> None:
        """`т` lies where `n` does, and generates."""
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("т")
            on(pilot, TokenFormScreen)

    async def test_in_lists_and_questions(self, app: PatTuiApp, services: Services) -> None:
        """Moving, ends, deleting and confirming: both cases, and keys that are in no table of actions."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            page = on(pilot, TokensScreen)
            await pilot.press("о", "о", "л")
            assert page._list.cursor == 1
            await pilot.press("П")
            assert page._list.cursor == 6
            await pilot.press("в")
            on(pilot, ConfirmDialog)
            await pilot.press("н")
            await settle(pilot)
            on(pilot, TokensScreen)
            assert "Deleted personal access token “old-laptop”." in words(pilot)
            await pilot.press("г")
            await settle(pilot)
            assert "7 tokens" in words(pilot)

    async def test_are_typed_in_a_field(self, app: PatTuiApp) -> None:
        """Text is text, in a field of a line, of many, and in the palette."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot)
            form.query_one("#name", Input).focus()
            await pilot.press(*"тест", "space", *"ЩqмÉ")
            assert form.query_one("#name", Input).value == "тест ЩqмÉ"
            await pilot.press("ctrl+p", *"ты")
            assert pilot.app.screen.query_one(Input).value == "ты"
            await pilot.press("escape")
            await settle(pilot)

    async def test_with_control(self, app: PatTuiApp) -> None:
        """Terminals that tell Ctrl+ы from Ctrl+s: it submits, from a field, too, and types nothing."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "ci")
            form.query_one("#name", Input).focus()
            await pilot.press("ctrl+ы")
            on(pilot, ConfirmDialog)
            assert form.query_one("#name", Input).value == "ci"

    async def test_own_keys_come_first(self, with_keys: Make) -> None:
        """Who has given `т` to an action gets that one."""
        async with with_keys("tokens.sort=т").run_test(size=SIZE) as pilot:
            await pilot.press("т")
            on(pilot, ChooseDialog)

    def test_every_letter(self) -> None:
        """Each of the alphabet, small and capital, stands for a key of its own; ё and ъ as well."""
        alphabet = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
        small = {letter: at_its_place(letter) for letter in alphabet}
        large = {letter: at_its_place(letter.upper()) for letter in alphabet}
        assert len({*small.values(), *large.values()}) == 66
        letters = [letter for letter, key in small.items() if key and key.isalpha()]
        assert len(letters) == 26
        assert [letter for letter in letters if large[letter] != str(small[letter]).upper()] == []


@pytest.fixture
def in_french() -> Iterator[None]:
    """Speak French."""
    i18n.use("fr")
    yield
    i18n.use(i18n.ENGLISH)


class TestFrench:
    async def test_labels_count(self, app: PatTuiApp, services: Services) -> None:
        """What is printed on the keys acts, wherever they are: `?` and `/` with Shift, `q` in the place of `a`."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("question_mark")
            on(pilot, HelpScreen)
            await pilot.press("escape", "slash")
            assert isinstance(pilot.app.focused, Input)
            await pilot.press("escape")
            for key in ("comma", "semicolon", "colon", "exclamation_mark", "z", "ampersand"):
                await pilot.press(key)
                on(pilot, TokensScreen)
                assert not isinstance(pilot.app.focused, Input)

    async def test_digits_need_no_shift(self, with_keys: Make) -> None:
        """An own key `2` is `é` there, unless that has an action itself, or goes into a field."""
        async with with_keys("tokens.sort=2;tokens.filter=7").run_test(size=SIZE) as pilot:
            await pilot.press("é")
            on(pilot, ChooseDialog)
            await pilot.press("escape", "è", "é")
            assert pilot.app.screen.query_one(Input).value == "é"
        async with with_keys("tokens.sort=2;tokens.filter=é").run_test(size=SIZE) as pilot:
            await pilot.press("é")
            assert isinstance(pilot.app.focused, Input)

    async def test_places_count_in_french(self, in_french: None, app: PatTuiApp, services: Services) -> None:
        """`!`, `z` and the comma lie where `/`, `w` and `m` do; what has an action keeps it; nobody leaves by `a`."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            await pilot.press("exclamation_mark")
            assert isinstance(pilot.app.focused, Input)
            await pilot.press(*"az!,")
            assert pilot.app.focused.value == "az!,"
            await pilot.press("escape", "z")
            on(pilot, WhatItMayScreen)
            await pilot.press("escape", "comma")
            assert isinstance(pilot.app.focused, Sidebar)
            await pilot.press("escape", "w")
            on(pilot, WhatItMayScreen)
            await pilot.press("escape", "a")
            on(pilot, TokensScreen)

    async def test_q_authorizes_nothing_in_french(self, in_french: None, app: PatTuiApp, services: Services) -> None:
        """In a dialog that has `a`, and no `q`: who wants to leave must not authorize a token by it."""
        demand(services, "acme")
        token = new(services, "release-bot")
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("o")
            await settle(pilot)
            on(pilot, ConfigureSsoDialog)
            await pilot.press("q", "Q")
            await settle(pilot)
            (standing,) = services.single_sign_on.standings(TokenKind.CLASSIC, token.id)
            assert standing.state is SsoState.NOT_AUTHORIZED

    async def test_places_of_own_keys_count_in_french(self, in_french: None, with_keys: Make) -> None:
        """An own key `1` is `&` there, and one that is `z` is no `w`."""
        async with with_keys("tokens.sort=1;tokens.filter=z").run_test(size=SIZE) as pilot:
            await pilot.press("ampersand")
            on(pilot, ChooseDialog)
            await pilot.press("escape", "z")
            assert isinstance(pilot.app.focused, Input)

    def test_every_french_key(self) -> None:
        """Two keys never stand for one."""
        places = [place for code in range(32, 127) if (place := at_its_french_place(chr(code)))]
        assert len(places) == len(set(places)) == 20

    @pytest.mark.parametrize("character", [chr(code) for code in range(32, 127)])
    def test_ascii_means_itself(self, character: str) -> None:
        """Nobody can tell which keyboard has typed it."""
        assert at_its_place(character) is None


async def test_other_characters_do_nothing(app: PatTuiApp) -> None:
    """What has no place on an American keyboard is passed on, and is no key here."""
    async with app.run_test(size=SIZE) as pilot:
        app.post_message(Key("世", "世"))
        await pilot.press("中", "ß")
        on(pilot, TokensScreen)


def _ids(screen: Screen[object]) -> set[str]:
    chain = screen._modal_binding_chain
    return {binding.id for _node, found in chain for _key, binding in found if binding.id}


STATES_TO_WALK = (
    "list, full",
    "form, permissions",
    "form, repository picker",
    "confirmation",
    "new token",
    "token page",
    "edit page",
    "regenerate page",
    "classic list, revoke all",
    "classic list, single sign-on",
    "classic form",
    "classic edit page",
    "organization settings",
    "organization active tokens, ticked",
    "organization pending requests, menu",
    "organization pending request",
)


async def _check_focus(app: PatTuiApp) -> None:
    """Whatever has the focus, the actions that are there are known to be there together."""
    screen = app.screen
    for widget in (None, *(each for each in screen.query("*") if each.can_focus)):
        screen.set_focus(widget, scroll_visible=False)
        apart = {pair for pair in combinations(sorted(_ids(screen)), 2) if not meet(*pair)}
        assert apart == set(), (screen, widget)


@pytest.mark.parametrize("state", STATES_TO_WALK)
async def test_what_is_there_together_is_known(app: PatTuiApp, services: Services, state: str) -> None:
    """So own keys that contradict each other there are refused."""
    async with app.run_test(size=(100, 60)) as pilot:
        await STATES[state](pilot, services)
        await _check_focus(app)


@pytest.mark.parametrize("page", [EMAILS, CLASSIC_TOKENS, ORGANIZATIONS, ENTERPRISE, SECURITY_LOG])
async def test_what_is_there_together_on_other_pages(app: PatTuiApp, page: str) -> None:
    """The same of the pages of the sidebar."""
    async with app.run_test(size=(100, 60)) as pilot:
        app.open_page(page)
        await settle(pilot)
        await _check_focus(app)


def test_what_each_screen_binds_is_known() -> None:
    """Every page and dialog of the interface, whether a test leads there or not."""
    for screen in _screens(Screen):
        bound = screen._merged_bindings
        ids = sorted({binding.id for _key, binding in bound if binding.id}) if bound else []
        assert [pair for pair in combinations(ids, 2) if not meet(*pair)] == [], screen
    assert len(ACTIONS) > 90


def _screens(base: type[Screen[object]]) -> list[type[Screen[object]]]:
    import importlib
    import pkgutil

    import pat_tui.tui.screens as package

    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    found = [each for each in base.__subclasses__() if each.__module__.startswith(("pat_tui", "textual"))]
    return [each for each in found if each.__module__.startswith("pat_tui")] + [
        inner for each in found for inner in _screens(each)
    ]


async def test_a_theme_that_is_none(services: Services) -> None:
    """It is told, and the usual one is shown."""
    app = PatTuiApp(replace(services, settings=services.settings._replace(theme="githb-light")))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert notices(pilot) == ["There is no theme “githb-light”. The palette has them all."]
        assert app.theme == "github-dark"
