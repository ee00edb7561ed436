"""The form as a whole: how it opens, what it says of errors, and how one leaves it."""

import asyncio

import pytest
from textual.widgets import Input, TextArea

from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.token_list import TokenListScreen
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.tui.forms import SMALL, TALL, choose, choose_access
from tests.tui.pages import generate, keys_shown, on, open_form, shown, until, words
from tests.worlds import draft


class TestOpening:
    async def test_starts_with_githubs_defaults(self, app: PatTuiApp) -> None:
        """The focus is in the name; 30 days, the user, public repositories; who is missing is named, and why."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            assert form.query_one("#name").has_focus
            said = words(pilot)
            labels = ("Token name *", "Expiration", "Description", "Resource owner", "Repository access", "Permissions")
            places = [said.index(label, said.index("Token name")) for label in labels]
            assert places == sorted(places)
            for sentence in (
                "New fine-grained personal access token",
                "‹ 30 days (Feb 14, 2026) ▾ ›",
                "The token will expire on Sat, Feb 14 2026. Exactly: 2026-02-14 12:00 UTC",
                "‹ mona ▾ ›",
                "Not offered: initech. This organization does not allow fine-grained tokens.",
                "(•) Public repositories",
                "0 repository permissions for public repositories · 0 account permissions",
                "This token will be ready for use immediately.",
                "[ Generate token ] [ Cancel ]",
            ):
                assert sentence in said, sentence
            assert "✗" not in said
            assert "Justification" not in said

    async def test_typing_starts_at_once(self, app: PatTuiApp) -> None:
        """Keys pressed before the form is whole are not lost, and count as a change."""
        async with app.run_test(size=SMALL) as pilot:
            app.simulate_key("n")
            while not (isinstance(app.screen, TokenFormScreen) and app.focused):
                await asyncio.sleep(0)
            form = on(pilot, TokenFormScreen)
            assert not form.query("#submit")
            app.simulate_key("c")
            app.simulate_key("i")
            await until(pilot, lambda: bool(form.query("#submit")))
            await pilot.pause()
            assert form.query_one("#name", Input).value == "ci"
            assert form.unsaved()

    async def test_tab_reaches_every_field_and_leaves_it(self, app: PatTuiApp) -> None:
        """Tab goes through all the fields in their order, and round; Shift+Tab goes back."""
        async with app.run_test(size=SMALL) as pilot:
            await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.SELECTED)
            fields = ["expiration", "description", "owner", "access", "select", "tabs"]
            fields += ["permission-filter", "permissions", "submit", "cancel"]
            for field in fields:
                await pilot.press("tab")
                assert app.focused is not None
                assert app.focused.id == field
            await pilot.press("shift+tab")
            assert app.focused is not None
            assert app.focused.id == "submit"

    async def test_mouse(self, app: PatTuiApp) -> None:
        """Menus, radio buttons, tabs and buttons take clicks."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await pilot.click("#expiration")
            on(pilot, ChooseDialog)
            await pilot.press("escape")
            await pilot.click("#access", offset=(6, 2))
            assert form.access is RepositoryAccess.ALL
            await pilot.click("#tabs", offset=(20, 0))
            assert form.query_one(TabLine).active == "user"
            await pilot.click("#submit")
            on(pilot, ConfirmDialog)
            await pilot.click("#cancel")
            await pilot.click(KeyBar, offset=(keys_shown(pilot).index("Esc") + 1, 0))
            assert "Leave this page?" in words(pilot)


class TestName:
    async def test_is_checked_while_one_types(self, app: PatTuiApp, services: Services) -> None:
        """Under the name stands at every moment whether it can be had, and if not, why."""
        services.tokens.generate(draft("taken"))
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await pilot.press("c", "i")
            assert "✓ ci is available." in words(pilot)
            await pilot.press("backspace", "backspace")
            assert "✗ Name can't be blank" in words(pilot)
            for name, verdict in (
                ("taken", "✗ Name has already been taken"),
                ("  taken ", "✗ Name has already been taken"),
                ("Taken", "✓ Taken is available."),
                ("oops[/]", "✓ oops[/] is available."),
                ("x" * 40, f"✓ {'x' * 40} is available."),
                ("x" * 41, "✗ Name is too long (maximum is 40 characters)"),
                ("   ", "✗ Name can't be blank"),
                ("a\u202eb", "(U+202E)"),
                ("発行", "✓ 発行 is available."),
            ):
                form.query_one("#name", Input).value = name
                await pilot.pause()
                assert verdict in words(pilot), name

    async def test_keeps_no_blanks_around(self, app: PatTuiApp, services: Services) -> None:
        """Blanks before and behind the name are not kept."""
        async with app.run_test(size=SMALL) as pilot:
            await open_form(pilot, "  deploy ")
            await generate(pilot)
        assert services.tokens.find("deploy").name == "deploy"


