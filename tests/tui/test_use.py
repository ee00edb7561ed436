"""The section `Use` of both kinds of tokens."""

from datetime import timedelta, timezone
from pathlib import Path

import pytest

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.uses import TokenUse
from pat_tui.services.last_use import record
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.classic_edit import EditClassicScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.use_section import ClassicUseScreen
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.classic_pages import PastClassic, add_classic, open_list
from tests.tui.pages import Driver, Past, add_past, on, settle, words
from tests.tui.test_life_pictures import take_all
from tests.worlds import NOW, make_services

SIZE = (80, 24)
TALL = (100, 70)
FETCH = "/{owner}/{repo}.git/git-upload-pack"
PUSH = "/{owner}/{repo}.git/git-receive-pack"


def use(days_ago: int, number: int, operation: str = FETCH, repository: str = "mona/app") -> TokenUse:
    """Some uses at that time."""
    return TokenUse(operation, repository, NOW - timedelta(days=days_ago), "192.0.2.7", "git/2.39.5", number)


def fill(services: Services, kind: TokenKind, token_id: int) -> None:
    """Weeks of work: more and more of it, after a pause."""
    found = [use(days, 80 - days, FETCH) for days in range(70, 0, -7) if days not in (28, 35)]
    found += [
        use(1, 7, PUSH),
        TokenUse("GET /user", "", NOW, "2001:db8::17", "curl/7.88.1", 1),
    ]
    record(services.context.database, services.context.clock, {(kind, token_id): found})


async def open_token(pilot: Driver, app: PatTuiApp, token_id: int) -> str:
    """The words of the page of a token."""
    app.open_token(token_id)
    await settle(pilot)
    on(pilot, TokenScreen)
    return words(pilot)


async def test_chart_and_table(app: PatTuiApp, services: Services) -> None:
    """Numbers by week, and each operation with repository, address, client, time and number."""
    (token_id,) = add_past(services, Past("ci", days_ago=90))
    fill(services, TokenKind.FINE_GRAINED, token_id)
    async with app.run_test(size=TALL) as pilot:
        said = await open_token(pilot, app, token_id)
    total = sum(80 - days for days in range(70, 0, -7) if days not in (28, 35)) + 8
    assert f"{total} requests in the last 12 weeks, by week: 2026-01-12 8" in said
    assert "2026-01-05 73" in said
    assert "2025-12-15 0 2025-12-08 0" in said
    assert f"{PUSH} Repository: mona/app Address: 192.0.2.7 Client: git/2.39.5 Last: 2026-01-14 12:00 UTC" in said
    assert "GET /user Address: 2001:db8::17 Client: curl/7.88.1 Last: 2026-01-15 12:00 UTC 1 request" in said


async def test_never_used(app: PatTuiApp, services: Services) -> None:
    """A token that nobody has used says so."""
    (token_id,) = add_past(services, Past("ci"))
    async with app.run_test(size=TALL) as pilot:
        assert "Use Never used" in await open_token(pilot, app, token_id)


async def test_used_before_it_was_written_down(app: PatTuiApp, services: Services) -> None:
    """A last use of which nothing more is known is told as that."""
    (token_id,) = add_past(services, Past("ci", days_ago=9, used_days_ago=3))
    async with app.run_test(size=TALL) as pilot:
        said = await open_token(pilot, app, token_id)
        assert "Use Last used 2026-01-12 12:00 UTC. Where is not on record." in said


async def test_local_time(tmp_path: Path) -> None:
    """Times are told in the local zone and in UTC."""
    with make_services(tmp_path, zone=timezone(timedelta(hours=1), "CET")) as services:
        (token_id,) = add_past(services, Past("ci"))
        fill(services, TokenKind.FINE_GRAINED, token_id)
        app = PatTuiApp(services)
        async with app.run_test(size=TALL) as pilot:
            assert "Last: 2026-01-15 13:00 CET (12:00 UTC)" in await open_token(pilot, app, token_id)


async def test_hostile_client(app: PatTuiApp, services: Services) -> None:
    """What a client says of itself is text, and folded, however long it is."""
    (token_id,) = add_past(services, Past("ci"))
    evil = TokenUse("GET /user", "", NOW, "192.0.2.7", "\x1b]52;c;eA==\x07[/]" + "long " * 60, 1)
    record(services.context.database, services.context.clock, {(TokenKind.FINE_GRAINED, token_id): [evil]})
    async with app.run_test(size=(60, 70)) as pilot:
        said = await open_token(pilot, app, token_id)
    assert "\x1b" not in said
    assert said.count("long") == 60


async def test_classic(app: PatTuiApp, services: Services) -> None:
    """`W` on the list, and a button of the form, lead to the page; `w` goes on to what the token may do."""
    (token_id,) = add_classic(services, PastClassic("release", ("repo",)))
    fill(services, TokenKind.CLASSIC, token_id)
    async with app.run_test(size=SIZE) as pilot:
        await open_list(pilot)
        await pilot.press("W")
        await settle(pilot)
        on(pilot, ClassicUseScreen)
        assert "requests in the last 12 weeks" in words(pilot)
        await pilot.press("G")
        assert "Repository: mona/app" in words(pilot)
        await pilot.press("escape", "e")
        await settle(pilot)
        on(pilot, EditClassicScreen)
        await pilot.press("shift+tab", "enter")
        await settle(pilot)
        on(pilot, ClassicUseScreen)


async def test_classic_is_gone(app: PatTuiApp, services: Services) -> None:
    """A token that was deleted meanwhile is a sentence at the next look."""
    (token_id,) = add_classic(services, PastClassic("release"))
    async with app.run_test(size=SIZE) as pilot:
        await open_list(pilot)
        await pilot.press("W")
        await settle(pilot)
        page = on(pilot, ClassicUseScreen)
        assert "Never used" in words(pilot)
        services.classic_tokens.delete([token_id])
        page._show_anew()
        await settle(pilot)
        assert "There is no such token any more." in words(pilot)


class TestPictures:
    async def test_page(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The chart, a bar and a number a week; then the operations."""
        (token_id,) = add_past(services, Past("ci", days_ago=90))
        fill(services, TokenKind.FINE_GRAINED, token_id)
        async with app.run_test(size=SIZE) as pilot:
            await open_token(pilot, app, token_id)
            await pilot.press("G")
            await take_all(pilot, snapshot, "use-end")

    async def test_classic(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The whole page of a classic token."""
        (token_id,) = add_classic(services, PastClassic("release", ("repo",)))
        fill(services, TokenKind.CLASSIC, token_id)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("W")
            await settle(pilot)
            await take_all(pilot, snapshot, "use-classic")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR the bars are there, beside their numbers."""
    monkeypatch.setenv("NO_COLOR", "1")
    (token_id,) = add_classic(services, PastClassic("release", ("repo",)))
    fill(services, TokenKind.CLASSIC, token_id)
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await open_list(pilot)
        await pilot.press("W")
        await settle(pilot)
        await snapshot(pilot, "use-no-color")
