"""The box to tick, and tabs that fold where there is no room for them."""

from textual.app import App, ComposeResult

from pat_tui.tui.widgets.tab_line import Tab, TabLine
from pat_tui.tui.widgets.tick_box import TickBox
from tests.tui.pages import until

LABEL = "Fine-grained personal access tokens must expire"


class Widgets(App[None]):
    """Both widgets, and what they said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[bool] = []

    def compose(self) -> ComposeResult:
        """One above the other."""
        yield TickBox(LABEL)
        yield TabLine([Tab("one", "Fine-grained tokens"), Tab("two", "Tokens (classic)")])

    def on_tick_box_changed(self, message: TickBox.Changed) -> None:
        """Note it."""
        self.said.append(message.box.value)


async def test_ticks_by_key_and_by_mouse() -> None:
    """Space, Enter and a click; each says what is now. Setting the value says nothing."""
    app = Widgets()
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.query_one(TickBox)
        await pilot.press("space", "enter")
        assert await pilot.click(box, offset=(3, 0))
        assert app.said == [True, False, True]
        box.value = False
        await pilot.pause()
        assert app.said == [True, False, True]
        assert box.render_line(0).text.rstrip() == f"▌ [ ] {LABEL}"


async def test_a_long_label_folds() -> None:
    """It goes on below itself; a click there ticks too."""
    app = Widgets()
    async with app.run_test(size=(30, 24)) as pilot:
        box = app.query_one(TickBox)
        assert [box.render_line(y).text.rstrip() for y in range(box.size.height)] == [
            "▌ [ ] Fine-grained personal",
            "▌     access tokens must",
            "▌     expire",
        ]
        assert await pilot.click(box, offset=(8, 2))
        assert box.value


async def test_a_disabled_one_stays() -> None:
    """Neither focus nor click."""
    app = Widgets()
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.query_one(TickBox)
        box.disabled = True
        await pilot.click(box, offset=(3, 0))
        await pilot.press("space")
        assert not box.value
        assert app.said == []


async def test_tabs_fold() -> None:
    """Each whole, on a line of its own where both do not fit; clicked where they stand. Without counters."""
    app = Widgets()
    async with app.run_test(size=(36, 24)) as pilot:
        tabs = app.query_one(TabLine)
        assert [tabs.render_line(y).text.rstrip() for y in range(tabs.size.height)] == [
            "[Fine-grained tokens]",
            " Tokens (classic)",
        ]
        assert await pilot.click(tabs, offset=(4, 1))
        assert tabs.active == "two"
        assert await pilot.click(tabs, offset=(4, 0))
        assert tabs.active == "one"
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: tabs.size.height == 1)
