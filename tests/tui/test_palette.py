"""The command palette speaks like the rest."""

from collections.abc import Iterator

import pytest
from textual.command import CommandInput

from pat_tui import i18n
from pat_tui.tui.app import PatTuiApp
from tests.tui.pages import settle, shown, until


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    i18n.use("fr")
    yield
    i18n.use(i18n.ENGLISH)


async def test_nothing_matches(app: PatTuiApp) -> None:
    """Its field and its answer are translated; a second press of the key opens no second one."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert app.screen.query_one(CommandInput).placeholder == "Chercher une commande…"
        app.action_command_palette()
        assert len(app.screen_stack) == 2
        await pilot.press(*"qqqq")
        await settle(pilot)
        await until(pilot, lambda: "Aucune commande ne correspond." in shown(pilot))


async def test_commands_of_textual(app: PatTuiApp) -> None:
    """Theme and screenshot, and the search for a theme."""
    async with app.run_test(size=(80, 24)) as pilot:
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert {"Thème", "Capture d’écran", "Générer"} <= set(titles)
        app.action_change_theme()
        await settle(pilot)
        assert app.screen.query_one(CommandInput).placeholder == "Chercher un thème…"
