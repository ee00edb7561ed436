"""`Configure SSO` of one token: where it stands with the organizations that demand single sign-on."""

from collections.abc import Callable, Iterator, Sequence

from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import NotFound
from pat_tui.domain.single_sign_on import SESSION_HOURS
from pat_tui.domain.status import SsoState
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import Desk, Move
from pat_tui.plain.kinds import Kind
from pat_tui.services.single_sign_on import Standing


class ConfigureSsoPage(CommandPage):
    """Organizations under numbers; each command takes the number of one."""

    def __init__(self, desk: Desk, kind: Kind, token_id: int) -> None:
        """Of the token of that KIND and id."""
        super().__init__(desk)
        self._sign_on = self.services.single_sign_on
        self._kind = kind.kind
        self._token_id = token_id
        self._rows: Sequence[Standing] = ()

    def heading(self) -> str:
        """GitHub's."""
        return _("Configure SSO")

    def content(self) -> None:
        """Each organization, the state of the token there, and of the session. Raises NotFound."""
        self._rows = self._sign_on.standings(self._kind, self._token_id)
        if not self._rows:
            self.asker.say(_("No organization requires single sign-on of this token any more."))
        for number, row in enumerate(self._rows, 1):
            self.asker.item(number, self._line(row))

    def commands(self) -> Iterator[Command]:
        """GitHub's buttons, and the end of a session."""
        hours = SESSION_HOURS
        does = _(
            "authorises the token there, opening a session of {hours} hours if there is none, such as: authorize 1"
        )
        yield Command("authorize", does.format(hours=hours), self._authorize)
        yield Command("deauthorize", _("takes the authorization away, such as: deauthorize 1"), self._deauthorize)
        yield Command("end", _("ends the session with the organization, such as: end 1"), self._end)

    def _line(self, row: Standing) -> str:
        state = {
            SsoState.AUTHORIZED: _("Authorised"),
            SsoState.NOT_AUTHORIZED: _("Not authorised"),
            SsoState.REVOKED: _("Revoked"),
            SsoState.EXPIRED: _("Expired"),
        }.get(row.state, "")
        session = _("You have no open session.")
        if row.session is not None:
            end = instant_text(row.session.ends_at, self.services.context.zone)
            session = _("Your session is open until {instant}.").format(instant=end)
        facts = [f"{row.organization.login}: {state}.", row.obstacle, session]
        return " ".join(filter(None, facts))

    def _login(self, text: str) -> str:
        """The organization that TEXT names, by its number or login; the only one where TEXT is empty."""
        if not text and len(self._rows) == 1:
            return self._rows[0].organization.login
        if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= len(self._rows):
            return self._rows[int(text[:6]) - 1].organization.login
        for row in self._rows:
            if row.organization.login.lower() == text.lower():
                return row.organization.login
        raise NotFound(_("Type the number of an organization that was said."))

    def _do(self, text: str, work: Callable[[str], object], said: str) -> Move:
        login = self._login(text)
        work(login)
        self.asker.say(said.format(organization=login))
        return self.again()

    def _authorize(self, rest: str) -> Move:
        return self._do(
            rest,
            lambda login: self._sign_on.authorize(self._kind, self._token_id, login, sign_on=True),
            _("Authorised for {organization}."),
        )

    def _deauthorize(self, rest: str) -> Move:
        return self._do(
            rest,
            lambda login: self._sign_on.deauthorize(self._kind, self._token_id, login),
            _("No longer authorised for {organization}."),
        )

    def _end(self, rest: str) -> Move:
        return self._do(rest, self._sign_on.close, _("Your session with {organization} has ended."))
