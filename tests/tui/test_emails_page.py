"""The Emails page by keys and by mouse: what is shown, what is done, and how Generate leads there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import Input

from pat_tui.mail_settings import MailSettings
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.email_dialogs import AddEmailDialog
from pat_tui.tui.screens.emails import AddressList, EmailsScreen
from pat_tui.tui.screens.regenerate import RegenerateScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.screens.verify_dialog import VerifyDialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.wiring import Services
from tests.mail_servers import MailServer, mail_server, settings_for
from tests.tui.pages import Driver, add_past, keys_shown, notices, on, settle, shown, until, words
from tests.worlds import FixedClock

SIZE = (80, 24)
OTHER = "mona@work.example"


def unverify(services: Services) -> None:
    """Take the verification of `mona`'s address back."""
    database = services.context.database
    with database.transaction():
        database.connection.execute("UPDATE email_addresses SET verified_at = NULL WHERE address LIKE 'mona%'")


def addresses(services: Services) -> list[tuple[str, bool, bool]]:
    """Each with whether it is primary, and verified."""
    return [(one.address, one.is_primary, one.is_verified) for one in services.emails.all()]


async def open_emails(pilot: Driver) -> EmailsScreen:
    """Go to the page by the sidebar."""
    await pilot.press("m", *["up"] * 20, "enter")
    await pilot.pause()
    return on(pilot, EmailsScreen)


async def type_code(pilot: Driver, code: str) -> None:
    """Type CODE and press Enter."""
    pilot.app.screen.query_one("#code", Input).value = code
    await pilot.press("enter")
    await settle(pilot)


