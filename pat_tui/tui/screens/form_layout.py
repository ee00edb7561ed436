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


def upper_fields(
    title: str,
    hint: str,
    *,
    expiration: Iterable[Widget],
    description: str,
    owner_fields: Iterable[Widget],
) -> Widget:
    """The form with its heading and as many fields as a terminal of 24 lines shows at first.

    EXPIRATION and OWNER_FIELDS bring their own labels.
    """
    heading = Content.assemble(
        (title, "bold"), "\n", (hint, "$foreground-muted"), "\n\n", (_("Token name") + " *", "bold")
    )
    return VerticalScroll(
        Static(heading, id="form-heading"),
        Field(id="name"),
        *expiration,
        label(_("Description")),
        TextBox(description, id="description"),
        *owner_fields,
        label(_("Repository access"), id="access-label"),
        id="form",
        can_focus=False,
    )


def lower_fields(
    owner: ResourceOwner, access: RepositoryAccess, *, tabs: Sequence[Tab], permissions: Sequence[Permission]
) -> Iterator[Widget]:
    """The fields below, which are made when the upper ones are on the screen."""
    yield OptionLines(access_options(owner), access, id="access")
    yield label(_("Permissions"))
    yield TabLine(tabs, id="tabs")
    yield Field(id="permission-filter", placeholder=_("Filter by title, name or endpoint path"))
    yield PermissionTable(permissions, id="permissions")
    yield _note("form-summary")
    yield buttons()


def buttons(submit: str = "") -> Widget:
    """The last line of a form; SUBMIT is what the first button says."""
    return Horizontal(
        LineButton(submit, id="submit", classes="-primary"), LineButton(_("Cancel"), id="cancel"), id="buttons"
    )


def custom_part(day: str) -> Widget:
    """What appears when a custom expiration is chosen, with DAY (YYYY-MM-DD) in the field."""
    return Horizontal(
        Field(day, id="custom-day", placeholder="YYYY-MM-DD"),
        LineButton(_("Calendar"), id="calendar"),
        id="custom",
    )


def request_part(reason: str) -> Widget:
    """What appears when the resource owner demands approval, with REASON in the field."""
    return Vertical(
        label(_("Justification for the owners who approve it")),
        TextBox(reason, id="reason"),
        id="request",
    )


def selection_part(words: str) -> Widget:
    """What appears when repositories are to be selected; WORDS say which are."""
    return Vertical(LineButton(_("Select repositories"), id="select"), _note("selected", words), id="selection")


def label(text: str, *, id: str | None = None) -> Static:
    """The name of a field, above it."""
    return Static(text, id=id, classes="label", markup=False)


def _note(name: str, words: str = "") -> Static:
    return Static(words, id=name, classes="note", markup=False)
