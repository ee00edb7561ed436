"""The list of classic tokens: its words, how a token is drawn, and where the list leads."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from pat_tui.domain.classic import ClassicSummary
from pat_tui.domain.dates import classic_expiry_text
from pat_tui.domain.status import Status
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.tui.places import CLASSIC_TOKENS
from pat_tui.tui.screens.listing import Listing
from pat_tui.tui.screens.token_rows import TokenRows, last_used, sso_line
from pat_tui.tui.token_source import Listed
from pat_tui.tui.widgets.cells import cut

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp
    from pat_tui.tui.token_actions import Life

_FINE_GRAINED, _CLASSIC = "fine-grained", "classic"


class ClassicList(TokenRows[ClassicSummary]):
    """Classic tokens: below the note the scopes in italics; expiry; last use."""

    ROW_HEIGHT = 4

    def facts(self, row: ClassicSummary, width: int) -> Sequence[Content]:
        """Scopes, expiry, last use."""
        now, zone = self._tokens.now(), self._tokens.context.zone
        return (
            Content.styled(scopes_line(row.scopes, width), "italic"),
            Content(cut(classic_expiry_text(row.expires_at, now, zone), width)),
            Content(self._last_line(row, now, zone, width)),
        )

    def _last_line(self, row: ClassicSummary, now: datetime, zone: tzinfo | None, width: int) -> str:
        """The last use; and what single sign-on misses of a token that has not ended."""
        if row.sso_text and row.status_at(now) is not Status.EXPIRED:
            return sso_line(row, row.sso_text, ", ".join(row.not_authorized_for), now, width)
        return last_used(row, now, zone, width)


class ClassicListing(Listing):
    """Classic tokens."""

    page = CLASSIC_TOKENS

    def step(self) -> str:
        """The list's step of the breadcrumb."""
        return _("Tokens (classic)")

    def heading(self) -> str:
        """What stands over the list."""
        return _("Personal access tokens (classic)")

    def intro(self) -> str:
        """What they are."""
        return _("Tokens you generated for the API.")

    def rows(self, tokens: Listed[Any]) -> TokenRows[Any]:
        """The list's widget over TOKENS."""
        return ClassicList(tokens)

    def filter_hint(self) -> str:
        """What stands in the empty filter."""
        return _("Filter by note or scope")

    def nothing(self, key: str) -> str:
        """What stands there when the user has no such token. KEY generates one."""
        return (
            _("No personal access tokens (classic) created")
            + "\n\n"
            + _("Press {key} to generate one.").format(key=key)
        )

    def no_match(self, text: str) -> str:
        """What stands there when no token holds TEXT."""
        words = _("No token's note or scopes hold “{text}”.").format(text=clean(text))
        return words + "\n\n" + _("Press Esc to see all.")

    def copy_warning(self) -> str:
        """What stands over the secret of a new token."""
        return _("Make sure to copy your personal access token now. You won't be able to see it again!")

    def generate(self, app: "PatTuiApp") -> None:
        """Ask which kind of token it shall be, and open its form."""
        from pat_tui.tui.widgets.choice import ChooseDialog, Option

        kinds = [
            Option(_FINE_GRAINED, _("Generate new token"), _("Fine-grained, repo-scoped")),
            Option(_CLASSIC, _("Generate new token (classic)"), _("For general use")),
        ]

        def take(kind: str | None) -> None:
            if kind == _FINE_GRAINED:
                app.open_form()
            elif kind == _CLASSIC:
                from pat_tui.tui.classic_actions import open_form

                open_form(app)

        app.push_screen(ChooseDialog(_("Generate new token"), kinds, _CLASSIC), take)

    def open(self, app: "PatTuiApp", token_id: int) -> None:
        """Go to the page that edits the token: as on GitHub, there is no other."""
        self.act(app, "edit", [token_id])

    def act(self, app: "PatTuiApp", verb: str, token_ids: Sequence[int]) -> None:
        """Do what VERB says with the tokens of TOKEN_IDS."""
        from pat_tui.tui.classic_actions import act

        act(app, verb, token_ids)

    def life(self, app: "PatTuiApp") -> "Life[Any]":
        """The use cases around such tokens that are there."""
        return app.services.classic_tokens


CLASSIC = ClassicListing()


def scopes_line(scopes: Sequence[str], width: int) -> str:
    """SCOPES, comma-joined, on a line of WIDTH cells: as many as there is room for, and how many more there are."""
    if not scopes:
        words = _("no scope: reads public things only")
        return words if cell_len(words) <= width else cut(_("no scope: public things only"), width)
    names = [clean(scope) for scope in scopes]
    for shown in range(len(names), 0, -1):
        left = len(names) - shown
        more = ngettext(" and {count} more", " and {count} more", left).format(count=left) if left else ""
        line = ", ".join(names[:shown]) + more
        if cell_len(line) <= width:
            return line
    return cut(line, width)
