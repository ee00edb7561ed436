"""The list with the new token on top: the one time that its secret can be seen or copied."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.secrets import hash_of
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.clipboard import CopyResult, matches
from pat_tui.services.tokens import Generated
from pat_tui.tui.actions import bindings
from pat_tui.tui.keys import key_of
from pat_tui.tui.screens.listing import FINE_GRAINED, Listing
from pat_tui.tui.screens.token_list import TokenListScreen
from pat_tui.tui.token_source import Listed
from pat_tui.tui.widgets.secret_line import SecretLine
from pat_tui.wording.token_lines import made_text

if TYPE_CHECKING:
    from pat_tui.services.classic_tokens import GeneratedClassic


class NewTokenScreen(TokenListScreen, inherit_bindings=False):
    """Leaving this page, by whatever way, wipes the secret: no object holds it any more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings(
            "secret.copy",
            "secret.show",
            "secret.hand_over",
            "page.back",
            "secret.check",
            "secret.use",
            "tokens.generate",
            "tokens.filter",
            "tokens.sort",
            "app.menu",
            "app.quit",
        ),
    ]
    CSS = """
    NewTokenScreen #new { height: auto; border: round $success; margin: 0 1; padding: 0 1; }
    NewTokenScreen #new Static { height: auto; }
    NewTokenScreen #warning { color: $warning; }
    NewTokenScreen #copied { color: $foreground-muted; }
    NewTokenScreen #generate { margin: 0 1; }
    NewTokenScreen.-normal #new, NewTokenScreen.-normal #generate { margin: 0; }
    """
    HELP = "new-token"

    def __init__(
        self,
        tokens: Listed[Any],
        generated: "Generated | GeneratedClassic",
        listing: Listing = FINE_GRAINED,
        *,
        regenerated: bool = False,
    ) -> None:
        """The list of TOKENS, of which one was just GENERATED; REGENERATED: it had another value before."""
        super().__init__(tokens, listing)
        self._token = generated.token
        self._secret = generated.secret
        self._hash = hash_of(generated.secret)
        self._regenerated = regenerated
        self._taken = False

    @property
    def holds_secret(self) -> bool:
        """Whether the secret is on the screen; then no picture of it is taken."""
        return self.is_mounted and self.query_one(SecretLine).shown

    def compose_page(self) -> Iterator[Widget]:
        """The new token, then the list."""
        box = Vertical(
            Static(made_text(self._token, regenerated=self._regenerated), markup=False),
            Static(self.listing.copy_warning(), id="warning", markup=False),
            SecretLine(self._secret),
            Static(self._keys(), id="copied", markup=False),
            id="new",
        )
        box.border_title = _("New value") if self._regenerated else _("New token")
        yield box
        yield from super().compose_page()

    def _keys(self) -> str:
        words = _(
            "{hand_over} hands it over, {copy} copies it, {show} shows or hides it, {check} checks what you pasted."
        )
        keys = {verb: key_of(self.app, f"secret.{verb}") for verb in ("hand_over", "copy", "show", "check")}
        return words.format(**keys)

    def unsaved(self) -> str | None:
        """Leaving before the token was copied or seen loses it."""
        if self._taken or self._secret.is_wiped:
            return None
        return _(
            "The token “{name}” has been neither copied nor shown. Its secret will be gone; "
            "only regenerating gives a new one."
        ).format(name=clean(self._token.name))

    def on_unmount(self) -> None:
        """Forget the secret."""
        self._secret.wipe()

    def leave(self) -> None:
        """Forget the secret, and go back to the list."""
        self._secret.wipe()
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`back` always leads somewhere here: out of the filter, then off the page."""
        return True

    def action_back(self) -> None:
        """Close the filter; without one, leave."""
        if self._filter is not None:
            super().action_back()
        else:
            self._leave_for(lambda: None)

    def action_generate(self) -> None:
        """Leave, and open the form."""
        self._leave_for(partial(self.listing.generate, self.pat_tui))

    def open_token(self, token_id: int) -> None:
        """Leave, and open the page of the token."""
        self._leave_for(partial(self.listing.open, self.pat_tui, token_id))

    def _leave_for(self, then: Callable[[], None]) -> None:
        def leave() -> None:
            self.leave()
            self.app.call_later(then)

        self.pat_tui.when_safe(leave)

    def action_toggle_secret(self) -> None:
        """Show the secret, or hide it again."""
        line = self.query_one(SecretLine)
        line.shown = not line.shown
        self._taken = True

    def action_copy(self) -> None:
        """Copy the secret in a thread, and say what really happened."""
        self._say(_("Copying…"))
        self.pat_tui.copy_secret(self._secret, self._copied)

    def _copied(self, result: CopyResult) -> None:
        self._taken = self._taken or result.channel is not None
        seconds = self.pat_tui.services.settings.clipboard_seconds
        clearing = (
            _(" It will be cleared in {seconds} s.").format(seconds=seconds) if result.channel and seconds else ""
        )
        self._say(result.words + clearing)

    def action_hand_over(self) -> None:
        """Ask where the secret shall go, and say what became of it. It stays hidden."""
        from pat_tui.tui.screens.hand_over_dialog import COPY, HandOverDialog

        def done(words: str | None) -> None:
            if words == COPY:
                self.action_copy()
            elif words is not None:
                self._taken = True
                self._say(clean(words))

        services = self.pat_tui.services
        name, login, address = self._token.name, services.acting.login, services.settings.gateway_url
        self.app.push_screen(HandOverDialog(self._secret, name, login, address), done)

    def action_use(self) -> None:
        """Show how the token is used; the page with the secret stays below."""
        self.listing.act(self.pat_tui, "how", [self._token.id])

    def action_paste_check(self) -> None:
        """Compare what was copied, or what is pasted into a field, with the new token."""
        self.pat_tui.read_clipboard(self._check)

    def _check(self, held: str | None) -> None:
        if held is not None:
            self._say(matches(self._hash, held).words)
            return
        from pat_tui.tui.screens.paste_check import PasteCheckDialog

        self.app.push_screen(PasteCheckDialog(self._hash), lambda words: self._say(words) if words else None)

    def _say(self, words: str) -> None:
        if self.is_mounted:
            self.query_one("#copied", Static).update(words)
