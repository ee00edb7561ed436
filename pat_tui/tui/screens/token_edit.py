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
from pat_tui.domain.widening import Added, added
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife
from pat_tui.services.token_scopes import granted_scope, scope_of, scope_of_token
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens import form_state
from pat_tui.tui.screens.form_mode import FormMode, Question
from pat_tui.tui.screens.form_state import Moment
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.wording import added_lines

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
        ends = self._token.expires_at
        yield Static(expiry_text(ends, moment.now, moment.zone), markup=False)
        if ends is not None:
            yield Static(end_text(ends, moment.now, moment.zone), classes="note", markup=False)
        yield Static(_("Only regenerating the token changes this."), classes="note", markup=False)

    def owner_fields(self, owner: ResourceOwner) -> Iterator[Widget]:
        """Who it is, and what to do for another one."""
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
        return _("Update") if self._asked(draft) is None else _("Update and request access")

    def summary(self, draft: TokenDraft, owner: ResourceOwner) -> str:
        """What the token would hold, and which part of it when."""
        asked = self._asked(draft)
        words = _("What you change applies at once.") if asked is None else self._asked_words(asked)
        return form_state.counts_text(draft, owner, self._life.permissions) + "\n" + words

    def question(self, draft: TokenDraft, owner: ResourceOwner, moment: Moment) -> Question | None:
        """What is added, where anything is, and what has to be approved."""
        more = added(scope_of_token(self._token), scope_of(draft))
        asked = self._asked(draft)
        if not more and asked is None:
            return None
        lines = [_("Token name: {name}").format(name=draft.name)]
        if more:
            lines += ["", _("The token will also have:"), *(f"  {line}" for line in self._lines(more))]
        at_once = _("It has this at once, wherever its value is in use.")
        lines += ["", at_once if asked is None else self._asked_words(Added() if asked == more else asked)]
        return Question(_("Update this token?"), lines, self.submit_label(draft, owner), "u")

    def save(self, draft: TokenDraft) -> "Callable[[PatTuiApp], None]":
        """Edit; then comes the page from which the form was opened."""
        self._life.edit(self._token.id, draft)
        return _back_with_flash

    def _asked(self, draft: TokenDraft) -> Added[str] | None:
        """What DRAFT asks of the owners beyond what they have granted; None where nobody has to be asked."""
        if not self._owner.approval_required or not self._reaches_elsewhere(draft):
            return None
        granted = granted_scope(self._life.context, self._token)
        return Added() if granted is None else added(granted, scope_of(draft)) or None

    def _asked_words(self, asked: Added[str]) -> str:
        login = clean(self._owner.account.login)
        if granted_scope(self._life.context, self._token) is None:
            return _("An owner of {owner} must approve it. Until then it reads public resources only.").format(
                owner=login
            )
        things = " · ".join(self._lines(asked))
        words = (
            _("An owner of {owner} must approve: {things}. Until then, the token keeps what was granted before.")
            if asked
            else _("An owner of {owner} must approve this. Until then, the token keeps what was granted before.")
        )
        return words.format(owner=login, things=things)

    def _reaches_elsewhere(self, draft: TokenDraft) -> bool:
        """Whether DRAFT reaches more or less than the token does, which is when the owners are asked anew."""
        before, after = scope_of_token(self._token), scope_of(draft)
        is_same = before.repository_access is after.repository_access
        return not is_same or bool(added(before, after) or added(after, before))

    def _lines(self, more: Added[str]) -> list[str]:
        return added_lines(more, self._life.permissions)


def _back_with_flash(app: "PatTuiApp") -> None:
    while any(isinstance(page, EditTokenScreen) for page in app.screen_stack):
        app.pop_screen()
    app.notify(_("Your personal access token has been updated"), markup=False)
