"""The form of a classic token, and the page `New personal access token (classic)`."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.classic_expiration import classic_expiration_error
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.screens.expiration_field import ExpirationField
from pat_tui.tui.screens.form_layout import buttons, label
from pat_tui.tui.screens.form_page import DraftForm
from pat_tui.tui.screens.page import trail
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.scope_tree import ScopeTree
from pat_tui.wording.classic_state import ClassicLimit, chosen_text, refusals_text
from pat_tui.wording.form_state import Moment

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class ClassicForm(DraftForm[ClassicDraft]):
    """Note, expiration, scopes. It becomes one `ClassicDraft`."""

    CSS = """
    ClassicForm .note.-warning { color: $warning; }
    ClassicForm ScopeTree { height: 14; }
    """
    here = CLASSIC_TOKENS

    def __init__(self, tokens: ClassicTokens, start: ClassicDraft, token_id: int | None = None) -> None:
        """The form over TOKENS, filled with START; TOKEN_ID is the token that it edits, None for a new one."""
        super().__init__()
        self._tokens = tokens
        self._start = start
        self.token_id = token_id
        self._moment = Moment(tokens.now(), tokens.context.zone)

    @abstractmethod
    def heading(self) -> str:
        """What stands at the top."""

    @abstractmethod
    def first_fields(self) -> Iterator[Widget]:
        """What stands between the heading and the note."""

    @abstractmethod
    def expiration_fields(self) -> Iterator[Widget]:
        """`Expiration`, and what stands under it."""

    @abstractmethod
    def last_fields(self) -> Iterator[Widget]:
        """The buttons."""

    def compose_page(self) -> Iterator[Widget]:
        """The fields, in GitHub's order."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static(Content.styled(self.heading(), "bold"), id="form-heading")
            yield from self.first_fields()
            yield label(_("Note") + " *")
            yield Field(self._start.note, id="note", select_on_focus=False)
            yield Static(_("What's this token for?"), classes="note", markup=False)
            yield from self.expiration_fields()
            yield label(_("Select scopes"))
            yield Static(_("What a scope includes is ticked with it."), classes="note", markup=False)
            yield ScopeTree(self._tokens.scopes, self._start.scopes, id="scopes")
            yield Static(
                chosen_text(self._start.scopes, self._tokens.scopes), id="form-summary", classes="note", markup=False
            )
            yield from self.last_fields()

    def on_mount(self) -> None:
        """Let the note be typed at once, behind what is there."""
        note = self.query_one("#note", Input)
        note.cursor_position = len(note.value)
        # The first layout comes later, and scrolling to the focus before it would end somewhere below the top.
        note.focus(scroll_visible=False)
        self._untouched = self.to_draft()

    def to_draft(self) -> ClassicDraft:
        """Note, expiration, scopes."""
        return ClassicDraft(
            note=self.query_one("#note", Input).value,
            expiration=next((field.expiration for field in self.query(ExpirationField)), self._start.expiration),
            scopes=self.query_one(ScopeTree).ticked,
        )

    def action_copy_link(self) -> None:
        """Copy a link to the form as it stands."""
        from pat_tui.tui.links import copy_link

        copy_link(self.pat_tui, lambda links: links.of_classic_draft(self.to_draft()))

    @on(Input.Changed, "#note")
    def _check_note(self, message: Input.Changed) -> None:
        note = message.value.strip()
        if note == self._start.note and (self.token_id is not None or not note):
            self.forget_error("note")
            return
        try:
            error = self._tokens.note_error(note, self.token_id)
        except PatTuiError as problem:
            error = str(problem)
        self.say_under("note", error or _("✓ {name} is available.").format(name=note), fine=not error)

    @on(ScopeTree.Changed)
    def _scopes_changed(self, message: ScopeTree.Changed) -> None:
        self.forget_error("scopes")
        self.query_one("#form-summary", Static).update(chosen_text(message.ticked, self._tokens.scopes))

    @on(ScopeTree.Locked)
    def _explain_lock(self, message: ScopeTree.Locked) -> None:
        self.notify(message.reason, markup=False)

    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Check and save; what is wrong goes under the fields."""
        self.save_draft(self.to_draft())

    def leave_for(self, then: Callable[[], None]) -> None:
        """Leave the page, asking first when something would be lost, and do THEN."""

        def leave() -> None:
            self.leave()
            self.app.call_later(then)

        self.pat_tui.when_safe(leave)

    def input_of(self, name: str) -> Widget:
        """The widget to correct when the field called NAME is wrong."""
        for field in self.query(ExpirationField):
            if name == "expiration":
                return field.input_of_error
        return super().input_of(name)


class NewClassicScreen(ClassicForm):
    """`New personal access token (classic)`. As on GitHub, it generates without another question."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("link.copy", "form.generate")
    HELP = "classic-form"

    def __init__(self, tokens: ClassicTokens, start: ClassicDraft | None = None, source: str = "") -> None:
        """SOURCE is the note of the token that START was taken from."""
        super().__init__(tokens, start or ClassicDraft())
        self._source = source

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Tokens (classic)"), _("New")]

    def heading(self) -> str:
        """What stands at the top."""
        return _("New personal access token (classic)")

    def first_fields(self) -> Iterator[Widget]:
        """What such a token is, and the advice to prefer another one."""
        words = (
            _("Filled in from “{name}”. Give the new token a note of its own.").format(name=clean(self._source))
            if self._source
            else _("Works instead of a password for Git over HTTPS, and for the API. It reaches all that you reach.")
        )
        yield Static(words, classes="note", markup=False)
        yield Static(
            _("A fine-grained token is safer: it reaches only the repositories and permissions that you choose."),
            id="advice",
            markup=False,
        )
        yield LineButton(_("Use a fine-grained token"), id="fine-grained")

    def expiration_fields(self) -> Iterator[Widget]:
        """The menu, and who would refuse such a token."""
        yield ExpirationField(ClassicLimit(), self._moment)
        refusals = Static(self._refusals(self._start.expiration), id="refusals", classes="note -warning", markup=False)
        refusals.display = bool(refusals.content)
        yield refusals

    def last_fields(self) -> Iterator[Widget]:
        """Generate, or not."""
        yield buttons(_("Generate token"))

    def loss(self) -> str:
        """Nothing but what was typed."""
        return _("What you have filled in will be lost; no token has been generated.")

    def save(self, draft: ClassicDraft) -> "Callable[[PatTuiApp], None]":
        """Generate; then comes the page of the new token."""
        from pat_tui.tui.classic_actions import show_generated

        generated = self._tokens.generate(draft)
        return lambda app: show_generated(app, generated)

    @on(ExpirationField.Changed)
    def _expiration_changed(self, message: ExpirationField.Changed) -> None:
        self.forget_error("expiration")
        words = self._refusals(message.field.expiration)
        refusals = self.query_one("#refusals", Static)
        refusals.update(words)
        refusals.display = bool(words)

    @on(LineButton.Pressed, "#fine-grained")
    def _go_to_fine_grained(self) -> None:
        self.leave_for(self.pat_tui.open_form)

    def _refusals(self, expiration: Expiration) -> str:
        if classic_expiration_error(expiration, self._moment.now, self._moment.zone) is not None:
            return ""
        try:
            return refusals_text(self._tokens.refusals_of(expiration))
        except PatTuiError:
            return ""  # it would be a help; what is wrong with the store is told when the form is saved
