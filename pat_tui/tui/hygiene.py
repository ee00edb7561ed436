"""An app that lets no secret out by the ways that Textual leaves open, and ends the way programs should.

Textual prints the local variables of a crash, takes pictures of any screen, keeps copied text for pasting, ends a crash
with status 0, and leaves a terminal in disarray when it is ended by a signal.
"""

import asyncio
import signal
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console, RenderableType
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.screen import Screen

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.terminal import SavedTerminal
from pat_tui.tui.enduring_output import enduring
from pat_tui.tui.forgetful_parser import replace_parser

CRASHED = 1
"""Exit status after an error that nobody foresaw."""

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class ScreenshotRefused(PatTuiError):
    """A picture was asked for while a secret is on the screen."""


class InterfaceFailed(PatTuiError):
    """Textual gave up without an exception at hand; the text is what it would have printed."""


def _plain(renderable: RenderableType) -> str:
    # A wrapped token would no longer look like one to the log, hence soft_wrap.
    output = StringIO()
    Console(file=output, width=120, color_system=None, force_terminal=False).print(renderable, soft_wrap=True)
    return output.getvalue()


class GuardedApp(App[None]):
    """The base of the interface. Screens that hold a secret in readable form say so with `holds_secret = True`.

    LOG_PATH is the file that takes the report of a crash; its folder is made when needed. ANSI_COLOR is Textual's.
    """

    shutdown_grace = 5.0
    """Seconds that an orderly end may take after a signal; then the process is ended regardless."""

    def __init__(self, log_path: Path, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._log_path = log_path
        self._crash_words: str | None = None
        self._watchdog: threading.Timer | None = None
        self._terminal: SavedTerminal | None = None

    def run_guarded(self) -> int:
        """Run in the main thread, to the end. Returns the exit status: 0 after leaving, 1 after a crash, 128 plus the
        number of the signal that ended it (SIGTERM 143, SIGHUP 129, SIGINT 130), or what `exit(return_code=...)` said.
        """
        self._terminal = SavedTerminal()
        try:
            asyncio.run(self._run_with_signals())
        except KeyboardInterrupt:  # came before the signal was ours
            return 128 + signal.SIGINT
        except Exception as error:  # noqa: BLE001 - the outer edge: logged, and the status tells
            self._report(error)
        finally:
            if self._watchdog is not None:
                self._watchdog.cancel()
        if self._crash_words is None:
            return self.return_code or 0
        with suppress(OSError):
            print(self._crash_words, file=sys.__stderr__, flush=True)
        return self.return_code or CRASHED

    async def _run_with_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._log_loop_error)

        def on_signal(number: int, frame: FrameType | None) -> None:
            self._end_in_time(128 + number)
            loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

        # Not loop.add_signal_handler, whose handlers wait for ever behind a loop that is stuck.
        # SIGHUP is heard even under nohup: without its terminal the interface has nothing left to do.
        before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
        try:
            await self.run_async()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end_in_time(self, status: int) -> None:
        if self._watchdog is None and self._terminal is not None:
            self._watchdog = threading.Timer(self.shutdown_grace, self._terminal.leave, [status])
            self._watchdog.daemon = True
            self._watchdog.start()

    def _log_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        from pat_tui.crash import write_crash_log

        write_crash_log(self._log_path, context.get("exception") or InterfaceFailed(context.get("message")))

    def _fatal_error(self) -> None:
        """Replaces Textual's, which prints the local variables of every frame."""
        self._report(sys.exception() or self._exception or InterfaceFailed())
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End with status 1. What Textual would print of RENDERABLES goes to the log instead."""
        error = sys.exception() or InterfaceFailed()
        error.add_note("".join(map(_plain, renderables)))
        self._report(error)
        self._close_messages_no_wait()

    def _report(self, error: BaseException) -> None:
        from pat_tui.crash import write_crash_log

        words = (
            _("pat-tui stopped because of an error ({kind}). The details are in {path}.")
            if write_crash_log(self._log_path, error)
            else _("pat-tui stopped because of an error ({kind}). The details could not be written to {path}.")
        )
        if self._crash_words is None:
            # Of the error only its type: the message may quote what was typed.
            self._crash_words = words.format(kind=type(error).__name__, path=clean(str(self._log_path)))

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this terminal, kept from remembering what was pasted and from waiting for a dead one."""
        driver = super().get_driver_class()
        replace_parser(sys.modules[driver.__module__])
        return enduring(driver)

    @property
    def holds_secret(self) -> bool:
        """Whether any screen of the stack holds a secret."""
        return any(getattr(screen, "holds_secret", False) for screen in self.screen_stack)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Return the screen as SVG; all pictures are made here. Raises ScreenshotRefused while a secret is held."""
        if self.holds_secret:
            raise ScreenshotRefused(_("No screenshots while a token is shown."))
        return super().export_screenshot(title=title, simplify=simplify)

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Save a screenshot, as the palette and the screenshot action do, or say in a notice that it is refused."""
        try:
            return super().deliver_screenshot(filename, path, time_format)
        except ScreenshotRefused as refusal:
            self.notify(str(refusal), severity="warning", markup=False)
            return None

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's commands for the palette; without the screenshot while a secret is held."""
        for command in super().get_system_commands(screen):
            if not (self.holds_secret and command.title == "Screenshot"):
                yield command

    def copy_to_clipboard(self, text: str) -> None:
        """Ask the terminal to copy TEXT. The app's own clipboard, which pastes into any field, never keeps a token."""
        super().copy_to_clipboard(text)
        from pat_tui.crash import mask

        if mask(text) != text:
            self._clipboard = ""
