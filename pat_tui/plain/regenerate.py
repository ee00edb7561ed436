"""The pages on which tokens of both kinds get a new expiration, and with it a new value."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from pat_tui.domain.classic_expiration import classic_expiration_error
from pat_tui.domain.dates import classic_expiry_text, expiry_text, last_used_text
from pat_tui.domain.expiration import Expiration, default_expiration, expiration_error
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.desk import Desk, Move, replace_by
from pat_tui.plain.form import Form
from pat_tui.plain.form_page import FormPage
from pat_tui.plain.kinds import CLASSIC, FINE_GRAINED, Kind
from pat_tui.plain.questions import ExpirationQuestion
from pat_tui.wording.classic_state import ClassicLimit, scopes_text
from pat_tui.wording.form_state import Limit, Moment


class AnyRegeneratePage(FormPage):
    """The only way to another expiration. It works on a token that has expired, too."""

    kind: Kind

    def __init__(self, desk: Desk, token: Any, limit: Limit) -> None:
        """The page for TOKEN, for which LIMIT holds."""
        super().__init__(desk)
        self._token = token
        self._limit = limit
        self._expiration = self._start = default_expiration(limit.days)
        question = ExpirationQuestion(lambda: limit, self._moment, lambda: self._expiration, self._keep)
        self.form = Form([question], self._errors)

    @abstractmethod
    def facts(self, moment: Moment) -> Iterator[str]:
        """What there is to know of the token, a line each."""

    @abstractmethod
    def stays(self) -> str:
        """What regenerating leaves as it is."""

    @abstractmethod
    def error(self, moment: Moment) -> str | None:
        """Why the expiration is not allowed, or None."""

    def intro(self) -> Sequence[str]:
        """Which token, and what is going to happen to it."""
        warning = _(
            "⚠ The token gets a new value, and its old one stops working at once: any scripts or applications using "
            "it need the new one."
        )
        return [clean(self._token.name), *self.facts(self._moment()), f"{warning} {self.stays()}"]

    def loss(self) -> str:
        """Nothing but the choice."""
        return _("The token stays as it is.")

    def is_changed(self) -> bool:
        """An expiration is no loss."""
        return False

    def recap(self) -> Sequence[str]:
        """The token again: the next answer cannot be taken back."""
        return [_("“{name}” gets a new value.").format(name=clean(self._token.name))]

    def question(self) -> str:
        """GitHub's label."""
        return _("Regenerate token?")

    def save(self) -> Move:
        """Regenerate; then comes the page of the new value."""
        from pat_tui.plain.reveal import RevealPage

        life: Any = self.kind.life(self.services)
        generated = life.regenerate(self._token.id, self._expiration)
        return replace_by(RevealPage(self.desk, self.kind, generated, regenerated=True))

    def _keep(self, expiration: Expiration) -> None:
        self._expiration = expiration

    def _moment(self) -> Moment:
        return Moment(self.services.context.clock(), self.services.context.zone)

    def _errors(self) -> dict[str, str]:
        error = self.error(self._moment())
        return {"expiration": error} if error else {}


class RegeneratePage(AnyRegeneratePage):
    """`Regenerate fine-grained personal access token`."""

    kind = FINE_GRAINED

    def __init__(self, desk: Desk, token_id: int) -> None:
        """The page for the token of that id. Raises NotFound, StoreError."""
        life = desk.services.token_life
        token = life.get(token_id)
        super().__init__(desk, token, Limit(token.owner_login, life.expiration_limit(token_id)))

    def heading(self) -> str:
        """GitHub's."""
        return _("Regenerate fine-grained personal access token")

    def facts(self, moment: Moment) -> Iterator[str]:
        """Owner, end, last use."""
        yield _("Resource owner: {owner}").format(owner=clean(self._token.owner_login))
        yield expiry_text(self._token.expires_at, moment.now, moment.zone)
        yield last_used_text(self._token.last_used_at, moment.now)

    def stays(self) -> str:
        """All but value and end."""
        return _("Everything else about it stays.")

    def error(self, moment: Moment) -> str | None:
        """By the owner's limit."""
        return expiration_error(self._expiration, moment.now, moment.zone, self._limit.days)


class RegenerateClassicPage(AnyRegeneratePage):
    """`Regenerate personal access token (classic)`."""

    kind = CLASSIC

    def __init__(self, desk: Desk, token_id: int) -> None:
        """The page for the token of that id. Raises NotFound, StoreError."""
        super().__init__(desk, desk.services.classic_tokens.get(token_id), ClassicLimit())

    def heading(self) -> str:
        """GitHub's."""
        return _("Regenerate personal access token (classic)")

    def facts(self, moment: Moment) -> Iterator[str]:
        """Scopes, end, last use."""
        yield scopes_text(self._token.scopes)
        yield classic_expiry_text(self._token.expires_at, moment.now, moment.zone)
        yield last_used_text(self._token.last_used_at, moment.now)

    def stays(self) -> str:
        """All but value and end."""
        return _("Note and scopes stay.")

    def error(self, moment: Moment) -> str | None:
        """By the rules for classic tokens."""
        return classic_expiration_error(self._expiration, moment.now, moment.zone)
