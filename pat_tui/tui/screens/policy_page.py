"""What the pages of policies have in common: tabs of blocks, each saved by itself after a question."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.policies import Policy
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.screens.form_page import FormPage
from pat_tui.tui.screens.lifetime_field import LifetimeField
from pat_tui.tui.screens.policy_block import PolicyBlock
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.tab_line import Tab, TabLine
from pat_tui.wording.policy_decisions import PolicyDecisions
from pat_tui.wording.policy_state import CLASSIC_PLANS, FINE_GRAINED_PLANS, SSO_PLANS, Value, selection_words

_FINE_GRAINED, _CLASSIC, _SSO = "fine-grained", "classic", "single-sign-on"


class PolicyPage(FormPage):
    """A page over policies. Who may not change them, or no longer, reads why in place of the blocks."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("policy.save", "app.quit")
    # That of the base, and one more.
    CSS_PATH = [FormPage.CSS_PATH, "policy_page.tcss"]  # type: ignore[assignment]  # noqa: RUF012
    HELP = "policies"
    AUTO_FOCUS = "TabLine"

    def __init__(self, decisions: PolicyDecisions) -> None:
        """The page on which DECISIONS are made."""
        super().__init__()
        self.decisions = decisions
        self._blocks = {policy: PolicyBlock(plan) for policy, plan in decisions.plans().items()}
        self._refusal = Static("", id="refusal", markup=False)

    # The page

    def compose_page(self) -> Iterator[Widget]:
        """Heading, tabs, blocks."""
        yield Static(self.decisions.heading(), id="heading", classes="heading", markup=False)
        tabs = (_FINE_GRAINED, _("Fine-grained tokens")), (_CLASSIC, _("Tokens (classic)")), (_SSO, _("SSO"))
        yield TabLine([Tab(*tab) for tab in tabs], id="tabs")
        yield self._refusal
        with VerticalScroll(id="form", can_focus=False):
            yield Vertical(*(self._blocks[policy] for policy in FINE_GRAINED_PLANS), id=_FINE_GRAINED, classes="tab")
            yield Vertical(*(self._blocks[policy] for policy in CLASSIC_PLANS), id=_CLASSIC, classes="tab")
            yield Vertical(*(self._blocks[policy] for policy in SSO_PLANS), id=_SSO, classes="tab")

    def on_mount(self) -> None:
        """Show what holds, and keep an eye on the store."""
        self._show_tab()
        self.show_states()
        watch(self, self.pat_tui.services.listed_tokens.store_version, self.show_states)

    def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        self.show_states()

    def show_states(self, saved: Mapping[Policy, Value] | None = None) -> None:
        """Show what holds now, but for what the person has chosen and not saved. SAVED has just been."""
        try:
            states = self.decisions.states()
        except PatTuiError as error:
            self._refuse(str(error))
            return
        self._refuse("")
        for policy, block in self._blocks.items():
            has_choice = not block.holds(saved[policy]) if saved and policy in saved else block.is_changed
            block.show(states[policy], keep_choice=has_choice)
        self.refresh_bindings()

    def _refuse(self, words: str) -> None:
        """Say WORDS in place of the blocks; with none, show the blocks."""
        self._refusal.update(clean(words))
        self._refusal.display = bool(words)
        self.query_one("#form").display = not words
        self.query_one(TabLine).display = not words
        if words:
            self.set_focus(None)

    @on(TabLine.Changed)
    def _show_tab(self) -> None:
        active = self.query_one(TabLine).active
        for tab in (_FINE_GRAINED, _CLASSIC, _SSO):
            self.query_one(f"#{tab}").display = tab == active
        self.query_one("#form").scroll_home(animate=False)

    def unsaved(self) -> str | None:
        """Leaving loses what is chosen and not saved."""
        if not self.query_one("#form").display or not any(block.is_changed for block in self._blocks.values()):
            return None
        return _("What you have chosen is not saved. Each block has a button of its own for that.")

    def input_of(self, name: str) -> Widget:
        """The widget to correct when the field called NAME is wrong."""
        return self._blocks[Policy(name)].input_of_error

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put ERRORS under their fields, and bring the first into view, also where its field had the focus already."""
        super().show_errors(errors)
        for name in tuple(errors)[:1]:
            self.call_after_refresh(self._said[name].scroll_visible, animate=False)

    @on(OptionLines.Changed)
    @on(LifetimeField.Changed)
    def _forget_error_of(self, message: OptionLines.Changed | LifetimeField.Changed) -> None:
        self.forget_error(message.control.id or "")

    # Saving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to save where a block has the focus."""
        return action != "save_block" or self._focused_block is not None

    @property
    def _focused_block(self) -> PolicyBlock | None:
        ancestors = self.focused.ancestors if self.focused is not None else ()
        return next((widget for widget in ancestors if isinstance(widget, PolicyBlock)), None)

    def action_save_block(self) -> None:
        """Save the block that has the focus, after asking."""
        if (block := self._focused_block) is not None:
            self._ask(block)

    def on_descendant_focus(self) -> None:
        """Another block may have the focus."""
        self.refresh_bindings()

    @on(LineButton.Pressed)
    def _press(self, message: LineButton.Pressed) -> None:
        self._ask(next(block for block in self._blocks.values() if block in message.button.ancestors))

    def _ask(self, block: PolicyBlock) -> None:
        policy = block.plan.policy
        try:
            value = block.value
            errors = self.decisions.errors(policy, value) if block.is_changed else {}
        except InvalidInput as error:
            errors = error.errors
        except PatTuiError as error:
            self._not_saved(error)
            return
        self.show_errors(errors)
        if errors:
            return
        if not block.is_changed:
            self.notify(_("There is nothing to save: this is what holds already."), markup=False)
            return
        from pat_tui.tui.screens.confirm import ConfirmDialog

        dialog = ConfirmDialog(
            _("Are you sure you want to update your selection?"),
            [block.plan.title, "", selection_words(block.plan, value)],
            confirm=_("Update"),
            key="u",
        )
        self.app.push_screen(dialog, lambda confirmed: self._save(policy, value) if confirmed else None)

    def _save(self, policy: Policy, value: Value) -> None:
        def saved(sentences: Sequence[str]) -> None:
            self.show_states({policy: value})
            self.notify("\n".join(clean(sentence) for sentence in sentences), markup=False)

        self.save_in_a_thread(lambda: self.decisions.change(policy, value), saved)

    def _not_saved(self, error: PatTuiError) -> None:
        """What was in the way may have changed the page as well: somebody else's decision, or one's own role."""
        self.show_states()
        super()._not_saved(error)
