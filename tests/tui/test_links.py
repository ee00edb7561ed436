"""Links in the interface: a form that one fills in, what it says was ignored, and copying one from a form or a page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import Input, TextArea

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.expiration import InDays, Never
from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import Secret
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.clipboard import Channel, ClearResult, Clipboard, CopyResult
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.classic_form import NewClassicScreen
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.widgets.scope_tree import ScopeTree
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.forms import TALL, choose_access, tabs_of
from tests.tui.pages import Driver, Past, add_past, generate, keys_shown, notices, on, settle, until, words

SIZE = (80, 24)
PAGE = "https://github.com/settings/personal-access-tokens/new"
QUERY = "?name=ci&description=Nightly%0Abuild&target_name=acme&expires_in=45&contents=write&members=read"


class MemoryClipboard(Clipboard):
    """A clipboard in memory, which takes copies on CHANNEL only."""

    def __init__(self, channel: Channel | None) -> None:
        super().__init__(lambda sequence: None, {})
        self.channel = channel
        self.held = ""

    def _copy(self, text: str) -> Channel | None:
        self.held = text
        return self.channel

    def _read(self) -> str | None:
        return self.held


def with_link(services: Services, link: str, channel: Channel | None = Channel.NATIVE) -> PatTuiApp:
    """The interface as `pat-tui LINK` opens it."""
    app = PatTuiApp(services, link=link)
    app.__dict__["clipboard_of_secrets"] = MemoryClipboard(channel)
    return app


def held(pilot: Driver) -> str:
    """What was copied."""
    return str(pilot.app.__dict__["clipboard_of_secrets"].held)


async def filled(pilot: Driver) -> TokenFormScreen:
    """The form, once all of its fields are there."""
    await settle(pilot)
    form = on(pilot, TokenFormScreen)
    await until(pilot, lambda: form._untouched is not None)
    await pilot.pause()
    return form


class TestOpening:
    async def test_fills_every_field_in(self, services: Services) -> None:
        """The form stands as the link says; the repository permissions wait for a repository access."""
        async with with_link(services, PAGE + QUERY).run_test(size=TALL) as pilot:
            form = await filled(pilot)
            assert form.query_one("#name", Input).value == "ci"
            assert form.query_one("#description", TextArea).text == "Nightly\nbuild"
            assert (form.owner.account.login, form.to_draft().expiration) == ("acme", InDays(45))
            assert "45 days (Mar 01, 2026)" in words(pilot)
            assert "✓ ci is available." in words(pilot)
            assert tabs_of(form) == {"Repositories": 0, "Organization": 1}
            await choose_access(pilot, RepositoryAccess.ALL)
            assert tabs_of(form) == {"Repositories": 2, "Organization": 1}
            await generate(pilot)
            on(pilot, NewTokenScreen)
        token = services.tokens.find("ci")
        assert dict(token.permissions) == {"contents": Level.WRITE, "members": Level.READ, "metadata": Level.READ}
        assert token.expires_at == token.created_at + timedelta(days=45)

    async def test_untouched_it_is_left_without_a_question(self, services: Services) -> None:
        """A link can be followed again; only what a person changed would be lost. Below lies the list."""
        async with with_link(services, QUERY).run_test(size=SIZE) as pilot:
            await filled(pilot)
            await pilot.press("escape")
            on(pilot, TokensScreen)

    async def test_says_what_was_ignored(self, services: Services) -> None:
        """Over the form, where it stays, with the name still in sight and ready to be typed into."""
        link = "?name=a%1Bb&target_name=nobody&expires_in=0&contents=admin&foo[]=1&issues=read"
        async with with_link(services, link).run_test(size=SIZE) as pilot:
            await filled(pilot)
            said = words(pilot)
            for sentence in (
                "Filled in from a link. Check every field before you generate the token.",
                "⚠ Choose a repository access: a link cannot, and its repository permissions need one.",
                "⚠ name was ignored: It holds a character that cannot be shown (U+001B). Remove it.",
                "⚠ expires_in was ignored: Write a number of days from 1 to 366, or none.",
                "⚠ Levels that are not on offer, ignored: contents=admin.",
                "⚠ Unknown and ignored: foo[].",
                "⚠ Cannot find the specified resource owner: nobody",
            ):
                assert sentence in said, sentence
            await pilot.press("x")
            assert "✓ x is available." in words(pilot)

    async def test_a_name_that_is_taken_is_told(self, services: Services) -> None:
        """It is filled in, and said to be taken before anything is submitted."""
        add_past(services, Past("ci"))
        async with with_link(services, "?name=ci").run_test(size=SIZE) as pilot:
            await filled(pilot)
            assert "✗ Name has already been taken" in words(pilot)

    async def test_never_is_never(self, services: Services) -> None:
        """`none` chooses the last entry of the menu, with its warning."""
        async with with_link(services, "?expires_in=none").run_test(size=SIZE) as pilot:
            form = await filled(pilot)
            assert form.to_draft().expiration == Never()

    async def test_a_days_choice_of_the_link_stays_on_the_menu(self, services: Services) -> None:
        """It is one of the choices, as long as the resource owner allows it."""
        async with with_link(services, "?expires_in=45").run_test(size=TALL) as pilot:
            form = await filled(pilot)
            field = form.query_one("#expiration")
            field.focus()
            await pilot.press("left", "right")
            assert form.to_draft().expiration == InDays(45)

    async def test_markup_and_length_do_no_harm(self, services: Services) -> None:
        """A link from anybody draws what it says, and no more than fits."""
        async with with_link(services, "?" + "&".join(f"[red]{n}[/]=1" for n in range(500))).run_test(
            size=SIZE
        ) as pilot:
            await filled(pilot)
            assert "Unknown and ignored: [red]0[/], [red]1[/]" in words(pilot)

    async def test_looks(self, services: Services, snapshot: Snapshot) -> None:
        """The form with the link's values; above it, what was ignored, each in a line of its own."""
        link = "?name=ci&target_name=acme&expires_in=45&contents=write&issues=bogus&foo=1"
        async with with_link(services, link).run_test(size=SIZE) as pilot:
            await filled(pilot)
            await snapshot(pilot, "form-from-link")
            await pilot.resize_terminal(60, 24)
            await snapshot(pilot, "form-from-link-60")


