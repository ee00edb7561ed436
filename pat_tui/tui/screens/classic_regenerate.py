"""The page `Regenerate personal access token (classic)`."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.dates import classic_expiry_text, last_used_text
from pat_tui.domain.expiration import Expiration
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.screens.page import trail
from pat_tui.tui.screens.regenerate import RegeneratePage
from pat_tui.wording.classic_state import ClassicLimit, scopes_text
from pat_tui.wording.form_state import Moment

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class RegenerateClassicScreen(RegeneratePage):
    """Note and scopes stay."""

    here = CLASSIC_TOKENS

    def __init__(self, tokens: ClassicTokens, token: ClassicToken) -> None:
        """The page for TOKEN, one of TOKENS."""
        super().__init__(token.note, ClassicLimit(), Moment(tokens.now(), tokens.context.zone))
        self._tokens = tokens
        self._token = token

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Tokens (classic)"), _("Regenerate")]

    def heading(self) -> str:
        """What stands at the top."""
        return _("Regenerate personal access token (classic)")

    def facts(self) -> Iterable[str]:
        """Scopes, end, last use."""
        yield scopes_text(self._token.scopes)
        yield classic_expiry_text(self._token.expires_at, self._moment.now, self._moment.zone)
        yield last_used_text(self._token.last_used_at, self._moment.now)

    def warning(self) -> str:
        """What is going to happen."""
        return _(
            "⚠ The token gets a new value, and its old one stops working at once: any scripts or applications using "
            "it need the new one. Note and scopes stay."
        )

    def regenerate(self, expiration: Expiration) -> "Callable[[PatTuiApp], None]":
        """Regenerate; then comes the page of the new value."""
        from pat_tui.tui.classic_actions import show_generated

        generated = self._tokens.regenerate(self._token.id, expiration)
        return lambda app: show_generated(app, generated, regenerated=True)
