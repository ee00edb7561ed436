"""The Textual application: themes, pages, and the way between them."""

import gc
import os
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _, translated
from pat_tui.tui import theme
from pat_tui.tui.actions import ACTIONS, bindings
from pat_tui.tui.keys import KeyedApp, keys_of
from pat_tui.tui.places import FINE_GRAINED_TOKENS, screen_for
from pat_tui.tui.screens.page import NARROW, ROOMY, Page
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.wiring import Services

if TYPE_CHECKING:
    from pat_tui.domain.secrets import Secret
    from pat_tui.services.clipboard import Clipboard, CopyResult
    from pat_tui.services.tokens import Generated


_PRELOAD_AFTER_SECONDS = 0.1


def _preload() -> None:
    import pat_tui.tui.screens.token_form  # noqa: F401 -- for the loading
    from pat_tui.catalogue.permissions import permissions

    permissions()


def _first_theme(app: Any) -> str:
    theme: str = app.first_theme()
    return theme


class PatTuiApp(KeyedApp):
    """GitHub's token settings over SERVICES."""

    TITLE = "pat-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-normal"), (ROOMY, "-roomy")]  # noqa: RUF012 -- as Textual's
    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit_anywhere", "app.palette", "app.help")

    theme: Reactive[str] = Reactive(Initialize(_first_theme))
    """Set before the stylesheets are read: a theme that is set after that has them all read twice."""

    def __init__(self, services: Services, *, preload: bool = False, link: str | None = None) -> None:
        """PRELOAD: once the first page stands, load what the next ones need, before somebody asks for it.

        LINK: open the form of a new token, filled in from it.
        """
        self.services = services
        self._link = link
        self._preload = preload
        self._clearing: Timer | None = None
        super().__init__(services.settings.log, services.settings.keys)

    def first_theme(self) -> str:
        """The theme to start with: what NO_COLOR asks for, else the setting, else GitHub's dark one."""
        if os.environ.get("NO_COLOR") is not None:
            return theme.WITHOUT_COLOUR
        wanted = self.services.settings.theme or os.environ.get("TEXTUAL_THEME") or theme.DEFAULT
        return wanted if wanted in self.available_themes else theme.DEFAULT

    @cached_property
    def available_themes(self) -> dict[str, Theme]:  # made once: Textual asks for it with every line
        """GitHub's themes, then Textual's own."""
        return {each.name: each for each in theme.THEMES} | super().available_themes

    def on_ready(self) -> None:
        """Make use of the time in which a person reads the first page."""
        gc.enable()
        self._check_theme()
        if self._link is not None:
            from pat_tui.tui.links import open_link

            open_link(self, self._link)
        if self._preload:
            self.set_timer(_PRELOAD_AFTER_SECONDS, self._remove_unused)
            self.set_timer(_PRELOAD_AFTER_SECONDS, Thread(target=_preload, name="preload", daemon=True).start)

    def _check_theme(self) -> None:
        wanted = self.services.settings.theme
        if wanted and wanted not in self.available_themes:
            words = _("There is no theme “{theme}”. The palette has them all.").format(theme=clean(wanted))
            self.notify(words, severity="warning", markup=False)

    def _remove_unused(self) -> None:
        from pat_tui.tui.removal import remove_unused

        remove_unused(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for the themes that do not set them."""
        return {"submit-background": "#238636", "submit-foreground": "#ffffff"}

    def get_default_screen(self) -> Screen[object]:
        """Open on the list. (Its stylesheet is part of the app's: a default screen's own is not loaded.)"""
        return TokensScreen(self.services.listed_tokens)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: what the keys do here, then Textual's own."""
        here = {active.binding.id: active for active in screen.active_bindings.values() if active.enabled}
        for action_id, active in here.items():
            if action_id in ACTIONS and active.binding.show and action_id != "app.palette":
                binding = active.binding
                run = _runner(self, binding.action, active.node)
                words = f"{translated(binding.tooltip)} ({keys_of(self, action_id)})"
                yield SystemCommand(translated(binding.description), words, run)
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield SystemCommand(translated(command.title), translated(command.help), command.callback)

    def action_command_palette(self) -> None:
        """Search the commands."""
        from pat_tui.tui.palette import open_commands

        open_commands(self)

    def search_themes(self) -> None:
        """Search the themes."""
        from pat_tui.tui.palette import open_themes

        open_themes(self)

    def open_page(self, page: str) -> None:
        """Go to the top of a page of the sidebar."""
        try:
            screen = None if page == FINE_GRAINED_TOKENS else screen_for(self.services, page)
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if screen is not None:
            self.push_screen(screen)

    def open_form(self) -> None:
        """Go to the form that generates a token; without a verified address, to the page of addresses."""
        from pat_tui.tui.verified import must_verify_first

        if must_verify_first(self):
            return
        from pat_tui.tui.screens.form_mode import GenerateMode
        from pat_tui.tui.screens.token_form import TokenFormScreen

        try:
            self.push_screen(TokenFormScreen(GenerateMode(self.services.tokens)))
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)

    def show_new_token(self, generated: "Generated", *, regenerated: bool = False) -> None:
        """Go to the list with the new token, or the new value of a REGENERATED one, on top."""
        from pat_tui.tui.screens.new_token import NewTokenScreen

        self.open_page(FINE_GRAINED_TOKENS)
        self.push_screen(NewTokenScreen(self.services.tokens, generated, regenerated=regenerated))

    def open_token(self, token_id: int) -> None:
        """Go to the page of one token of the acting user."""
        from pat_tui.tui.screens.token_page import TokenScreen

        self.push_screen(TokenScreen(self.services.tokens, token_id))

    @cached_property
    def clipboard_of_secrets(self) -> "Clipboard":
        """The one way on which secrets reach a clipboard; made at the first copy."""
        from pat_tui.services.clipboard import Clipboard

        return Clipboard(self._write_sequence)

    def _write_sequence(self, sequence: str) -> None:
        if self.is_running and self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()
        elif sys.__stderr__ is not None:
            # The interface has ended, but its terminal is still the one that holds the copy.
            sys.__stderr__.write(sequence)
            sys.__stderr__.flush()

    def copy_secret(self, secret: "Secret", then: "Callable[[CopyResult], None]") -> None:
        """Copy SECRET in a thread and call THEN with what happened; clear the clipboard when its time is over."""

        from pat_tui.domain.secrets import SecretGone

        def work() -> None:
            try:
                result = self.clipboard_of_secrets.copy(secret)
            except SecretGone:
                return
            self.call_from_thread(self._clear_later)
            self.call_from_thread(then, result)

        self.run_worker(work, name="copy", group="clipboard", thread=True)

    def read_clipboard(self, then: Callable[[str | None], None]) -> None:
        """Read back what the clipboard last copied to holds, in a thread, and call THEN with it."""
        self.run_worker(
            lambda: self.call_from_thread(then, self.clipboard_of_secrets.read()),
            name="read",
            group="clipboard",
            thread=True,
        )

    def _clear_later(self) -> None:
        if self._clearing is not None:
            self._clearing.stop()
        seconds = self.services.settings.clipboard_seconds
        self._clearing = self.set_timer(seconds, self._clear_now) if seconds else None

    def _clear_now(self) -> None:
        def work() -> None:
            self.call_from_thread(self.notify, self.clipboard_of_secrets.clear().words, markup=False)

        self.run_worker(work, name="clear", group="clipboard", thread=True)

    def clear_clipboard(self) -> str:
        """Clear the clipboard if it still holds a token that was copied here, and say so if that is not certain.

        Blocks; for the end of the program.
        """
        if "clipboard_of_secrets" not in self.__dict__:
            return ""
        result = self.clipboard_of_secrets.clear()
        return result.words if result.is_uncertain else ""

    def action_help(self) -> None:
        """Explain the page and its keys."""
        from pat_tui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def when_safe(self, then: Callable[[], None]) -> None:
        """Do THEN at once, or after asking when a page would lose something."""
        question = next(
            (page.unsaved() for page in reversed(self.screen_stack) if isinstance(page, Page) and page.unsaved()), None
        )
        if question is None:
            then()
            return
        from pat_tui.tui.screens.confirm import ConfirmDialog

        dialog = ConfirmDialog(
            _("Leave this page?"), [question], confirm=_("Leave"), key="l", cancel=_("Stay"), danger=True
        )
        self.push_screen(dialog, lambda confirmed: then() if confirmed else None)

    def action_quit_when_safe(self) -> None:
        """Leave pat-tui, asking first when something would be lost."""
        self.when_safe(self.exit)


def _runner(app: PatTuiApp, action: str, node: object) -> Callable[[], None]:
    def run() -> None:
        app.call_later(app.run_action, action, node)

    return run