class TestClassic:
    async def test_fills_note_and_scopes_in(self, services: Services) -> None:
        """The other form opens, with what was ignored over it; `write:packages` does not bring `repo` along."""
        link = "/settings/tokens/new?scopes=write:packages,gone&description=CI&expires_in=7"
        async with with_link(services, link).run_test(size=TALL) as pilot:
            await settle(pilot)
            form = on(pilot, NewClassicScreen)
            assert form.query_one("#note", Input).value == "CI"
            assert form.query_one(ScopeTree).ticked == ("write:packages",)
            said = words(pilot)
            for sentence in (
                "Filled in from a link. Check every field before you generate the token.",
                "⚠ Unknown scopes, ignored: gone.",
                "⚠ Unknown and ignored: expires_in.",
            ):
                assert sentence in said, sentence
            await pilot.press("ctrl+s")
            await settle(pilot)
        assert services.classic_tokens.find("CI").scopes == ("write:packages",)

    async def test_a_note_that_is_taken_is_told(self, services: Services) -> None:
        """Before anything is submitted."""
        services.classic_tokens.generate(ClassicDraft("CI"))
        async with with_link(services, "?scopes=repo&description=CI").run_test(size=TALL) as pilot:
            await settle(pilot)
            on(pilot, NewClassicScreen)
            assert "✗ Note has already been taken" in words(pilot)

    async def test_gives_back_its_link(self, services: Services) -> None:
        """Opened and copied, it is the same link; the page of a token copies one too."""
        query = "?description=CI&scopes=gist,read:org"
        page = "https://github.com/settings/tokens/new"
        async with with_link(services, query).run_test(size=SIZE) as pilot:
            await settle(pilot)
            on(pilot, NewClassicScreen)
            assert "^l Copy link" in keys_shown(pilot)
            await pilot.press("ctrl+l")
            await settle(pilot)
            assert held(pilot) == page + query
            assert notices(pilot) == [
                "Copied to the clipboard (checked).\nA link for a token (classic) cannot hold the expiration."
            ]

    async def test_looks(self, services: Services, snapshot: Snapshot) -> None:
        """What was ignored, then GitHub's advice, then the fields with the link's values."""
        async with with_link(services, "?scopes=repo,gone&description=CI&foo=1").run_test(size=SIZE) as pilot:
            await settle(pilot)
            await snapshot(pilot, "classic-form-from-link")


