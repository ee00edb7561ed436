"""How the fields of the token form stand below each other."""

from collections.abc import Iterator, Sequence
from datetime import date

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from pat_tui.domain.drafts import ResourceOwner
from pat_tui.domain.permissions import Permission
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.tui.screens.form_state import access_options
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import Option, OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.tab_line import Tab, TabLine


def compose_form(
    *,
    owners: Sequence[Option[str]],
    owner: ResourceOwner,
    missing: str,
    expirations: Sequence[Option[str]],
    expiration: str,
    custom_day: date,
    tabs: Sequence[Tab],
    permissions: Sequence[Permission],
) -> Widget:
    """The whole form, filled with what it starts with. Ids are those of the draft's fields."""
    return VerticalScroll(
        Static(_("New fine-grained personal access token"), classes="heading", markup=False),
        Static(
            _("Reaches only what you choose. Fit for your own use of the API and for Git over HTTPS."),
            classes="note",
            markup=False,
        ),
        *_field(_("Token name") + " *", "name", Input(id="name", compact=True)),
        *_field(_("Expiration"), "expiration", Choice(expirations, expiration, title=_("Expiration"), id="expiration")),
        Horizontal(
            Input(custom_day.isoformat(), id="custom-day", placeholder="YYYY-MM-DD", compact=True),
            LineButton(_("Calendar"), id="calendar"),
            id="custom",
        ),
        _note("expiration-note"),
        *_field(_("Description"), "description", TextArea(id="description", compact=True)),
        *_field(
            _("Resource owner"), "owner", Choice(owners, owner.account.login, title=_("Resource owner"), id="owner")
        ),
        Static(missing, classes="note", markup=False),
        Vertical(
            *_field(_("Justification for the owners who approve it"), "reason", TextArea(id="reason", compact=True)),
            id="request",
        ),
        *_field(
            _("Repository access"),
            "repositories",
            OptionLines(access_options(owner), RepositoryAccess.PUBLIC, id="access"),
        ),
        Vertical(LineButton(_("Select repositories"), id="select"), _note("selected"), id="selection"),
        *_field(_("Permissions"), "permissions", TabLine(tabs, id="tabs")),
        Input(id="permission-filter", placeholder=_("Filter by title, name or endpoint path"), compact=True),
        PermissionTable(permissions, id="permissions"),
        _note("form-summary"),
        Horizontal(
            LineButton(_("Generate token"), id="submit", classes="-primary"),
            LineButton(_("Cancel"), id="cancel"),
            id="buttons",
        ),
        id="form",
        can_focus=False,
    )


def _field(label: str, name: str, control: Widget) -> Iterator[Widget]:
    """A label, the control, and the place for its error."""
    yield Static(label, classes="label", markup=False)
    yield control
    error = Static("", id=f"{name}-error", classes="error", markup=False)
    error.display = False
    yield error


def _note(name: str) -> Static:
    return Static("", id=name, classes="note", markup=False)
