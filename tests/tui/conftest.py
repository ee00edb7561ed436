"""The interface over a world of its own: fixed clock and zone, seeded secrets, nothing that blinks or glides."""

import pytest
from textual import constants
from textual.widgets import Input, TextArea

from pat_tui.tui.app import PatTuiApp
from pat_tui.wiring import Services


@pytest.fixture(autouse=True)
def _stillness(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that blinks, or a page that still scrolls, would make two pictures of one screen."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")


@pytest.fixture
def app(services: Services) -> PatTuiApp:
    """The interface, in which `mona` of the small world acts."""
    return PatTuiApp(services)
