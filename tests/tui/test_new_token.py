"""The one page that can show a secret: what it shows, where the secret goes, and that nothing is left of it."""

from typing import Any

import pytest
from textual.widgets import Input

from pat_tui.domain.secrets import Secret, SecretGone
from pat_tui.services.clipboard import Channel, ClearResult, Clipboard, CopyResult
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.hygiene import ScreenshotRefused
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.paste_check import PasteCheckDialog
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.widgets.secret_line import SecretLine
from pat_tui.wiring import Services
from tests.tui.pages import (
    Driver,
    add_past,
    keys_shown,
    notices,
    on,
    settle,
    shown,
    until,
    unwiped_secrets,
    words,
)
from tests.worlds import draft

SIZE = (80, 24)


class FakeClipboard(Clipboard):
    """A clipboard in memory, which can be read back unless it is the terminal's."""

    def __init__(self, channel: Channel | None) -> None:
        super().__init__(lambda sequence: None, {})
        self.channel = channel
        self.held: str | None = None

    def copy(self, secret: Secret) -> CopyResult:
        """Hold the secret, where there is a way."""
        self.held = secret.reveal() if self.channel else None
        self.secret = self.held
        return CopyResult(self.channel)

    def read(self) -> str | None:
        """What is held, where it can be known."""
        return self.held if CopyResult(self.channel).is_checked else None

    def clear(self) -> ClearResult:
        """Forget the secret, if it is still there."""
        if self.held != self.secret:
            return ClearResult.REPLACED
        self.held = ""
        return ClearResult.CLEARED


def with_clipboard(app: PatTuiApp, channel: Channel | None) -> FakeClipboard:
    """Put a clipboard in memory in place of the app's."""
    fake = FakeClipboard(channel)
    app.__dict__["clipboard_of_secrets"] = fake
    return fake


async def show_new(pilot: Driver, services: Services, **changes: Any) -> tuple[NewTokenScreen, str]:
    """Make a token and show it as the form does; returns the page and the plain secret."""
    assert isinstance(pilot.app, PatTuiApp)
    generated = services.tokens.generate(draft("deploy", **changes))
    secret = generated.secret.reveal()
    pilot.app.show_new_token(generated)
    del generated
    await settle(pilot)
    return on(pilot, NewTokenScreen), secret


def drawn_secret(pilot: Driver) -> str:
    """What the line of the secret shows, its rows joined."""
    line = pilot.app.screen.query_one(SecretLine)
    return "".join(line.render_line(y).text.strip() for y in range(line.size.height))


class TestShowing:
    async def test_is_hidden_until_v(self, app: PatTuiApp, services: Services) -> None:
        """The page opens with dots; `v` shows all of the token and hides it again; the list below has it on top."""
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            for sentence in (
                "✓ “deploy” was generated.",
                "Make sure to copy your personal access token now as you will not be able to see this again.",
                "c copies it, v shows or hides it, p checks what you pasted.",
            ):
                assert sentence in words(pilot)
            assert drawn_secret(pilot) == "•" * 93
            assert secret[:12] not in shown(pilot)
            await pilot.press("v")
            assert drawn_secret(pilot) == secret
            await pilot.press("v")
            assert drawn_secret(pilot) == "•" * 93
            assert "▌ deploy" in shown(pilot)
            assert keys_shown(pilot) == "⏎ Open  c Copy  v Show or hide  h Hand over  Esc Back  ? Help"

    @pytest.mark.parametrize("width", [30, 60, 120])
    async def test_none_of_it_is_cut_off(self, app: PatTuiApp, services: Services, width: int) -> None:
        """In a window of any width the whole token can be read."""
        async with app.run_test(size=(width, 30)) as pilot:
            _screen, secret = await show_new(pilot, services)
            await pilot.press("v")
            assert drawn_secret(pilot) == secret

    async def test_waits_for_approval(self, app: PatTuiApp, services: Services) -> None:
        """A token that is pending says so beside its secret."""
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services, owner="acme")
            assert "✓ “deploy” was generated and waits for approval." in words(pilot)
            assert "Pending" in shown(pilot)


