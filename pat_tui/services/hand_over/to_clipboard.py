"""Handing over to the clipboard, for who types commands; the interface copies by itself."""

from collections.abc import Callable, Mapping

from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret, hash_of
from pat_tui.i18n import _
from pat_tui.services.clipboard import Clipboard, CopyResult
from pat_tui.services.hand_over.receiver import Delivered, Receiver, Way


class ToClipboard(Receiver):
    """The clipboard of the desktop, of tmux or of the terminal, whichever takes it."""

    way = Way.CLIPBOARD

    def __init__(
        self, environ: Mapping[str, str], write: Callable[[str], None], seconds: int, *, can_ask: bool
    ) -> None:
        """ENVIRON says where the clipboards are, WRITE passes a sequence to the terminal.

        After SECONDS, unless 0, the clipboard is cleared, where that can be done from outside of the terminal.
        CAN_ASK: whether somebody is there to say that it arrived, where that cannot be read back.
        """
        super().__init__()
        self._environ = environ
        self._clipboard = Clipboard(write, environ)
        self._seconds = seconds
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
        return Delivered(f"{result.words} {self._later(result, hash_of(secret))}", result.is_checked)

    def _later(self, result: CopyResult, secret_hash: bytes) -> str:
        """See to it that the clipboard is cleared, and say so; or that it is not."""
        if result.channel and result.is_checked and self._seconds:
            from pat_tui.services.clear_clipboard import clear_later

            if clear_later(result.channel, secret_hash, self._seconds, self._environ):
                return _("It will be cleared in {seconds} s.").format(seconds=self._seconds)
        return _("It stays there until something else is copied.")
