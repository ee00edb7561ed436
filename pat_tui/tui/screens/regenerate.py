"""The pages on which a token gets a new end, and with it a new value."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import expiry_text, last_used_text
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.expiration_field import ExpirationField
from pat_tui.tui.screens.form_layout import buttons
from pat_tui.tui.screens.form_page import FormPage
from pat_tui.tui.screens.page import trail
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.wording.form_state import Limit, Moment

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class RegeneratePage(FormPage):
    """The only way to another expiration. It works on a token that has expired, too."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.regenerate")
    CSS = """
    RegeneratePage #warning { color: $warning; height: auto; margin: 1 0 0 0; }
    """
    HELP = "regenerate"
    AUTO_FOCUS = "#expiration"

    def __init__(self, name: str, limit: Limit, moment: Moment) -> None:
        """The page for the token called NAME, for which LIMIT holds at MOMENT."""
        super().__init__()
        self._token_name = name
        self._limit = limit
        self._moment = moment

    def heading(self) -> str:
        """What stands at the top."""
        raise NotImplementedError

    def facts(self) -> Iterable[str]:
        """What there is to know of the token, a line each."""
        raise NotImplementedError

    def warning(self) -> str:
        """What is going to happen."""
        raise NotImplementedError

    def regenerate(self, expiration: Expiration) -> "Callable[[PatTuiApp], None]":
        """Regenerate, on a thread of its own, and return what then leads to the new value. Raises PatTuiError."""
        raise NotImplementedError

    def compose_page(self) -> Iterator[Widget]:
        """Which token, what will happen to it, and when it will end."""
        heading = Content.assemble((self.heading(), "bold"), "\n\n", (clean(self._token_name), "bold"))
        with VerticalScroll(id="form", can_focus=False):
            yield Static(heading, id="form-heading")
            yield Static("\n".join(self.facts()), classes="note", markup=False)
            yield Static(self.warning(), id="warning", markup=False)
            yield ExpirationField(self._limit, self._moment)
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
        self.save_in_a_thread(lambda: self.regenerate(expiration), lambda then: then(self.pat_tui))


class RegenerateScreen(RegeneratePage):
    """`Regenerate fine-grained personal access token`."""

    def __init__(self, life: TokenLife, token: FineGrainedToken) -> None:
        """The page for TOKEN, whose LIFE it goes on with. Raises NotFound, StoreError."""
        limit = Limit(token.owner_login, life.expiration_limit(token.id))
        super().__init__(token.name, limit, Moment(life.now(), life.context.zone))
        self._life = life
        self._token = token

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens"), _("Regenerate")]

    def heading(self) -> str:
        """What stands at the top."""
        return _("Regenerate fine-grained personal access token")

    def facts(self) -> Iterable[str]:
        """Owner, end, last use."""
        yield _("Resource owner: {owner}").format(owner=clean(self._token.owner_login))
        yield expiry_text(self._token.expires_at, self._moment.now, self._moment.zone)
        yield last_used_text(self._token.last_used_at, self._moment.now)

    def warning(self) -> str:
        """What is going to happen."""
        return _(
            "⚠ The token gets a new value, and its old one stops working at once: any scripts or applications using "
            "it need the new one. Everything else about it stays."
        )

    def regenerate(self, expiration: Expiration) -> "Callable[[PatTuiApp], None]":
        """Regenerate; then comes the page of the new value."""
        generated = self._life.regenerate(self._token.id, expiration)
        return lambda app: app.show_new_token(generated, regenerated=True)
