"""What every page with a form has in common: its look, and errors that stand under their fields."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.screens.page import Page
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.line_button import LineButton

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp

DraftT = TypeVar("DraftT")
ResultT = TypeVar("ResultT")


class FormPage(Page):
    """A page whose fields stand in `#form`, each called by the name that its errors have."""

    CSS_PATH = "token_form.tcss"
    AUTO_FOCUS = ""
    LAST_PARTS: ClassVar[Mapping[str, str]] = {"expiration": "custom", "reason": "request", "repositories": "selection"}
    """The widget under which a field's error stands, where the field has more than one and this one is there."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Static] = {}
        """What stands under the fields, by the field's name."""
        self._saving = OneAtATime(self, "save")

    def input_of(self, name: str) -> Widget:
        """The widget to correct when the field called NAME is wrong."""
        return self.query_one(f"#{name}")

    def save_in_a_thread(self, save: Callable[[], ResultT], then: Callable[[ResultT], None]) -> None:
        """Do SAVE in a thread, for the store may wait for another program, and go on with its result in THEN.

        What SAVE finds wrong goes under the fields, any other trouble into a notice. One at a time: a second press of
        the key is none.
        """
        self._saving.start(save, then, self._not_saved)

    def _not_saved(self, error: PatTuiError) -> None:
        if not isinstance(error, InvalidInput):
            self.notify(str(error), severity="error", markup=False)
        elif self.is_attached:
            self.show_errors(error.errors)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put ERRORS under their fields in place of all that stood there, and go to the first of them."""
        for name in tuple(self._said):
            self.forget_error(name)
        for name, error in errors.items():
            self.say_under(name, error)
        if errors:
            self.input_of(next(iter(errors))).focus()

    def say_under(self, name: str, words: str, *, fine: bool = False) -> None:
        """Put WORDS under the field called NAME, in place of what was said there before."""
        said = self._said.get(name)
        if said is None or not said.is_attached:
            said = self._said[name] = Static("", classes="said", markup=False)
            parts = [*self.query(f"#{name}"), *self.query(f"#{self.LAST_PARTS.get(name, name)}")]
            self.mount(said, after=parts[-1])
        said.update(clean(words if fine else _("✗ {error}").format(error=words)))
        said.set_class(fine, "-fine")

    def forget_error(self, name: str) -> None:
        """Take away what stands under the field called NAME."""
        said = self._said.pop(name, None)
        if said is not None:
            said.remove()


class DraftForm(FormPage, Generic[DraftT]):
    """A form that becomes one draft, with the buttons `#submit` and `#cancel`."""

    def __init__(self) -> None:
        super().__init__()
        self._untouched: DraftT | None = None
        """The form as it starts; None until all of its fields are there, and once there is nothing to lose."""

    @abstractmethod
    def to_draft(self) -> DraftT:
        """The form as it stands, read from the fields themselves: their messages may still be on the way."""

    @abstractmethod
    def loss(self) -> str:
        """What leaving a form loses in which something has been changed."""

    @abstractmethod
    def save(self, draft: DraftT) -> "Callable[[PatTuiApp], None]":
        """Save DRAFT, on a thread of its own, and return what then leads away from the form. Raises PatTuiError."""

    def unsaved(self) -> str | None:
        """Leaving loses what was filled in."""
        return None if self._untouched is None or self.to_draft() == self._untouched else self.loss()

    def save_draft(self, draft: DraftT) -> None:
        """Save DRAFT and leave the form; what is wrong goes under the fields."""
        self.save_in_a_thread(lambda: self.save(draft), self._saved)

    def _saved(self, then: "Callable[[PatTuiApp], None]") -> None:
        self._untouched = None
        then(self.pat_tui)

    @on(LineButton.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_back()
