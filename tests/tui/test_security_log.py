"""The page of the security log, by keys and by mouse, and what is said of tokens that nobody uses."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Input

from pat_tui.domain.errors import StoreError
from pat_tui.domain.expiration import Never
from pat_tui.domain.security_log import LogFilter
from pat_tui.services.log_export import export
from pat_tui.services.security_log import SecurityLog
from pat_tui.store.log_key import KeyFile
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import SECURITY_LOG
from pat_tui.tui.removal import remove_unused
from pat_tui.tui.screens import log_export
from pat_tui.tui.screens.help import HelpScreen
from pat_tui.tui.screens.log_entry import LogEntryScreen
from pat_tui.tui.screens.log_export import ExportDialog
from pat_tui.tui.screens.log_verdict import VerdictDialog
from pat_tui.tui.screens.security_log import LogList, SecurityLogScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.pages import Driver, Past, add_past, keys_shown, notices, on, settle, shown, until, words
from tests.worlds import FixedClock, acting_as, draft, make_services

SIZE = (80, 24)


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    """The small world in Berlin, with a key of its own."""
    with make_services(tmp_path, now=clock, zone=ZoneInfo("Europe/Berlin")) as services:
        services.context.database._log_key = KeyFile(tmp_path / "keys" / "log.key")
        yield services


@pytest.fixture
def filled(services: Services, clock: FixedClock) -> Services:
    """Some events of mona's, one of hubot's own, one that hubot did to her."""
    now = clock.now
    add_past(services)
    acting_as(services, "hubot").generate(draft("hubots-own", owner="hubot"))
    token = services.tokens.find("notes-mobile")
    services.token_life.edit_with(token.id, lambda draft: draft)
    clock.now = now
    services.token_life.regenerate(services.tokens.find("old-laptop").id, Never())
    return services


async def open_log(pilot: Driver) -> SecurityLogScreen:
    """Go from the list to the security log."""
    await pilot.press("m")
    await pilot.press("up", "enter")
    await settle(pilot)
    return on(pilot, SecurityLogScreen)


async def test_lists_the_newest_first(app: PatTuiApp, filled: Services) -> None:
    """What happened in words, GitHub's name, who and when in local time and UTC; no event of a fellow user."""
    async with app.run_test(size=(80, 60)) as pilot:
        await open_log(pilot)
        said = words(pilot)
    assert "Security log 14 events · Newest first" in said
    assert "Regenerated the token “old-laptop” personal_access_token.credential_regenerated" in said
    assert "mona · 2026-01-15 13:00 CET (12:00 UTC)" in said
    assert said.index("old-laptop") < said.index("notes-mobile")
    assert "hubot" not in said


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (100, "mona · 2026-01-15 13:00 CET (12:00 UTC)"),
        (80, "mona · 2026-01-15 13:00 CET (12:00 UTC)"),
        (60, "mona · 01-15 13:00 (12:00 UTC)"),
        (40, "mona · 2026-01-15 13:00 (12:00 UTC)"),
    ],
)
async def test_both_times_at_every_width(app: PatTuiApp, filled: Services, width: int, line: str) -> None:
    """Where there is little room the zone's name and the year go, never one of the two times; without sidebar there is
    more."""
    async with app.run_test(size=(width, 24)) as pilot:
        app.open_page(SECURITY_LOG)
        await settle(pilot)
        assert line in shown(pilot)
        assert all("(12:00 UTC)" in row for row in shown(pilot).splitlines() if " 13:00 " in row)


async def test_opens_an_event(app: PatTuiApp, filled: Services) -> None:
    """Enter shows every field in words; Esc goes back to the row."""
    async with app.run_test(size=(80, 40)) as pilot:
        await open_log(pilot)
        await pilot.press("down", "enter")
        on(pilot, LogEntryScreen)
        said = words(pilot)
        await pilot.press("escape")
        assert on(pilot, SecurityLogScreen).query_one(LogList).cursor == 1
    for sentence in (
        "Settings › Security log › Event",
        "Created the token “notes-mobile”",
        "Action: personal_access_token.create",
        "Actor: mona",
        "Time: 2026-01-14 12:00:00 UTC",
        "Local time: 2026-01-14 13:00:00 CET",
        "Operation: create",
        "Kind of token: Fine-grained personal access token",
        "Repository access: Only select repositories",
        "Permissions: contents: write",
    ):
        assert sentence in said, sentence


