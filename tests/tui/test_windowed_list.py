"""The windowed list: what it costs, where the cursor goes, what it draws and what it says."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.style import Style
from textual.widgets import Input

from pat_tui.domain.text import clean
from pat_tui.tui.widgets.cursor_view import Heading
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, PAGE_ROWS, PAGES_KEPT, WindowedList, draw_line
from tests.tui.pages import until

HUGE = 100_000
ESCAPE = "\x1b]52;c;cHduZWQ=\x07name"


class Names:
    """A source of names that counts what it is asked for. At first it may claim more rows than it has."""

    def __init__(self, rows: int, special: dict[int, str] | None = None, *, claimed: int | None = None) -> None:
        self.rows = rows
        self.claimed = claimed
        self.special = special or {}
        self.counts = 0
        self.offsets: list[int] = []
        self.fetched = 0

    def count(self) -> int:
        self.counts += 1
        if self.counts == 1 and self.claimed is not None:
            return self.claimed
        return self.rows

    def page(self, offset: int, limit: int) -> Sequence[str]:
        self.offsets.append(offset)
        page = [self.special.get(i, f"token-{i}") for i in range(offset, min(offset + limit, self.rows))]
        self.fetched += len(page)
        return page


class GroupedNames(Names):
    """The same in groups, by the number of each group's first row."""

    def __init__(self, rows: int, groups: dict[int, str]) -> None:
        super().__init__(rows)
        self.groups = groups

    def headings(self) -> Sequence[Heading]:
        return [Heading(row, text) for row, text in self.groups.items()]


class NameList(WindowedList[str]):
    """One line a row; notes which rows it drew, how wide, and which had the cursor."""

    drawn: list[tuple[str, int, bool]]

    def draw_row(self, row: str, width: int, *, has_cursor: bool) -> Sequence[Content]:
        self.drawn.append((row, width, has_cursor))
        return [Content(clean(row))]

    def draw_empty(self) -> Sequence[Content]:
        return [Content("No tokens"), Content("Press n to generate one.")]


class TallList(NameList):
    """Two lines a row, of which the second is only there for even rows."""

    ROW_HEIGHT = 2

    def draw_row(self, row: str, width: int, *, has_cursor: bool) -> Sequence[Content]:
        lines = [*super().draw_row(row, width, has_cursor=has_cursor), Content.styled("Never used", "$text-muted")]
        return lines[: 2 - int(row[-1]) % 2]


class ListApp(App[None]):
    """A list under a text field, shown its source before the first layout, as a screen does."""

    CSS = "NameList { height: 1fr; }"

    def __init__(self, source: Names | None, cursor: int = 0, *, tall: bool = False) -> None:
        super().__init__()
        self.list: NameList = TallList() if tall else NameList()
        self.list.drawn = []
        self.opened: list[Any] = []
        self.highlighted: list[Any] = []
        if source is not None:
            self.list.show(source, cursor=cursor)

    def compose(self) -> ComposeResult:
        yield Input()
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()

    def on_windowed_list_opened(self, event: NameList.Opened) -> None:
        assert event.control is event.list is self.list
        self.opened.append(event.row)

    def on_windowed_list_highlighted(self, event: NameList.Highlighted) -> None:
        assert event.control is event.list is self.list
        self.highlighted.append(event.row)

    @property
    def lines(self) -> list[str]:
        """The list as it is painted, line by line, less the input's three lines."""
        strips = self.screen._compositor.render_strips()
        return [strip.text for strip in strips[3:]]

    @property
    def names(self) -> list[str]:
        """What the lines say, less mark, padding and scrollbar."""
        return [line[MARK_WIDTH:-1].rstrip() for line in self.lines]


# What it costs


@pytest.mark.parametrize("cursor", [0, 50_000, HUGE - 1], ids=["first row", "middle", "last row"])
async def test_opening_reads_and_draws_only_what_is_in_view(cursor: int) -> None:
    """Opening 100,000 rows anywhere counts once, reads the one or two pages in view and draws no row out of it."""
    source = Names(HUGE)
    app = ListApp(source, cursor)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert source.counts == 1
        assert len(source.offsets) <= 2
        assert source.fetched <= 2 * PAGE_ROWS
        top = app.list.scroll_offset.y
        in_view = [f"token-{row}" for row in range(top, top + 21)]
        assert set(in_view) == {name for name, _, _ in app.list.drawn}
        assert f"token-{cursor}" in in_view
        assert len(app.list.drawn) <= 3 * 21  # Once without, once with the focus, and one to spare.


