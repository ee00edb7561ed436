"""The first page: where everything is, in the order of the sidebar."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import LEAVE, Desk, Move, Page, open_page
from pat_tui.plain.kinds import CLASSIC, FINE_GRAINED


class Entry(NamedTuple):
    """A line of the menu."""

    label: str
    page: Callable[[Desk], Page]


class MainMenu(CommandPage):
    """Numbered entries. Leaving it leaves pat-tui."""

    def heading(self) -> str:
        """Where one is."""
        return _("Main menu")

    def content(self) -> None:
        """Who acts, and the entries."""
        self.asker.say(_("You act as {login}.").format(login=clean(self.services.acting.login)))
        for number, entry in enumerate(self._entries(), 1):
            self.asker.item(number, entry.label)

    def commands(self) -> Iterator[Command]:
        """What can be done from here without a number."""
        yield Command("new", _("generates a new fine-grained token"), self._new)
        yield Command("quit", _("leaves pat-tui"), lambda _rest: LEAVE)

    def more_help(self) -> Mapping[str, str]:
        """What a number does."""
        return {_("a number, or the beginning of a line"): _("opens it")}

    def number(self, number: int) -> Move:
        """Open the entry of that NUMBER."""
        entries = self._entries()
        if not 1 <= number <= len(entries):
            return super().number(number)
        return open_page(entries[number - 1].page(self.desk))

    def other(self, text: str) -> Move | None:
        """Open the entry whose label begins with TEXT."""
        found = [entry for entry in self._entries() if entry.label.lower().startswith(text.lower())]
        return open_page(found[0].page(self.desk)) if len(found) == 1 else None

    def _new(self, _rest: str) -> Move:
        from pat_tui.plain.verified import verified_or_emails

        return open_page(verified_or_emails(self.desk, lambda: FINE_GRAINED.new_page(self.desk)))

    def _entries(self) -> list[Entry]:
        return [
            Entry(_("Emails"), _emails),
            Entry(_("Organizations"), _organizations),
            *([Entry(_("Enterprise"), _enterprise)] if self.services.owns_enterprise else []),
            Entry(_("Security log"), _security_log),
            Entry(_("Fine-grained tokens"), fine_grained_tokens),
            Entry(_("Tokens (classic)"), _classic_tokens),
        ]


def fine_grained_tokens(desk: Desk) -> Page:
    """The list of fine-grained tokens."""
    from pat_tui.plain.token_list import TokenListPage

    return TokenListPage(desk, FINE_GRAINED)


def _emails(desk: Desk) -> Page:
    from pat_tui.plain.emails import EmailsPage

    return EmailsPage(desk)


def _organizations(desk: Desk) -> Page:
    from pat_tui.plain.organizations import OrganizationsPage

    return OrganizationsPage(desk)


def _enterprise(desk: Desk) -> Page:
    from pat_tui.plain.policy import enterprise_settings

    return enterprise_settings(desk)


def _security_log(desk: Desk) -> Page:
    from pat_tui.plain.security_log import SecurityLogPage

    return SecurityLogPage(desk)


def _classic_tokens(desk: Desk) -> Page:
    from pat_tui.plain.token_list import TokenListPage

    return TokenListPage(desk, CLASSIC)
