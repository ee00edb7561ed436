"""The form that edits a token: what it says of the things that stay, and of those that need approval again."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import end_text, expiry_text
from pat_tui.domain.drafts import ResourceOwner, TokenDraft
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.form_layout import label
from pat_tui.tui.screens.form_mode import FormMode, Question
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.wording.edit_words import EditWords
from pat_tui.wording.form_state import Moment

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class EditTokenScreen(TokenFormScreen, inherit_bindings=False):
    """The form, with `Update` where it otherwise generates."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "app.menu", "link.copy", "form.update"),
    ]
    HELP = "token-edit"


class EditMode(FormMode):
    """A token that is there: its value, resource owner and expiration stay."""

    def __init__(self, life: TokenLife, token: FineGrainedToken, owner: ResourceOwner) -> None:
        """Edit TOKEN, which OWNER owns. Raises NotFound, StoreError."""
        super().__init__(life, life.draft_of(token.id))
        self._life = life
        self._token = token
        self._owner = owner
        self._words = EditWords(life, token, owner)
        self.own_name = token.name
        self.heading = _("Edit fine-grained personal access token")
        self.hint = _("Its value stays, so scripts and applications go on using it.")
        self.step = _("Edit")
        self.loss = _("What you have changed will be lost; the token stays as it is.")

    def owners(self) -> list[ResourceOwner]:
        """The one that the token has."""
        return [self._owner]

    def expiration_fields(self, owner: ResourceOwner, moment: Moment) -> Iterator[Widget]:
        """What it is, and how to change it."""
        yield label(_("Expiration"))
        ends = self._token.expires_at
        yield Static(expiry_text(ends, moment.now, moment.zone), markup=False)
        if ends is not None:
            yield Static(end_text(ends, moment.now, moment.zone), classes="note", markup=False)
        yield Static(_("Only regenerating the token changes this."), classes="note", markup=False)

    def owner_fields(self, owner: ResourceOwner) -> Iterator[Widget]:
        """Who it is, and what to do for another one."""
        yield label(_("Resource owner"))
        yield Static(clean(owner.account.login), id="owner", markup=False)
        words = _("A token keeps its resource owner. Duplicate it to choose another one for the new token.")
        yield Static(words, classes="note", markup=False)

    def name_error(self, name: str) -> str | None:
        """As for every new token: the screen does not ask about the name that the token has."""
        return self._life.name_error(name)

    def errors(self, draft: TokenDraft) -> dict[str, str]:
        """As for an edit of this token."""
        return self._life.edit_errors(self._token.id, draft)

    def submit_label(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """GitHub's label, longer where owners have to be asked."""
        return self._words.submit_label(draft)

    def summary(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """What the token would hold, and which part of it when."""
        return self._words.summary(draft, owner)

    def question(self, draft: TokenDraft, owner: ResourceOwner, moment: Moment) -> Question | None:
        """What is added, where anything is, and what has to be approved."""
        lines = self._words.question_lines(draft)
        return Question(_("Update this token?"), lines, self.submit_label(draft, owner), "u") if lines else None

    def save(self, draft: TokenDraft) -> "Callable[[PatTuiApp], None]":
        """Edit; then comes the page from which the form was opened."""
        self._life.edit(self._token.id, draft)
        return _back_with_flash


def _back_with_flash(app: "PatTuiApp") -> None:
    while any(isinstance(page, EditTokenScreen) for page in app.screen_stack):
        app.pop_screen()
    app.notify(_("Your personal access token has been updated"), markup=False)
