"""The page of one fine-grained token: what it is and may do, in the sentences of the page, and what to do with it."""

from collections.abc import Iterator
from dataclasses import replace

from pat_tui.domain.permissions import groups_for
from pat_tui.domain.sentences import no_permissions_text, permission_sentences, repository_lines
from pat_tui.domain.status import SsoState
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command
from pat_tui.plain.desk import Desk, Move, open_page
from pat_tui.plain.kinds import FINE_GRAINED
from pat_tui.plain.one_token import OneTokenPage
from pat_tui.plain.verified import verified_or_emails
from pat_tui.services.token_scopes import waiting_for_approval
from pat_tui.wording.shared import group_heading
from pat_tui.wording.token_lines import standing_lines, token_facts, waiting_lines


class TokenPage(OneTokenPage):
    """What the token is and may do, in sentences."""

    def __init__(self, desk: Desk, token_id: int) -> None:
        """The page of the acting user's token of that id."""
        super().__init__(desk, FINE_GRAINED, token_id)

    def heading(self) -> str:
        """Its name."""
        return clean(self.services.tokens.get(self.token_id).name)

    def content(self) -> None:
        """All that the page says. Raises NotFound."""
        tokens = self.services.tokens
        token = tokens.get(self.token_id)
        waiting = waiting_for_approval(tokens.context, token)
        say, catalogue = self.asker.say, tokens.permissions
        say(token.description or _("No description"))
        for line in token_facts(token, tokens.now(), tokens.context.zone):
            say(line)
        say(_("Access on @{owner}").format(owner=clean(token.owner_login)))
        for line in [*standing_lines(token, waiting), *waiting_lines(token, waiting, catalogue)]:
            say(line)
        if token.sso is not SsoState.NOT_REQUIRED:
            authorised = _("Single sign-on: authorised for {organization}")
            say(token.sso_text or authorised.format(organization=token.owner_login))
        self.section(_("Repository access"), list(repository_lines(token)))
        for group in groups_for(token.owner_kind):
            sentences = permission_sentences(token.permissions, group, catalogue)
            self.section(group_heading(group), sentences or [no_permissions_text(group)])

    def commands(self) -> Iterator[Command]:
        """What can be done with it."""
        yield Command("edit", _("changes name, description, repositories or permissions"), self._edit)
        yield Command("regenerate", _("gives it a new value and a new expiration"), self._regenerate)
        yield Command("duplicate", _("fills the form of a new token like this one"), self._duplicate)
        yield Command("delete", _("deletes it, after asking"), self.delete)
        yield from self.looks()
        yield Command("link", _("says a link that fills in the form of a new token like it"), self._link)
        if self.services.tokens.get(self.token_id).sso is not SsoState.NOT_REQUIRED:
            yield Command("sso", _("authorises it by single sign-on, or ends that"), self.configure_sso)

    def _link(self, _rest: str) -> Move:
        return self.say_link(lambda links: links.of_token(self.token_id))

    def _edit(self, _rest: str) -> Move:
        from pat_tui.plain.edit import edit_page

        return open_page(edit_page(self.desk, self.token_id))

    def _regenerate(self, _rest: str) -> Move:
        from pat_tui.plain.regenerate import RegeneratePage

        return open_page(verified_or_emails(self.desk, lambda: RegeneratePage(self.desk, self.token_id)))

    def _duplicate(self, _rest: str) -> Move:
        from pat_tui.plain.generate import GeneratePage

        life = self.services.token_life
        start, source = replace(life.draft_of(self.token_id), name=""), life.get(self.token_id)
        if source.owner_login not in {owner.account.login for owner in life.resource_owners()}:
            words = _("{owner} no longer lets you use fine-grained tokens. Choose another resource owner.")
            self.asker.say(words.format(owner=clean(source.owner_login)))
        return open_page(verified_or_emails(self.desk, lambda: GeneratePage(self.desk, start, source.name)))