async def test_a_key_inside_the_view_draws_two_rows_and_reads_none() -> None:
    """One step redraws the row left and the row entered, once each, from the pages at hand."""
    source = Names(HUGE)
    app = ListApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        read = len(source.offsets)
        app.list.drawn.clear()
        await pilot.press("down")
        assert sorted((name, has_cursor) for name, _, has_cursor in app.list.drawn) == [
            ("token-0", False),
            ("token-1", True),
        ]
        assert len(source.offsets) == read


async def test_a_jump_to_the_last_row_reads_only_its_surroundings() -> None:
    """`G` over 100,000 rows reads at most two pages and draws one screen, and `up` after it reads none."""
    source = Names(HUGE)
    app = ListApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        source.offsets.clear()
        app.list.drawn.clear()
        await pilot.press("G")
        assert app.names[-1] == f"token-{HUGE - 1}"
        assert len(source.offsets) <= 2
        assert len(app.list.drawn) <= 2 * app.list.size.height
        source.offsets.clear()
        await pilot.press("up")
        assert source.offsets == []


async def test_the_latest_pages_are_kept_and_older_ones_dropped() -> None:
    """A page among the last 16 is not read again; one before them is."""
    source = Names(HUGE)
    app = ListApp(source)
    async with app.run_test(size=(80, 24)):
        for page in range(PAGES_KEPT + 1):
            app.list.cursor = page * PAGE_ROWS
            assert app.list.current == f"token-{page * PAGE_ROWS}"
        source.offsets.clear()
        app.list.cursor = 2 * PAGE_ROWS
        assert source.offsets == []
        app.list.cursor = 0
        assert source.offsets == [0]


# Where the cursor goes


@pytest.mark.parametrize("size", [(80, 24), (60, 10)])
@pytest.mark.parametrize("cursor", [0, 3, 25, 70, 98, 99])
async def test_a_list_shown_before_the_first_layout_opens_at_its_cursor(cursor: int, size: tuple[int, int]) -> None:
    """The cursor's row is painted with the mark, without scrolling further than it must."""
    app = ListApp(Names(100), cursor)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        height = size[1] - 3
        assert app.list.scroll_offset.y == max(0, cursor - height + 1)
        assert [line[:-1].rstrip() for line in app.lines if line[0] != " "] == [f"▌ token-{cursor}"]


async def test_keys_move_the_cursor() -> None:
    """Arrows, `j k g G`, Home, End and the page keys go where their help says."""
    app = ListApp(Names(100))
    async with app.run_test(size=(80, 24)) as pilot:
        for key, row in {
            "down": 1, "j": 2, "k": 1, "up": 0, "pagedown": 21, "pageup": 0, "end": 99, "home": 0, "G": 99, "g": 0,
        }.items():  # fmt: skip
            await pilot.press(key)
            assert app.list.cursor == row, key
            assert app.list.current == f"token-{row}"


