"""The dialog with what an examination of the security log has come to, and what it cannot prove."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pat_tui.domain import log_verdict
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.log_chain import Verdict
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.security_log import SecurityLog
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.reading import Reading


class VerdictDialog(Dialog[None]):
    """Examines the log in a thread, and says what was found."""

    DEFAULT_CSS = """
    VerdictDialog { align: center middle; }
    VerdictDialog > Vertical { width: 76; max-width: 100%; height: 90%; }
    VerdictDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    VerdictDialog Reading { height: 1fr; }
    VerdictDialog Static { height: auto; margin: 0 0 1 0; }
    VerdictDialog .title { text-style: bold; }
    VerdictDialog .whole { color: $success; text-style: bold; }
    VerdictDialog .broken { color: $error; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back")
    AUTO_FOCUS = "Reading"

    def __init__(self, log: SecurityLog) -> None:
        """Examine LOG."""
        super().__init__()
        self._log = log

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Verify the security log"), classes="title", markup=False)
            with Reading():
                yield Static(_("Examining every entry…"), id="verdict", markup=False)
            yield LineButton(_("Close"), id="close")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin."""

        def work() -> None:
            try:
                verdict: Verdict | PatTuiError = self._log.verify()
            except PatTuiError as error:
                verdict = error
            self.app.call_from_thread(self.call_later, self._show, verdict)

        self.run_worker(work, name="verify", group="log", thread=True)

    async def _show(self, verdict: Verdict | PatTuiError) -> None:
        if not self.is_attached:
            return
        reading = self.query_one(Reading)
        with self.app.batch_update():
            await reading.remove_children()
            await reading.mount(*self._words(verdict))

    def _words(self, verdict: Verdict | PatTuiError) -> Iterator[Static]:
        if isinstance(verdict, PatTuiError):
            yield Static(Content(clean(f"✗ {verdict}")), classes="broken")
        else:
            mark = "✓" if verdict.is_whole else "✗"
            words = f"{mark} {log_verdict.headline(verdict)}"
            yield Static(Content(clean(words)), classes="whole" if verdict.is_whole else "broken")
            for line in log_verdict.details(verdict, self._log.head_file()):
                yield Static(Content(clean(line)))
        yield Static(_("What a chain cannot prove"), classes="title", markup=False)
        for line in log_verdict.limits():
            yield Static(Content(line))

    def on_line_button_pressed(self) -> None:
        """Close."""
        self.dismiss()

    def action_back(self) -> None:
        """Close."""
        self.dismiss()
