"""The page `Regenerate fine-grained personal access token`: a new end, and then a new value."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import expiry_text, last_used_text
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife
from pat_tui.services.tokens import Generated
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.expiration_field import ExpirationField
from pat_tui.tui.screens.form_layout import buttons, label
from pat_tui.tui.screens.form_page import FormPage
from pat_tui.tui.screens.form_state import Limit, Moment
from pat_tui.tui.screens.page import trail
from pat_tui.tui.widgets.line_button import LineButton


class RegenerateScreen(FormPage):
    """The only way to another expiration. It works on a token that has expired, too."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.regenerate")
    CSS = """
    RegenerateScreen #warning { color: $warning; height: auto; margin: 1 0 0 0; }
    """
    HELP = "regenerate"
    AUTO_FOCUS = "#expiration"

    def __init__(self, life: TokenLife, token: FineGrainedToken) -> None:
        """The page for TOKEN, whose LIFE it goes on with. Raises NotFound, StoreError."""
        super().__init__()
        self._life = life
        self._token = token
        self._limit = Limit(token.owner_login, life.expiration_limit(token.id))

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens"), _("Regenerate")]

    def compose_page(self) -> Iterator[Widget]:
        """Which token, what will happen to it, and when it will end."""
        now, zone = self._life.now(), self._life.context.zone
        facts = (
            _("Resource owner: {owner}").format(owner=clean(self._token.owner_login)),
            expiry_text(self._token.expires_at, now, zone),
            last_used_text(self._token.last_used_at, now),
        )
        heading = Content.assemble(
            (_("Regenerate fine-grained personal access token"), "bold"), "\n\n", (clean(self._token.name), "bold")
        )
        warning = _(
            "⚠ The token gets a new value, and its old one stops working at once: any scripts or applications using "
            "it need the new one. Everything else about it stays."
        )
        with VerticalScroll(id="form", can_focus=False):
            yield Static(heading, id="form-heading")
            yield Static("\n".join(facts), classes="note", markup=False)
            yield Static(warning, id="warning", markup=False)
            yield label(_("Expiration"))
            yield ExpirationField(self._limit, Moment(now, zone))
            yield buttons(_("Regenerate token"))

    def input_of(self, name: str) -> Widget:
        """The one field that there is."""
        return self.query_one(ExpirationField).input_of_error

    @on(ExpirationField.Changed)
    def _expiration_changed(self) -> None:
        self.forget_error("expiration")

    @on(LineButton.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_back()

    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Regenerate, and show the new value the one time that it can be seen."""
        expiration = self.query_one(ExpirationField).expiration
        self.save_in_a_thread(lambda: self._life.regenerate(self._token.id, expiration), self._regenerated)

    def _regenerated(self, generated: Generated) -> None:
        self.pat_tui.show_new_token(generated, regenerated=True)
