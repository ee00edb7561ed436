"""`SSO authorizations` of an organization: the tokens that single sign-on lets in, for its owners to revoke."""

from collections.abc import Iterator, Sequence

from pat_tui.domain.dates import last_used_text, menu_date
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.single_sign_on import CredentialAuthorization
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command
from pat_tui.plain.desk import STAY, Desk, Move
from pat_tui.plain.list_page import ListPage


class SsoAuthorizationsPage(ListPage[CredentialAuthorization]):
    """Whose token, which kind, until when, since when."""

    def __init__(self, desk: Desk, login: str) -> None:
        """Of the organization called LOGIN."""
        super().__init__(desk)
        self._login = login
        self._authorizations = self.services.sso_authorizations

    def heading(self) -> str:
        """As of the page."""
        return _("Single sign-on authorizations")

    def count(self) -> int:
        """How many hold the filter's text. Raises NotFound, Forbidden."""
        return self._authorizations.count(self._login, self.text)

    def rows(self, offset: int, limit: int) -> Sequence[CredentialAuthorization]:
        """Those of them."""
        return self._authorizations.listed(self._login, self.text, offset, limit)

    def id_of(self, row: CredentialAuthorization) -> int:
        """The authorization's."""
        return row.id

    def line(self, row: CredentialAuthorization) -> str:
        """All that a row says."""
        now, zone = self.services.context.clock(), self.services.context.zone
        kind = {TokenKind.FINE_GRAINED: _("Fine-grained"), TokenKind.CLASSIC: _("Classic")}[row.kind]
        since = _("Authorised {date}").format(date=menu_date(row.authorized_at, zone))
        end = _("no expiration")
        if row.expires_at is not None:
            end = _("expires {date}").format(date=menu_date(row.expires_at, zone))
        facts = [clean(row.token_name), kind, f"@{clean(row.login)}", end, since]
        return "; ".join([*facts, last_used_text(row.last_used_at, now, short=True)])

    def empty_text(self) -> str:
        """Why there is none."""
        if self.text:
            return _("No authorised token's user or name holds that.")
        return _("No token is authorised for this organization.")

    def summary(self, total: int) -> str:
        """How many."""
        return ngettext("{count} authorization", "{count} authorizations", total).format(count=total) + "."

    def number(self, number: int) -> Move:
        """Say that line again: an authorization has no page of its own."""
        if not 1 <= number <= len(self._ids):
            return super().number(number)
        row = self._authorizations.get(self._login, self._ids[number - 1])
        self.asker.item(number, self.line(row))
        return STAY

    def commands(self) -> Iterator[Command]:
        """What an owner decides."""
        yield Command("revoke", _("revokes the authorizations of these lines, such as: revoke 1 3"), self._revoke)
        yield from super().commands()

    def _revoke(self, rest: str) -> Move:
        chosen = self.chosen(rest)
        if not chosen:
            return STAY
        for row in (self._authorizations.get(self._login, each) for each in chosen):
            self.asker.say(f"{clean(row.token_name)}, @{clean(row.login)}")
        final = _("It is final: nobody can authorise the same value again. The token stays; regenerated, it can be.")
        question = ngettext(
            "Are you sure you want to revoke this authorization?",
            "Are you sure you want to revoke these {count} authorizations?",
            len(chosen),
        )
        if not self.asker.confirm(f"{final} {question.format(count=len(chosen))}"):
            self.asker.say(_("Nothing has been changed."))
            return STAY
        number = len(self._authorizations.revoke(self._login, chosen))
        said = ngettext("{count} authorization was revoked.", "{count} authorizations were revoked.", number)
        self.asker.say(said.format(count=number))
        return self.again()
