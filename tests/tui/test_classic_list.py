"""The list of classic tokens by keys and mouse: what it says, where it leads, deleting, undoing, revoking all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.widgets import Input

from pat_tui.domain.errors import NotFound, StoreError
from pat_tui.domain.tokens import DeletedToken
from pat_tui.services.classic_list import ListedClassicTokens, TokenOrder
from pat_tui.store import classic_tokens, deleted_tokens
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.classic_edit import EditClassicScreen
from pat_tui.tui.screens.classic_form import NewClassicScreen
from pat_tui.tui.screens.classic_listing import ClassicList, scopes_line
from pat_tui.tui.screens.classic_page import ClassicTokensScreen
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.screens.typed_confirm import TypedConfirmDialog
from pat_tui.tui.screens.undo_flash import UndoFlash
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.tui.classic_pages import PastClassic, add_classic, classic, classic_actions, go_to, open_list, secret_hash
from tests.tui.pages import Driver, add_past, keys_shown, notices, on, settle, shown, words
from tests.worlds import FixedClock

SIZE = (80, 24)
TALL = (100, 50)


async def delete(pilot: Driver) -> None:
    """Ask to delete, and confirm."""
    await pilot.press("d")
    on(pilot, ConfirmDialog)
    await pilot.press("y")
    await settle(pilot)


def kept(services: Services) -> list[DeletedToken]:
    """What the store still holds of deleted tokens."""
    database, user_id = services.context.database, services.acting.id
    return deleted_tokens.all_of(database, user_id, deleted_tokens.CLASSIC)


class TestWhatItSays:
    async def test_rows(self, app: PatTuiApp, services: Services) -> None:
        """Heading, number, and of each token note, badge, scopes, expiry and last use; the newest first."""
        add_classic(services)
        async with app.run_test(size=TALL) as pilot:
            await open_list(pilot)
            said = words(pilot)
            assert "Personal access tokens (classic) Tokens you generated for the API." in said
            assert "6 tokens · Newest first" in said
            assert "laptop gist, repo Expires on Tue, Apr 14 2026 Last used within the last week" in said
            assert "rate-limit no scope: reads public things only" in said
            assert "release-bot Expiring soon repo, workflow, write:packages" in said
            assert "spring-conference Expired gist Expired" in said
            assert "old-server admin:org, repo, user This token has no expiration date" in said

    async def test_scopes_are_in_italics(self, app: PatTuiApp, services: Services) -> None:
        """The line of the scopes is drawn in italics, and the others are not."""
        add_classic(services, PastClassic("laptop", ("gist",)))
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            rows = pilot.app.screen.query_one(ClassicList)
            slanted = [
                any(segment.style and segment.style.italic for segment in rows.render_line(y) if segment.text.strip())
                for y in range(4)
            ]
            assert slanted == [False, True, False, False]

    @pytest.mark.parametrize(
        ("width", "line"),
        [
            (40, "admin:org, delete_repo, gist, repo"),
            (33, "admin:org, delete_repo and 2 more"),
            (32, "admin:org and 3 more"),
            (12, "admin:org a…"),
        ],
    )
    def test_scopes_that_do_not_fit(self, width: int, line: str) -> None:
        """As many scopes as fit are named, and how many more there are."""
        assert scopes_line(("admin:org", "delete_repo", "gist", "repo"), width) == line

    async def test_empty(self, app: PatTuiApp) -> None:
        """Without tokens the page says so and how to get one; keys that would do nothing are none."""
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            assert "No personal access tokens (classic) created Press n to generate one." in words(pilot)
            assert "Revoke" not in keys_shown(pilot)
            await pilot.press("e", "r", "d", "N", "space", "u", "R")
            on(pilot, ClassicTokensScreen)
            await pilot.click("#revoke-all")
            await pilot.pause()
            assert notices(pilot) == ["You have no personal access tokens (classic) to revoke."]

    async def test_filter(self, app: PatTuiApp, services: Services) -> None:
        """The filter looks at notes and scopes; Esc shows all again."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("slash", *"workf")
            await settle(pilot)
            assert "1 token holding “workf”" in words(pilot)
            assert "release-bot" in shown(pilot)
            await pilot.press(*"x")
            await settle(pilot)
            assert "No token's note or scopes hold “workfx”. Press Esc to see all." in words(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert "6 tokens" in words(pilot)

    async def test_sort(self, app: PatTuiApp, services: Services) -> None:
        """`s` offers the orders of the other list."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("s", "down", "enter")
            await settle(pilot)
            assert "6 tokens · Name" in words(pilot)
            current = pilot.app.screen.query_one(ClassicList).current
            assert current is not None
            assert current.note == "everything"

    async def test_store_that_fails(self, app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is wrong with the store stands in place of the rows."""

        def fail(*_arguments: object) -> int:
            raise StoreError("The store is gone.")

        monkeypatch.setattr(ListedClassicTokens, "count", fail)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            assert "The store is gone." in words(pilot)

    async def test_hostile_note(self, app: PatTuiApp, services: Services) -> None:
        """A note of markup and control characters is drawn as harmless text, in the list and in the dialog."""
        [token_id] = add_classic(services, PastClassic("laptop"))
        bad = "[/]oops\x1b]52;c;cHduZWQ=\x07"
        with services.context.database.transaction():
            classic_tokens.change(services.context.database, token_id, bad, ("gist",))
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            assert "[/]oops" in shown(pilot)
            assert "\x1b" not in shown(pilot)
            await pilot.press("d")
            assert "[/]oops" in shown(pilot)
            assert "\x1b" not in shown(pilot)
            await pilot.press("escape", "enter")
            await settle(pilot)
            assert "\x1b" not in shown(pilot)


class TestWays:
    @pytest.mark.parametrize("width", [50, 60, 80])
    async def test_by_the_menu(self, app: PatTuiApp, width: int) -> None:
        """The entry of the sidebar leads here, folded or not; Esc leads back."""
        async with app.run_test(size=(width, 24)) as pilot:
            await pilot.press("m", "down", "enter")
            await settle(pilot)
            on(pilot, ClassicTokensScreen)
            await pilot.press("escape")
            await settle(pilot)
            assert type(pilot.app.screen) is TokensScreen

    async def test_by_mouse(self, app: PatTuiApp) -> None:
        """A click on the entry leads here, and one on the other entry back."""
        async with app.run_test(size=SIZE) as pilot:
            sidebar = pilot.app.screen.query_one(Sidebar)
            places = {entry.label: row for row, entry in enumerate(sidebar.entries)}
            await pilot.click(Sidebar, offset=(6, places["Tokens (classic)"]))
            await settle(pilot)
            assert on(pilot, ClassicTokensScreen).query_one(Sidebar).here == "classic-tokens"
            await pilot.click(Sidebar, offset=(6, places["Fine-grained tokens"]))
            await settle(pilot)
            assert type(pilot.app.screen) is TokensScreen

    async def test_generate_is_a_menu(self, app: PatTuiApp) -> None:
        """`n` offers both kinds in GitHub's words; Enter takes the classic form, the entry above the other one."""
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("n")
            on(pilot, ChooseDialog)
            said = words(pilot)
            assert "Generate new token Fine-grained, repo-scoped" in said.replace("( ) ", "")
            assert "Generate new token (classic) For general use" in said
            await pilot.press("enter")
            await settle(pilot)
            on(pilot, NewClassicScreen)
            await pilot.press("escape", "n", "up", "enter")
            await settle(pilot)
            on(pilot, TokenFormScreen)
            await pilot.press("escape")
            await settle(pilot)
            on(pilot, ClassicTokensScreen)

    async def test_generate_by_mouse(self, app: PatTuiApp) -> None:
        """The button opens the menu, and a click on an entry its form."""
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.click("#generate")
            on(pilot, ChooseDialog)
            await pilot.click("OptionLines", offset=(8, 2))
            await settle(pilot)
            on(pilot, NewClassicScreen)

    async def test_row_opens_the_page_that_edits(self, app: PatTuiApp, services: Services) -> None:
        """Enter and a second click on a row open the token."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert on(pilot, EditClassicScreen).query_one("#note", Input).value == "laptop"
            await pilot.press("escape")
            await pilot.click(ClassicList, offset=(6, 5))
            await pilot.click(ClassicList, offset=(6, 5))
            await settle(pilot)
            assert on(pilot, EditClassicScreen).query_one("#note", Input).value == "rate-limit"

    @pytest.mark.parametrize("key", ["e", "r", "d", "N"])
    async def test_token_that_is_gone(self, app: PatTuiApp, services: Services, key: str) -> None:
        """What another program deleted while its row was on the screen gets a notice, and no page."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            services.classic_tokens.delete([classic(services, "laptop").id])
            await pilot.press(key)
            on(pilot, ClassicTokensScreen)
            assert notices(pilot) == ["There is no such token any more."]

    async def test_help(self, app: PatTuiApp, services: Services) -> None:
        """`?` explains the page and names the key that revokes all."""
        add_classic(services)
        async with app.run_test(size=(80, 70)) as pilot:
            await open_list(pilot)
            await pilot.press("question_mark")
            assert "R Revoke all classic tokens, after asking." in words(pilot)
            assert "Fine-grained tokens are safer." in words(pilot)


class TestDelete:
    async def test_dialog(self, app: PatTuiApp, services: Services) -> None:
        """Note, end, last use, every scope with what it opens, the way back; the focus is on Cancel."""
        add_classic(services)
        async with app.run_test(size=(80, 40)) as pilot:
            await open_list(pilot)
            await pilot.press("d")
            dialog = on(pilot, ConfirmDialog)
            said = words(pilot)
            assert "Are you sure you want to delete this token? laptop Expires on Tue, Apr 14 2026" in said
            assert "They lose: gist: Create and change gists" in said
            assert "repo: Everything in public and private repositories" in said
            assert "For 10 seconds you can undo it." in said
            assert "[ I understand, delete this token (y) ]" in said
            assert dialog.query_one("#cancel").has_focus

    @pytest.mark.parametrize(
        ("note", "stops"),
        [
            ("spring-conference", "It has expired: nothing works with it any more."),
            ("rate-limit", "It reads public things only."),
        ],
    )
    async def test_what_is_not_lost(self, app: PatTuiApp, services: Services, note: str, stops: str) -> None:
        """Nothing is said to be lost that the token could not do."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            go_to(pilot, note)
            await pilot.press("d")
            assert stops in words(pilot)
            assert "They lose" not in words(pilot)

    @pytest.mark.parametrize("keys", [["d"] * 5, ["enter"], ["escape"], ["space"]])
    async def test_nothing_by_accident(self, app: PatTuiApp, services: Services, keys: list[str]) -> None:
        """The opening key held down, Enter, Space and Esc delete nothing."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("d", *keys)
            await settle(pilot)
            assert services.classic_tokens.count() == 6

    async def test_flash_and_undo(self, app: PatTuiApp, services: Services) -> None:
        """The token is gone at once; `u` brings it back with the value it had."""
        add_classic(services)
        before = classic(services, "laptop")
        value = secret_hash(services, before.id)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await delete(pilot)
            assert secret_hash(services, before.id) is None
            assert "✓ Deleted personal access token “laptop”. 10 seconds left to undo it." in words(pilot)
            assert "5 tokens" in words(pilot)
            await pilot.press("u")
            await settle(pilot)
            assert notices(pilot) == ["“laptop” is back, with the value that it had."]
            assert not pilot.app.screen.query(UndoFlash)
        assert classic(services, "laptop") == before
        assert secret_hash(services, before.id) == value
        assert classic_actions(services)[-2:] == ["destroy", "destroy_undone"]

    async def test_is_let_go_of_after_the_page_was_left(
        self, app: PatTuiApp, services: Services, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Once it is too late to undo, nothing is kept of the token, on whatever page one is by then."""
        add_classic(services)
        later: dict[float, Callable[[], None]] = {}
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            monkeypatch.setattr(app, "set_timer", later.__setitem__)
            await delete(pilot)
            await pilot.press("escape")
            assert len(kept(services)) == 1
            [(seconds, forget)] = later.items()
            assert seconds > 10
            clock.advance(timedelta(seconds=seconds))
            forget()
            await settle(pilot)
            assert kept(services) == []

    async def test_several(self, app: PatTuiApp, services: Services) -> None:
        """Ticked ones are deleted together, and come back together, by mouse."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("space", "down", "down", "space", "d")
            said = words(pilot)
            assert "Are you sure you want to delete these 2 tokens?" in said
            assert "laptop Scopes: gist, repo Last used within the last week" in said
            await pilot.press("y")
            await settle(pilot)
            assert services.classic_tokens.count() == 4
            await pilot.click("#undo")
            await settle(pilot)
            assert services.classic_tokens.count() == 6

    async def test_other_list_is_left_alone(self, app: PatTuiApp, services: Services) -> None:
        """A fine-grained token of the same number stays, and its list says nothing of the deletion."""
        add_past(services)
        assert add_classic(services)[-1] in {row.id for row in services.listed_tokens.page(TokenOrder.NAME, "", 0, 9)}
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await delete(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert "7 tokens" in words(pilot)
            assert not pilot.app.screen.query(UndoFlash)
        assert services.listed_tokens.count() == 7
        assert services.classic_tokens.count() == 5


class TestRevokeAll:
    async def test_behind_the_user_name(self, app: PatTuiApp, services: Services) -> None:
        """The name and Enter revoke all classic tokens, say so, and leave the fine-grained ones alone."""
        add_past(services)
        ids = add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("R")
            on(pilot, TypedConfirmDialog)
            said = words(pilot)
            assert "All of your 6 personal access tokens (classic) will be revoked." in said
            assert "Type your user name, mona, to confirm" in said
            assert "[ I understand, revoke access for everything ]" in said
            await pilot.press(*"mona", "enter")
            await settle(pilot)
            assert notices(pilot) == ["6 tokens were revoked."]
            assert "No personal access tokens (classic) created" in words(pilot)
        assert {secret_hash(services, token_id) for token_id in ids} == {None}
        assert services.listed_tokens.count() == 7
        assert classic_actions(services)[-6:] == ["revoke"] * 6

    @pytest.mark.parametrize("keys", [["R"] * 5, ["enter"], [*"hubot", "enter"], [*"Mona", "enter"], ["tab", "enter"]])
    async def test_anything_else_revokes_nothing(self, app: PatTuiApp, services: Services, keys: list[str]) -> None:
        """The opening key held down, Enter on an empty field, another name and Cancel revoke nothing."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("R", *keys)
            await settle(pilot)
            assert services.classic_tokens.count() == 6

    async def test_wrong_name_says_so(self, app: PatTuiApp, services: Services) -> None:
        """The error stands under the field until something else is typed; Esc leaves."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("R", *"moan", "enter")
            assert "✗ This is not “mona”. Nothing has been changed." in words(pilot)
            await pilot.press("backspace")
            await pilot.pause()
            assert "✗" not in words(pilot)
            await pilot.press("escape")
            on(pilot, ClassicTokensScreen)

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """Both buttons can be clicked; the one that confirms does so only with the name in the field."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.click("#revoke-all")
            dialog = on(pilot, TypedConfirmDialog)
            await pilot.click("#confirm")
            assert on(pilot, TypedConfirmDialog) is dialog
            dialog.query_one(Input).value = "mona"
            await pilot.click("#confirm")
            await settle(pilot)
        assert services.classic_tokens.count() == 0

    async def test_nothing_brings_them_back(self, app: PatTuiApp, services: Services) -> None:
        """What was deleted just before cannot be undone after it either, and is no longer offered."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await delete(pilot)
            await pilot.press("R", *"mona", "enter")
            await settle(pilot)
            assert not pilot.app.screen.query(UndoFlash)
        with pytest.raises(NotFound):
            services.classic_tokens.undo_delete()
