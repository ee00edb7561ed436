"""Copying in plain mode: never by the terminal, which would have to be sent an escape sequence."""

from collections.abc import Mapping
from threading import Timer
from typing import NoReturn

from pat_tui.domain.secrets import Secret
from pat_tui.i18n import _
from pat_tui.services.clipboard import Clipboard, matches


class Copier:
    """The desktop's clipboard or tmux's buffer. What is copied is cleared away after a while, and at the end."""

    def __init__(self, seconds: int, environ: Mapping[str, str] | None = None) -> None:
        """Clear a secret away after SECONDS, 0 for not before the end. ENVIRON says where the clipboards are."""
        self._clipboard = Clipboard(_refuse, environ)
        self._seconds = seconds
        self._timer: Timer | None = None

    def copy(self, secret: Secret) -> tuple[bool, str]:
        """Copy SECRET; whether anything took it, and a sentence about what really happened."""
        self._stop()
        result = self._clipboard.copy(secret)
        if result.channel is None or not self._seconds:
            return result.channel is not None, result.words
        self._timer = Timer(self._seconds, self._clipboard.clear)
        self._timer.daemon = True
        self._timer.start()
        words = _("It will be cleared in {seconds} s.").format(seconds=self._seconds)
        return True, f"{result.words} {words}"

    def check(self, secret_hash: bytes, pasted: str | None) -> str | None:
        """What PASTED is beside the secret of SECRET_HASH; for None, what the clipboard holds.

        None where the clipboard cannot be read.
        """
        held = self._clipboard.read() if pasted is None else pasted
        return None if held is None else matches(secret_hash, held).words

    def clear(self) -> str:
        """Clear a copied secret away, and say so if that is not certain. Blocks; for the end."""
        self._stop()
        result = self._clipboard.clear()
        return result.words if result.is_uncertain else ""

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _refuse(_sequence: str) -> NoReturn:
    raise OSError("No escape sequence is written in plain mode.")
