"""Handing over to the clipboard, for who types commands; the interface copies by itself."""

from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret
from pat_tui.i18n import _
from pat_tui.services.clipboard import Clipboard
from pat_tui.services.hand_over.receiver import Delivered, Receiver, Way


class ToClipboard(Receiver):
    """The clipboard of the desktop, of tmux or of the terminal, whichever takes it."""

    way = Way.CLIPBOARD

    def __init__(self, clipboard: Clipboard, *, can_ask: bool) -> None:
        """CAN_ASK: whether somebody is there to say that it arrived, where that cannot be read back."""
        super().__init__()
        self._clipboard = clipboard
        self._can_ask = can_ask

    def check(self) -> None:
        """Raises InvalidInput where no clipboard is to be seen that could take it."""
        if not (self._clipboard.can_be_checked or (self._can_ask and self._clipboard.has_terminal)):
            raise self.refused(
                _("There is no clipboard here that takes a copy: no desktop, no tmux, no terminal to ask.")
            )

    def deliver(self, secret: Secret) -> Delivered:
        """Copy SECRET. Raises HandOverFailed."""
        result = self._clipboard.copy(secret)
        if result.channel is None:
            raise HandOverFailed(_("Nothing here takes a copy."))
        return Delivered(result.words, result.is_checked)
