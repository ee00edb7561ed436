"""Copying a secret, and saying no more about it than is known.

Three ways, best first: the desktop's clipboard, tmux's buffer, and asking the terminal (OSC 52). The first two are read
back and compared before anybody is told "copied"; the third cannot be. A secret is handed on through standard input,
never in arguments, and only its hash is kept to recognise it by when the clipboard is to be cleared.
"""

import base64
import hashlib
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from threading import Lock

from pat_tui.domain.secrets import PREFIXES, Secret, hash_of, recognise
from pat_tui.i18n import _
from pat_tui.services.native_clipboard import NativeClipboard, bounded_popen, native_mechanism

TMUX_BUFFER = "pat-tui"

_PREFIXES = tuple(prefix for prefixes in PREFIXES.values() for prefix in prefixes)
_PREFIX_ENDS = {prefix[-4:] for prefix in _PREFIXES}
_WITHOUT_OSC = {"linux", "dumb"}
"""Terminals (TERM) without any clipboard; an old Linux console would print the sequence on the screen."""


class Channel(StrEnum):
    """A way to the clipboard."""

    NATIVE = auto()
    """The desktop's clipboard."""
    TMUX = auto()
    """A tmux buffer, which tmux also passes on to the terminal around it."""
    TERMINAL = auto()
    """OSC 52: the terminal is asked, and never answers."""


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What became of a copy. `channel` is None when there was no way at all."""

    channel: Channel | None

    @property
    def is_checked(self) -> bool:
        """Whether the secret was read back and was the same."""
        return self.channel in (Channel.NATIVE, Channel.TMUX)

    @property
    def words(self) -> str:
        """A sentence for the person who copied."""
        match self.channel:
            case Channel.NATIVE:
                return _("Copied to the clipboard (checked).")
            case Channel.TMUX:
                return _("Copied to the tmux buffer (checked).")
            case Channel.TERMINAL:
                return _("Sent to your terminal; paste to check.")
            case None:
                return _("Nothing here takes a copy. Show the token and select it by hand.")


class ClearResult(StrEnum):
    """What became of clearing the clipboard."""

    NOTHING = auto()
    CLEARED = auto()
    CLEARED_TMUX = auto()
    REPLACED = auto()
    """The token was not found there any more."""
    ASKED = auto()
    """Done as far as possible; whether it worked cannot be read back."""
    UNREADABLE = auto()
    FAILED = auto()

    @property
    def is_uncertain(self) -> bool:
        """Whether a copy of the token may be left somewhere."""
        return self not in _CERTAIN

    @property
    def words(self) -> str:
        """A sentence for the person whose clipboard it is."""
        return {
            ClearResult.NOTHING: _("There was nothing to clear."),
            ClearResult.CLEARED: _("The clipboard was cleared (checked)."),
            ClearResult.CLEARED_TMUX: _(
                "The tmux buffer was cleared (checked). Your terminal was asked to forget its copy; "
                "that cannot be confirmed."
            ),
            ClearResult.REPLACED: _("The token was no longer found in the clipboard, which was left alone."),
            ClearResult.ASKED: _("Asked for the clipboard to be cleared; that cannot be confirmed."),
            ClearResult.UNREADABLE: _(
                "The clipboard could not be read, so it was left alone. It may still hold the token."
            ),
            ClearResult.FAILED: _("The clipboard could not be cleared. It still holds the token."),
        }[self]


_CERTAIN = (ClearResult.NOTHING, ClearResult.CLEARED, ClearResult.REPLACED)


class MatchResult(StrEnum):
    """What a pasted text turned out to be, beside the token that was just made."""

    MATCHES = auto()
    OTHER_TOKEN = auto()
    DAMAGED = auto()
    NOT_A_TOKEN = auto()

    @property
    def words(self) -> str:
        """A sentence for the person who pasted."""
        return {
            MatchResult.MATCHES: _("This is the new token, whole and unchanged."),
            MatchResult.OTHER_TOKEN: _("This is a token, but not the new one."),
            MatchResult.DAMAGED: _("This looks like a token, but a part of it is missing or changed."),
            MatchResult.NOT_A_TOKEN: _("This is not a token."),
        }[self]


def matches(secret_hash: bytes, pasted: str) -> MatchResult:
    """Compare PASTED with the secret of SECRET_HASH (SHA-256, 32 bytes), spaces and line ends around it aside."""
    text = pasted.strip()
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() == secret_hash:
        return MatchResult.MATCHES
    if recognise(text) is not None:
        return MatchResult.OTHER_TOKEN
    # The front may have been cut off as well, or the line broken, so the end of a prefix anywhere in a word will do.
    if text.startswith(_PREFIXES) or (" " not in text and any(end in text for end in _PREFIX_ENDS)):
        return MatchResult.DAMAGED
    return MatchResult.NOT_A_TOKEN


class Clipboard:
    """Copies secrets and clears them away again. Every method blocks: call it in a thread worker.

    WRITE_TO_TERMINAL passes a control sequence to the terminal, unchanged, and is called in the caller's thread.
    ENVIRON says where the clipboards are (DISPLAY, TMUX, ...) and defaults to the process's own.
    """

    def __init__(self, write_to_terminal: Callable[[str], None], environ: Mapping[str, str] | None = None) -> None:
        self._write_to_terminal = write_to_terminal
        self._environ = os.environ if environ is None else environ
        self._popen = bounded_popen(self._environ)
        self._native = NativeClipboard(self._environ)
        self._lock = Lock()
        self._channel: Channel | None = None
        self._secret_hash: bytes | None = None

    @property
    def can_be_checked(self) -> bool:
        """Whether there is a clipboard, of the desktop or of tmux, that a copy could be read back from."""
        return bool(self._environ.get("TMUX")) or native_mechanism(self._environ) is not None

    @property
    def has_terminal(self) -> bool:
        """Whether this is a kind of terminal that may have a clipboard. It never says so itself."""
        return self._environ.get("TERM") not in _WITHOUT_OSC

    def copy(self, secret: Secret) -> CopyResult:
        """Copy SECRET by the best way that works. Raises SecretGone once it is wiped."""
        with self._lock:
            text, self._secret_hash = secret.reveal(), hash_of(secret)
            self._channel = self._copy(text)
            return CopyResult(self._channel)

    def take_over(self, channel: Channel, secret_hash: bytes) -> None:
        """Go on as if the secret of that hash had been copied by CHANNEL from here, so that it can be cleared."""
        with self._lock:
            self._channel, self._secret_hash = channel, secret_hash

    def copy_text(self, text: str) -> CopyResult:
        """Copy TEXT, which is no secret and is never cleared away. A secret that it takes the place of is forgotten."""
        with self._lock:
            channel = self._copy(text)
            if channel is not None and channel is self._channel:
                self._secret_hash = self._channel = None
            return CopyResult(channel)

    def _copy(self, text: str) -> Channel | None:
        ways = {
            Channel.NATIVE: self._copy_natively,
            Channel.TMUX: self._copy_to_tmux,
            Channel.TERMINAL: self._ask_terminal,
        }
        return next((channel for channel, copy_this_way in ways.items() if copy_this_way(text)), None)

    def read(self) -> str | None:
        """Return what the clipboard last copied to now holds; None if that cannot be read."""
        with self._lock:
            return self._read()

    def clear(self) -> ClearResult:
        """Clear the clipboard last copied to, if the secret is still there, and then forget its hash."""
        with self._lock:
            result = self._clear()
            if result not in (ClearResult.UNREADABLE, ClearResult.FAILED):
                self._secret_hash = self._channel = None
            return result

    def _read(self) -> str | None:
        match self._channel:
            case Channel.NATIVE:
                return self._native.paste_when(lambda text: True)
            case Channel.TMUX:
                return self._tmux("save-buffer", "-b", TMUX_BUFFER, "-")
            case _:
                return None

    def _clear(self) -> ClearResult:
        if self._channel is None or self._secret_hash is None:
            return ClearResult.NOTHING
        if self._channel is Channel.TERMINAL:
            return ClearResult.ASKED if self._ask_terminal("") else ClearResult.FAILED
        held = self._read()
        if held is None:
            return ClearResult.UNREADABLE
        if not self._is_the_secret(held):
            return ClearResult.REPLACED
        return self._clear_native() if self._channel is Channel.NATIVE else self._clear_tmux()

    def _clear_native(self) -> ClearResult:
        self._native.copy("")
        held = self._native.paste_when(lambda text: not self._is_the_secret(text))
        if held is None:
            return ClearResult.ASKED
        return ClearResult.FAILED if self._is_the_secret(held) else ClearResult.CLEARED

    def _clear_tmux(self) -> ClearResult:
        # tmux passed the secret on to the terminal, and passes on no emptiness: a blank takes its place there.
        self._tmux("load-buffer", "-w", "-b", TMUX_BUFFER, "-", text=" ")
        self._tmux("delete-buffer", "-b", TMUX_BUFFER)
        held = self._read()
        return ClearResult.FAILED if held is not None and self._is_the_secret(held) else ClearResult.CLEARED_TMUX

    def _is_the_secret(self, held: str) -> bool:
        return self._secret_hash is not None and matches(self._secret_hash, held) is MatchResult.MATCHES

    def _copy_natively(self, text: str) -> bool:
        if not self._native.copy(text):
            return False
        held = self._native.paste_when(text.__eq__)
        if held is None:  # it may be there all the same, where nobody would ever clear it
            self._native.copy("")
        return held == text

    def _copy_to_tmux(self, text: str) -> bool:
        if not self._environ.get("TMUX"):
            return False
        if self._tmux("load-buffer", "-w", "-b", TMUX_BUFFER, "-", text=text) is None:
            return False
        return self._tmux("save-buffer", "-b", TMUX_BUFFER, "-") == text

    def _ask_terminal(self, text: str) -> bool:
        if not self.has_terminal:
            return False
        payload = base64.b64encode(text.encode()).decode()
        try:
            self._write_to_terminal(f"\x1b]52;c;{payload}\a")
        except (OSError, RuntimeError):  # the terminal, or the app that draws on it, is gone
            return False
        return True

    def _tmux(self, *arguments: str, text: str = "") -> str | None:
        """Run tmux with TEXT on its standard input; return its output, None if it fails."""
        try:
            process = self._popen(["tmux", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            output, _errors = process.communicate(text.encode())
        except (OSError, subprocess.SubprocessError):
            return None
        return output.decode("utf-8", "replace") if process.returncode == 0 else None
