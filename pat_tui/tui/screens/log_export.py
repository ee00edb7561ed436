"""The dialog that asks for a file, and writes the security log to it."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.security_log import LogFilter
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.log_export import export
from pat_tui.services.security_log import SecurityLog
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton


class ExportDialog(Dialog[str]):
    """Returns what was written, in words. An error stands under the field, and what was typed stays."""

    DEFAULT_CSS = """
    ExportDialog { align: center middle; }
    ExportDialog > Vertical { width: 72; max-width: 96%; height: auto; }
    ExportDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    ExportDialog Static { height: auto; }
    ExportDialog .title { text-style: bold; }
    ExportDialog Input { margin: 1 0 0 0; background: $panel; }
    ExportDialog #error { color: $error; }
    ExportDialog Horizontal { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    ExportDialog LineButton { margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back")
    AUTO_FOCUS = "Input"

    def __init__(self, log: SecurityLog, wanted: LogFilter) -> None:
        """Write the WANTED entries of LOG."""
        super().__init__()
        self._log = log
        self._wanted = wanted
        name = f"security-log-{log.now():%Y-%m-%d}.jsonl"
        self._field = Field(str(Path("~") / name), id="path")
        self._writing = OneAtATime(self, "export")

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Export the security log"), classes="title", markup=False)
            yield Static(
                _("What is listed goes to a new file that is yours alone: JSON, a line an event, the oldest first."),
                markup=False,
            )
            yield self._field
            yield Static("", id="error", markup=False)
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                yield LineButton(_("Export"), id="export", classes="-primary")
        yield KeyBar()

    @on(Input.Submitted)
    @on(LineButton.Pressed, "#export")
    def _export(self) -> None:
        path = self._field.value.strip()
        if not path:
            self._say(_("Name a file."))
        elif self._writing.start(
            lambda: export(self._log, self._wanted, Path(path)),
            lambda count: self._done(count, path),
            self._refused,
        ):
            self._say(_("Writing…"))

    def _done(self, count: int, path: str) -> None:
        words = ngettext("Wrote {count} event to {path}.", "Wrote {count} events to {path}.", count)
        words = words.format(count=count, path=clean(path))
        if self.is_current:
            self.dismiss(words)
        else:  # left before it was done
            self.app.notify(words, markup=False)

    def _refused(self, error: PatTuiError) -> None:
        if self.is_current:
            self._say(str(error))
        else:
            self.app.notify(clean(str(error)), severity="error", markup=False)

    def _say(self, text: str) -> None:
        self.query_one("#error", Static).update(Content(clean(text)))

    @on(LineButton.Pressed, "#cancel")
    def action_back(self) -> None:
        """Write nothing."""
        self.dismiss("")