class TestCopying:
    async def test_a_form_gives_back_its_link(self, services: Services) -> None:
        """Opened and copied, it is the same link, from a text field by ^l and elsewhere by y."""
        async with with_link(services, QUERY).run_test(size=SIZE) as pilot:
            form = await filled(pilot)
            assert "^l Copy link" in keys_shown(pilot)
            await pilot.press("ctrl+l")
            await settle(pilot)
            assert held(pilot) == PAGE + QUERY
            assert notices(pilot) == ["Copied to the clipboard (checked)."]
            await pilot.press("y")
            assert form.query_one("#name", Input).value == "ciy"
            form.query_one("#expiration").focus()
            await pilot.pause()
            assert "y Copy link" in keys_shown(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert held(pilot) == PAGE + QUERY.replace("name=ci&", "name=ciy&")

    async def test_ctrl_l_works_in_the_box_of_lines(self, services: Services) -> None:
        """The description, too, lets it through."""
        async with with_link(services, QUERY).run_test(size=SIZE) as pilot:
            form = await filled(pilot)
            form.query_one("#description").focus()
            await pilot.press("ctrl+l")
            await settle(pilot)
            assert held(pilot) == PAGE + QUERY

    async def test_of_a_token(self, services: Services) -> None:
        """The token's page copies a link to one like it, and says what the link does not hold."""
        add_past(services)
        async with with_link(services, "?").run_test(size=SIZE) as pilot:
            await filled(pilot)
            await pilot.press("escape")
            pilot.app.open_token(services.tokens.find("notes-mobile").id)  # type: ignore[attr-defined]
            await settle(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert held(pilot) == (
                f"{PAGE}?name=notes-mobile&description=Notes+on+the+phone&expires_in=90"
                "&contents=write&gpg_keys=read&issues=read"
            )
            assert notices(pilot) == [
                "Copied to the clipboard (checked).\n"
                "A link cannot hold the repository access; whoever opens it chooses that."
            ]
            await pilot.press("e")
            await until(pilot, lambda: bool(pilot.app.screen.query("#submit")))
            await pilot.press("ctrl+l")
            await settle(pilot)
            assert held(pilot).startswith(f"{PAGE}?name=notes-mobile&")

    async def test_of_a_token_that_is_gone(self, services: Services) -> None:
        """It is said, and nothing is copied."""
        add_past(services, Past("ci"))
        token = services.tokens.find("ci")
        async with with_link(services, "?").run_test(size=SIZE) as pilot:
            await filled(pilot)
            pilot.app.open_token(token.id)  # type: ignore[attr-defined]
            await settle(pilot)
            services.token_life.delete([token.id])
            await pilot.press("y")
            await settle(pilot)
            assert notices(pilot) == ["There is no such token any more."]
            assert held(pilot) == ""

    @pytest.mark.parametrize(
        ("channel", "said"),
        [
            (Channel.NATIVE, "Copied to the clipboard (checked)."),
            (Channel.TMUX, "Copied to the tmux buffer (checked)."),
            (Channel.TERMINAL, "Sent to your terminal; paste to check."),
            (None, "Nothing here takes a copy. “pat-tui token link” prints links."),
        ],
    )
    async def test_says_no_more_than_is_known(self, services: Services, channel: Channel | None, said: str) -> None:
        """The same honest words as for a token, and none about clearing: a link is no secret."""
        services = replace(services, settings=services.settings._replace(clipboard_seconds=1))
        async with with_link(services, QUERY, channel).run_test(size=SIZE) as pilot:
            await filled(pilot)
            await pilot.press("ctrl+l")
            await settle(pilot)
            assert notices(pilot) == [said]
            assert pilot.app._clearing is None  # type: ignore[attr-defined]
        assert pilot.app.clear_clipboard() == ""  # type: ignore[attr-defined]
        assert held(pilot) == PAGE + QUERY


class TestBesideASecret:
    def test_a_link_takes_the_place_of_a_secret(self) -> None:
        """Where both go the same way, nothing of the secret is left to be cleared, and the link stays."""
        clipboard = MemoryClipboard(Channel.TERMINAL)
        clipboard.copy(Secret("pattui_pat_x"))
        assert clipboard.copy_text("?name=x") == CopyResult(Channel.TERMINAL)
        assert clipboard.clear() is ClearResult.NOTHING
        assert clipboard.held == "?name=x"

    def test_a_secret_elsewhere_is_still_cleared(self) -> None:
        """A link that went another way leaves the secret to be cleared."""
        clipboard = MemoryClipboard(Channel.NATIVE)
        clipboard.copy(Secret("pattui_pat_x"))
        clipboard.channel = Channel.TERMINAL
        clipboard.copy_text("?name=x")
        assert clipboard.clear() is ClearResult.REPLACED

    def test_nowhere_to_copy_to_forgets_nothing(self) -> None:
        """What takes no copy leaves all as it was."""
        clipboard = MemoryClipboard(None)
        assert clipboard.copy_text("?name=x") == CopyResult(None)
        assert clipboard.clear() is ClearResult.NOTHING
