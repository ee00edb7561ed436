"""How the Emails page and its dialogs look. The docstrings say what to see."""

from dataclasses import replace

import pytest

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import emails_screen
from pat_tui.tui.screens.emails import EmailsScreen
from pat_tui.wiring import Services
from tests.mail_servers import MailServer, settings_for
from tests.snapshots import Snapshot
from tests.tui.pages import Driver, on, settle, until, words
from tests.tui.test_emails_page import OTHER, SIZE, open_emails, type_code, unverify
from tests.tui.test_life_pictures import take_all

COMMAND = "pat-tui user verification-code mona@work.example"


def show_page(pilot: Driver, services: Services) -> EmailsScreen:
    """The page on top, with a command that does not change with the folder of the test."""
    page = emails_screen(services)
    assert isinstance(page, EmailsScreen)
    page._local_command = lambda _address: COMMAND
    pilot.app.push_screen(page)
    return page


async def test_page(app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
    """A primary, verified address and one that is not, told by a badge; the button above them."""
    services.emails.add(OTHER)
    async with app.run_test(size=SIZE) as pilot:
        await open_emails(pilot)
        await pilot.press("down")
        await take_all(pilot, snapshot, "emails")
        await pilot.resize_terminal(*SIZE)
        await pilot.press("question_mark")
        await snapshot(pilot, "emails-help")


async def test_led_here(app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
    """Why one is here, in the colour of warnings, between heading and button."""
    unverify(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("n")
        await pilot.pause()
        on(pilot, EmailsScreen)
        await take_all(pilot, snapshot, "emails-led-here")


async def test_dialogs(app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
    """The command on a line of its own; tries and time under the field; the error in its colour; then adding."""
    services.emails.add(OTHER)
    async with app.run_test(size=SIZE) as pilot:
        show_page(pilot, services)
        await pilot.pause()
        await pilot.press("down", "v")
        await snapshot(pilot, "verify-first")
        code, _state = services.emails.show_code(OTHER)
        await until(pilot, lambda: "15 minutes" in words(pilot))
        await type_code(pilot, "111111" if code != "111111" else "222222")
        await take_all(pilot, snapshot, "verify-wrong")
        await pilot.resize_terminal(*SIZE)
        await pilot.press("escape", "d")
        await snapshot(pilot, "email-remove")
        await pilot.press("escape", "a", *"nowhere", "enter")
        await settle(pilot)
        await take_all(pilot, snapshot, "email-add")


async def test_by_mail(services: Services, snapshot: Snapshot) -> None:
    """With mail, three buttons; a server that is down is told in the dialog."""
    services.emails.add(OTHER)
    mail = settings_for(MailServer(1))
    with_mail = replace(services, settings=services.settings._replace(mail=mail))
    async with PatTuiApp(with_mail).run_test(size=SIZE) as pilot:
        await open_emails(pilot)
        await pilot.press("down", "v")
        await settle(pilot)
        await take_all(pilot, snapshot, "verify-mail-down")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR the badge is reverse, the cursor is marked, the warning has its sign."""
    monkeypatch.setenv("NO_COLOR", "1")
    services.emails.add(OTHER)
    unverify(services)
    async with PatTuiApp(services).run_test(size=SIZE) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await snapshot(pilot, "emails-no-color")
        await pilot.press("escape")
        show_page(pilot, services)
        await pilot.pause()
        await pilot.press("v")
        await snapshot(pilot, "verify-no-color")