async def test_filters(app: PatTuiApp, filled: Services) -> None:
    """Qualifiers and words narrow the list while they are typed; Esc shows all again."""
    async with app.run_test(size=SIZE) as pilot:
        page = await open_log(pilot)
        await pilot.press("slash", *"action:personal_access_token.request_cr created:<2026-01-14")
        await settle(pilot)
        assert "Security log 5 events" in words(pilot)
        page.query_one("#filter", Input).value = "actor:hubot"
        await settle(pilot)
        assert "No event fits that. Press Esc to see all." in words(pilot)
        page.query_one("#filter", Input).value = "foo:bar"
        await settle(pilot)
        assert "“foo:” is no qualifier here. There are action:, actor: and created:." in words(pilot)
        page.query_one("#filter", Input).value = "old-laptop"
        await settle(pilot)
        await pilot.press("down", "down")
        assert page.query_one(LogList).has_focus
        await pilot.press("escape")
        await settle(pilot)
        assert "Security log 14 events" in words(pilot)
        await pilot.press("escape")
        on(pilot, TokensScreen)


async def test_empty(app: PatTuiApp) -> None:
    """A log without events says so, and has no row to open."""
    async with app.run_test(size=SIZE) as pilot:
        await open_log(pilot)
        assert "No events yet." in words(pilot)
        assert "Open" not in keys_shown(pilot)