async def test_the_cursor_stops_at_both_ends() -> None:
    """Up on the first row and down on the last one stay and tell nothing."""
    app = ListApp(Names(2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "pageup")
        assert app.list.cursor == 0
        await pilot.press("down", "down", "pagedown")
        assert app.list.cursor == 1
        assert app.highlighted == ["token-0", "token-1"]


@pytest.mark.parametrize(("asked", "row"), [(-5, 0), (500, 99)])
async def test_a_cursor_out_of_range_becomes_the_nearest_row(asked: int, row: int) -> None:
    """Both `show` and the attribute clamp."""
    app = ListApp(Names(100), asked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.list.cursor == row
        app.list.cursor = 50
        app.list.cursor = asked
        assert app.list.cursor == row


async def test_the_cursor_stays_in_view_when_the_terminal_gets_shorter() -> None:
    """A cursor on the lowest line is still on the screen after the lower half is gone."""
    app = ListApp(Names(100), 20)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(80, 12)
        assert app.names[-1] == "token-20"


async def test_another_source_starts_at_its_own_cursor() -> None:
    """A second `show` forgets rows, cursor and scroll position of the first."""
    app = ListApp(Names(HUGE), HUGE - 1)
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.show(Names(30, {0: "other"}), cursor=2)
        await pilot.pause()
        assert app.names[:3] == ["other", "token-1", "token-2"]
        assert app.lines[2].startswith("▌ token-2")
        assert app.highlighted[-1] == "token-2"


# What it says


async def test_enter_opens_the_row_under_the_cursor() -> None:
    """Enter posts `Opened` with the row, and moves nothing."""
    app = ListApp(Names(5), 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert app.opened == ["token-3"]
        assert app.highlighted == ["token-3"]


async def test_reload_tells_only_when_the_row_under_the_cursor_changed() -> None:
    """`Highlighted` comes with `show`, and with a `reload` that puts another row under the cursor."""
    source = Names(5)
    app = ListApp(source, 1)
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.reload()
        await pilot.pause()
        assert app.highlighted == ["token-1"]
        source.special[1] = "renamed"
        app.list.reload()
        await pilot.pause()
        assert app.highlighted == ["token-1", "renamed"]
        assert app.names[1] == "renamed"


# Rows that are not there


async def test_an_empty_source_draws_its_own_lines() -> None:
    """Without rows there is a text, no mark, no row, and no key does harm."""
    app = ListApp(Names(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "up", "G", "g", "pagedown", "pageup", "enter")
        await pilot.click(NameList, offset=(5, 0))
        assert app.lines[:3] == ["  No tokens".ljust(80), "  Press n to generate one.".ljust(80), " " * 80]
        assert (app.list.cursor, app.list.row_count, app.list.current) == (0, 0, None)
        assert app.opened == []
        assert app.highlighted == [None]


async def test_a_list_without_source_has_no_row() -> None:
    """Before `show` there is no row, only the text for that, and `reload` does nothing."""
    app = ListApp(None)
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.reload()
        await pilot.press("down", "enter")
        assert app.list.row_count == 0
        assert not app.list.has_source
        assert "No tokens" in app.lines[0]
        assert (app.opened, app.highlighted) == ([], [])


async def test_clearing_takes_the_rows_away() -> None:
    """After `clear` the list is as before the first `show`, and can be filled again."""
    app = ListApp(Names(6), 3)
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.clear()
        await pilot.pause()
        assert (app.list.cursor, app.list.row_count, app.list.current) == (0, 0, None)
        assert "No tokens" in app.lines[0]
        app.list.show(Names(2))
        await pilot.pause()
        assert app.list.row_count == 2


async def test_rows_deleted_elsewhere_are_blank_until_the_reload() -> None:
    """A source that returns fewer rows than counted draws blank lines and opens nothing; `reload` clamps."""
    app = ListApp(Names(6, claimed=10), 9)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.names[5:8] == ["token-5", "", ""]
        assert app.lines[9] == "▌".ljust(80)
        await pilot.press("enter")
        assert app.opened == []
        app.list.reload()
        await pilot.pause()
        assert app.list.row_count == 6
        assert app.list.cursor == 5
        assert app.lines[5].startswith("▌ token-5")
        assert app.highlighted[-1] == "token-5"


async def test_reload_keeps_the_scroll_position() -> None:
    """After a reload the same lines are in view, with the new rows read."""
    source = Names(HUGE)
    app = ListApp(source, 500)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "up")
        before = app.lines
        source.offsets.clear()
        app.list.reload()
        await pilot.pause()
        assert app.lines == before
        assert len(source.offsets) > 0


async def test_reload_after_a_great_loss_shows_the_new_end() -> None:
    """When the scroll position lies beyond the last row, the list ends at the bottom of the view."""
    source = Names(HUGE)
    app = ListApp(source, HUGE - 1)
    async with app.run_test(size=(80, 24)) as pilot:
        source.rows = 30
        app.list.reload()
        await pilot.pause()
        assert app.names[-1] == "token-29"
        assert app.names[0] == "token-9"


# The mouse


async def test_a_click_moves_the_cursor_and_a_click_there_opens() -> None:
    """The first click highlights, the second one, on the row with the cursor, opens."""
    app = ListApp(Names(100), 90)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(NameList, offset=(10, 4))
        assert app.list.current == "token-74"
        assert app.opened == []
        await pilot.click(NameList, offset=(10, 4))
        assert app.opened == ["token-74"]


async def test_a_double_click_opens_once() -> None:
    """On the row with the cursor the first of two clicks opens; elsewhere the second does."""
    app = ListApp(Names(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.double_click(NameList, offset=(10, 0))
        assert app.opened == ["token-0"]
        await pilot.double_click(NameList, offset=(10, 5))
        assert app.opened == ["token-0", "token-5"]


async def test_clicks_beside_the_rows_or_with_another_button_do_nothing() -> None:
    """Neither the blank lines below the last row nor the right button move or open."""
    app = ListApp(Names(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(NameList, offset=(10, 3))
        await pilot.click(NameList, offset=(10, 0), button=3)
        await pilot.click(NameList, offset=(10, 2), button=3)
        assert app.list.cursor == 0
        assert app.opened == []


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    """Scrolling by mouse shows other rows; the next key brings the cursor back into view."""
    app = ListApp(Names(100))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(10):
            app.list.post_message(MouseScrollDown(app.list, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert app.list.scroll_offset.y > 1
        assert app.names[0] == f"token-{app.list.scroll_offset.y}"
        assert app.list.cursor == 0
        assert app.highlighted == ["token-0"]
        await pilot.press("down")
        assert app.names[0] == "token-1"


# What it draws


async def test_every_line_is_as_wide_as_the_content() -> None:
    """Narrow, wide, long, short and empty rows fill the content exactly, at any width, with one background each."""
    names = {1: "日本語" * 40, 2: "a" + "日本語" * 40, 3: "long " * 50, 4: "", 5: "👩‍👩‍👧‍👦" * 40}
    app = ListApp(Names(60, names), 3)
    async with app.run_test(size=(80, 24)) as pilot:
        for width in (80, 61, 60, 7, 3):
            await pilot.resize_terminal(width, 24)
            strips = app.list.render_lines(Region(0, 0, *app.list.size))
            assert {strip.cell_length for strip in strips} == {width}
            for strip in strips:
                assert sum(cell_len(segment.text) for segment in strip) == width
                assert len({segment.style and segment.style.bgcolor for segment in strip}) == 1


async def test_a_narrower_terminal_redraws_rows_at_the_new_width() -> None:
    """Rows are asked for again with the width less mark and scrollbar, and cut with an ellipsis."""
    app = ListApp(Names(100, {0: "x" * 70}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.names[0] == "x" * 70
        assert {width for _, width, _ in app.list.drawn} == {77}
        app.list.drawn.clear()
        await pilot.resize_terminal(60, 24)
        await until(pilot, lambda: app.names[0] == "x" * 56 + "…")
        assert {width for _, width, _ in app.list.drawn} == {57}
        assert all(cell_len(line) == 60 for line in app.lines)


async def test_a_wide_character_cut_in_half_becomes_a_space() -> None:
    """The ellipsis stands in the last cell before the scrollbar whatever stood there."""
    app = ListApp(Names(3, {1: "日本語日本語日本語", 2: "a日本語日本語日本語"}))
    async with app.run_test(size=(15, 24)) as pilot:
        await pilot.pause()
        assert app.lines[1] == "  日本語日本 … "
        assert app.lines[2] == "  a日本語日本… "


async def test_the_scrollbar_is_one_cell_wide_and_only_vertical() -> None:
    """Long names bring no horizontal scrollbar; many rows bring a vertical one that covers no text."""
    app = ListApp(Names(100, {0: "y" * 200}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.list.show_vertical_scrollbar
        assert app.list.vertical_scrollbar.size.width == 1
        assert not app.list.show_horizontal_scrollbar
        assert app.lines[0][:-1].endswith("y…")


async def test_markup_and_escapes_in_names_are_harmless() -> None:
    """`oops[/]` is drawn as it is, and an escape sequence arrives at the screen without its ESC."""
    app = ListApp(Names(3, {0: "oops[/]", 1: "[bold]b[/bold]", 2: ESCAPE}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.names[:3] == ["oops[/]", "[bold]b[/bold]", "�]52;c;cHduZWQ=�name"]
        assert "\x1b" not in "".join(app.lines)


@given(st.text(), st.integers(MARK_WIDTH, 40))
def test_no_line_leaves_its_width_or_orders_the_terminal_about(text: str, width: int) -> None:
    """Any text, even one that nobody cleaned, gives exactly the width and no control character."""
    strip = draw_line("▌", Content(text, strip_control_codes=False), width, Style())
    assert strip.cell_length == sum(cell_len(segment.text) for segment in strip) == width
    assert strip.text == clean(strip.text)


async def test_the_cursor_shows_without_colour_and_whether_it_has_the_focus() -> None:
    """The mark is `▌` with focus and `>` without, on the row with the cursor alone; its look changes too."""
    app = ListApp(Names(10), 4)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        focused, plain = (app.list.render_line(y)._segments[0].style for y in (4, 3))
        assert [line[0] for line in app.lines].count("▌") == 1
        assert app.lines[4].startswith("▌ token-4")
        await pilot.press("tab")
        assert [line[0] for line in app.lines if line[0] != " "] == [">"]
        assert app.lines[4].startswith("> token-4")
        blurred = app.list.render_line(4)._segments[0].style
        assert len({focused, plain, blurred}) == 3


async def test_without_colours_the_cursor_row_is_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR and an ansi theme, the row with the cursor is reversed and still has its mark."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = ListApp(Names(10), 1)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "ansi-dark"
        await pilot.pause()
        assert app.lines[1].startswith("▌ ")
        cursor, plain = (app.list.render_line(y)._segments[0].style for y in (1, 2))
        assert cursor is not None
        assert plain is not None
        assert cursor.reverse
        assert not plain.reverse


async def test_rows_of_two_lines_keep_together() -> None:
    """Cursor, scrolling, marks and clicks count rows, not lines; a missing second line is blank."""
    app = ListApp(Names(100), 11, tall=True)
    async with app.run_test(size=(80, 23)) as pilot:
        await pilot.pause()
        assert app.names[-4:] == ["token-10", "Never used", "token-11", ""]
        assert [line[0] for line in app.lines[-3:]] == [" ", "▌", "▌"]
        await pilot.press("tab")
        assert [line[0] for line in app.lines[-3:]] == [" ", ">", " "]
        await pilot.click(NameList, offset=(5, 19))
        assert app.list.cursor == 11
        await pilot.click(NameList, offset=(5, 16))
        assert app.list.cursor == 10
        await pilot.press("pagedown")
        assert app.list.cursor == 20
        assert app.lines[-2].startswith("▌ token-20")


# Headings


async def test_headings_stand_above_their_rows() -> None:
    """Each group begins with its heading; the cursor goes from row to row and never stands on one."""
    app = ListApp(GroupedNames(6, {0: "Expired · 2", 2: "Later · 4"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rule = "─" * (77 - len("Expired · 2 "))
        assert app.names[:4] == [f"Expired · 2 {rule}", "token-0", "token-1", f"Later · 4 {rule}──"]
        assert app.names[4:9] == ["token-2", "token-3", "token-4", "token-5", ""]
        for line in (2, 4, 5):
            await pilot.press("down")
            assert [number for number, text in enumerate(app.lines) if text[0] == "▌"] == [line]


async def test_headings_cost_nothing() -> None:
    """100,000 rows in five groups are opened, walked through and jumped over as without them."""
    source = GroupedNames(HUGE, {0: "A", 10: "B", 1_000: "C", 50_000: "D", HUGE - 2: "E"})
    app = ListApp(source, 50_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert source.counts == 1
        assert len(source.offsets) <= 2
        read = len(source.offsets)
        app.list.drawn.clear()
        await pilot.press("up")
        assert {name for name, _, _ in app.list.drawn} == {"token-49999", "token-50000"}
        assert len(source.offsets) == read
        await pilot.press("G")
        assert app.names[-3][:2] == "E "
        assert app.names[-1] == f"token-{HUGE - 1}"
        assert len(source.offsets) <= read + 2
        await pilot.press("g")
        assert app.names[0][:2] == "A "


async def test_a_click_on_a_heading_does_nothing() -> None:
    """It is no row; those below it are where they are drawn."""
    app = ListApp(GroupedNames(6, {0: "Expired", 2: "Later"}), tall=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(NameList, offset=(10, 5))
        assert (app.list.cursor, app.opened) == (0, [])
        await pilot.click(NameList, offset=(10, 6))
        assert app.list.cursor == 2
        await pilot.click(NameList, offset=(10, 5))
        assert (app.list.cursor, app.opened) == (2, [])
        await pilot.click(NameList, offset=(10, 4))
        assert app.list.cursor == 1


async def test_a_list_that_leads_with_its_cursor() -> None:
    """The row is on top with its heading above it; at the end as many rows as there are."""
    app = ListApp(GroupedNames(100, {0: "A", 40: "B"}), 40)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.names[-2][:2] == "B "
        app.list.lead_with_cursor()
        await pilot.pause()
        assert app.names[0][:2] == "B "
        assert app.names[1] == "token-40"
        app.list.cursor = 99
        app.list.lead_with_cursor()
        await pilot.pause()
        assert app.names[-1] == "token-99"


@given(rows=st.integers(1, 60), groups=st.sets(st.integers(0, 59), max_size=5), tall=st.booleans())
def test_each_line_has_one_row_and_each_row_its_lines(rows: int, groups: set[int], tall: bool) -> None:
    """What is on a line and where a row is fit together, with headings anywhere."""

    class View(TallList if tall else NameList):  # type: ignore[misc]
        row_count = rows
        headings = [Heading(row, "") for row in sorted(groups) if row < rows]  # noqa: RUF012 -- a property elsewhere

    view = View()
    places = [view.row_on(line) for line in range(view.line_count)]
    expected = [(row, part) for row in range(rows) for part in range(-(row in groups), view.ROW_HEIGHT)]
    assert places == expected
    assert [view.line_of(row) for row in range(rows)] == [places.index((row, 0)) for row in range(rows)]
