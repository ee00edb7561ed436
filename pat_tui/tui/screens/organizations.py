"""The page `Organizations`: those that the acting user belongs to."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.organizations import Joined, Organizations
from pat_tui.tui.actions import bindings
from pat_tui.tui.people_words import role_label
from pat_tui.tui.places import ORGANIZATIONS, organization_page, screen_for
from pat_tui.tui.screens.page import Page
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.cells import cut, wrap
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, WindowedList


class _Source:
    """The rows, read once."""

    def __init__(self, rows: Sequence[Joined]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def page(self, offset: int, limit: int) -> Sequence[Joined]:
        """LIMIT of them from OFFSET on."""
        return self._rows[offset : offset + limit]


class OrganizationList(WindowedList[Joined]):
    """Two lines an organization: login and role; name, and for its owners how many requests wait."""

    ROW_HEIGHT = 2
    empty_text = ""

    def draw_row(self, row: Joined, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw an organization."""
        badge = f" {role_label(row.role)} "
        login = cut(clean(row.organization.login), width - cell_len(badge) - 1)
        gap = " " * (width - cell_len(login) - cell_len(badge))
        facts = [clean(row.organization.name)] if row.organization.name else []
        if row.pending:
            waiting = ngettext("{count} pending request", "{count} pending requests", row.pending)
            facts.append(waiting.format(count=row.pending))
        elif row.role is Role.OWNER:
            facts.append(_("No pending requests"))
        else:
            facts.append(_("You can read its policies"))
        return (
            Content.assemble(
                Content.styled(login, "bold" if has_cursor else "bold $primary"),
                gap,
                Content.styled(badge, "reverse" if has_cursor else "reverse $foreground-muted"),
            ),
            Content.styled(cut(" · ".join(facts), width), "" if has_cursor else "$foreground-muted"),
        )

    def draw_empty(self) -> Sequence[Content]:
        """Say why there is none."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in wrap(self.empty_text, width)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is none to open."""
        return action != "open" or self.row_count > 0


class OrganizationsScreen(Page):
    """Enter opens an organization's settings, for an owner; for a member what the organization demands."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.quit")
    CSS = """
    OrganizationsScreen #heading { margin: 0 1 1 1; }
    OrganizationsScreen OrganizationList { margin: 0 1; }
    OrganizationsScreen.-normal OrganizationList, OrganizationsScreen.-normal #heading { margin: 0; }
    """
    HELP = "organizations"
    AUTO_FOCUS = "OrganizationList"
    here = ORGANIZATIONS

    def __init__(self, organizations: Organizations) -> None:
        """Those of ORGANIZATIONS that the acting user belongs to."""
        super().__init__()
        self._organizations = organizations
        self._heading = Static("", id="heading", markup=False)
        self._list = OrganizationList()

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Organizations")]

    def compose_page(self) -> Iterator[Widget]:
        """Heading and list."""
        yield self._heading
        yield self._list

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        watch(self, self.pat_tui.services.listed_tokens.store_version, self._show)

    def on_screen_resume(self) -> None:
        """Show what there is now."""
        self._show()

    def _show(self) -> None:
        self._list.empty_text = _("You belong to no organization. An owner can add you, or: pat-tui org add ORG")
        try:
            rows = self._organizations.joined_with_requests()
        except PatTuiError as error:
            rows, self._list.empty_text = [], str(error)
        self._list.show(_Source(rows), cursor=self._list.cursor)
        number = ngettext("{count} organization", "{count} organizations", len(rows)).format(count=len(rows))
        quiet = Content.styled(number, "$foreground-muted")
        self._heading.update(Content.assemble((_("Organizations"), "bold"), "\n", quiet))
        self.refresh_bindings()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Open the organization, by the role that one has in it now."""
        row: Joined = message.row
        part = "settings" if row.role is Role.OWNER else "policies"
        self.app.push_screen(screen_for(self.pat_tui.services, organization_page(row.organization.login, part)))
