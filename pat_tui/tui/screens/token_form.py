"""The form of a fine-grained token: to generate one, from nothing or from another one, and to edit one."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from pat_tui.domain.drafts import ResourceOwner, TokenDraft
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.permissions import Group, groups_for
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.expiration_field import ExpirationField
from pat_tui.tui.screens.form_layout import lower_fields, request_part, selection_part, upper_fields
from pat_tui.tui.screens.form_mode import FormMode, Question
from pat_tui.tui.screens.form_page import DraftForm
from pat_tui.tui.screens.form_permissions import ChosenPermissions
from pat_tui.tui.screens.page import trail
from pat_tui.tui.screens.sign_on_field import SignOnField
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wording import form_state
from pat_tui.wording.form_state import Moment

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class TokenFormScreen(DraftForm[TokenDraft]):
    """The form. It becomes one `TokenDraft`; what it is for and what may stand in it, its mode says."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("link.copy", "form.submit")
    HELP = "token-form"

    def __init__(self, mode: FormMode) -> None:
        """The form as MODE fills it. Raises StoreError."""
        super().__init__()
        self._mode = mode
        self._tokens = mode.tokens
        self._owners = {owner.account.login: owner for owner in mode.owners()}
        self._moment = Moment(self._tokens.now(), self._tokens.context.zone)
        start = mode.start
        self._repositories = start.repositories if start.owner in self._owners else ()
        self._chosen = ChosenPermissions(self._tokens.permissions, start.permissions)
        self._is_complete = False
        """Whether the lower fields are there."""

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [*trail(), _("Fine-grained tokens"), self._mode.step]

    def compose_page(self) -> Iterator[Widget]:
        """The upper fields, in the order of GitHub's documentation; the others follow when these are on the screen."""
        start = self._mode.start
        owner = self._owners.get(start.owner) or next(iter(self._owners.values()))
        owner_fields = [*self._mode.owner_fields(owner)]
        if owner.approval_required:
            owner_fields.append(request_part(start.reason))
        yield upper_fields(
            self._mode.heading,
            self._mode.hint,
            expiration=self._mode.expiration_fields(owner, self._moment),
            description=start.description,
            owner_fields=owner_fields,
        )

    def on_mount(self) -> None:
        """Let the name be typed at once."""
        name = self.query_one("#name", Input)
        if self._mode.start.name:
            # The first key must not replace the name that is there.
            name.select_on_focus = False
            name.value = self._mode.start.name
            name.cursor_position = len(name.value)
        # The first layout comes later, and scrolling to the focus before it would end somewhere below the top.
        name.focus(scroll_visible=False)
        self.call_after_refresh(self._complete)

    async def _complete(self) -> None:
        """Add the other fields, and say what the untouched form would make."""
        start = self._mode.start
        kind = self.owner.account.kind
        first = groups_for(kind)[0]
        fields = lower_fields(
            self.owner,
            start.repository_access,
            tabs=self._chosen.tabs(kind, start.repository_access),
            permissions=self._chosen.offered(first),
        )
        with self.app.batch_update():
            await self.query_one("#form").mount(*fields)
            self.query_one(PermissionTable).set_levels(self._chosen.of_group(first))
            self._is_complete = True
            self._access_changed()
        self._untouched = replace(self.to_draft(), name=start.name)
        if self.focused is not None:  # a long hint may stand above it
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    # What is in the form

    @property
    def owner(self) -> ResourceOwner:
        """The resource owner that is chosen, or the only one that there is."""
        logins = [choice.value for choice in self.query("#owner").results(Choice)] or list(self._owners)
        return self._owners[logins[0]]

    @property
    def access(self) -> RepositoryAccess:
        """The repository access that is chosen."""
        return RepositoryAccess(self.query_one("#access", OptionLines).value)

    def to_draft(self) -> TokenDraft:
        """Every field; of what is chosen, what counts with this resource owner and this repository access."""
        self._take_levels()
        owner, access = self.owner, self.access
        return TokenDraft(
            name=self.query_one("#name", Input).value,
            expiration=self._expiration(),
            description=self.query_one("#description", TextArea).text,
            owner=owner.account.login,
            reason=self._reason() if owner.approval_required else "",
            repository_access=access,
            repositories=self._repositories if access is RepositoryAccess.SELECTED else (),
            permissions=self._chosen.that_count(owner.account.kind, access),
        )

    def _expiration(self) -> Expiration:
        return next((field.expiration for field in self.query(ExpirationField)), self._mode.start.expiration)

    def _reason(self) -> str:
        return "".join(field.text for field in self.query("#reason").results(TextArea))

    def _take_levels(self) -> None:
        """Keep the levels chosen in the tab that the table shows."""
        table = self.query_one(PermissionTable)
        self._chosen.choose(table.choices.permissions, table.levels)

    def action_copy_link(self) -> None:
        """Copy a link to the form as it stands, with the permissions that only wait for a repository access."""
        from pat_tui.tui.links import copy_link

        if self._untouched is not None:
            draft = replace(self.to_draft(), permissions=self._chosen.of_owner(self.owner.account.kind))
            copy_link(self.pat_tui, lambda links: links.of_draft(draft))

    def loss(self) -> str:
        """As the mode says."""
        return self._mode.loss

    # What follows from a change

    @on(Choice.Changed, "#owner")
    def _owner_changed(self) -> None:
        self._repositories = ()
        self._follow_owner()
        # What stands above may have grown, by the owner's limit.
        self.call_after_refresh(self.query_one("#owner").scroll_visible, animate=False)

    def _follow_owner(self) -> None:
        owner = self.owner
        for field in self.query(ExpirationField):
            field.set_limit(form_state.limit_of(owner))
        self._show_sign_on()
        self._show_part(
            "request", owner.approval_required, lambda: request_part(self._mode.start.reason), before="#access-label"
        )
        self.forget_error("expiration")
        if self._is_complete:
            self.query_one("#access", OptionLines).set_options(form_state.access_options(owner), self.access)
            self._show_tab()
            self._access_changed()

    @on(SignOnField.SignedOn)
    def _signed_on(self) -> None:
        self._look_at_owners()
        self.query_one("#owner").focus()  # the button is gone

    def _look_at_owners(self) -> None:
        """Show what the owners demand now: a session may have been opened, or have ended."""
        with suppress(PatTuiError):
            self._owners |= {owner.account.login: owner for owner in self._mode.owners()}
        self.forget_error("owner")
        self._show_sign_on()

    def _show_sign_on(self) -> None:
        owner = self.owner
        wanted = owner.sso_required and self._mode.can_sign_on
        self._show_part("sign-on-field", wanted, lambda: SignOnField(owner), after="#owner")
        for sign_on in self.query(SignOnField):
            sign_on.set_owner(owner)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put ERRORS under their fields; one about the owner may be about a session that has ended."""
        if "owner" in errors:
            self._look_at_owners()
        super().show_errors(errors)

    def _show_part(
        self,
        part_id: str,
        wanted: bool,
        make: Callable[[], Widget],
        *,
        after: str | None = None,
        before: str | None = None,
    ) -> None:
        """Show a part of the form or hide it. It is made when it is first needed, for in most forms it never is."""
        parts = self.query(f"#{part_id}")
        parts.set(display=wanted)
        if wanted and not parts:
            self.mount(make(), after=after, before=before)

    @on(ExpirationField.Changed)
    def _expiration_changed(self) -> None:
        self.forget_error("expiration")
        self._summarise()

    @on(OptionLines.Changed, "#access")
    def _access_changed(self) -> None:
        words = form_state.selected_text(self._repositories)
        is_selected = self.access is RepositoryAccess.SELECTED
        self._show_part("selection", is_selected, lambda: selection_part(words), after="#access")
        for selected in self.query("#selected").results(Static):
            selected.update(words)
        self._lock_permissions()
        self.forget_error("repositories")
        self._summarise()

    @on(TabLine.Changed)
    def _show_tab(self) -> None:
        tabs = self.query_one(TabLine)
        tabs.set_tabs(self._chosen.tabs(self.owner.account.kind, self.access))
        group = Group(tabs.active)
        self._take_levels()
        table = self.query_one(PermissionTable)
        table.set_permissions(self._chosen.offered(group))
        table.set_levels(self._chosen.of_group(group))
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
        self.forget_error("permissions")
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
        name = message.value.strip()
        if name and name == self._mode.own_name:
            self.forget_error("name")
            return
        try:
            error = self._mode.name_error(name)
        except PatTuiError as problem:
            error = str(problem)
        self.say_under("name", error or _("✓ {name} is available.").format(name=name), fine=not error)

    @on(TextArea.Changed)
    def _text_changed(self, message: TextArea.Changed) -> None:
        self.forget_error(message.text_area.id or "")

    def _summarise(self) -> None:
        if not self._is_complete:
            return
        draft, owner = self.to_draft(), self.owner
        self.query_one(TabLine).set_tabs(self._chosen.tabs(owner.account.kind, draft.repository_access))
        self.query_one("#form-summary", Static).update(self._mode.summary(draft, owner))
        self.query_one("#submit", LineButton).set_label(self._mode.submit_label(draft, owner))

    # Dialogs

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

    # Saving

    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Check the form; without errors, ask for confirmation where that is due."""
        if self._untouched is None:
            return
        draft = self.to_draft()
        # The dialog names an instant, and the form may have been open for a while.
        self._moment = replace(self._moment, now=self._tokens.now())
        for field in self.query(ExpirationField):
            field.set_moment(self._moment)
        try:
            errors = self._mode.errors(draft)
            question = None if errors else self._mode.question(draft, self.owner, self._moment)
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.show_errors(errors)
        if question is not None:
            self._ask(question, draft)
        elif not errors:
            self.save_draft(draft)

    def _ask(self, question: Question, draft: TokenDraft) -> None:
        from pat_tui.tui.screens.confirm import ConfirmDialog

        dialog = ConfirmDialog(question.title, question.lines, confirm=question.confirm, key=question.key)
        self.app.push_screen(dialog, lambda confirmed: self.save_draft(draft) if confirmed else None)

    def save(self, draft: TokenDraft) -> "Callable[[PatTuiApp], None]":
        """As the mode does."""
        return self._mode.save(draft)

    def input_of(self, name: str) -> Widget:
        """The widget to correct when the field called NAME is wrong."""
        for field in self.query(ExpirationField):
            if name == "expiration":
                return field.input_of_error
        # A part that has only now become necessary may not have its widgets yet.
        if name == "owner" and self.owner.needs_sign_on and (sign_on := self.query("#sign-on")):
            return sign_on.first()
        if name == "repositories":
            select = self.query("#select")
            return select.first() if select and self.access is RepositoryAccess.SELECTED else self.query_one("#access")
        return self.query_one(f"#{name}")
