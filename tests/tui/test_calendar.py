"""The calendar and the dialog that asks for a day: by keys, by mouse, and what they draw."""

from collections.abc import Iterable
from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from pat_tui import i18n
from pat_tui.domain.expiration import parse_day
from pat_tui.tui.widgets.calendar import Calendar, add_months
from pat_tui.tui.widgets.date_picker import DatePickerScreen

TODAY = date(2026, 11, 20)
TOMORROW = date(2026, 11, 21)
LAST = date(2027, 11, 20)
CHRISTMAS = date(2026, 12, 25)


def in_range(value: date = CHRISTMAS) -> Calendar:
    """A calendar of the coming year."""
    return Calendar(value, minimum=TOMORROW, maximum=LAST, today=TODAY)


class CalendarApp(App[None]):
    """Shows CALENDAR, if any, and keeps what it says."""

    def __init__(self, calendar: Calendar | None = None) -> None:
        super().__init__()
        self.calendar = calendar
        self.moved: list[date] = []
        self.chosen: list[date] = []
        self.returned: list[date | None] = []

    def compose(self) -> ComposeResult:
        if self.calendar:
            yield self.calendar

    def on_calendar_moved(self, event: Calendar.Moved) -> None:
        self.moved.append(event.value)

    def on_calendar_chosen(self, event: Calendar.Chosen) -> None:
        self.chosen.append(event.value)

    async def ask(self, pilot: Pilot[None], value: date = CHRISTMAS) -> DatePickerScreen:
        """Open the dialog at VALUE."""
        screen = DatePickerScreen(value, minimum=TOMORROW, maximum=LAST, today=TODAY)
        self.push_screen(screen, self.returned.append)
        await pilot.pause()
        return screen


def lines(calendar: Calendar) -> list[str]:
    """What CALENDAR shows, line by line, without blanks at the end."""
    return [calendar.render_line(y).text.rstrip() for y in range(calendar.size.height)]


async def press(pilot: Pilot[None], keys: Iterable[str]) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def error(screen: DatePickerScreen) -> str:
    """The words under the field."""
    return str(screen.query_one("#date-picker-error", Static).content)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="the last day of a shorter month"),
        pytest.param(date(2028, 1, 31), 1, date(2028, 2, 29), id="of a leap year"),
        pytest.param(date(2026, 12, 15), 1, date(2027, 1, 15), id="over the end of the year"),
        pytest.param(date(2026, 1, 15), -1, date(2025, 12, 15), id="over its start"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="a year"),
        pytest.param(date(9999, 12, 31), 1, date(9999, 12, 31), id="past the last month there is"),
        pytest.param(date(1, 1, 1), -12, date(1, 1, 1), id="before the first month there is"),
    ],
)
def test_add_months(day: date, months: int, expected: date) -> None:
    """Months are added in the calendar, not in days."""
    assert add_months(day, months) == expected


async def test_draws_a_month() -> None:
    """Weeks start on Sunday, the day under the cursor is in brackets."""
    app = CalendarApp(in_range())
    async with app.run_test(size=(80, 24)):
        assert lines(app.query_one(Calendar)) == [
            " ‹  December 2026   ›",
            " Su Mo Tu We Th Fr Sa",
            "        1  2  3  4  5",
            "  6  7  8  9 10 11 12",
            " 13 14 15 16 17 18 19",
            " 20 21 22 23 24[25]26",
            " 27 28 29 30 31",
            "",
        ]