class TestCopying:
    @pytest.mark.parametrize(
        ("channel", "said"),
        [
            (Channel.NATIVE, "Copied to the clipboard (checked). It will be cleared in 45 s."),
            (Channel.TMUX, "Copied to the tmux buffer (checked). It will be cleared in 45 s."),
            (Channel.TERMINAL, "Sent to your terminal; paste to check. It will be cleared in 45 s."),
            (None, "Nothing here takes a copy. Show the token and select it by hand."),
        ],
    )
    async def test_words_are_those_of_the_way_it_went(
        self, app: PatTuiApp, services: Services, channel: Channel | None, said: str
    ) -> None:
        """`c` copies the whole token and says what really happened; the app itself keeps no copy for its fields."""
        clipboard = with_clipboard(app, channel)
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            await pilot.press("c")
            await settle(pilot)
            assert said in words(pilot)
            assert clipboard.held == (secret if channel else None)
            assert app.clipboard == ""

    async def test_without_a_time_limit(self, services: Services) -> None:
        """Where the clipboard is not cleared by time, nothing says that it will be."""
        app = PatTuiApp(Services(services.context, services.settings._replace(clipboard_seconds=0)))
        with_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await pilot.press("c")
            await settle(pilot)
            assert "Copied to the clipboard (checked)." in words(pilot)
            assert "cleared" not in words(pilot)

    @pytest.mark.parametrize(
        ("replaced_by", "notice", "left"),
        [
            (None, "The clipboard was cleared (checked).", ""),
            ("mine", "The token was no longer found in the clipboard, which was left alone.", "mine"),
        ],
        ids=["still the token", "something else by then"],
    )
    async def test_is_cleared_in_time(
        self, services: Services, replaced_by: str | None, notice: str, left: str
    ) -> None:
        """When the time is over the clipboard is cleared, but only if it still holds the token, and one is told."""
        # A tenth of a second in place of a whole one, for the sake of the test.
        settings = services.settings._replace(clipboard_seconds=0.1)  # type: ignore[arg-type]
        app = PatTuiApp(Services(services.context, settings))
        clipboard = with_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            on(pilot, NewTokenScreen).action_copy()
            await until(pilot, lambda: clipboard.held is not None)
            clipboard.held = replaced_by or clipboard.held
            await until(pilot, lambda: bool(notices(pilot)))
            assert notices(pilot) == [notice]
            assert clipboard.held == left

    async def test_clearing_does_not_need_the_page(self, services: Services) -> None:
        """A copy is cleared in time also when the page was left meanwhile, and at the end of the program."""
        app = PatTuiApp(services)
        clipboard = with_clipboard(app, Channel.TMUX)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await pilot.press("c")
            await settle(pilot)
            await pilot.press("escape")
            on(pilot, TokensScreen)
            assert app._clearing is not None
        assert app.clear_clipboard() == ""
        assert clipboard.held == ""

    async def test_nothing_is_copied_once_it_is_gone(self, app: PatTuiApp, services: Services) -> None:
        """A copy that starts as the page is left copies nothing, and nobody minds."""
        clipboard = with_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            screen, _secret = await show_new(pilot, services)
            screen._secret.wipe()
            await pilot.press("c")
            await settle(pilot)
            assert clipboard.held is None
            await pilot.press("v")
            assert drawn_secret(pilot) == ""


class TestPasteCheck:
    async def test_reads_the_clipboard_where_it_can(self, app: PatTuiApp, services: Services) -> None:
        """`p` compares what the clipboard holds with the token, without a question."""
        clipboard = with_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            await pilot.press("c", "p")
            await settle(pilot)
            assert "This is the new token, whole and unchanged." in words(pilot)
            for held, said in (
                (secret[:-3], "This looks like a token, but a part of it is missing or changed."),
                ("something else", "This is not a token."),
            ):
                clipboard.held = held
                await pilot.press("p")
                await settle(pilot)
                assert said in words(pilot)

    async def test_asks_to_paste_where_it_cannot(self, app: PatTuiApp, services: Services) -> None:
        """Elsewhere a dialog takes the paste, hidden; it is compared, emptied, and cannot be copied out or pictured."""
        with_clipboard(app, Channel.TERMINAL)
        other = services.tokens.generate(draft("other")).secret.reveal()
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            for pasted, said in (
                (secret, "This is the new token, whole and unchanged."),
                (f"  {secret}", "This is the new token, whole and unchanged."),
                (other, "This is a token, but not the new one."),
                ("hello", "This is not a token."),
            ):
                await pilot.press("p")
                await settle(pilot)
                field = on(pilot, PasteCheckDialog).query_one(Input)
                field.value = pasted
                await pilot.pause()
                assert pasted.strip()[:8] not in shown(pilot)
                with pytest.raises(ScreenshotRefused):
                    app.export_screenshot()
                field.action_select_all()
                field.action_copy()
                assert app.clipboard == ""
                await pilot.press("enter")
                assert field.value == ""
                assert said in words(pilot)
            await pilot.press("p", "escape")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            assert said in words(pilot)