class TestErrors:
    async def test_stand_under_their_fields(self, app: PatTuiApp) -> None:
        """All errors are shown at once, the first has the focus, and nothing that was typed is lost."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose(pilot, "#owner", "acme")
            form.query_one("#description", TextArea).text = "x" * 1025
            form.query_one("#reason", TextArea).text = "y\u2066"
            await choose_access(pilot, RepositoryAccess.SELECTED)
            before = form.to_draft()
            form.query_one("#submit").focus()
            await pilot.press("enter")
            said = words(pilot)
            errors = [
                "✗ Name can't be blank",
                "✗ It is too long: 1025 of at most 1024 characters.",
                "✗ It holds a character that cannot be shown (U+2066). Remove it.",
                "✗ Select at least one repository.",
            ]
            assert said.count("✗") == len(errors)
            places = [said.index(error) for error in errors]
            assert places == sorted(places)
            assert form.query_one("#name").has_focus
            assert form.to_draft() == before
            form.query_one("#description", TextArea).text = "short"
            await pilot.pause()
            assert errors[1] not in words(pilot)
            assert errors[2] in words(pilot)
            form.query_one("#name", Input).value = "deploy"
            await pilot.press("ctrl+s")
            assert form.query_one("#reason").has_focus
            assert words(pilot).count("✗") == 2

    async def test_the_focused_one_is_in_view(self, app: PatTuiApp) -> None:
        """In a small window the first error is scrolled to."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form.query_one("#submit").focus()
            await pilot.press("enter")
            await pilot.pause()
            assert form.query_one("#select").has_focus
            assert "✗ Select at least one repository." in shown(pilot)

    async def test_lines_of_a_description_are_kept(self, app: PatTuiApp, services: Services) -> None:
        """A description may have several lines, which Enter makes."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#description").focus()
            await pilot.press("a", "enter", "b")
            await generate(pilot)
        assert services.tokens.find("deploy").description == "a\nb"


class TestLeaving:
    async def test_unchanged_form_does_not_ask(self, app: PatTuiApp) -> None:
        """Esc leaves at once when there is nothing to lose, also after a change was taken back."""
        async with app.run_test(size=SMALL) as pilot:
            await open_form(pilot)
            await pilot.press("escape")
            on(pilot, TokenListScreen)
            form = await open_form(pilot)
            form.query_one("#expiration").focus()
            await pilot.press("right", "left", "escape")
            on(pilot, TokenListScreen)
            form = await open_form(pilot)
            form.query_one("#cancel").focus()
            await pilot.press("enter")
            on(pilot, TokenListScreen)

    async def test_changed_form_asks(self, app: PatTuiApp) -> None:
        """Stay, by Enter, Esc or a second Esc, keeps everything; `l` leaves."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#description", TextArea).text = "What for"
            await choose_access(pilot, RepositoryAccess.ALL)
            before = form.to_draft()
            for key in ("escape", "enter"):
                await pilot.press("escape")
                on(pilot, ConfirmDialog)
                assert "What you have filled in will be lost; no token has been generated." in words(pilot)
                await pilot.press(key)
                assert on(pilot, TokenFormScreen) is form
            assert form.to_draft() == before
            await pilot.press("escape", "l")
            on(pilot, TokenListScreen)
            form = await open_form(pilot)
            assert form.query_one("#name", Input).value == ""

    @pytest.mark.parametrize("way", ["quit", "sidebar", "cancel"])
    async def test_every_other_way_asks_too(self, app: PatTuiApp, way: str) -> None:
        """Quitting, the sidebar and Cancel ask as Esc does, and Leave then goes where one wanted to."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#expiration").focus()
            if way == "cancel":
                form.query_one("#cancel").focus()
            await pilot.press(*{"quit": ["ctrl+q"], "sidebar": ["m", "enter"], "cancel": ["enter"]}[way])
            assert "Leave this page?" in words(pilot)
            await pilot.press("right", "enter")
            if way == "quit":
                await until(pilot, lambda: not app.is_running)
            else:
                on(pilot, TokenListScreen)


async def test_footer_in_text_fields(app: PatTuiApp) -> None:
    """In a text field the footer offers no key that would only type a letter."""
    async with app.run_test(size=SMALL) as pilot:
        form = await open_form(pilot)
        assert keys_shown(pilot) == "Esc Back  ^l Copy link  ^p Palette  ^s Generate  F1 Help"
        form.query_one("#expiration").focus()
        await pilot.pause()
        assert keys_shown(pilot).endswith("m Menu  y Copy link  ^s Generate  ? Help")
