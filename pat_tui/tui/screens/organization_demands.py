"""What an organization demands of its members' tokens, for those who may only read it."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.policies import Decider
from pat_tui.domain.policy_words import policy_sentences
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.reading import Reading
from pat_tui.wiring import Services


class OrganizationDemandsScreen(OrganizationPage):
    """A member's page of an organization: its policies, and who can change them."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit")
    CSS = """
    OrganizationDemandsScreen Reading { padding: 0 1; }
    OrganizationDemandsScreen Reading > Static { height: auto; margin: 0 0 1 0; }
    """
    HELP = "demands"
    AUTO_FOCUS = "Reading"
    PART = "policies"
    FOR_OWNERS = False

    def __init__(self, services: Services, login: str) -> None:
        """The policies of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()
        self._text = Static(self._content(), id="demands")

    def last_step(self) -> str:
        """The page's, also for who has become an owner meanwhile, whose sidebar has other pages."""
        return _("Policies")

    def compose_page(self) -> Iterator[Widget]:
        """The sentences, or the reason why there are none."""
        yield Reading(Static(Content(clean(self.login)), classes="heading"), self._text)

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        watch(self, self.pat_tui.services.listed_tokens.store_version, lambda: self._text.update(self._content()))

    def _content(self) -> Content:
        try:
            found = self.services.organizations.demands(self.login)
        except PatTuiError as error:
            return Content(clean(str(error)))
        by_enterprise = _(" (decided by the enterprise)")
        lines = [
            "• " + sentence + (by_enterprise if decider is Decider.ENTERPRISE else "")
            for sentence, decider in policy_sentences(found)
        ]
        lead = _("You are a member. What the organization demands of personal access tokens:")
        return Content("\n\n".join([lead, "\n".join(lines), _("Only an owner of the organization can change this.")]))
