"""How the fields of the token form stand below each other. Ids are those of the draft's fields."""

from collections.abc import Iterable, Iterator, Sequence

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.drafts import ResourceOwner
from pat_tui.domain.permissions import Permission
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.tab_line import Tab, TabLine
from pat_tui.tui.widgets.text_box import TextBox
from pat_tui.wording.form_state import access_options


def first_fields(title: str, hint: str) -> Widget:
    """The form with its heading and its first field: what a person can type into while the rest is being made."""
    heading = Content.assemble(
        (title, "bold"), "\n", (hint, "$foreground-muted"), "\n\n", (_("Token name") + " *", "bold")
    )
    return VerticalScroll(
        Static(heading, id="form-heading"), Field(id="name", compact=True), id="form", can_focus=False
    )


def other_fields(
    *,
    expiration: Iterable[Widget],
    owner_fields: Iterable[Widget],
    owner: ResourceOwner,
    tabs: Sequence[Tab],
    permissions: Sequence[Permission],
) -> Iterator[Widget]:
    """Everything after the name; EXPIRATION and OWNER_FIELDS are what stands under these two labels."""
    yield label(_("Expiration"))
    yield from expiration
    yield label(_("Description"))
    yield TextBox(id="description", compact=True)
    yield label(_("Resource owner"))
    yield from owner_fields
    yield _hidden(Vertical(id="request"))
    yield label(_("Repository access"))
    yield OptionLines(access_options(owner), RepositoryAccess.PUBLIC, id="access")
    yield _hidden(Vertical(id="selection"))
    yield label(_("Permissions"))
    yield TabLine(tabs, id="tabs")
    yield Field(id="permission-filter", placeholder=_("Filter by title, name or endpoint path"), compact=True)
    yield PermissionTable(permissions, id="permissions")
    yield _note("form-summary")
    yield buttons()


def buttons(submit: str = "") -> Widget:
    """The last line of a form; SUBMIT is what the first button says."""
    return Horizontal(
        LineButton(submit, id="submit", classes="-primary"), LineButton(_("Cancel"), id="cancel"), id="buttons"
    )


def custom_fields(day: str) -> Iterator[Widget]:
    """What appears when a custom expiration is chosen, with DAY (YYYY-MM-DD) in the field."""
    yield Field(day, id="custom-day", placeholder="YYYY-MM-DD", compact=True)
    yield LineButton(_("Calendar"), id="calendar")


def request_fields(reason: str) -> Iterator[Widget]:
    """What appears when the resource owner demands approval, with REASON in the field."""
    yield label(_("Justification for the owners who approve it"))
    yield TextBox(reason, id="reason", compact=True)


def selection_fields() -> Iterator[Widget]:
    """What appears when repositories are to be selected."""
    yield LineButton(_("Select repositories"), id="select")
    yield _note("selected")


def _hidden(container: Widget) -> Widget:
    """CONTAINER out of sight; its fields are made when they are first needed, for most forms never are."""
    container.display = False
    return container


def label(text: str) -> Static:
    """The name of a field, above it."""
    return Static(text, classes="label", markup=False)


def _note(name: str) -> Static:
    return Static("", id=name, classes="note", markup=False)
