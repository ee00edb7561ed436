"""The page `Use this token`: its lines, copying one, and where it is opened from."""

import pytest

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.using import recipes
from pat_tui.services.clipboard import Channel, CopyResult
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.use_token import UseTokenScreen
from pat_tui.tui.widgets.recipe_lines import RecipeLines
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.classic_pages import PastClassic, add_classic, open_list
from tests.tui.pages import Driver, Past, add_past, keys_shown, on, settle, shown, words
from tests.tui.test_life_pictures import take_all
from tests.tui.test_new_token import FakeClipboard

SIZE = (80, 24)
ADDRESS = "http://127.0.0.1:8020"


class TextClipboard(FakeClipboard):
    """Remembers what text was copied."""

    text = ""

    def copy_text(self, text: str) -> CopyResult:
        """Hold the text."""
        self.text = text
        return CopyResult(self.channel)


def with_text_clipboard(app: PatTuiApp, channel: Channel | None) -> TextClipboard:
    """Put a clipboard in memory in place of the app's."""
    fake = TextClipboard(channel)
    app.__dict__["clipboard_of_secrets"] = fake
    return fake


async def open_page(pilot: Driver, app: PatTuiApp, services: Services) -> UseTokenScreen:
    """The page of `notes-mobile`."""
    add_past(services)
    app.open_token(services.tokens.find("notes-mobile").id)
    await settle(pilot)
    await pilot.press("U")
    await settle(pilot)
    return on(pilot, UseTokenScreen)


def drawn(pilot: Driver) -> str:
    """All of the list's lines, without marks, blanks and folds."""
    lines = pilot.app.screen.query_one(RecipeLines)
    return "".join("".join(line.text for line in lines._lines).split())


class TestLines:
    @pytest.mark.parametrize("width", [40, 60, 80, 120])
    async def test_are_folded_and_never_cut(self, app: PatTuiApp, services: Services, width: int) -> None:
        """In a window of any width every character of every line can be read."""
        async with app.run_test(size=(width, 24)) as pilot:
            await open_page(pilot, app, services)
            for recipe in recipes(ADDRESS, "mona", "mona/app"):
                assert "".join(recipe.command.split()) in drawn(pilot)
                assert "".join(recipe.note.split()) in drawn(pilot)
            assert max(len(line.text) for line in pilot.app.screen.query_one(RecipeLines)._lines) <= width

    async def test_name_the_gateway(self, services: Services) -> None:
        """The address is that of the setting."""
        services.settings = services.settings._replace(gateway_url="https://git.example")
        app = PatTuiApp(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            assert "At https://git.example." in words(pilot)
            assert "gitclonehttps://mona@git.example/mona/app" in drawn(pilot)

    async def test_hold_no_control_characters(self, app: PatTuiApp, services: Services) -> None:
        """A name that another program put into the store draws nothing but itself."""
        (token_id,) = add_past(services, Past("ci"))
        with services.context.database.transaction():
            services.context.database.connection.execute(
                "UPDATE fine_grained_tokens SET name = ? WHERE id = ?", ("[b]x\x1b]0;y", token_id)
            )
        async with app.run_test(size=SIZE) as pilot:
            app.push_screen(UseTokenScreen(services, TokenKind.FINE_GRAINED, token_id))
            await settle(pilot)
            assert "Use “[b]x\ufffd]0;y”" in shown(pilot)


class TestCopying:
    @pytest.mark.parametrize("key", ["c", "enter"])
    async def test_the_whole_line_is_copied(self, app: PatTuiApp, services: Services, key: str) -> None:
        """However it is folded; what happened stands below, with the title."""
        clipboard = with_text_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            await pilot.press("down", "down", key)
            await settle(pilot)
            assert clipboard.text == recipes(ADDRESS, "mona", "mona/app")[2].command
            assert "Have git remember it for an hour: Copied to the clipboard (checked)." in words(pilot)

    @pytest.mark.parametrize(
        ("channel", "said"),
        [
            (Channel.TERMINAL, "Clone: Sent to your terminal; paste to check."),
            (None, "Clone: Nothing here takes a copy. “pat-tui token use” prints the lines."),
        ],
    )
    async def test_is_honest(self, app: PatTuiApp, services: Services, channel: Channel | None, said: str) -> None:
        """No more is said than is known."""
        with_text_clipboard(app, channel)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            await pilot.press("c")
            await settle(pilot)
            assert said in words(pilot)

    async def test_what_has_no_line_offers_no_copying(self, app: PatTuiApp, services: Services) -> None:
        """On the alternative without a command the key is not there, and beside it it is."""
        clipboard = with_text_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            lines = pilot.app.screen.query_one(RecipeLines)
            lines.cursor = [recipe.id for recipe in lines._recipes].index("github-app")
            await pilot.pause()
            assert "Copy line" not in keys_shown(pilot)
            await pilot.press("c", "enter")
            await settle(pilot)
            assert clipboard.text == ""
            await pilot.press("up")
            assert keys_shown(pilot).startswith("c Copy line")

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """A click puts the cursor there, a second one copies."""
        clipboard = with_text_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            await pilot.click(RecipeLines, offset=(6, 5))
            assert pilot.app.screen.query_one(RecipeLines).cursor == 1
            assert clipboard.text == ""
            await pilot.click(RecipeLines, offset=(6, 5), times=2)
            await settle(pilot)
            assert clipboard.text.startswith("git remote set-url origin ")


class TestWays:
    async def test_from_the_token_page_and_back(self, app: PatTuiApp, services: Services) -> None:
        """`U` there, Esc back."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            await pilot.press("escape")
            on(pilot, TokenScreen)

    async def test_from_the_classic_list(self, app: PatTuiApp, services: Services) -> None:
        """The row under the cursor; a placeholder stands for the repository."""
        add_classic(services, PastClassic("laptop"))
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("U")
            await settle(pilot)
            on(pilot, UseTokenScreen)
            assert "Use “laptop”" in shown(pilot)
            assert "mona/REPO" in drawn(pilot)

    async def test_a_token_that_is_gone(self, app: PatTuiApp, services: Services) -> None:
        """The page says so, and Esc leads back."""
        async with app.run_test(size=SIZE) as pilot:
            app.push_screen(UseTokenScreen(services, TokenKind.FINE_GRAINED, 99))
            await settle(pilot)
            assert not app.screen.query(RecipeLines)
            await pilot.press("escape")
            assert not isinstance(app.screen, UseTokenScreen)


class TestPictures:
    async def test_page(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Title, note, line; the mark beside the recipe under the cursor; at the end the safer ways; then the help."""
        with_text_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            await take_all(pilot, snapshot, "use-token")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("down", "down", "down", "down", "down", "c")
            await settle(pilot)
            await snapshot(pilot, "use-token-copied")
            await pilot.press("end")
            await snapshot(pilot, "use-token-end")
            await pilot.press("question_mark")
            await snapshot(pilot, "use-token-help")

    async def test_without_colour(
        self, monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot
    ) -> None:
        """The cursor is a mark, titles are bold."""
        monkeypatch.setenv("NO_COLOR", "1")
        app = PatTuiApp(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, app, services)
            await snapshot(pilot, "use-token-no-color")
