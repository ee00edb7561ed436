"""Once the page of the new token is left, no object of the process holds any of the secret."""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Input

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.paste_check import PasteCheckDialog
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.widgets.secret_line import SecretLine
from pat_tui.wiring import Services
from tests.e2e.interface import Home, Interface
from tests.e2e.needle import Needle
from tests.tui.pages import Driver, on, settle, until, words

# The real program, in which `s` looks for the secret. It is told the secret backwards, lest it finds what it was told.
HUNTING = """
import json, sys
from pathlib import Path
from pat_tui.tui.screens.token_list import TokenListScreen
from tests.e2e.needle import Needle

backwards, report = Path(sys.argv.pop(1)), Path(sys.argv.pop(1))

def hunt(self):
    report.write_text(json.dumps(Needle(backwards.read_text()[::-1]).holders()))
    self.notify("The hunt is over")

TokenListScreen.action_sort = hunt
from pat_tui.main import main
main()
"""


@asynccontextmanager
async def _new_token(services: Services) -> AsyncIterator[tuple[Driver, Needle]]:
    """The interface on the page of a token that was just made, and the needle that its secret is."""
    async with PatTuiApp(services).run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        form = on(pilot, TokenFormScreen)
        await until(pilot, lambda: bool(form.query("#submit")))
        form.query_one("#name", Input).value = "deploy"
        await pilot.pause()
        await pilot.press("ctrl+s", "g")
        await settle(pilot)
        on(pilot, NewTokenScreen)
        yield pilot, Needle(_secret(pilot))


def _secret(pilot: Driver) -> str:
    """The secret itself. Not to be kept in a variable, where the hunt would find it."""
    screen = next(screen for screen in pilot.app.screen_stack if isinstance(screen, NewTokenScreen))
    return screen.query_one(SecretLine)._secret.reveal()


async def _paste(pilot: Driver, *keys: str) -> None:
    """Open the dialog, paste the secret into it, and press KEYS."""
    await pilot.press("p")
    await settle(pilot)
    on(pilot, PasteCheckDialog).query_one(Input).post_message(Paste(_secret(pilot)))
    await pilot.pause()
    await pilot.press(*keys)
    await settle(pilot)


async def _type(pilot: Driver, *keys: str) -> None:
    """Open the dialog, type the secret into it, and press KEYS."""
    await pilot.press("p")
    await settle(pilot)
    on(pilot, PasteCheckDialog)
    await pilot.press(*("underscore" if character == "_" else character for character in _secret(pilot)), *keys)
    await settle(pilot)


async def test_it_is_found_while_the_page_is_open(services: Services) -> None:
    """The same hunt that finds nothing below finds the secret as long as the page has it, hidden or shown."""
    async with _new_token(services) as (pilot, needle):
        assert "str in Secret" in " ".join(needle.holders())
        await pilot.press("v")
        assert "str in Secret" in " ".join(needle.holders())


@pytest.mark.parametrize(
    ("key", "page"),
    [("escape", TokensScreen), ("n", TokenFormScreen), ("enter", TokenScreen)],
    ids=["back", "another token", "its page"],
)
async def test_it_is_gone_after_it_was_shown_and_copied(
    services: Services, key: str, page: type[Screen[object]]
) -> None:
    """Shown, copied, hidden and shown again: by whichever way the page is left, nothing holds the secret."""
    async with _new_token(services) as (pilot, needle):
        await pilot.press("v", "c")
        await settle(pilot)
        assert "Sent to your terminal" in words(pilot)
        await pilot.press("v", "v", key)
        await settle(pilot)
        await until(pilot, lambda: type(pilot.app.screen) is page)
        assert needle.holders() == []


async def test_it_is_gone_after_it_was_pasted(services: Services) -> None:
    """Pasted to check, pasted and given up, and typed by hand: no field, no message and no cache keeps it."""
    async with _new_token(services) as (pilot, needle):
        await _paste(pilot, "enter")
        assert "This is the new token, whole and unchanged." in words(pilot)
        await _paste(pilot, "escape")
        await _type(pilot, "enter")
        assert "This is the new token, whole and unchanged." in words(pilot)
        await pilot.press("v", "escape")
        await settle(pilot)
        assert type(pilot.app.screen) is TokensScreen
        assert needle.holders() == []


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")
def test_it_is_gone_from_the_real_program(home: Home, tmp_path: Path) -> None:
    """With a real terminal, whose driver has threads, queues and parsers of its own, it is the same."""
    script, backwards, report = (tmp_path / name for name in ("hunting.py", "backwards", "report"))
    script.write_text(HUNTING)
    program = [sys.executable, str(script), str(backwards), str(report)]
    with Interface(home, program=program) as interface:
        interface.opened().generate("ci")
        secret = interface.show_secret()
        backwards.write_text(secret[::-1])
        interface.press("s")
        interface.see("The hunt is over")
        assert "str in Secret" in report.read_text()
        interface.press("c")
        interface.see("Sent to your terminal")
        interface.press("p")
        interface.see("Paste what you copied", "is not kept.")
        interface.write(f"\x1b[200~{secret}\x1b[201~")
        interface.see("•••••••••")
        interface.press("enter")
        interface.see("This is the new token, whole and unchanged.")
        report.unlink()
        interface.leave_new_token()
        interface.press("s")
        interface.wait_until(lambda: report.exists() and bool(report.read_text()), "the report of the hunt")
        assert json.loads(report.read_text()) == []
        assert interface.quit() == 0
