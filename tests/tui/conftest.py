"""The interface over a world of its own: fixed clock and zone, seeded secrets, nothing that blinks or glides."""

import gc

import pytest
from textual import constants
from textual.widgets import Input, TextArea

from pat_tui.domain.secrets import Secret
from pat_tui.tui.app import PatTuiApp
from pat_tui.wiring import Services


@pytest.fixture
def secrets_of_others() -> list[Secret]:
    """Secrets that earlier tests of this process still hold; kept, so that none of a test's own takes their place."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Secret)]


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
