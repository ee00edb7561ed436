"""The page of a new token: the one time that its secret can be seen or copied."""

from collections.abc import Iterator

from pat_tui.domain.secrets import hash_of
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, UP, Desk, Move
from pat_tui.plain.kinds import Kind
from pat_tui.services.classic_tokens import GeneratedClassic
from pat_tui.services.tokens import Generated
from pat_tui.wording.token_lines import made_text


class RevealPage(CommandPage):
    """The secret is said only when asked for. Leaving, by whatever way, wipes it: no object holds it any more."""

    def __init__(
        self, desk: Desk, kind: Kind, generated: Generated | GeneratedClassic, *, regenerated: bool = False
    ) -> None:
        """The page of what was GENERATED; REGENERATED: the token had another value before."""
        super().__init__(desk)
        self.kind = kind
        self._token = generated.token
        self._secret = generated.secret
        self._hash = hash_of(generated.secret)
        self._regenerated = regenerated
        self._taken = False
        self.help_text = _("The token is not said before you ask for it; once you leave this page, it is gone.")

    def heading(self) -> str:
        """As over the box."""
        return _("New value") if self._regenerated else _("New token")

    def content(self) -> None:
        """What was made, and that this is the one time."""
        self.asker.say(made_text(self._token, regenerated=self._regenerated))
        self.asker.say(self.kind.copy_warning())
        self.asker.say(_("It is not on the screen yet: show says it, copy puts it on the clipboard."))

    def commands(self) -> Iterator[Command]:
        """What can be done with it."""
        yield Command("show", _("writes the token on a line of its own"), self._show)
        yield Command("copy", _("copies the token, and says what really happened"), self._copy)
        yield Command("check", _("compares what you paste with the token"), self._check)
        yield Command("done", _("forgets the token and goes back"), lambda _rest: self._go(UP))

    def may_leave(self) -> bool:
        """Leaving before it was copied or shown loses it."""
        if self._taken:
            return True
        words = _(
            "The token “{name}” has been neither copied nor shown. Its secret will be gone; "
            "only regenerating gives a new one."
        )
        return self.asker.confirm(words.format(name=clean(self._token.name)) + " " + _("Leave this page?"))

    def close(self) -> None:
        """Forget the secret."""
        self._secret.wipe()

    def _show(self, _rest: str) -> Move:
        self.asker.show(self._secret.reveal())
        self._taken = True
        return STAY

    def _copy(self, _rest: str) -> Move:
        is_copied, words = self.desk.copier.copy(self._secret)
        self._taken = self._taken or is_copied
        self.asker.say(words)
        return STAY

    def _check(self, _rest: str) -> Move:
        words = self.desk.copier.check(self._hash, None)
        if words is None:
            pasted = self.asker.hidden(_("Paste the token; it is not shown"))
            words = self.desk.copier.check(self._hash, pasted) or ""
        self.asker.say(words)
        return STAY
