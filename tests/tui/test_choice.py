"""The drop-down, its dialog and the radio group: by keys, by mouse, and what they draw."""

from collections.abc import Iterable

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.tui.widgets.choice import Choice, ChooseDialog, Option, OptionLines

DAYS = [Option(7, "7 days"), Option(30, "30 days (Dec 21, 2026)"), Option(0, "No expiration", "It never expires")]
ACCESS = [
    Option("public", "Public repositories"),
    Option("all", "All repositories", "This applies to all current and future repositories you own."),
    Option("selected", "Only select repositories"),
]


class FormApp(App[None]):
    """Shows WIDGETS above one another and keeps what they say."""

    CSS = "#below { height: 1; }"

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets
        yield Static("below", id="below")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self.said.append(event)

    def on_option_lines_changed(self, event: OptionLines.Changed) -> None:
        self.said.append(event)

    @property
    def values(self) -> list[object]:
        """The values that were announced, in order."""
        return [event.value for event in self.said if isinstance(event, Choice.Changed | OptionLines.Changed)]


def lines(widget: Widget) -> list[str]:
    """What WIDGET shows, line by line, without blanks at the end."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def press(pilot: Pilot[None], keys: Iterable[str]) -> None:
    await pilot.press(*keys)
    await pilot.pause()


# Choice


async def test_label_stands_above_and_leaves_the_frame_alone() -> None:
    """A label that is longer than every option makes the widget wider, not the frame."""
    options = [Option(1, "mona"), Option(2, "hubot")]
    choice = Choice(options, 1, label="Propriétaire des ressources")
    async with FormApp(choice).run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert lines(choice) == ["Propriétaire des ressources", "▌ ‹ mona  ▾ ›"]
        focused = choice.render_line(1)
        assert [segment.text.strip() for segment in focused if segment.style == list(focused)[-1].style] == [""]


async def test_label_is_cut_where_it_has_no_room() -> None:
    """It never pushes the option out of sight."""
    choice = Choice([Option(1, "mona")], 1, label="Propriétaire des ressources")
    async with FormApp(choice).run_test(size=(16, 10)) as pilot:
        await pilot.pause()
        assert lines(choice) == ["Propriétaire de…", "▌ ‹ mona ▾ ›"]


async def test_choice_draws_one_line() -> None:
    """The chosen label stands in a frame as wide as the longest label, with a mark before it under focus."""
    choice = Choice(DAYS, 7)
    app = FormApp(choice)
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines(choice) == ["▌ ‹ 7 days                 ▾ ›"]
        await press(pilot, ["right"])
        assert lines(choice) == ["▌ ‹ 30 days (Dec 21, 2026) ▾ ›"]
        app.set_focus(None)
        await pilot.pause()
        assert lines(choice) == ["  ‹ 30 days (Dec 21, 2026) ▾ ›"]


async def test_choice_in_a_narrow_place() -> None:
    """A label without room is cut where one can see it, and the frame stays whole."""
    choice = Choice(DAYS, 30)
    async with FormApp(choice).run_test(size=(20, 10)):
        assert lines(choice) == ["▌ ‹ 30 days (De… ▾ ›"]


@pytest.mark.parametrize(
    ("keys", "announced"),
    [
        pytest.param(["right", "right"], [30, 0], id="right goes on"),
        pytest.param(["left"], [], id="left stays at the first"),
        pytest.param(["right", "right", "right"], [30, 0], id="right stays at the last"),
        pytest.param(["right", "left"], [30, 7], id="left goes back"),
        pytest.param(["space", "space", "space"], [30, 0, 7], id="space starts again after the last"),
    ],
)
async def test_choice_steps(keys: list[str], announced: list[int]) -> None:
    """The keys step through the options, and each change is announced once."""
    app = FormApp(Choice(DAYS, 7))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert app.values == announced


async def test_choice_opens_by_key() -> None:
    """Enter opens the dialog on the chosen option and does not choose; there Enter does."""
    choice = Choice(DAYS, 30, title="Expiration")
    app = FormApp(choice)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["enter"])
        assert isinstance(app.screen, ChooseDialog)
        assert app.screen.query_one(OptionLines).cursor == 1
        await press(pilot, ["down", "enter"])
        assert len(app.screen_stack) == 1
        assert (choice.value, app.values) == (0, [0])


@pytest.mark.parametrize("keys", [["escape"], ["down", "escape"], ["enter"]])
async def test_choice_left_alone(keys: list[str]) -> None:
    """Leaving the dialog, or choosing what was chosen, changes and announces nothing."""
    choice = Choice(DAYS, 30)
    app = FormApp(choice)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ["enter", *keys])
        assert len(app.screen_stack) == 1
        assert (choice.value, app.values) == (30, [])


async def test_choice_by_mouse() -> None:
    """A click opens the dialog, a click on an option there chooses it."""
    choice = Choice(DAYS, 30)
    app = FormApp(choice)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(choice)
        await pilot.pause()
        await pilot.click(app.screen.query_one(OptionLines), offset=(6, 0))
        await pilot.pause()
        assert (choice.value, app.values) == (7, [7])


async def test_choice_by_double_click() -> None:
    """The second half of a double click neither chooses in the dialog nor closes it."""
    choice = Choice(DAYS, 7)
    app = FormApp(choice)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.double_click(choice)
        await pilot.pause()
        assert isinstance(app.screen, ChooseDialog)
        assert app.values == []


async def test_choice_is_set_in_silence() -> None:
    """Values and options set by the program are shown and not announced."""
    choice = Choice(DAYS, 7)
    app = FormApp(choice)
    async with app.run_test(size=(80, 24)) as pilot:
        choice.value = 0
        assert choice.value == 0
        choice.set_options([Option(1, "One"), Option(2, "Two")], 2)
        await pilot.pause()
        assert lines(choice) == ["▌ ‹ Two ▾ ›"]
        assert app.values == []


def test_choice_of_what_is_not_there() -> None:
    """A value that is not on offer is refused, and what was chosen stays."""
    choice = Choice(DAYS, 7)
    with pytest.raises(ValueError, match="not in list"):
        choice.value = 8
    with pytest.raises(ValueError, match="not in list"):
        choice.set_options([], 7)
    with pytest.raises(ValueError, match="not in list"):
        Choice(DAYS, 8)
    assert choice.value == 7


async def test_labels_are_harmless() -> None:
    """Markup in a label is shown as it is, and a control character as a replacement."""
    choice = Choice([Option(1, "[/]\x1b]52;c")], 1, title="[/]\x1b")
    app = FormApp(choice, OptionLines([Option(1, "[red]\x9b", "[/]\n")], 1))
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines(choice) == ["▌ ‹ [/]\ufffd]52;c ▾ ›"]
        assert lines(app.query_one(OptionLines)) == ["  (•) [red]\ufffd", "      [/]\ufffd"]
        await press(pilot, ["enter"])
        assert lines(app.screen.query_one(OptionLines)) == ["▌ (•) [/]\ufffd]52;c"]


# ChooseDialog


@pytest.mark.parametrize(
    ("keys", "result"), [(["enter"], 30), (["k", "space"], 7), (["G", "enter"], 0), (["escape"], None)]
)
async def test_dialog_returns(keys: list[str], result: int | None) -> None:
    """The dialog returns the value under the cursor, or None when it was left."""
    app = FormApp()
    results: list[int | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ChooseDialog("Expiration", DAYS, 30), results.append)
        await pilot.pause()
        await press(pilot, keys)
        assert results == [result]


@pytest.mark.parametrize("place", ["cancel", "beside"])
async def test_dialog_left_by_mouse(place: str) -> None:
    """A click on Cancel, or beside the dialog, leaves it."""
    app = FormApp()
    results: list[int | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ChooseDialog("Expiration", DAYS, 30), results.append)
        await pilot.pause()
        if place == "cancel":
            await pilot.click("#choose-dialog-keys", offset=(12, 0))
        else:
            await pilot.click(offset=Offset(1, 1))
        await pilot.pause()
        assert results == [None]


async def test_dialog_says_nothing_to_the_page_below() -> None:
    """What is chosen inside a dialog is not taken for a radio group of the page."""
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ChooseDialog("Expiration", DAYS, 30))
        await pilot.pause()
        await press(pilot, ["down", "enter"])
        assert app.values == []


async def test_dialog_with_many_options_scrolls() -> None:
    """With more options than lines the one chosen is in view from the start, and all can be reached."""
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ChooseDialog("Number", [Option(n, f"Number {n}") for n in range(100)], 60))
        await pilot.pause()
        options = app.screen.query_one(OptionLines)
        assert any("(•) Number 60" in line for line in lines(options))
        await press(pilot, ["end"])
        assert "Number 99" in lines(options)[-1]


# OptionLines


async def test_options_draw_hints() -> None:
    """Each option has its line, the chosen one a filled button, and hints go on as far as they need."""
    options = OptionLines(ACCESS, "all")
    async with FormApp(options).run_test(size=(40, 24)):
        assert lines(options) == [
            "  ( ) Public repositories",
            "▌ (•) All repositories",
            "▌     This applies to all current and",
            "▌     future repositories you own.",
            "  ( ) Only select repositories",
        ]


@pytest.mark.parametrize(
    ("keys", "announced"),
    [
        pytest.param(["down"], [], id="moving chooses nothing"),
        pytest.param(["down", "enter"], ["all"], id="enter chooses"),
        pytest.param(["j", "j", "space"], ["selected"], id="space chooses"),
        pytest.param(["end", "enter", "home", "enter"], ["selected", "public"], id="first and last"),
        pytest.param(["down", "k", "k", "enter"], [], id="choosing the chosen one is no change"),
    ],
)
async def test_options_by_key(keys: list[str], announced: list[str]) -> None:
    """Keys move the cursor, Enter and Space choose, and only a change is announced."""
    app = FormApp(OptionLines(ACCESS, "public"))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        assert app.values == announced


async def test_options_by_mouse() -> None:
    """A click on an option, or on its hint, chooses it; one below all of them does nothing."""
    options = OptionLines(ACCESS, "public")
    app = FormApp(options)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(options, offset=(30, 2))
        await pilot.click(options, offset=(5, 3))
        await pilot.click("#below")
        await pilot.pause()
        assert app.values == ["all", "selected"]


async def test_options_are_set_in_silence() -> None:
    """New options are laid out at once, with the cursor on the chosen one, and nothing is announced."""
    options = OptionLines(ACCESS, "public")
    app = FormApp(options)
    async with app.run_test(size=(80, 24)) as pilot:
        options.set_options([Option("a", "A", "Hint"), Option("b", "B")], "b")
        await pilot.pause()
        assert lines(options) == ["  ( ) A", "      Hint", "▌ (•) B"]
        options.value = "a"
        await pilot.pause()
        assert lines(options) == ["▌ (•) A", "▌     Hint", "  ( ) B"]
        assert app.values == []


async def test_options_lay_out_again() -> None:
    """When the place gets narrower, hints take more lines and nothing is lost."""
    options = OptionLines(ACCESS, "public")
    app = FormApp(options)
    async with app.run_test(size=(80, 24)) as pilot:
        before = options.size.height
        await pilot.resize_terminal(30, 24)
        await pilot.pause()
        assert options.size.height > before
        assert lines(options)[-2:] == ["  ( ) Only select", "      repositories"]
