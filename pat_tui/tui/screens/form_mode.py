"""What the token form is for: generating a token, from nothing or from another one. (Editing is in `edit_mode`.)"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.drafts import ResourceOwner, TokenDraft
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.tokens import Tokens
from pat_tui.tui.screens.expiration_field import ExpirationField
from pat_tui.tui.screens.sign_on_field import SignOnField
from pat_tui.tui.widgets.choice import Choice
from pat_tui.wording import form_state
from pat_tui.wording.form_state import Moment

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class Question(NamedTuple):
    """What is asked before the form is saved."""

    title: str
    lines: list[str]
    confirm: str
    key: str
    """The letter that confirms."""


class FormMode(ABC):
    """Fills the form, judges it and saves it. All but `save` is called on the interface's own thread."""

    heading: str
    hint: str
    """A sentence under the heading."""
    step: str
    """The last step of the breadcrumb."""
    own_name = ""
    """The name that the token has already, which is not taken for it."""
    loss: str
    """What leaving a form loses in which something has been changed."""
    can_sign_on: ClassVar[bool] = False
    """Whether a session with the resource owner can be opened here, where it demands one."""

    def __init__(self, tokens: Tokens, start: TokenDraft) -> None:
        """A form over the acting user's TOKENS that is filled with START."""
        self.tokens = tokens
        self.start = start

    @abstractmethod
    def owners(self) -> list[ResourceOwner]:
        """The resource owners on offer; at least one."""

    @abstractmethod
    def expiration_fields(self, owner: ResourceOwner, moment: Moment) -> Iterator[Widget]:
        """`Expiration`, and what stands under it."""

    @abstractmethod
    def owner_fields(self, owner: ResourceOwner) -> Iterator[Widget]:
        """`Resource owner`, and what stands under it."""

    @abstractmethod
    def name_error(self, name: str) -> str | None:
        """Why the token cannot be called NAME, or None."""

    @abstractmethod
    def errors(self, draft: TokenDraft) -> dict[str, str]:
        """What is wrong with DRAFT, by field in form order."""

    @abstractmethod
    def submit_label(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """What the button says."""

    @abstractmethod
    def summary(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """The lines above the button."""

    @abstractmethod
    def question(self, draft: TokenDraft, owner: ResourceOwner, moment: Moment) -> Question | None:
        """What to ask before a valid DRAFT is saved; None to save it at once."""

    @abstractmethod
    def save(self, draft: TokenDraft) -> "Callable[[PatTuiApp], None]":
        """Save DRAFT, on a thread of its own, and return what then leads away from the form. Raises PatTuiError."""


class GenerateMode(FormMode):
    """A new token. Where another one gave the START, its name is left out: names are unique."""

    can_sign_on = True

    def __init__(self, tokens: Tokens, start: TokenDraft | None = None, source: str = "") -> None:
        """SOURCE is the name of the token that START was taken from."""
        super().__init__(tokens, start or TokenDraft())
        self.heading = _("New fine-grained personal access token")
        self.hint = (
            _("Filled in from “{name}”. Give the new token a name of its own.").format(name=clean(source))
            if source
            else _("Reaches only what you choose. Fit for your own use of the API and Git over HTTPS.")
        )
        self.step = _("New")
        self.loss = _("What you have filled in will be lost; no token has been generated.")

    def owners(self) -> list[ResourceOwner]:
        """All that may own what a new token reaches."""
        return self.tokens.resource_owners()

    def expiration_fields(self, owner: ResourceOwner, moment: Moment) -> Iterator[Widget]:
        """The menu, with what the form starts with."""
        yield ExpirationField(form_state.limit_of(owner), moment, self.start.expiration)

    def owner_fields(self, owner: ResourceOwner) -> Iterator[Widget]:
        """The menu, and which organizations are not on it."""
        options = form_state.owner_options(self.owners())
        words = _("Resource owner")
        yield Choice(options, owner.account.login, title=words, label=words, id="owner")
        if owner.sso_required:
            yield SignOnField(owner)
        if missing := form_state.missing_note(self.tokens.missing_owners()):
            yield Static(missing, classes="note", markup=False)

    def name_error(self, name: str) -> str | None:
        """As for every new token."""
        return self.tokens.name_error(name)

    def errors(self, draft: TokenDraft) -> dict[str, str]:
        """As for every new token."""
        return self.tokens.errors(draft)

    def submit_label(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """GitHub's two labels."""
        return _("Generate token and request access") if owner.approval_required else _("Generate token")

    def summary(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """What the token would hold, and when it would work."""
        return form_state.summary_text(draft, owner, self.tokens.permissions)

    def question(self, draft: TokenDraft, owner: ResourceOwner, moment: Moment) -> Question:
        """Everything that the token would be."""
        lines = form_state.recap(draft, owner, self.tokens.permissions, moment)
        return Question(_("New personal access token"), lines, self.submit_label(draft, owner), "g")

    def save(self, draft: TokenDraft) -> "Callable[[PatTuiApp], None]":
        """Generate; then comes the page of the new token."""
        generated = self.tokens.generate(draft)
        return lambda app: app.show_new_token(generated)
