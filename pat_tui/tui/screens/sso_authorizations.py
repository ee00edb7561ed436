"""The page `Single sign-on authorizations` of an organization, for its owners."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.dates import last_used_text, menu_date
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.single_sign_on import CredentialAuthorization
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.context import Context
from pat_tui.tui.actions import bindings
from pat_tui.tui.facts import Facts
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.store_watch import watch
from pat_tui.tui.store_work import in_a_thread
from pat_tui.tui.widgets.cells import cut
from pat_tui.tui.widgets.filter_field import FilterField
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.tick_list import TickList
from pat_tui.wiring import Services

_NAMED = 10
"""How many authorizations the question names."""


def kind_label(kind: TokenKind) -> str:
    """The word for a kind of token."""
    return {TokenKind.FINE_GRAINED: _("Fine-grained"), TokenKind.CLASSIC: _("Classic")}[kind]


class AuthorizationList(TickList[CredentialAuthorization]):
    """Three lines an authorization: token and kind; whose it is; since when, and when it was used."""

    ROW_HEIGHT = 3

    def __init__(self, context: Context) -> None:
        super().__init__(id="authorizations")
        self._world = context

    def id_of(self, row: CredentialAuthorization) -> int:
        """The authorization's id."""
        return row.id

    def draw_row(self, row: CredentialAuthorization, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw an authorization."""
        quiet = "" if has_cursor else "$foreground-muted"
        tick = self.box_of(row)
        room, indent = width - len(tick), " " * len(tick)
        badge = f" {kind_label(row.kind)} "
        name = cut(clean(row.token_name), room - cell_len(badge) - 1)
        gap = " " * (room - cell_len(name) - cell_len(badge))
        title = Content.assemble(
            tick,
            (name, "bold" if has_cursor else "bold $primary"),
            gap,
            (badge, "reverse" if has_cursor else "reverse $foreground-muted"),
        )
        return (title, *(Content.styled(indent + facts.text(room), quiet) for facts in self._facts(row)))

    def _facts(self, row: CredentialAuthorization) -> tuple[Facts, Facts]:
        now, zone = self._world.clock(), self._world.zone
        since = _("Authorised {date}").format(date=menu_date(row.authorized_at, zone))
        if row.expires_at is None:
            end = _("no expiration")
        else:
            end = _("expires {date}").format(date=menu_date(row.expires_at, zone))
        return Facts((f"@{clean(row.login)}", end)), Facts((since, last_used_text(row.last_used_at, now, short=True)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A row has no page of its own."""
        return action != "open"


class _Source:
    """The rows of the store; what goes wrong is told, and the list is empty then."""

    def __init__(self, page: "SsoAuthorizationsScreen", text: str) -> None:
        self._page = page
        self._text = text

    def count(self) -> int:
        """How many hold the text."""
        try:
            return self._page.services.sso_authorizations.count(self._page.login, self._text)
        except PatTuiError as error:
            self._page.failed(error)
            return 0

    def page(self, offset: int, limit: int) -> Sequence[CredentialAuthorization]:
        """LIMIT of them from OFFSET on."""
        try:
            return self._page.services.sso_authorizations.listed(self._page.login, self._text, offset, limit)
        except PatTuiError as error:
            self._page.failed(error)
            return ()


class SsoAuthorizationsScreen(OrganizationPage, inherit_bindings=False):
    """The tokens of members that single sign-on has let in; owners may revoke that, which is final."""

    PART = "sso-authorizations"
    HELP = "sso-authorizations"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "access.revoke", "reviews.tick", "reviews.filter", "app.menu", "app.quit"),
    ]
    CSS_PATH = "sso_authorizations.tcss"
    AUTO_FOCUS = "AuthorizationList"

    def __init__(self, services: Services, login: str) -> None:
        """The authorizations of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()
        self._list = AuthorizationList(services.context)
        self._heading = Static("", id="heading", markup=False)
        self._selection = LineButton("", id="selection", classes="-danger")
        self._text = self._error = ""

    def last_step(self) -> str:
        """The page's, also where single sign-on has been switched off and the sidebar no longer has it."""
        return _("Single sign-on authorizations")

    def compose_page(self) -> Iterator[Widget]:
        """Heading, search field, list."""
        yield self._heading
        yield FilterField(self._list, _("Filter by user or token"))
        yield self._selection
        yield self._list

    def on_mount(self) -> None:
        """Show what there is, and keep an eye on the store."""
        self._show()
        watch(self, self.services.listed_tokens.store_version, self._show)

    def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        self._show()

    def failed(self, error: PatTuiError) -> None:
        """Say what went wrong in place of the rows."""
        self._error = str(error)

    def _show(self) -> None:
        self._error = ""
        self._list.show(_Source(self, self._text), cursor=self._list.cursor)
        if self._list.ticked and not self._error:
            there = _Source(self, "").page(0, -1)
            self._list.ticked &= {row.id for row in there}
        self._describe()

    def _describe(self) -> None:
        rows, ticked = self._list, len(self._list.ticked)
        nothing = _("No token is authorised for this organization.")
        rows.empty_text = clean(self._error) or (nothing if not self._text else _nothing_fits())
        count = ngettext("{count} authorization", "{count} authorizations", rows.row_count)
        quiet = Content.styled(count.format(count=rows.row_count), "$foreground-muted")
        self._heading.update(Content.assemble((self.last_step(), "bold"), "\n", quiet))
        self._selection.display = bool(ticked)
        words = ngettext("Revoke {count} authorization…", "Revoke {count} authorizations…", ticked)
        self._selection.set_label(words.format(count=ticked))
        rows.refresh()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        return self._list.row_count > 0 if action in ("tick", "decide") else True

    def action_tick(self) -> None:
        """Tick the row under the cursor, or take its tick away."""
        if self._list.current is not None:
            self._list.tick(self._list.current)

    def on_tick_list_ticked(self, _message: TickList.Ticked) -> None:
        """Say how many there are."""
        self._describe()

    def action_filter(self) -> None:
        """Type into the search field."""
        self.query_one("#filter").focus()

    @on(Input.Changed, "#filter")
    def _search(self, message: Input.Changed) -> None:
        self._text = message.value.strip()
        self._show()

    def action_back(self) -> None:
        """Take the ticks away; without any, the text; without that, leave."""
        if self._list.ticked:
            self._list.ticked.clear()
            self._describe()
        elif self._text:
            self.query_one("#filter", Input).value = ""
            self._list.focus()
        else:
            super().action_back()

    # Revoking

    @on(LineButton.Pressed, "#selection")
    def _revoke_ticked(self) -> None:
        self.action_decide("revoke")

    def action_decide(self, _decision: str) -> None:
        """Ask, and revoke what is ticked; what is under the cursor, where nothing is."""
        row = self._list.current
        ids = sorted(self._list.ticked) or ([] if row is None else [row.id])
        try:
            found = [self.services.sso_authorizations.get(self.login, one) for one in ids]
        except PatTuiError as error:
            self._refused(error)
            return
        if not found:
            return
        title = ngettext(
            "Are you sure you want to revoke this authorization?",
            "Are you sure you want to revoke these {count} authorizations?",
            len(found),
        )
        lines = [f"{one.token_name} · @{one.login} · {kind_label(one.kind)}" for one in found[:_NAMED]]
        if more := len(found) - _NAMED if len(found) > _NAMED else 0:
            lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
        lines += [
            "",
            _("It is final: nobody can authorise the same value again. The token stays; regenerated, it can be."),
        ]
        dialog = ConfirmDialog(title.format(count=len(found)), lines, confirm=_("Revoke"), key="y", danger=True)
        self.app.push_screen(dialog, lambda yes: self._revoke(ids) if yes else None)

    def _revoke(self, ids: Sequence[int]) -> None:
        def done(_result: object) -> None:
            said = ngettext("{count} authorization was revoked.", "{count} authorizations were revoked.", len(ids))
            self.app.notify(said.format(count=len(ids)), markup=False)
            self._show_if_there()

        in_a_thread(
            self,
            lambda: self.services.sso_authorizations.revoke(self.login, ids),
            done,
            self._refused,
            name="decide",
        )

    def _refused(self, error: PatTuiError) -> None:
        self.app.notify(clean(str(error)), severity="error", markup=False)
        self._show_if_there()

    def _show_if_there(self) -> None:
        if self.is_attached:
            self._show()


def _nothing_fits() -> str:
    return _("No authorised token's user or name holds that.") + "\n\n" + _("Press Esc to see all.")
