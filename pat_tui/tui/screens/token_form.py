"""The page `New fine-grained personal access token`: the form that generates one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from pat_tui.domain.drafts import ResourceOwner, TokenDraft
from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.expiration import day_range, default_expiration, local_day, parse_day
from pat_tui.domain.permissions import Group, Level, Permission, groups_for, with_metadata
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.services.tokens import Generated, Tokens
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens import form_state
from pat_tui.tui.screens.form_layout import custom_fields, first_fields, other_fields, request_fields, selection_fields
from pat_tui.tui.screens.form_state import CUSTOM, Moment
from pat_tui.tui.screens.page import Page, trail
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.tab_line import Tab, TabLine
from pat_tui.tui.wording import group_tab

_LAST_PART = {"expiration": "custom", "reason": "request", "repositories": "selection"}
"""The widget under which a field's error stands, where the field has more than one."""


class TokenFormScreen(Page):
    """The form. It becomes one `TokenDraft`; what may stand in it, the services say."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.submit")
    CSS_PATH = "token_form.tcss"
    HELP = "token-form"
    AUTO_FOCUS = ""

    def __init__(self, tokens: Tokens) -> None:
        """An empty form over the acting user's TOKENS. Raises StoreError."""
        super().__init__()
        self._tokens = tokens
        self._owners = {owner.account.login: owner for owner in tokens.resource_owners()}
        self._missing = tokens.missing_owners()
        self._moment = Moment(tokens.now(), tokens.context.zone)
        self._repositories: tuple[str, ...] = ()
        self._levels: dict[str, Level] = {}
        self._custom_day = ""
        """What the date field holds, or would hold if it were there."""
        self._said: dict[str, Static] = {}
        """What stands under the fields, by the field's name."""
        self._untouched: TokenDraft | None = None
        """The form as it starts; None until all of its fields are there, and once there is nothing to lose."""

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens"), _("New")]

    def compose_page(self) -> Iterator[Widget]:
        """The first field; the others follow when it is on the screen."""
        yield first_fields()

    def on_mount(self) -> None:
        """Let the name be typed at once."""
        # The first layout comes later, and scrolling to the focus before it would end somewhere below the top.
        self.query_one("#name").focus(scroll_visible=False)
        self.call_after_refresh(self._complete)

    async def _complete(self) -> None:
        """Add the other fields, in the order of GitHub's documentation, and say what the untouched form would make."""
        owner = next(iter(self._owners.values()))
        expirations = form_state.expiration_options(owner, self._moment)
        fields = other_fields(
            owners=form_state.owner_options(list(self._owners.values())),
            owner=owner,
            missing=form_state.missing_note(self._missing),
            expirations=expirations,
            expiration=form_state.expiration_value(default_expiration(owner.max_lifetime_days), expirations),
            tabs=[Tab(group, group_tab(group), 0) for group in groups_for(owner.account.kind)],
            permissions=self._of_group(groups_for(owner.account.kind)[0]),
        )
        self._custom_day = form_state.first_custom_day(owner, self._moment).isoformat()
        with self.app.batch_update():
            await self.query_one("#form").mount(*fields)
            self._owner_changed()
        self._untouched = replace(self.to_draft(), name="")

    # What is in the form

    @property
    def owner(self) -> ResourceOwner:
        """The resource owner that is chosen."""
        return self._owners[self.query_one("#owner", Choice).value]

    @property
    def access(self) -> RepositoryAccess:
        """The repository access that is chosen."""
        return RepositoryAccess(self.query_one("#access", OptionLines).value)

    def to_draft(self) -> TokenDraft:
        """The form as it stands. A date field that holds no date gives a day that no rule allows.

        Everything is read from the fields themselves: their messages may still be on the way.
        """
        self._take_levels()
        owner, access = self.owner, self.access
        return TokenDraft(
            name=self.query_one("#name", Input).value,
            expiration=form_state.expiration_of(*self._expiration_fields()) or form_state.NO_DAY,
            description=self.query_one("#description", TextArea).text,
            owner=owner.account.login,
            reason=self._reason() if owner.approval_required else "",
            repository_access=access,
            repositories=self._repositories if access is RepositoryAccess.SELECTED else (),
            permissions=self._permissions_that_count(owner, access),
        )

    def _expiration_fields(self) -> tuple[str, str]:
        for field in self.query("#custom-day").results(Input):
            self._custom_day = field.value
        return self.query_one("#expiration", Choice).value, self._custom_day

    def _reason(self) -> str:
        return "".join(field.text for field in self.query("#reason").results(TextArea))

    def _take_levels(self) -> None:
        """Keep the levels chosen in the tab that the table shows."""
        table, catalogue = self.query_one(PermissionTable), self._tokens.permissions
        shown = {permission.group for permission in table.choices.permissions}
        others = {slug: level for slug, level in self._levels.items() if catalogue[slug].group not in shown}
        self._levels = with_metadata(others | table.levels, catalogue)

    def _permissions_that_count(self, owner: ResourceOwner, access: RepositoryAccess) -> dict[str, Level]:
        """The chosen levels of the tabs that can be seen; the others are kept aside, should they come back."""
        groups = set(groups_for(owner.account.kind))
        if access is RepositoryAccess.PUBLIC:
            groups.discard(Group.REPOSITORY)
        catalogue = self._tokens.permissions
        return {slug: level for slug, level in self._levels.items() if catalogue[slug].group in groups}

    def _of_group(self, group: Group) -> list[Permission]:
        return [permission for permission in self._tokens.permissions.values() if permission.group is group]

    def _tabs(self, owner: ResourceOwner) -> list[Tab]:
        catalogue = self._tokens.permissions
        chosen = self._permissions_that_count(owner, self.access)
        groups = groups_for(owner.account.kind)
        return [Tab(group, group_tab(group), len(form_state.of_group(chosen, group, catalogue))) for group in groups]

    def unsaved(self) -> str | None:
        """Leaving loses what was filled in."""
        if self._untouched is None or self.to_draft() == self._untouched:
            return None
        return _("What you have filled in will be lost; no token has been generated.")

    # What follows from a change

    @on(Choice.Changed, "#owner")
    def _owner_changed(self) -> None:
        owner = self.owner
        options = form_state.expiration_options(owner, self._moment)
        kept = form_state.expiration_of(*self._expiration_fields()) or default_expiration(owner.max_lifetime_days)
        self.query_one("#expiration", Choice).set_options(options, form_state.expiration_value(kept, options))
        self._repositories = ()
        self._show_part("#request", owner.approval_required, request_fields)
        self.query_one("#access", OptionLines).set_options(form_state.access_options(owner), self.access)
        self._show_tab()
        self._access_changed()
        self._expiration_changed()

    def _show_part(self, selector: str, wanted: bool, fields: Callable[[], Iterable[Widget]]) -> None:
        """Show a part of the form or hide it; its FIELDS are made the first time."""
        part = self.query_one(selector)
        part.display = wanted
        if wanted and not part.children:
            part.mount(*fields())

    @on(Input.Changed, "#custom-day")
    @on(Choice.Changed, "#expiration")
    def _expiration_changed(self) -> None:
        value, custom_day = self._expiration_fields()
        self._show_part("#custom", value == CUSTOM, partial(custom_fields, custom_day))
        choice = form_state.expiration_of(value, custom_day)
        note = self.query_one("#expiration-note", Static)
        words = form_state.expiration_note(choice, self.owner, self._moment)
        note.update(words)
        note.display = bool(words)
        note.set_class(value == form_state.NEVER, "-warning")
        self._forget_error("expiration")
        self._summarise()

    @on(OptionLines.Changed, "#access")
    def _access_changed(self) -> None:
        is_selected = self.access is RepositoryAccess.SELECTED
        self._show_part("#selection", is_selected, selection_fields)
        if is_selected:
            self.query_one("#selected", Static).update(form_state.selected_text(self._repositories))
        self._lock_permissions()
        self._forget_error("repositories")
        self._summarise()

    @on(TabLine.Changed)
    def _show_tab(self) -> None:
        tabs = self.query_one(TabLine)
        tabs.set_tabs(self._tabs(self.owner))
        group = Group(tabs.active)
        self._take_levels()
        table = self.query_one(PermissionTable)
        table.set_permissions(self._of_group(group))
        table.set_levels(form_state.of_group(self._levels, group, self._tokens.permissions))
        self._lock_permissions()

    def _lock_permissions(self) -> None:
        locked = self.access is RepositoryAccess.PUBLIC and self.query_one(TabLine).active == Group.REPOSITORY
        reason = _(
            "With “Public repositories” a token has no repository permissions. "
            "Choose another repository access to add some."
        )
        self.query_one(PermissionTable).disabled_reason = reason if locked else None

    @on(PermissionTable.Changed)
    def _levels_changed(self) -> None:
        self._forget_error("permissions")
        self._summarise()

    @on(PermissionTable.Locked)
    def _explain_lock(self, message: PermissionTable.Locked) -> None:
        self.notify(message.reason, markup=False)

    @on(PermissionTable.FilterRequested)
    def _go_to_filter(self) -> None:
        self.query_one("#permission-filter").focus()

    @on(Input.Changed, "#permission-filter")
    def _filter_permissions(self, message: Input.Changed) -> None:
        self.query_one(PermissionTable).filter = message.value.strip()

    @on(Input.Submitted, "#permission-filter")
    def _go_to_permissions(self) -> None:
        self.query_one(PermissionTable).focus()

    @on(Input.Changed, "#name")
    def _check_name(self, message: Input.Changed) -> None:
        try:
            error = self._tokens.name_error(message.value)
        except PatTuiError as problem:
            error = str(problem)
        self._say_under("name", error or _("✓ {name} is available.").format(name=message.value.strip()), fine=not error)

    @on(TextArea.Changed)
    def _text_changed(self, message: TextArea.Changed) -> None:
        self._forget_error(message.text_area.id or "")

    def _summarise(self) -> None:
        draft, owner = self.to_draft(), self.owner
        self.query_one(TabLine).set_tabs(self._tabs(owner))
        self.query_one("#form-summary", Static).update(form_state.summary_text(draft, owner, self._tokens.permissions))
        self.query_one("#submit", LineButton).set_label(_submit_label(owner))

    # Dialogs

    @on(LineButton.Pressed, "#calendar")
    def _open_calendar(self) -> None:
        from pat_tui.tui.widgets.calendar import DatePickerScreen

        first, last = day_range(self._moment.now, self._moment.zone, self.owner.max_lifetime_days)
        field = self.query_one("#custom-day", Input)
        day = min(max(parse_day(field.value) or first, first), last)
        today = local_day(self._moment.now, self._moment.zone)

        def take(chosen: object) -> None:
            if chosen is not None:
                field.value = str(chosen)

        self.app.push_screen(
            DatePickerScreen(day, minimum=first, maximum=last, today=today, title=_("Expiration date")), take
        )

    @on(LineButton.Pressed, "#select")
    def _open_picker(self) -> None:
        from pat_tui.tui.screens.repository_picker import RepositoryPicker

        def take(names: tuple[str, ...] | None) -> None:
            if names is not None:
                self._repositories = names
                self._access_changed()

        try:
            offered = self._tokens.selectable_repositories(self.owner.account)
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.app.push_screen(RepositoryPicker(offered, self._repositories), take)

    # Generating

    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Check the form; without errors, ask for confirmation."""
        if self._untouched is None:
            return
        draft = self.to_draft()
        # The dialog names an instant, and the form may have been open for a while.
        self._moment = replace(self._moment, now=self._tokens.now())
        try:
            errors = self._tokens.errors(draft)
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._show_errors(errors)
        if not errors:
            self._confirm(draft)

    @on(LineButton.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_back()

    def _confirm(self, draft: TokenDraft) -> None:
        from pat_tui.tui.screens.confirm import ConfirmDialog

        owner = self.owner
        lines = form_state.recap(draft, owner, self._tokens.permissions, self._moment)
        dialog = ConfirmDialog(_("New personal access token"), lines, confirm=_submit_label(owner), key="g")
        self.app.push_screen(dialog, lambda confirmed: self._generate(draft) if confirmed else None)

    def _generate(self, draft: TokenDraft) -> None:
        """Make the token in a thread, for the store may wait for another program."""

        def work() -> None:
            try:
                generated = self._tokens.generate(draft)
            except InvalidInput as error:
                self.app.call_from_thread(self._show_errors, error.errors)
            except PatTuiError as error:
                self.app.call_from_thread(self.notify, str(error), severity="error", markup=False)
            else:
                self.app.call_from_thread(self._generated, generated)

        self.run_worker(work, name="generate", group="generate", exclusive=True, thread=True)

    def _generated(self, generated: Generated) -> None:
        self._untouched = None
        self.pat_tui.show_new_token(generated)

    # Errors

    def _show_errors(self, errors: dict[str, str]) -> None:
        for name in tuple(self._said):
            self._forget_error(name)
        for name, error in errors.items():
            self._say_under(name, error)
        if errors:
            self._focus_field(next(iter(errors)))

    def _say_under(self, name: str, words: str, *, fine: bool = False) -> None:
        """Put WORDS under the field called NAME, in place of what was said there before."""
        said = self._said.get(name)
        if said is None or not said.is_attached:
            said = self._said[name] = Static("", classes="said", markup=False)
            self.query_one("#form").mount(said, after=self.query_one(f"#{_LAST_PART.get(name, name)}"))
        said.update(clean(words if fine else _("✗ {error}").format(error=words)))
        said.set_class(fine, "-fine")

    def _forget_error(self, name: str) -> None:
        said = self._said.pop(name, None)
        if said is not None:
            said.remove()

    def _focus_field(self, name: str) -> None:
        expiration = "custom-day" if self.query_one("#custom").display else "expiration"
        selection = "select" if self.query_one("#selection").display else "access"
        parts = {"expiration": expiration, "repositories": selection}
        self.query_one(f"#{parts.get(name, name)}").focus()


def _submit_label(owner: ResourceOwner) -> str:
    return _("Generate token and request access") if owner.approval_required else _("Generate token")