async def test_week_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where people count the week from Monday, the calendar does."""
    monkeypatch.setattr(i18n, "_language", "fr")
    calendar = in_range()
    async with CalendarApp(calendar).run_test() as pilot:
        calendar.focus()
        lines = [calendar.render_line(y).text.rstrip() for y in range(3)]
        assert lines[1:] == [" Mo Tu We Th Fr Sa Su", "     1  2  3  4  5  6"]
        await pilot.press("home")
        assert calendar.value == date(2026, 12, 21)
        await pilot.press("end")
        assert calendar.value == date(2026, 12, 27)
        await pilot.click(calendar, offset=(2, 5))
        assert calendar.value == date(2026, 12, 21)


async def test_draws_days_out_of_range() -> None:
    """Days that cannot be chosen are dots, today keeps its number, and no arrow leads out of the range."""
    app = CalendarApp(in_range(TOMORROW))
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines(app.query_one(Calendar)) == [
            "    November 2026   ›",
            " Su Mo Tu We Th Fr Sa",
            "  ·  ·  ·  ·  ·  ·  ·",
            "  ·  ·  ·  ·  ·  ·  ·",
            "  ·  ·  ·  ·  · 20[21]",
            " 22 23 24 25 26 27 28",
            " 29 30",
            "",
        ]
        await press(pilot, [">"])
        assert lines(app.query_one(Calendar))[0] == " ‹  November 2027"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param(["left"], [date(2026, 12, 24)], id="a day back"),
        pytest.param(["right"], [date(2026, 12, 26)], id="a day on"),
        pytest.param(["up"], [date(2026, 12, 18)], id="a week back"),
        pytest.param(["down"], [date(2027, 1, 1)], id="a week on"),
        pytest.param(["pageup"], [date(2026, 11, 25)], id="a month back"),
        pytest.param(["pagedown"], [date(2027, 1, 25)], id="a month on"),
        pytest.param([">"], [LAST], id="a year on stops at the last day"),
        pytest.param(["<"], [TOMORROW], id="a year back stops at the first day"),
        pytest.param(["home"], [date(2026, 12, 20)], id="Sunday"),
        pytest.param(["end"], [date(2026, 12, 26)], id="Saturday"),
        pytest.param(["home", "home", "end"], [date(2026, 12, 20), date(2026, 12, 26)], id="an edge stays an edge"),
        pytest.param(["t"], [TOMORROW], id="the soonest day"),
        pytest.param(["t", "left", "up", "pageup"], [TOMORROW], id="nothing before the first day"),
    ],
)
async def test_moves(keys: list[str], expected: list[date]) -> None:
    """Keys move within the range, and each move is announced once."""
    app = CalendarApp(in_range())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert app.moved == expected
        assert app.query_one(Calendar).value == expected[-1]


async def test_ends_of_time() -> None:
    """The first and the last day that there are stop every key."""
    app = CalendarApp(Calendar(date.max, minimum=date.min, maximum=date.max, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["right", "down", "pagedown", ">", "end"])
        assert app.moved == []
        assert lines(app.query_one(Calendar))[0] == " ‹  December 9999"
        app.query_one(Calendar).value = date.min
        await press(pilot, ["left", "up", "pageup", "<", "home"])
        assert app.moved == []
        assert lines(app.query_one(Calendar))[0] == "      January 1     ›"


async def test_enter_chooses() -> None:
    """Enter chooses the day under the cursor."""
    app = CalendarApp(in_range())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["right", "enter"])
        assert app.chosen == [date(2026, 12, 26)]


async def test_set_by_the_program() -> None:
    """A value set by the program comes into range, and is not announced."""
    app = CalendarApp(in_range())
    async with app.run_test(size=(80, 24)) as pilot:
        calendar = app.query_one(Calendar)
        calendar.value = date(2030, 1, 1)
        await pilot.pause()
        assert calendar.value == LAST
        calendar.value = TODAY
        await pilot.pause()
        assert calendar.value == TOMORROW
        assert app.moved == []


def test_no_day_in_range() -> None:
    """A range without a day is refused."""
    with pytest.raises(ValueError, match="before the first"):
        Calendar(TODAY, minimum=LAST, maximum=TOMORROW, today=TODAY)
    assert in_range(TODAY).value == TOMORROW


@pytest.mark.parametrize(
    ("offset", "chosen"),
    [
        pytest.param((8, 2), [date(2026, 12, 1)], id="first day of the month"),
        pytest.param((20, 3), [date(2026, 12, 12)], id="right edge of a Saturday"),
        pytest.param((1, 6), [date(2026, 12, 27)], id="left edge of a Sunday"),
        pytest.param((2, 2), [], id="a place before the first of the month"),
        pytest.param((2, 7), [], id="an empty week"),
        pytest.param((2, 1), [], id="names of the days"),
        pytest.param((10, 0), [], id="title"),
    ],
)
async def test_click_on_a_day(offset: tuple[int, int], chosen: list[date]) -> None:
    """A click on a day chooses it; elsewhere it does nothing."""
    app = CalendarApp(in_range())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Calendar, offset=offset)
        await pilot.pause()
        assert app.chosen == app.moved == chosen


async def test_click_on_a_day_out_of_range() -> None:
    """A click on a day that cannot be chosen does nothing."""
    app = CalendarApp(in_range(TOMORROW))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Calendar, offset=(17, 4))
        await pilot.pause()
        assert app.chosen == app.moved == []


@pytest.mark.parametrize(("x", "expected"), [(1, date(2026, 11, 25)), (20, date(2027, 1, 25))])
async def test_click_on_an_arrow(x: int, expected: date) -> None:
    """A click on an arrow of the title goes to the next month on that side, and chooses nothing."""
    app = CalendarApp(in_range())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Calendar, offset=(x, 0))
        await pilot.pause()
        assert app.moved == [expected]
        assert app.chosen == []


@pytest.mark.parametrize("text", ["2026-12-25", " 2026-12-25 "])
def test_parse_day(text: str) -> None:
    """A day is read with or without blanks around it."""
    assert parse_day(text) == CHRISTMAS


@pytest.mark.parametrize("text", ["", "2026-02-30", "20261225", "2026-W52-5", "2026-1-1", "12/25/2026", "٢٠٢٦-12-25"])
def test_parse_no_day(text: str) -> None:
    """Days that do not exist, and other ways to write one, are not read."""
    assert parse_day(text) is None


async def test_dialog_returns_the_day_of_the_calendar() -> None:
    """The field follows the calendar, and Enter there returns its day."""
    app = CalendarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await app.ask(pilot)
        await press(pilot, ["right"])
        assert screen.query_one(Input).value == "2026-12-26"
        await press(pilot, ["enter"])
        assert app.returned == [date(2026, 12, 26)]
        assert app.moved == app.chosen == []


async def test_dialog_returns_the_day_of_the_field() -> None:
    """Typing replaces the day, the calendar follows, and Enter returns it."""
    app = CalendarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await app.ask(pilot)
        await press(pilot, ["tab", *"2027-02-03"])
        assert screen.query_one(Calendar).value == date(2027, 2, 3)
        assert error(screen) == ""
        await press(pilot, ["enter"])
        assert app.returned == [date(2027, 2, 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-02-30", "Write a date that exists, as YYYY-MM-DD."),
        ("tomorrow", "Write a date that exists, as YYYY-MM-DD."),
        ("2026-11-20", "Choose a day from 2026-11-21 to 2027-11-20."),
        ("2027-11-21", "Choose a day from 2026-11-21 to 2027-11-20."),
    ],
)
async def test_dialog_refuses(text: str, words: str) -> None:
    """A day that cannot be chosen is told why, Enter does not return it, and the calendar stays."""
    app = CalendarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await app.ask(pilot)
        await press(pilot, ["tab", "backspace", *text, "enter"])
        assert error(screen) == words
        assert app.screen is screen
        assert app.returned == []


async def test_dialog_forgives() -> None:
    """Back in the calendar, the next move puts the field right and takes the words away."""
    app = CalendarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await app.ask(pilot)
        await press(pilot, ["tab", "backspace", *"soon", "tab", "right"])
        assert (error(screen), screen.query_one(Input).value) == ("", "2026-12-26")


@pytest.mark.parametrize("way", ["key", "cancel", "beside"])
async def test_dialog_left(way: str) -> None:
    """Esc, a click on Cancel and a click beside the dialog leave it without a day."""
    app = CalendarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.ask(pilot)
        if way == "key":
            await press(pilot, ["right", "escape"])
        elif way == "cancel":
            await pilot.click("#date-picker-keys", offset=(12, 0))
        else:
            await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert app.returned == [None]


async def test_dialog_by_mouse() -> None:
    """A click on a day returns it."""
    app = CalendarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await app.ask(pilot)
        await pilot.click(screen.query_one(Calendar), offset=(8, 2))
        await pilot.pause()
        assert app.returned == [date(2026, 12, 1)]