class TestGenerateLeadsHere:
    @pytest.mark.parametrize("key", ["n", "r", "N"])
    async def test_without_a_verified_address(self, app: PatTuiApp, services: Services, key: str) -> None:
        """Each way to a new value ends on the Emails page, which says why; Esc leads back to the list."""
        add_past(services)
        unverify(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(key)
            await pilot.pause()
            on(pilot, EmailsScreen)
            assert "⚠ To generate a token, you need a verified email address." in words(pilot)
            await pilot.press("escape")
            on(pilot, TokensScreen)

    @pytest.mark.parametrize(("key", "kind"), [("n", TokenFormScreen), ("r", RegenerateScreen), ("N", TokenFormScreen)])
    async def test_with_one_there_is_no_detour(
        self, app: PatTuiApp, services: Services, key: str, kind: type[TokenFormScreen]
    ) -> None:
        """The form opens."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(key)
            await pilot.pause()
            on(pilot, kind)

    async def test_from_there_to_the_token(self, app: PatTuiApp, services: Services) -> None:
        """By keys: verify with the code that the local command shows, back, and generate."""
        unverify(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("n", "enter")
            on(pilot, VerifyDialog)
            said = words(pilot)
            assert "pat-tui --db" in said
            assert "user verification-code mona@example.com" in said
            assert "There is no code for this address yet." in said
            code, _state = services.emails.show_code("mona@example.com")
            await type_code(pilot, code)
            on(pilot, EmailsScreen)
            assert notices(pilot) == ["mona@example.com is verified. You can generate tokens now."]
            assert "⚠" not in shown(pilot)
            await pilot.press("escape", "n")
            await pilot.pause()
            on(pilot, TokenFormScreen)

    async def test_when_it_is_lost_while_the_form_is_open(self, app: PatTuiApp, services: Services) -> None:
        """The rule is asked again on saving: a notice says it, and what was filled in stays."""
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("n")
            form = on(pilot, TokenFormScreen)
            await until(pilot, lambda: bool(form.query("#submit")))
            form.query_one("#name", Input).value = "ci"
            unverify(services)
            await pilot.press("ctrl+s", "g")
            await settle(pilot)
            assert "needs a verified e-mail address" in notices(pilot)[-1]
            assert on(pilot, TokenFormScreen).query_one("#name", Input).value == "ci"
        assert services.tokens.count() == 0


class TestList:
    async def test_says_how_each_address_stands(self, app: PatTuiApp, services: Services) -> None:
        """Primary and verified are told in words."""
        services.emails.add(OTHER)
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            said = words(pilot)
            assert "mona@example.com Primary · Verified on 2023-11-07 12:00 UTC" in said
            assert f"{OTHER} Unverified" in said
            assert "No mail is set up here" in said

    async def test_follows_the_store(self, app: PatTuiApp, services: Services) -> None:
        """What another program changes appears."""
        unverify(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            assert "Unverified" in words(pilot)
            with_other_connection(services, "UPDATE email_addresses SET verified_at = '2026-01-15T12:00:00Z'")
            await until(pilot, lambda: "Verified on 2026-01-15" in words(pilot))
            assert "Verify" not in keys_shown(pilot)

    async def test_without_any_address(self, app: PatTuiApp, services: Services) -> None:
        """The page says what that means, and adding one works."""
        with_other_connection(services, "DELETE FROM email_addresses")
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            assert "You have no email address. Without a verified one, you cannot generate tokens." in words(pilot)
            assert "Remove" not in keys_shown(pilot)
            await pilot.press("enter", "v", "p", "d")
            on(pilot, EmailsScreen)
            await pilot.press("a")
            on(pilot, AddEmailDialog)

    async def test_of_a_store_that_fails(self, app: PatTuiApp, services: Services) -> None:
        """What is wrong stands in place of the rows."""
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            with_other_connection(services, "ALTER TABLE email_addresses RENAME TO gone")
            await until(pilot, lambda: "cannot be used" in words(pilot))
            with_other_connection(services, "ALTER TABLE gone RENAME TO email_addresses")
            await until(pilot, lambda: "Primary" in words(pilot))


def with_other_connection(services: Services, sql: str) -> None:
    """Change the store as another program would."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(services.settings.store)) as connection, connection:
        connection.execute(sql)


class TestAdd:
    async def test_and_verify(self, app: PatTuiApp, services: Services) -> None:
        """The new address is under the cursor, and its verification follows."""
        async with app.run_test(size=SIZE) as pilot:
            page = await open_emails(pilot)
            await pilot.press("a")
            pilot.app.screen.query_one("#email", Input).value = OTHER
            await pilot.press("enter")
            await settle(pilot)
            assert OTHER in words(pilot)
            on(pilot, VerifyDialog)
            await pilot.press("escape")
            row = page.query_one(AddressList).current
            assert row is not None
            assert row.address == OTHER
        assert addresses(services) == [("mona@example.com", True, True), (OTHER, False, False)]

    async def test_refused(self, app: PatTuiApp, services: Services) -> None:
        """The reason stands under the field until something else is typed; Esc and Cancel add nothing."""
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("a", *"nowhere", "ctrl+s")
            await settle(pilot)
            assert "✗ nowhere is not an e-mail address." in words(pilot)
            await pilot.press("x")
            assert "✗" not in words(pilot)
            await pilot.press("escape", "a", "tab", "enter")
            on(pilot, EmailsScreen)
        assert addresses(services) == [("mona@example.com", True, True)]


class TestVerify:
    async def test_with_wrong_codes(self, app: PatTuiApp, services: Services) -> None:
        """Tries and time are told; after the fifth, that a new one has to be asked for."""
        unverify(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("v")
            code, _state = services.emails.show_code("mona@example.com")
            await until(pilot, lambda: "5 tries are left · 15 minutes, until 2026-01-15 12:15 UTC." in words(pilot))
            wrong = "111111" if code != "111111" else "222222"
            for left in ("4 tries are left", "3 tries", "2 tries", "1 try is left", "no try is left"):
                await type_code(pilot, wrong)
                assert left in words(pilot)
            assert "No tries are left. Ask for a new code." in words(pilot)
            await type_code(pilot, code)
            assert "✗ This code was tried too often. Ask for a new one." in words(pilot)
        assert addresses(services) == [("mona@example.com", True, False)]

    async def test_after_its_time(self, app: PatTuiApp, services: Services, clock: FixedClock) -> None:
        """The dialog says that the code has ended."""
        unverify(services)
        services.emails.show_code("mona@example.com")
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("v")
            clock.advance(timedelta(minutes=15))
            await until(pilot, lambda: "The last code has ended. Ask for a new one." in words(pilot))

    async def test_in_another_terminal(self, app: PatTuiApp, services: Services) -> None:
        """Whoever verifies by the command line meanwhile finds the dialog closed."""
        unverify(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("v")
            on(pilot, VerifyDialog)
            code, _state = services.emails.show_code("mona@example.com")
            services.emails.verify("mona@example.com", code)
            await until(pilot, lambda: isinstance(pilot.app.screen, EmailsScreen))


class TestByMail:
    @pytest.fixture
    def server(self) -> Iterator[MailServer]:
        """A mail server."""
        with mail_server() as server:
            yield server

    @staticmethod
    def app_with(services: Services, mail: MailSettings) -> PatTuiApp:
        """The interface, where mail is set up."""
        return PatTuiApp(replace(services, settings=services.settings._replace(mail=mail)))

    async def test_a_code_is_sent_on_opening(self, services: Services, server: MailServer) -> None:
        """Once: a code that is on its way is not sent again by opening the dialog anew."""
        unverify(services)
        async with self.app_with(services, settings_for(server)).run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            assert "Your notices about tokens go to the primary one." in words(pilot)
            await pilot.press("v")
            await settle(pilot)
            assert "The code goes to mona@example.com. Type it here:" in words(pilot)
            assert "5 tries are left" in words(pilot)
            await pilot.press("escape", "v")
            await settle(pilot)
            (text,) = server.texts
            code = next(line.strip() for line in text.splitlines() if line.strip().isdecimal())
            await type_code(pilot, code)
            on(pilot, EmailsScreen)
        assert addresses(services) == [("mona@example.com", True, True)]

    async def test_a_new_code_can_be_asked_for(self, services: Services, server: MailServer) -> None:
        """By key and by button."""
        unverify(services)
        async with self.app_with(services, settings_for(server)).run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("v")
            await settle(pilot)
            await pilot.press("ctrl+r")
            await settle(pilot)
            await pilot.click("#send")
            await settle(pilot)
            assert len(server.texts) == 3

    async def test_a_server_that_is_down(self, services: Services) -> None:
        """The dialog says so and stays; the interface goes on."""
        with mail_server() as server:
            settings = settings_for(server)
        unverify(services)
        async with self.app_with(services, settings).run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("v")
            await settle(pilot)
            assert "✗ The mail server localhost:" in words(pilot)
            assert "it cannot be reached" in words(pilot)
            assert "There is no code for this address yet." in words(pilot)
            await pilot.press("escape")
            on(pilot, EmailsScreen)


class TestPrimaryAndRemove:
    @pytest.fixture(autouse=True)
    def _other(self, services: Services) -> None:
        """A second address, verified."""
        services.emails.add(OTHER)
        services.emails.verify(OTHER, services.emails.show_code(OTHER)[0])

    async def test_another_primary_one(self, app: PatTuiApp, services: Services) -> None:
        """The address moves to the top, with the cursor; what was primary can be removed then, after asking."""
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("down", "p")
            await settle(pilot)
            assert notices(pilot)[-1] == f"{OTHER} is your primary address now."
            await pilot.press("down", "d", "d", "enter")
            on(pilot, EmailsScreen)
            assert len(addresses(services)) == 2
            await pilot.press("d", "y")
            await settle(pilot)
        assert addresses(services) == [(OTHER, True, True)]

    async def test_the_primary_one_stays(self, app: PatTuiApp, services: Services) -> None:
        """The notice says what to do first."""
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("d", "y")
            await settle(pilot)
            assert "Make another one the primary one first." in notices(pilot)[-1]
        assert len(addresses(services)) == 2

    async def test_the_last_verified_one(self, app: PatTuiApp, services: Services) -> None:
        """Removing it is allowed, and the question says what is lost."""
        unverify(services)
        with_other_connection(
            services, f"UPDATE email_addresses SET verified_at = '2026-01-15T12:00:00Z' WHERE address = '{OTHER}'"
        )
        async with app.run_test(size=SIZE) as pilot:
            await open_emails(pilot)
            await pilot.press("down", "d")
            on(pilot, ConfirmDialog)
            assert "without one, you cannot generate tokens" in words(pilot)


async def test_by_mouse(app: PatTuiApp, services: Services) -> None:
    """Rows, button, dialog and keys take clicks."""
    services.emails.add(OTHER)
    async with app.run_test(size=SIZE) as pilot:
        await open_emails(pilot)
        await pilot.click(AddressList, offset=(5, 2))
        await pilot.click(AddressList, offset=(5, 2))
        on(pilot, VerifyDialog)
        await pilot.click("#submit")
        await settle(pilot)
        assert "✗ A code has six digits." in words(pilot)
        await pilot.click("#cancel")
        on(pilot, EmailsScreen)
        await pilot.click("#add")
        on(pilot, AddEmailDialog)
        await pilot.click("#cancel")
        await pilot.click(KeyBar, offset=(keys_shown(pilot).index("Remove") + 2, 0))
        on(pilot, ConfirmDialog)
