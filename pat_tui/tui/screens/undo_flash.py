"""What stands above the list after a deletion: what is gone, and for how long it can be brought back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.clock import Clock
from pat_tui.services.token_life import UNDO_SECONDS
from pat_tui.tui.widgets.line_button import LineButton

_LOOK_SECONDS = 0.25
"""How often it looks at the clock. It says something new once a second."""


class Deletion(NamedTuple):
    """Tokens that are gone, all at once."""

    token_ids: Sequence[int]
    names: Sequence[str]
    at: datetime


class UndoFlash(Vertical):
    """Counts down in place: no notice piles up, and nothing is drawn but its own line."""

    DEFAULT_CSS = """
    UndoFlash {
        height: auto;
        margin: 1 1 1 1;
        & Static { height: auto; color: $success; }
    }
    .-normal UndoFlash { margin: 1 0 1 0; }
    """
    SCOPED_CSS = False

    class Wanted(Message):
        """The deletion is to be undone."""

    class Over(Message):
        """It can no longer be undone."""

    def __init__(self, deletion: Deletion, clock: Clock, key: str) -> None:
        """Offer to undo DELETION with KEY, as long as CLOCK allows it."""
        self.deletion = deletion
        self._clock = clock
        self._seconds = UNDO_SECONDS
        self._words = Static(self._text(), markup=False)
        super().__init__(self._words, LineButton(_("Undo ({key})").format(key=key), id="undo"))

    def on_mount(self) -> None:
        """Count down."""
        self.set_interval(_LOOK_SECONDS, self._look)

    @property
    def has_focus_within(self) -> bool:
        """Whether the focus is on the button."""
        return self.query_one(LineButton).has_focus

    def on_line_button_pressed(self, message: LineButton.Pressed) -> None:
        """Pass it on in its own words; the page has another button."""
        message.stop()
        self.post_message(self.Wanted())

    def _look(self) -> None:
        left = self.deletion.at + timedelta(seconds=UNDO_SECONDS) - self._clock()
        seconds = ceil(left.total_seconds())
        # A clock that was set back must not make it last longer.
        if not 0 < seconds <= UNDO_SECONDS:
            self.post_message(self.Over())
        elif seconds != self._seconds:
            self._seconds = seconds
            self._words.update(self._text())

    def _text(self) -> str:
        names = self.deletion.names
        count = len(names)
        gone = ngettext("✓ Deleted {count} personal access token.", "✓ Deleted {count} personal access tokens.", count)
        if count == 1:
            gone = _("✓ Deleted personal access token “{name}”.")
        gone = gone.format(name=clean(names[0]), count=count)
        left = ngettext("{seconds} second left to undo it.", "{seconds} seconds left to undo it.", self._seconds)
        return f"{gone} {left.format(seconds=self._seconds)}"
