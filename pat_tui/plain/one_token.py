"""What the pages of single tokens of both kinds have in common."""

from collections.abc import Sequence

from pat_tui.i18n import _
from pat_tui.plain.command_page import CommandPage
from pat_tui.plain.deletion import delete
from pat_tui.plain.desk import STAY, UP, Desk, Move, open_page
from pat_tui.plain.kinds import Kind


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

    def delete(self, _rest: str) -> Move:
        """Ask, delete it, and go back to the list."""
        return UP if delete(self.desk, self.kind, [self.token_id]) else STAY

    def configure_sso(self, _rest: str) -> Move:
        """Go to where it is authorised by single sign-on."""
        from pat_tui.plain.configure_sso import ConfigureSsoPage

        return open_page(ConfigureSsoPage(self.desk, self.kind, self.token_id))
