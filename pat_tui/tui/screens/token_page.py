"""The page of one fine-grained token: what it is and may do, and what can be done with it."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.permissions import groups_for
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.sentences import no_permissions_text, permission_sentences, repository_lines
from pat_tui.domain.status import SsoState
from pat_tui.domain.text import clean, clean_lines
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.domain.urgency import warning
from pat_tui.domain.widening import Added
from pat_tui.i18n import _
from pat_tui.services.token_scopes import waiting_for_approval
from pat_tui.services.tokens import Tokens
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.configure_sso import SsoNote
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.screens.use_section import use_section
from pat_tui.tui.widgets.reading import Reading
from pat_tui.wording.shared import group_heading
from pat_tui.wording.token_lines import standing_lines, token_facts, waiting_lines


class TokenScreen(Page):
    """What a token is and what it may do, in sentences."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "token.edit",
        "token.regenerate",
        "token.delete",
        "token.can",
        "token.how",
        "token.duplicate",
        "token.link",
        "token.sso",
        "app.quit",
    )
    CSS = """
    TokenScreen Reading { padding: 0 1; }
    TokenScreen Reading > Static { height: auto; }
    TokenScreen #ending-soon { color: $warning; text-style: bold; margin: 0 0 1 0; }
    TokenScreen .section { text-style: bold; border-top: solid $border; margin: 1 0 0 0; }
    """
    HELP = "token"
    AUTO_FOCUS = "Reading"

    def __init__(self, tokens: Tokens, token_id: int) -> None:
        """The page of the one of TOKENS with that id."""
        super().__init__()
        self._tokens = tokens
        self.token_id = token_id
        self._suspended = self._uses_sso = False

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens"), _("Token")]

    def compose_page(self) -> Iterator[Widget]:
        """The sentences, or the reason why there are none."""
        yield Reading(*self._content())

    def _content(self) -> Iterator[Widget]:
        try:
            token = self._tokens.get(self.token_id)
            waiting = waiting_for_approval(self._tokens.context, token)
            uses = list(use_section(self._tokens.context, TokenKind.FINE_GRAINED, token.id, token.last_used_at))
        except PatTuiError as error:
            yield Static(str(error), markup=False)
            return
        self._uses_sso = token.sso is not SsoState.NOT_REQUIRED
        yield from self._token(token, waiting)
        yield Static(_("Use"), classes="section", markup=False)
        yield from uses

    def on_screen_suspend(self) -> None:
        """Remember that there may be news on coming back."""
        self._suspended = True

    async def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        if self._suspended:
            self._suspended = False
            reading = self.query_one(Reading)
            with self.app.batch_update():
                await reading.remove_children()
                await reading.mount(*self._content())
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Single sign-on can be configured where the token's owner demands it."""
        return self._uses_sso if (action, parameters) == ("token", ("sso",)) else True

    def action_token(self, verb: str) -> None:
        """Do what VERB says with the token."""
        from pat_tui.tui.token_actions import act

        act(self.pat_tui, verb, [self.token_id])

    def action_copy_link(self) -> None:
        """Copy a link that fills in the form of a new token like this one."""
        from pat_tui.tui.links import copy_link

        copy_link(self.pat_tui, lambda links: links.of_token(self.token_id))

    def _token(self, token: FineGrainedToken, waiting: Added[str]) -> Iterator[Widget]:
        yield Static(Content(clean(token.name)), classes="heading")
        if words := warning(token.expires_at, self._tokens.now()):
            yield Static(_("⚠ {warning} r regenerates it.").format(warning=words), id="ending-soon", markup=False)
        yield Static(Content(clean_lines(token.description) if token.description else _("No description")))
        now, zone = self._tokens.now(), self._tokens.context.zone
        yield Static(Content("\n".join(["", *token_facts(token, now, zone)])))
        yield Static(_("Access on @{owner}").format(owner=clean(token.owner_login)), classes="section", markup=False)
        catalogue = self._tokens.permissions
        lines = [*standing_lines(token, waiting), *waiting_lines(token, waiting, catalogue)]
        yield Static(Content("\n".join(lines)))
        if token.sso is not SsoState.NOT_REQUIRED:
            yield SsoNote(TokenKind.FINE_GRAINED, token.id, token.name)
        yield Static(_("Repository access"), classes="section", markup=False)
        yield Static(Content("\n".join(clean(line) for line in repository_lines(token))))
        for group in groups_for(token.owner_kind):
            sentences = permission_sentences(token.permissions, group, catalogue) or [no_permissions_text(group)]
            yield Static(group_heading(group), classes="section", markup=False)
            yield Static(Content("\n".join(sentences)))
