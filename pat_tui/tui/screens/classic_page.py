"""The page `Personal access tokens (classic)`."""

from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.classic_listing import CLASSIC
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.token_source import Listed
from pat_tui.tui.widgets.line_button import LineButton


class ClassicTokensScreen(TokensScreen, inherit_bindings=False):
    """The list of classic tokens, with a way to be rid of all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings(
            "page.back",
            "tokens.undo",
            "tokens.generate",
            "token.edit",
            "token.delete",
            "token.sso",
            "tokens.filter",
            "tokens.tick",
            "token.regenerate",
            "token.duplicate",
            "token.can",
            "token.use",
            "token.how",
            "tokens.revoke_all",
            "tokens.sort",
            "tokens.group",
            "tokens.ending",
            "app.menu",
            "app.quit",
        ),
    ]
    CSS = """
    ClassicTokensScreen #buttons { height: 1; margin: 0 1 1 1; }
    ClassicTokensScreen #generate { margin: 0 2 0 0; }
    ClassicTokensScreen.-normal #buttons { layout: vertical; height: auto; margin: 0 0 1 0; }
    ClassicTokensScreen.-normal #generate { margin: 0; }
    """
    HELP = "classic-list"

    def __init__(self, tokens: Listed[Any]) -> None:
        """The list of TOKENS."""
        super().__init__(tokens, CLASSIC)

    def buttons(self) -> Widget:
        """GitHub's two."""
        return Horizontal(
            LineButton(_("Generate new token ▾"), id="generate", classes="-primary"),
            LineButton(_("Revoke all"), id="revoke-all"),
            id="buttons",
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`back` always leads somewhere here; where there is no token, there is none to revoke."""
        if action == "back":
            return True
        return self._list.row_count > 0 if action == "revoke_all" else super().check_action(action, parameters)

    def action_back(self) -> None:
        """Take the ticks away, or close the filter; without either, leave."""
        if self._list.ticked or self._filter is not None:
            super().action_back()
        else:
            self.dismiss()

    @on(LineButton.Pressed, "#revoke-all")
    def action_revoke_all(self) -> None:
        """Ask for the user name, and revoke all tokens."""
        from pat_tui.tui.classic_actions import revoke_all

        revoke_all(self.pat_tui, self._revoked)

    def _revoked(self) -> None:
        self.take_flash_away()  # nothing brings back what was deleted before, either
        self.untick()
        self.refresh_tokens()
