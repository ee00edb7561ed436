"""The page `Edit personal access token (classic)`: the only page of a single classic token."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.dates import classic_expiry_text, end_text, instant_text, last_used_text
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from pat_tui.domain.urgency import warning
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.classic_form import ClassicForm
from pat_tui.tui.screens.configure_sso import SsoNote
from pat_tui.tui.screens.form_layout import buttons, label
from pat_tui.tui.screens.page import trail
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.wording.classic_state import refusals_text

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class EditClassicScreen(ClassicForm):
    """Note and scopes can be changed; the value stays, and only regenerating changes the expiration."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("link.copy", "token.can", "token.use", "form.update")
    CSS = """
    EditClassicScreen #delete { margin: 0 0 1 0; }
    EditClassicScreen #looks { height: 1; }
    EditClassicScreen #looks LineButton { margin: 0 2 0 0; }
    """
    HELP = "classic-edit"

    def __init__(self, tokens: ClassicTokens, token: ClassicToken) -> None:
        """Edit TOKEN, one of TOKENS. Raises NotFound, StoreError."""
        super().__init__(tokens, tokens.draft_of(token.id), token.id)
        self._token = token
        self._refusals = refusals_text(tokens.refusals(token.id))

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Tokens (classic)"), _("Edit")]

    def heading(self) -> str:
        """What stands at the top."""
        return _("Edit personal access token (classic)")

    def first_fields(self) -> Iterator[Widget]:
        """What there is to know of the token."""
        if words := warning(self._token.expires_at, self._moment.now):
            yield Static(
                _("⚠ {warning}").format(warning=words), id="ending-soon", classes="note -warning", markup=False
            )
        yield Static("\n".join(self._facts()), classes="note", markup=False)
        if self._refusals:
            yield Static(self._refusals, classes="note -warning", markup=False)
        yield Horizontal(LineButton(_("What it may do"), id="can"), LineButton(_("Use"), id="use"), id="looks")
        yield SsoNote(TokenKind.CLASSIC, self._token.id, self._token.note)

    def expiration_fields(self) -> Iterator[Widget]:
        """What it is, and the way to another one."""
        yield label(_("Expiration"))
        now, zone, ends = self._moment.now, self._moment.zone, self._token.expires_at
        yield Static(classic_expiry_text(ends, now, zone), markup=False)
        if ends is not None:
            yield Static(end_text(ends, now, zone), classes="note", markup=False)
        yield Static(_("Only regenerating the token changes this."), classes="note", markup=False)
        yield LineButton(_("Regenerate token"), id="regenerate")

    def last_fields(self) -> Iterator[Widget]:
        """Update, or not; or delete."""
        yield buttons(_("Update token"))
        yield LineButton(_("Delete token"), id="delete", classes="-danger")

    def loss(self) -> str:
        """Only what was changed."""
        return _("What you have changed will be lost; the token stays as it is.")

    def save(self, draft: ClassicDraft) -> "Callable[[PatTuiApp], None]":
        """Edit; then comes the page from which this one was opened."""
        edited = self._tokens.edit(self._token.id, draft.note, tuple(draft.scopes))

        def back(app: "PatTuiApp") -> None:
            from pat_tui.tui.classic_actions import tell_left_out

            self.leave()
            app.notify(_("Your personal access token has been updated"), markup=False)
            tell_left_out(app, edited.left_out)

        return back

    @on(LineButton.Pressed, "#regenerate")
    def _regenerate(self) -> None:
        from pat_tui.tui.classic_actions import act

        self.leave_for(lambda: act(self.pat_tui, "regenerate", [self._token.id]))

    @on(LineButton.Pressed, "#can, #use")
    def _look(self, message: LineButton.Pressed) -> None:
        self.action_token(message.button.id or "")

    def action_token(self, verb: str) -> None:
        """Show what VERB says of the token; what is in the form stays there."""
        from pat_tui.tui.classic_actions import act

        act(self.pat_tui, verb, [self._token.id])

    @on(LineButton.Pressed, "#delete")
    def _delete(self) -> None:
        from pat_tui.tui.classic_actions import act

        act(self.pat_tui, "delete", [self._token.id])

    def _facts(self) -> Iterable[str]:
        token, zone = self._token, self._moment.zone
        yield _("Its value stays, so scripts and applications go on using it.")
        yield _("Created {instant}").format(instant=instant_text(token.created_at, zone))
        if token.last_used_at is None:
            yield last_used_text(None, self._moment.now)
        else:
            yield _("Last used {instant}").format(instant=instant_text(token.last_used_at, zone))
        yield _("The token ends in {hint}.").format(hint=clean(token.hint))
