"""Expiry in sight: groups on request, and the banner over tokens that end within seven days."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from pat_tui.domain.errors import StoreError
from pat_tui.domain.expiration import InDays, Never
from pat_tui.services.classic_list import ListedClassicTokens
from pat_tui.services.token_list import ListedTokens
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.ending_soon import EndingSoon, EndingSoonBanner, ending_soon, words
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.token_rows import TokenRows
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.theme import WITHOUT_COLOUR
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.classic_pages import PastClassic, add_classic, open_edit, open_list
from tests.tui.pages import Driver, Past, add_past, on, settle, shown, until
from tests.tui.pages import words as said
from tests.worlds import NOW, FixedClock

SIZE = (80, 40)
TOKENS = (
    Past("for-ever", expiration=Never()),
    Past("far-off", expiration=InDays(90)),
    Past("next-month", days_ago=10, expiration=InDays(30)),
    Past("ci-deploy", days_ago=25, expiration=InDays(30)),
    Past("nightly", days_ago=27, expiration=InDays(30)),
    Past("long-gone", days_ago=40, expiration=InDays(30)),
)
HEADINGS = ["Expired · 1", "Within 7 days · 2", "Within 30 days · 1", "Later · 1", "No expiration · 1"]


def rows(pilot: Driver) -> "TokenRows[Any]":
    """The list on the screen."""
    return pilot.app.screen.query_one(TokenRows)


def current(pilot: Driver) -> str:
    """The name of the token under the cursor."""
    row = rows(pilot).current
    return row.name if row else ""


def headings(pilot: Driver) -> list[str]:
    """The headings of the list."""
    return [heading.text for heading in rows(pilot).headings]


def banner(pilot: Driver) -> EndingSoonBanner | None:
    """What stands above the list, if it does."""
    return pilot.app.screen.query_one_optional(EndingSoonBanner)


def names(pilot: Driver) -> list[str]:
    """The tokens of the list, from the top."""
    found = (rows(pilot).row_at(place) for place in range(rows(pilot).row_count))
    return [row.name for row in found if row is not None]


class TestGroups:
    async def test_are_off_until_asked_for(self, app: PatTuiApp, services: Services) -> None:
        """`x` groups by urgency and says so; `x` again shows the order of before."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            assert headings(pilot) == []
            assert "6 tokens · Newest first" in said(pilot)
            before = names(pilot)
            await pilot.press("x")
            await settle(pilot)
            assert headings(pilot) == HEADINGS
            assert "6 tokens · Grouped by expiry" in said(pilot)
            assert names(pilot) == ["long-gone", "nightly", "ci-deploy", "next-month", "far-off", "for-ever"]
            assert current(pilot) == "long-gone"
            lines = [line[26:].strip() for line in shown(pilot).splitlines()]
            assert [line.rstrip("─ ▁▂▃▄▅▆▇█") for line in lines if "──" in line] == HEADINGS
            await pilot.press("x")
            await settle(pilot)
            assert (headings(pilot), names(pilot)) == ([], before)

    async def test_of_classic_tokens(self, app: PatTuiApp, services: Services) -> None:
        """The list of classic tokens has the same groups."""
        add_classic(services, *(PastClassic(each.name, (), each.days_ago, each.expiration) for each in TOKENS))
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("x")
            await settle(pilot)
            assert headings(pilot) == HEADINGS
            assert current(pilot) == "long-gone"

    async def test_only_groups_with_tokens_have_a_heading(self, app: PatTuiApp, services: Services) -> None:
        """A filter narrows the groups as well; what holds nothing is not there."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("x", "slash")
            app.screen.query_one(Input).value = "nigh"
            await settle(pilot)
            assert headings(pilot) == ["Within 7 days · 1"]
            app.screen.query_one(Input).value = "no such"
            await settle(pilot)
            assert headings(pilot) == []
            assert "No token's name or resource owner holds" in said(pilot)

    async def test_end_with_another_order(self, app: PatTuiApp, services: Services) -> None:
        """Whoever chooses an order wants that; whoever leaves the dialog does not."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("x", "s", "escape")
            await settle(pilot)
            assert headings(pilot) == HEADINGS
            await pilot.press("s", "down", "enter")
            await settle(pilot)
            assert headings(pilot) == []
            assert "Name" in said(pilot)
            assert current(pilot) == "ci-deploy"

    async def test_without_tokens_are_no_key(self, app: PatTuiApp) -> None:
        """Where there is nothing to group, `x` does nothing."""
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("x")
            assert "Grouped" not in said(pilot)

    async def test_follow_the_store(self, app: PatTuiApp, services: Services) -> None:
        """A token that goes leaves its group, and the cursor stays where it was."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("x", "down", "down")
            assert current(pilot) == "ci-deploy"
            services.token_life.delete([services.tokens.find("nightly").id])
            on(pilot, TokensScreen).refresh_tokens()
            await settle(pilot)
            assert headings(pilot)[:2] == ["Expired · 1", "Within 7 days · 1"]
            assert rows(pilot).cursor == 2

    async def test_follow_the_clock(self, app: PatTuiApp, services: Services, clock: FixedClock) -> None:
        """As time goes by tokens move from group to group, and the banner counts on."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("x")
            clock.advance(timedelta(days=4))
            on(pilot, TokensScreen)._let_time_pass()
            await settle(pilot)
            assert headings(pilot) == ["Expired · 2", "Within 7 days · 1", *HEADINGS[2:]]
            assert "⚠ 1 token expires within 7 days (X)" in shown(pilot)
            clock.advance(timedelta(days=2))
            on(pilot, TokensScreen)._let_time_pass()
            await settle(pilot)
            assert banner(pilot) is None

    async def test_ticks_stay(self, app: PatTuiApp, services: Services) -> None:
        """What is ticked stays so, and a tick can be set by mouse below a heading."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("space", "x")
            await settle(pilot)
            view = rows(pilot)
            assert len(view.ticked) == 1
            await pilot.click(TokenRows, offset=(3, view.line_of(1) - 1))
            assert len(view.ticked) == 1
            await pilot.click(TokenRows, offset=(3, view.line_of(1)))
            ticked = {row.name for place in range(6) if (row := view.row_at(place)) and row.id in view.ticked}
            assert ticked == {"nightly", "far-off"}

    async def test_when_the_store_fails(
        self, app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The list says why it is empty, and has no heading."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:

            def broken(*_words: object) -> int:
                raise StoreError("The store is gone.")

            monkeypatch.setattr(ListedTokens, "count_ending", broken)
            await pilot.press("x")
            await settle(pilot)
            assert headings(pilot) == []
            assert "The store is gone." in said(pilot)


class TestBanner:
    async def test_comes_after_the_first_paint(
        self, app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is counted for it before the list has been laid out."""
        add_past(services, *TOKENS)
        real, sizes = ListedTokens.count_ending, []

        def noted(self: ListedTokens, *words: Any) -> int:
            sizes.append(app.screen.query_one(TokenRows).size.height)
            return real(self, *words)

        monkeypatch.setattr(ListedTokens, "count_ending", noted)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: banner(pilot) is not None)
            assert sizes
            assert all(sizes)

    async def test_names_the_tokens_and_their_days(self, app: PatTuiApp, services: Services) -> None:
        """How many, which and when, with a mark that needs no colour, in no more lines than it takes."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            assert "⚠ 2 tokens expire within 7 days (X)" in shown(pilot)
            assert "nightly on Jan 18, ci-deploy on Jan 20" in shown(pilot)

    @pytest.mark.parametrize("way", ["X", "enter", "click"])
    async def test_leads_to_them(self, app: PatTuiApp, services: Services, way: str) -> None:
        """By its key, by Enter and by mouse: the cursor stands on the first, with the heading on top of the list."""
        add_past(services, *TOKENS)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            if way == "enter":
                await pilot.press("shift+tab", "shift+tab")
                assert "▸ 2 tokens" in shown(pilot)
            await (pilot.click(EndingSoonBanner) if way == "click" else pilot.press(way))
            await settle(pilot)
            assert current(pilot) == "nightly"
            assert rows(pilot).has_focus
            assert headings(pilot) == HEADINGS
            assert rows(pilot).row_on(rows(pilot).scroll_offset.y) == (1, -1)
            await pilot.press("enter")
            await settle(pilot)
            on(pilot, TokenScreen)

    async def test_leads_out_of_a_filter(self, app: PatTuiApp, services: Services) -> None:
        """A filter that hides them is closed."""
        add_past(services, *TOKENS)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("slash", *"far", "down", "X")
            await settle(pilot)
            assert not app.screen.query(Input)
            assert current(pilot) == "nightly"

    async def test_is_not_there_without_cause(self, app: PatTuiApp, services: Services) -> None:
        """Tokens that have ended, have long to go or never end need no banner, and `X` is no key then."""
        add_past(services, TOKENS[0], TOKENS[1], TOKENS[5])
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            assert banner(pilot) is None
            await pilot.press("X")
            await settle(pilot)
            assert headings(pilot) == []

    async def test_goes_with_its_tokens(self, app: PatTuiApp, services: Services) -> None:
        """When the last of them is gone it goes too, and the focus with it to the list."""
        ids = add_past(services, TOKENS[3])
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            found = banner(pilot)
            assert found is not None
            found.focus()
            await pilot.pause()
            services.token_life.delete(ids)
            on(pilot, TokensScreen).refresh_tokens()
            await settle(pilot)
            assert banner(pilot) is None
            assert rows(pilot).has_focus

    async def test_of_classic_tokens(self, app: PatTuiApp, services: Services) -> None:
        """Their list has its own, about classic tokens alone."""
        add_past(services, TOKENS[3])
        add_classic(services, PastClassic("release-bot", (), 26, InDays(30)))
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await settle(pilot)
            assert "⚠ 1 token expires within 7 days (X)" in shown(pilot)
            assert "release-bot on Jan 19" in shown(pilot)
            await pilot.press("X")
            await settle(pilot)
            assert current(pilot) == "release-bot"

    def test_counts_what_the_group_holds(self, services: Services) -> None:
        """The banner and the group `Within 7 days` count the same tokens, for both kinds."""
        add_past(services, *TOKENS)
        add_classic(services, PastClassic("old", (), 40, InDays(30)), PastClassic("soon", (), 29, InDays(30)))
        assert ending_soon(ListedTokens(services.context)) == EndingSoon(
            2, 1, [("nightly", NOW + timedelta(days=3)), ("ci-deploy", NOW + timedelta(days=5))]
        )
        assert ending_soon(ListedClassicTokens(services.context)) == EndingSoon(
            1, 1, [("soon", NOW + timedelta(days=1))]
        )


class TestPages:
    async def test_of_a_token_in_its_last_week(self, app: PatTuiApp, services: Services) -> None:
        """The line under the name says within how many days, and which key helps; it has a mark, not only a colour."""
        (token_id,) = add_past(services, TOKENS[3])
        async with app.run_test(size=SIZE) as pilot:
            app.open_token(token_id)
            await settle(pilot)
            assert "ci-deploy ⚠ This token expires within 5 days. r regenerates it." in said(pilot)
            assert "Ends 2026-01-20 12:00 UTC" in said(pilot)

    @pytest.mark.parametrize("past", [TOKENS[0], TOKENS[1], TOKENS[5]], ids=["never", "far off", "long gone"])
    async def test_of_another_token(self, app: PatTuiApp, services: Services, past: Past) -> None:
        """It has no such line."""
        (token_id,) = add_past(services, past)
        async with app.run_test(size=SIZE) as pilot:
            app.open_token(token_id)
            await settle(pilot)
            assert "⚠" not in said(pilot)

    async def test_of_an_edit(self, app: PatTuiApp, services: Services) -> None:
        """Beside the day stands the very instant at which the token ends."""
        add_past(services, TOKENS[3])
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("e")
            await settle(pilot)
            assert "Expires on Tue, Jan 20 2026. Ends 2026-01-20 12:00 UTC" in said(pilot)

    async def test_of_a_classic_token(self, app: PatTuiApp, services: Services) -> None:
        """Its page has the line and the instant too."""
        add_classic(services, PastClassic("release-bot", (), 26, InDays(30)))
        async with app.run_test(size=SIZE) as pilot:
            await open_edit(pilot, "release-bot")
            assert "⚠ This token expires within 4 days." in said(pilot)
            assert "Expires on Mon, Jan 19 2026 Ends 2026-01-19 12:00 UTC" in said(pilot)


class TestPictures:
    async def test_groups(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Headings with their numbers and a rule, the banner in up to two lines, no line cut, also without colours."""
        add_past(services, *TOKENS)
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.press("x")
            await settle(pilot)
            await snapshot(pilot, "grouped")
            app.theme = WITHOUT_COLOUR
            await snapshot(pilot, "grouped-no-color")
            app.theme = "github-light"
            await pilot.press("X", "shift+tab", "shift+tab")
            await pilot.resize_terminal(60, 24)
            await snapshot(pilot, "banner-60")

    async def test_token_page(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The warning under the name, in words and with a mark."""
        (token_id,) = add_past(services, TOKENS[3])
        async with app.run_test(size=(80, 24)) as pilot:
            app.open_token(token_id)
            await settle(pilot)
            await snapshot(pilot, "token")
            await pilot.resize_terminal(60, 24)
            await snapshot(pilot, "token-60")


NINE = "9 tokens expire within 7 days (X)"


def _ending(number: int, *names: str) -> EndingSoon:
    return EndingSoon(number, 0, [(name, datetime(2026, 1, 20, tzinfo=UTC)) for name in names])


@pytest.mark.parametrize(
    ("ending", "width", "lines"),
    [
        (_ending(1, "ci"), 80, ["1 token expires within 7 days: ci on Jan 20 (X)"]),
        (_ending(2, "ci", "cd"), 40, ["2 tokens expire within 7 days (X)", "ci on Jan 20, cd on Jan 20"]),
        (_ending(9, "ci", "cd", "ce"), 40, [NINE, "ci on Jan 20, cd on Jan 20 and 7 more"]),
        (_ending(9, "a-long-name-of-a-token"), 34, [NINE, "a-long-name-… on Jan 20 and 8 more"]),
        (_ending(1, "日本語" * 9), 34, ["1 token expires within 7 days (X)", "日本語日本語日本語日本… on Jan 20"]),
        (_ending(1, "ci"), 28, ["1 token expires within 7", "days (X)", "ci on Jan 20"]),
    ],
    ids=["one line", "two lines", "more", "a cut name", "wide letters", "folded"],
)  # fmt: skip
def test_words(ending: EndingSoon, width: int, lines: Sequence[str]) -> None:
    """One line where all fits; else the names below, as many as there is room for; no line beyond the width."""
    found = words(ending, UTC, width)
    assert found == lines
    assert all(cell_len(line) <= width for line in found)


def test_names_are_harmless() -> None:
    """What a user wrote gives the terminal no orders."""
    assert "\x1b" not in "".join(words(_ending(1, "\x1b]52;c;x\x07"), UTC, 80))