class TestLeaving:
    @pytest.mark.parametrize(
        ("keys", "page"),
        [
            (["escape"], TokensScreen),
            (["n"], TokenFormScreen),
            (["enter"], TokenScreen),
            (["m", "enter"], TokensScreen),
            (["q"], None),
        ],
        ids=["Esc", "n", "Enter", "menu", "q"],
    )
    async def test_asks_once_and_then_the_secret_is_gone(
        self,
        secrets_of_others: list[Secret],
        app: PatTuiApp,
        services: Services,
        keys: list[str],
        page: type[Any] | None,
    ) -> None:
        """A token neither seen nor copied is asked about; Stay keeps it; after Leave it is in no object any more."""
        async with app.run_test(size=SIZE) as pilot:
            screen, secret = await show_new(pilot, services)
            kept = screen._secret
            await pilot.press(*keys)
            on(pilot, ConfirmDialog)
            assert "The token “deploy” has been neither copied nor shown." in words(pilot)
            await pilot.press("enter")
            assert on(pilot, NewTokenScreen) is screen
            assert not kept.is_wiped
            if keys[0] == "m":
                keys = keys[1:]
            await pilot.press(*keys, "l")
            if page is None:
                await until(pilot, lambda: not app.is_running)
            else:
                assert type(app.screen) is page
        assert kept.is_wiped
        with pytest.raises(SecretGone):
            kept.reveal()
        assert app.return_code in (0, None)
        _assert_nowhere(services, secret, secrets_of_others)

    @pytest.mark.parametrize("key", ["v", "c"])
    async def test_does_not_ask_once_it_was_taken(self, app: PatTuiApp, services: Services, key: str) -> None:
        """After it was shown or copied, Esc leaves at once, and no way leads back."""
        with_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            screen, secret = await show_new(pilot, services)
            kept = screen._secret
            await pilot.press(key)
            await settle(pilot)
            await pilot.press("escape")
            assert type(app.screen) is TokensScreen
            assert kept.is_wiped
            await pilot.press("v", "c", "p", "escape", "enter")
            await settle(pilot)
            on(pilot, TokenScreen)
            assert secret[:20] not in words(pilot)
            assert f"The token ends in {secret[-8:]}." in words(pilot)

    async def test_a_copy_that_failed_is_no_copy(self, app: PatTuiApp, services: Services) -> None:
        """Where nothing took the copy, leaving still asks."""
        with_clipboard(app, None)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await pilot.press("c")
            await settle(pilot)
            await pilot.press("escape")
            on(pilot, ConfirmDialog)

    async def test_esc_closes_the_filter_first(self, app: PatTuiApp, services: Services) -> None:
        """With the filter open Esc closes that and keeps the page; letters in it copy nothing."""
        clipboard = with_clipboard(app, Channel.NATIVE)
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            screen, _secret = await show_new(pilot, services)
            await pilot.press("slash", "c", "v")
            assert clipboard.held is None
            assert drawn_secret(pilot) == "•" * 93
            await pilot.press("escape")
            assert on(pilot, NewTokenScreen) is screen
            assert not screen._secret.is_wiped

    async def test_a_second_token_wipes_the_first(self, app: PatTuiApp, services: Services) -> None:
        """The next token that is generated takes the place of the one before."""
        async with app.run_test(size=SIZE) as pilot:
            screen, _secret = await show_new(pilot, services)
            app.show_new_token(services.tokens.generate(draft("second")))
            await settle(pilot)
            assert "“second” was generated." in words(pilot)
            assert screen._secret.is_wiped


class TestPictures:
    async def test_are_refused_while_it_is_shown(self, app: PatTuiApp, services: Services) -> None:
        """No screenshot of a token: not by the palette, not under a dialog. Once it is hidden there are some again."""
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            assert secret[:16] not in app.export_screenshot()
            await pilot.press("v")
            for key in ("question_mark", "escape"):
                with pytest.raises(ScreenshotRefused):
                    app.export_screenshot()
                assert "Screenshot" not in [command.title for command in app.get_system_commands(app.screen)]
                assert app.deliver_screenshot() is None
                await pilot.press(key)
            assert notices(pilot) == ["No screenshots while a token is shown."] * 2
            await pilot.press("v")
            assert "Screenshot" in [command.title for command in app.get_system_commands(app.screen)]
            app.export_screenshot()


def _assert_nowhere(services: Services, secret: str, others: list[Secret]) -> None:
    """The plain secret is neither in the store nor in any string that an object of ours still holds."""
    files = [path for path in services.settings.store.parent.iterdir() if path.is_file()]
    assert files
    for path in files:
        assert secret.encode() not in path.read_bytes(), path
    assert not unwiped_secrets(others)
