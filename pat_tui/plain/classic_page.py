"""The page of one classic token. GitHub has only the form that edits it; here it is read first."""

from collections.abc import Iterator
from dataclasses import replace

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.dates import classic_expiry_text, instant_text, last_used_text
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command
from pat_tui.plain.desk import Desk, Move, open_page
from pat_tui.plain.kinds import CLASSIC
from pat_tui.plain.one_token import OneTokenPage
from pat_tui.plain.verified import verified_or_emails
from pat_tui.wording.classic_state import refusals_text


class ClassicPage(OneTokenPage):
    """What the token is and may do."""

    def __init__(self, desk: Desk, token_id: int) -> None:
        """The page of the acting user's token of that id."""
        super().__init__(desk, CLASSIC, token_id)

    def heading(self) -> str:
        """Its note."""
        return clean(self.services.classic_tokens.get(self.token_id).note)

    def content(self) -> None:
        """Facts, who refuses it, and its scopes. Raises NotFound."""
        tokens = self.services.classic_tokens
        token = tokens.get(self.token_id)
        for line in self._facts(token):
            self.asker.say(line)
        if refusals := refusals_text(tokens.refusals(token.id)):
            self.asker.say(refusals)
        if token.sso_text:
            self.asker.say(token.sso_text)
        labels = {name: scope.description for name, scope in tokens.scopes.items()}
        scopes = [
            _("{scope}: {label}").format(scope=name, label=labels[name]) if name in labels else name
            for name in token.scopes
        ]
        self.section(_("Scopes"), scopes or [_("No scopes: the token reads public things only.")])

    def commands(self) -> Iterator[Command]:
        """What can be done with it."""
        yield Command("edit", _("changes note or scopes"), self._edit)
        yield Command("regenerate", _("gives it a new value and a new expiration"), self._regenerate)
        yield Command("duplicate", _("fills the form of a new token like this one"), self._duplicate)
        yield Command("delete", _("deletes it, after asking"), self.delete)
        yield from self.looks()
        yield Command("link", _("says a link that fills in the form of a new token like it"), self._link)
        if self.services.single_sign_on.is_used():
            yield Command("sso", _("authorises it by single sign-on, or ends that"), self.configure_sso)

    def _facts(self, token: ClassicToken) -> Iterator[str]:
        now, zone = self.services.context.clock(), self.services.context.zone
        yield _("Status: {status}").format(status=token.status_at(now).badge or _("Active"))
        yield _("Created {instant}").format(instant=instant_text(token.created_at, zone))
        yield classic_expiry_text(token.expires_at, now, zone)
        if token.expires_at is not None:
            yield _("Exactly: {instant}").format(instant=instant_text(token.expires_at, zone))
        yield last_used_text(token.last_used_at, now)
        if token.last_used_at is not None:
            yield _("Last used {instant}").format(instant=instant_text(token.last_used_at, zone))
        if token.is_announced_at(now):
            words = _("Removed on {instant}, unless it is used before")
            yield words.format(instant=instant_text(token.removal_at, zone))
        yield _("The token ends in {hint}.").format(hint=clean(token.hint))

    def _link(self, _rest: str) -> Move:
        return self.say_link(lambda links: links.of_classic_draft(self.services.classic_tokens.draft_of(self.token_id)))

    def _edit(self, _rest: str) -> Move:
        from pat_tui.plain.classic_form import EditClassicPage

        return open_page(EditClassicPage(self.desk, self.services.classic_tokens.get(self.token_id)))

    def _regenerate(self, _rest: str) -> Move:
        from pat_tui.plain.regenerate import RegenerateClassicPage

        return open_page(verified_or_emails(self.desk, lambda: RegenerateClassicPage(self.desk, self.token_id)))

    def _duplicate(self, _rest: str) -> Move:
        from pat_tui.plain.classic_form import NewClassicPage

        tokens = self.services.classic_tokens
        draft = tokens.draft_of(self.token_id)
        start = replace(draft, note="")
        return open_page(verified_or_emails(self.desk, lambda: NewClassicPage(self.desk, start, draft.note)))
