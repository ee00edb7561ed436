"""The page of one fine-grained token, to read."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import expiry_text, instant_text, last_used_text
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.permissions import groups_for
from pat_tui.domain.sentences import no_permissions_text, permission_sentences, repository_lines
from pat_tui.domain.status import Grant, Status
from pat_tui.domain.text import clean, clean_lines
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.tokens import Tokens
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.widgets.reading import Reading
from pat_tui.tui.wording import group_heading


class TokenScreen(Page):
    """What a token is and what it may do, in sentences."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit")
    CSS = """
    TokenScreen Reading { padding: 0 1; }
    TokenScreen Reading > Static { height: auto; }
    TokenScreen .section { text-style: bold; border-top: solid $border; margin: 1 0 0 0; }
    """
    HELP = "token"
    AUTO_FOCUS = "Reading"

    def __init__(self, tokens: Tokens, token_id: int) -> None:
        """The page of the one of TOKENS with that id."""
        super().__init__()
        self._tokens = tokens
        self.token_id = token_id

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens"), _("Token")]

    def compose_page(self) -> Iterator[Widget]:
        """The sentences, or the reason why there are none."""
        with Reading():
            try:
                token = self._tokens.get(self.token_id)
            except PatTuiError as error:
                yield Static(str(error), markup=False)
                return
            yield from self._token(token)

    def _token(self, token: FineGrainedToken) -> Iterator[Widget]:
        yield Static(Content(clean(token.name)), classes="heading")
        yield Static(Content(clean_lines(token.description) if token.description else _("No description")))
        yield Static(Content("\n".join(self._facts(token))))
        yield Static(_("Access on @{owner}").format(owner=clean(token.owner_login)), classes="section", markup=False)
        yield Static(Content("\n".join(_standing_lines(token))))
        yield Static(_("Repository access"), classes="section", markup=False)
        yield Static(Content("\n".join(clean(line) for line in repository_lines(token))))
        catalogue = self._tokens.permissions
        for group in groups_for(token.owner_kind):
            sentences = permission_sentences(token.permissions, group, catalogue) or [no_permissions_text(group)]
            yield Static(group_heading(group), classes="section", markup=False)
            yield Static(Content("\n".join(sentences)))

    def _facts(self, token: FineGrainedToken) -> Iterator[str]:
        now, zone = self._tokens.now(), self._tokens.context.zone
        status = token.status_at(now)
        yield ""
        yield _("Status: {status}").format(status=status.badge or _("Active"))
        yield _("Created {instant}").format(instant=instant_text(token.created_at, zone))
        yield expiry_text(token.expires_at, now, zone)
        if token.expires_at is not None:
            ended = _("Ended {instant}") if status is Status.EXPIRED else _("Ends {instant}")
            yield ended.format(instant=instant_text(token.expires_at, zone))
        yield last_used_text(token.last_used_at, now)
        if token.last_used_at is not None:
            yield _("Last used {instant}").format(instant=instant_text(token.last_used_at, zone))
        yield _("The token ends in {hint}.").format(hint=clean(token.hint))


def _standing_lines(token: FineGrainedToken) -> Iterator[str]:
    yield {
        Grant.GRANTED: _("The token may use what is listed below."),
        Grant.PENDING: _("Waiting for approval by an owner of {owner}. Until then it reads public things only."),
        Grant.DENIED: _("An owner of {owner} denied the request. The token reads public things only."),
        Grant.REVOKED: _("An owner of {owner} revoked the access. The token reads public things only."),
    }[token.grant].format(owner=clean(token.owner_login))
    if token.reason:
        yield _("Justification: {text}").format(text=clean_lines(token.reason))
    if token.decision_reason and token.grant is Grant.DENIED:
        yield _("Reason given: {text}").format(text=clean_lines(token.decision_reason))