async def test_failing_store(app: PatTuiApp, filled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence stands where the events would."""

    def fail(*_arguments: object) -> int:
        raise StoreError("The store is damaged.")

    async with app.run_test(size=SIZE) as pilot:
        monkeypatch.setattr(SecurityLog, "count", fail)
        await open_log(pilot)
        assert "The store is damaged." in words(pilot)
        assert "0 events" not in words(pilot)


async def test_follows_the_store(app: PatTuiApp, filled: Services) -> None:
    """What happened while another page was open is there on coming back."""
    async with app.run_test(size=SIZE) as pilot:
        await open_log(pilot)
        await pilot.press("enter")
        filled.tokens.generate(draft("brand-new"))
        await pilot.press("escape")
        await settle(pilot)
        assert "brand-new" in words(pilot)


async def test_verify_whole_and_broken(app: PatTuiApp, filled: Services) -> None:
    """The verdict in words, with what a chain cannot prove; Esc and the button close it."""
    async with app.run_test(size=SIZE) as pilot:
        await open_log(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert "✓ The log is whole: 15 entries. What a chain cannot prove" in words(pilot)
        await pilot.press("G")
        assert "A clock that lied is believed." in words(pilot)
        await pilot.press("tab", "enter")
        on(pilot, SecurityLogScreen)
        with filled.context.database.transaction():
            filled.context.database.connection.execute("UPDATE events SET actor = 'x' WHERE id = 7")
        await pilot.press("v")
        await settle(pilot)
        assert "✗ Entry 7 was edited. The 6 entries before that are whole." in words(pilot)
        await pilot.press("escape")
        on(pilot, SecurityLogScreen)


async def test_verify_without_the_key(app: PatTuiApp, filled: Services, tmp_path: Path) -> None:
    """The sentence about the missing key, and no crash."""
    async with app.run_test(size=SIZE) as pilot:
        await open_log(pilot)
        filled.context.database._log_key = KeyFile(tmp_path / "gone.key")
        await pilot.press("v")
        await settle(pilot)
        assert "✗ The key of the security log is missing:" in words(pilot)


async def test_export(app: PatTuiApp, filled: Services, tmp_path: Path) -> None:
    """What is listed goes to the file that is named; a file that is there is refused, and what was typed stays."""
    path = tmp_path / "log.jsonl"
    async with app.run_test(size=SIZE) as pilot:
        page = await open_log(pilot)
        await pilot.press("slash", *"old-laptop", "enter", "x")
        dialog = on(pilot, ExportDialog)
        field = dialog.query_one("#path", Input)
        assert field.value == "~/security-log-2026-01-15.jsonl"
        field.value = str(path)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen is page
        assert notices(pilot) == [f"Wrote 2 events to {path}."]
        await pilot.press("x")
        dialog = on(pilot, ExportDialog)
        dialog.query_one("#path", Input).value = str(path)
        await pilot.click("#export")
        await settle(pilot)
        assert "is there already. Choose another name." in words(pilot)
        assert dialog.query_one("#path", Input).value == str(path)
        dialog.query_one("#path", Input).value = " "
        await pilot.press("enter")
        assert "Name a file." in words(pilot)
        await pilot.press("escape")
        assert pilot.app.screen is page
    assert [json.loads(line)["action"] for line in path.read_text().splitlines()] == [
        "personal_access_token.create",
        "personal_access_token.credential_regenerated",
    ]
    assert os.listdir(tmp_path).count("log.jsonl") == 1


async def test_by_mouse(app: PatTuiApp, filled: Services) -> None:
    """The sidebar's entry leads there, a second click opens a row, the button closes the verdict."""
    async with app.run_test(size=SIZE) as pilot:
        pages = [entry.page for entry in app.screen.query_one(Sidebar).entries]
        await pilot.click(Sidebar, offset=(3, pages.index(SECURITY_LOG)))
        await settle(pilot)
        on(pilot, SecurityLogScreen)
        await pilot.click(LogList, offset=(5, 4))
        await pilot.click(LogList, offset=(5, 4))
        on(pilot, LogEntryScreen)
        await pilot.press("escape", "v")
        await settle(pilot)
        on(pilot, VerdictDialog)
        await pilot.click("#close")
        on(pilot, SecurityLogScreen)


async def test_has_a_help_text(app: PatTuiApp, filled: Services) -> None:
    """`?` explains the filter and the chain."""
    async with app.run_test(size=SIZE) as pilot:
        await open_log(pilot)
        await pilot.press("question_mark")
        on(pilot, HelpScreen)
        assert "What you did, and what others did to you and your tokens." in words(pilot)


async def test_hostile_entries(app: PatTuiApp, filled: Services) -> None:
    """What somebody wrote into the store by other ways is drawn harmless, on the list and on its page."""
    hostile = json.dumps({"user_programmatic_access_name": "x\x1b]52;c;AAAA\x07[/]{0}", "\x1b[31m": "\u202e"})
    with filled.context.database.transaction():
        filled.context.database.connection.execute(
            "UPDATE events SET fields = ?, created_at = 'never' WHERE id = (SELECT max(id) FROM events)", (hostile,)
        )
    async with app.run_test(size=SIZE) as pilot:
        await open_log(pilot)
        assert "\x1b" not in shown(pilot)
        await pilot.press("enter")
        on(pilot, LogEntryScreen)
        assert not {"\x1b", "\u202e"} & set(shown(pilot))


class TestUnused:
    PAST = (
        Past("forgotten", days_ago=350, expiration=Never()),
        Past("hardly-used", days_ago=500, expiration=Never(), used_days_ago=340),
        Past("waits", "acme", days_ago=340),
        Past("busy", days_ago=400, expiration=Never(), used_days_ago=1),
    )

    async def test_is_announced(self, app: PatTuiApp, services: Services) -> None:
        """A line under the heading, a badge where there is no other, the date in the row and on the page."""
        add_past(services, *self.PAST)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()  # the list does not wait for the counting
            said = words(pilot)
            assert "3 tokens are removed within 30 days, unless used" in said
            assert said.count("Unused") == 2
            assert "Never used · Removed on Jan 30, 2026 unless used" in said
            assert "Last used within the last 12 months · Removed on Feb 09, 2026 unless used" in said
            app.open_token(services.tokens.find("forgotten").id)
            await settle(pilot)
            assert "Removed on 2026-01-30 13:00 CET (12:00 UTC), unless it is used before" in words(pilot)

    async def test_is_removed_once_the_page_stands(self, app: PatTuiApp, services: Services, clock: FixedClock) -> None:
        """What is due goes in a thread, a notice says so, and the list follows."""
        add_past(services, *self.PAST)
        async with app.run_test(size=SIZE) as pilot:
            remove_unused(app)
            await settle(pilot)
            assert notices(pilot) == []
            clock.advance(timedelta(days=20))
            remove_unused(app)
            await settle(pilot)
            assert notices(pilot) == ["Removed “forgotten”: nobody has used it for a year."]
            await until(
                pilot, lambda: "forgotten" not in words(pilot).split("3 tokens")[-1] and "3 tokens" in words(pilot)
            )

    async def test_start_does_it(self, services: Services, clock: FixedClock) -> None:
        """The interface begins with it, after the first paint."""
        add_past(services, *self.PAST)
        clock.advance(timedelta(days=100))
        async with PatTuiApp(services, preload=True).run_test(size=SIZE) as pilot:
            await until(pilot, lambda: bool(notices(pilot)))
            await settle(pilot)
        assert [row["name"] for row in services.context.database.rows("SELECT name FROM fine_grained_tokens")] == [
            "busy"
        ]


LOOKS = ("github-light", "github-high-contrast")


async def take_all(pilot: Driver, snapshot: Snapshot, page: str) -> None:
    """Take PAGE as it is, then in the other themes, then at 60 columns."""
    await snapshot(pilot, page)
    for theme in LOOKS:
        pilot.app.theme = theme
        await snapshot(pilot, f"{page}-{theme.removeprefix('github-')}")
    pilot.app.theme = "github-dark"
    await pilot.resize_terminal(60, 24)
    await settle(pilot)
    await snapshot(pilot, f"{page}-60")


class TestPictures:
    async def test_page(self, app: PatTuiApp, filled: Services, snapshot: Snapshot) -> None:
        """Three lines an event: in words, by name, who and when; local time alone where there is little room."""
        async with app.run_test(size=SIZE) as pilot:
            await open_log(pilot)
            await take_all(pilot, snapshot, "log")

    async def test_without_colours(self, filled: Services, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
        """Cursor by mark and reverse; nothing is told by colour."""
        monkeypatch.setenv("NO_COLOR", "1")
        async with PatTuiApp(filled).run_test(size=SIZE) as pilot:
            await open_log(pilot)
            await snapshot(pilot, "log-no-color")

    async def test_event(self, app: PatTuiApp, filled: Services, snapshot: Snapshot) -> None:
        """Label and value a line, folded where it is long."""
        async with app.run_test(size=SIZE) as pilot:
            await open_log(pilot)
            await pilot.press("down", "enter")
            await take_all(pilot, snapshot, "event")

    async def test_filter(self, app: PatTuiApp, filled: Services, snapshot: Snapshot) -> None:
        """The field above the rows; then the sentence in their place."""
        async with app.run_test(size=SIZE) as pilot:
            page = await open_log(pilot)
            await pilot.press("slash", *"action:personal_access_token.acc")
            await settle(pilot)
            await snapshot(pilot, "filter")
            page.query_one("#filter", Input).value = "colour:red"
            await settle(pilot)
            await snapshot(pilot, "filter-error")

    async def test_verdict(self, app: PatTuiApp, filled: Services, snapshot: Snapshot) -> None:
        """Green with a check mark; red with a cross; the limits below, the button always in sight."""
        async with app.run_test(size=SIZE) as pilot:
            await open_log(pilot)
            await pilot.press("v")
            await settle(pilot)
            await take_all(pilot, snapshot, "verdict")
            await pilot.press("escape")
            with filled.context.database.transaction():
                filled.context.database.connection.execute("DELETE FROM events WHERE id > 12")
            await pilot.press("v")
            await settle(pilot)
            await snapshot(pilot, "verdict-broken")

    async def test_export(self, app: PatTuiApp, filled: Services, snapshot: Snapshot) -> None:
        """The file's name to change, two buttons."""
        async with app.run_test(size=SIZE) as pilot:
            await open_log(pilot)
            await pilot.press("x")
            await take_all(pilot, snapshot, "export")

    async def test_unused(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The line below the heading, `Unused` on the right, the date in the third line."""
        add_past(services, *TestUnused.PAST)
        async with app.run_test(size=SIZE) as pilot:
            await take_all(pilot, snapshot, "unused")


@pytest.mark.parametrize("fails", [False, True])
async def test_export_left_before_it_is_done(
    app: PatTuiApp, filled: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """Esc does not wait for a slow disk; what came of it is told on whatever page one is."""
    path, may_write = tmp_path / "log.jsonl", Event()
    if fails:
        path.touch()
    really = export

    def slowly(log: SecurityLog, wanted: LogFilter, path: Path) -> int:
        assert may_write.wait(30)
        return really(log, wanted, path)

    monkeypatch.setattr(log_export, "export", slowly)
    async with app.run_test(size=SIZE) as pilot:
        page = await open_log(pilot)
        await pilot.press("x")
        on(pilot, ExportDialog).query_one("#path", Input).value = str(path)
        await pilot.press("enter", "escape")
        assert pilot.app.screen is page
        may_write.set()
        await settle(pilot)
        (notice,) = notices(pilot)
        assert ("is there already." if fails else "Wrote ") in notice
        assert pilot.app.screen is page
