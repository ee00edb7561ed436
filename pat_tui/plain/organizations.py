"""The user's organizations, and what each of them has: for an owner a menu, for a member what it demands."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pat_tui.domain.accounts import Role
from pat_tui.domain.policies import Decider
from pat_tui.domain.policy_words import policy_sentences
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.active_tokens import ActiveTokensPage
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import Desk, Move, Page, open_page
from pat_tui.plain.pending_requests import PendingRequestsPage
from pat_tui.plain.policy import organization_settings
from pat_tui.plain.sso_authorizations import SsoAuthorizationsPage
from pat_tui.services.organizations import Joined


class OrganizationsPage(CommandPage):
    """Each with the user's role and what waits there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: Sequence[Joined] = ()

    def heading(self) -> str:
        """GitHub's."""
        return _("Organizations")

    def content(self) -> None:
        """Each in a line."""
        self._rows = self.services.organizations.joined_with_requests()
        if not self._rows:
            self.asker.say(_("You belong to no organization. An owner can add you, or: pat-tui org add ORG"))
        for number, row in enumerate(self._rows, 1):
            self.asker.item(number, _line(row))

    def commands(self) -> Iterator[Command]:
        """A number is all it takes."""
        yield from ()

    def more_help(self) -> Mapping[str, str]:
        """What a number does."""
        return {_("a number, or the beginning of a line"): _("opens it")}

    def number(self, number: int) -> Move:
        """Open the one of that NUMBER."""
        if not 1 <= number <= len(self._rows):
            return super().number(number)
        row = self._rows[number - 1]
        page = OrganizationPage if row.role is Role.OWNER else DemandsPage
        return open_page(page(self.desk, row.organization.login))

    def other(self, text: str) -> Move | None:
        """Open the one whose login is TEXT, or the only one that begins so."""
        logins = [row.organization.login.lower() for row in self._rows]
        found = [text.lower()] if text.lower() in logins else [each for each in logins if each.startswith(text.lower())]
        return self.number(logins.index(found[0]) + 1) if len(found) == 1 else None


class OrganizationPage(CommandPage):
    """An owner's menu, in the order of the sidebar."""

    def __init__(self, desk: Desk, login: str) -> None:
        """Of the organization called LOGIN."""
        super().__init__(desk)
        self._login = login

    def heading(self) -> str:
        """Whose settings they are."""
        return _("{organization}, settings of personal access tokens").format(organization=clean(self._login))

    def content(self) -> None:
        """The entries, with what waits. Raises NotFound, Forbidden."""
        waiting = self.services.requests.count_pending(self._login)
        words = ngettext("{count} pending request", "{count} pending requests", waiting).format(count=waiting)
        for number, (label, _page) in enumerate(self._entries(), 1):
            self.asker.item(number, label)
        self.asker.say(f"{words}.")

    def commands(self) -> Iterator[Command]:
        """A number is all it takes."""
        yield from ()

    def more_help(self) -> Mapping[str, str]:
        """What a number does."""
        return {_("a number, or the beginning of a line"): _("opens it")}

    def number(self, number: int) -> Move:
        """Open the entry of that NUMBER."""
        entries = self._entries()
        if not 1 <= number <= len(entries):
            return super().number(number)
        return open_page(entries[number - 1][1](self.desk, self._login))

    def other(self, text: str) -> Move | None:
        """Open the entry whose label begins with TEXT."""
        found = [page for label, page in self._entries() if label.lower().startswith(text.lower())]
        return open_page(found[0](self.desk, self._login)) if len(found) == 1 else None

    def _entries(self) -> list[tuple[str, Callable[[Desk, str], Page]]]:
        entries: list[tuple[str, Callable[[Desk, str], Page]]] = [
            (_("Settings"), organization_settings),
            (_("Active tokens"), ActiveTokensPage),
            (_("Pending requests"), PendingRequestsPage),
        ]
        if self.services.sso_authorizations.is_required(self._login):
            entries.append((_("SSO authorizations"), SsoAuthorizationsPage))
        return entries


class DemandsPage(CommandPage):
    """What an organization demands of its members' tokens, for who may only read it."""

    def __init__(self, desk: Desk, login: str) -> None:
        """Of the organization called LOGIN."""
        super().__init__(desk)
        self._login = login

    def heading(self) -> str:
        """Which one it is."""
        return clean(self._login)

    def content(self) -> None:
        """A sentence a policy, and who decided it. Raises NotFound, Forbidden."""
        self.asker.say(_("You are a member. What the organization demands of personal access tokens:"))
        by_enterprise = _(" (decided by the enterprise)")
        for sentence, decider in policy_sentences(self.services.organizations.demands(self._login)):
            self.asker.say(sentence + (by_enterprise if decider is Decider.ENTERPRISE else ""))
        self.asker.say(_("Only an owner of the organization can change this."))

    def commands(self) -> Iterator[Command]:
        """There is nothing to do."""
        yield from ()


def _line(row: Joined) -> str:
    facts = [clean(row.organization.login)]
    if row.organization.name:
        facts.append(clean(row.organization.name))
    facts.append({Role.OWNER: _("Owner"), Role.MEMBER: _("Member")}[row.role])
    if row.pending:
        words = ngettext("{count} pending request", "{count} pending requests", row.pending)
        facts.append(words.format(count=row.pending))
    elif row.role is Role.OWNER:
        facts.append(_("No pending requests"))
    else:
        facts.append(_("You can read its policies"))
    return ", ".join(facts)
