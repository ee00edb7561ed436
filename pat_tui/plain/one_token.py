"""What the pages of single tokens of both kinds have in common."""

from collections.abc import Callable, Iterator, Sequence

from pat_tui.domain.links import Link
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.deletion import delete
from pat_tui.plain.desk import STAY, UP, Desk, Move, open_page
from pat_tui.plain.kinds import Kind
from pat_tui.services.links import Links


class OneTokenPage(CommandPage):
    """One token of the acting user."""

    def __init__(self, desk: Desk, kind: Kind, token_id: int) -> None:
        super().__init__(desk)
        self.kind = kind
        self.token_id = token_id

    def section(self, heading: str, lines: Sequence[str]) -> None:
        """Say LINES under HEADING."""
        self.asker.say(_("{heading}:").format(heading=heading))
        for line in lines:
            self.asker.say(f"  {line}")

    def looks(self) -> Iterator[Command]:
        """What can be looked at beside the page."""
        yield Command("can", _("says what the token may do, request by request"), self._can)
        yield Command("use", _("says where the token was used"), self._use)

    def say_link(self, make: Callable[[Links], Link]) -> Move:
        """Say the link that MAKE makes on a line of its own, and what it does not hold."""
        link = make(self.services.links)
        self.asker.show(link.url)
        for words in link.left_out:
            self.asker.say(words)
        return STAY

    def _can(self, _rest: str) -> Move:
        from pat_tui.plain.token_use import CanPage

        return open_page(CanPage(self.desk, self.kind, self.token_id))

    def _use(self, _rest: str) -> Move:
        from pat_tui.plain.token_use import UsePage

        return open_page(UsePage(self.desk, self.kind, self.token_id))

    def delete(self, _rest: str) -> Move:
        """Ask, delete it, and go back to the list."""
        return UP if delete(self.desk, self.kind, [self.token_id]) else STAY

    def configure_sso(self, _rest: str) -> Move:
        """Go to where it is authorised by single sign-on."""
        from pat_tui.plain.configure_sso import ConfigureSsoPage

        return open_page(ConfigureSsoPage(self.desk, self.kind, self.token_id))
