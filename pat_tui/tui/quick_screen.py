"""The base of pages and dialogs: a screen that is styled once and laid out once when it appears."""

from typing import Generic, TypeVar

from textual import on
from textual.events import Resize, ScreenResume
from textual.screen import ModalScreen, Screen

ResultT = TypeVar("ResultT")


class QuickScreen(Screen[ResultT], Generic[ResultT]):
    """Textual's screen, without what Textual does a second time while it opens."""

    _is_new = True

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        # What Textual would set after the first layout, at the price of styling every widget once more.
        super().__init__(name=name, id=id, classes=classes or self._class_for(self.app.size.width))

    def _class_for(self, width: int) -> str:
        """The class that the app's breakpoints give a screen of WIDTH cells; empty where there are none."""
        return ([""] + [name for start, name in self.app.HORIZONTAL_BREAKPOINTS or [] if start <= width])[-1]

    @on(ScreenResume)
    def _keep_styles(self, event: ScreenResume) -> None:
        """Appear for the first time without styling every widget once more: all have just been mounted."""
        if self._is_new:
            event.refresh_styles = False
            self._is_new = False

    @on(Resize)
    def _keep_layout(self, event: Resize) -> None:
        """Be told of a size that the screen has been laid out for, without a layout of it, and of those below, again.

        Every first layout for a size is followed by such an event. One that asks for another layout has another size.
        """
        name = self._class_for(event.size.width)
        if event.size == self.outer_size and (not name or self.has_class(name)):
            event.prevent_default()


class Dialog(ModalScreen[ResultT], QuickScreen[ResultT], Generic[ResultT]):
    """What lies over a page and asks for something. (Textual takes the styles of the first base only.)"""
