"""The key of the security log, and the record of the log's head: both lie outside the store.

Whoever can write the store cannot make an entry that fits the chain without the key, nor cut the log's end off without
the head showing it. The head is written after the commit: a crash in between leaves it behind the log, never ahead.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pat_tui.domain.errors import StoreError
from pat_tui.i18n import _

if TYPE_CHECKING:
    from typing import Protocol

    from pat_tui.domain.log_chain import Head

    class LogKey(Protocol):
        """Where a key and the heads are kept."""

        def key(self, *, make: bool) -> bytes:
            """The key, of KEY_BYTES. MAKE one where there is none. Raises StoreError."""
            ...

        def head(self, store: Path) -> "Head | None":
            """The head of the log of STORE; None where none is known."""
            ...

        def keep_head(self, store: Path, head: "Head") -> None:
            """Keep HEAD as that of STORE's log. Never raises: a head may lie behind its log."""
            ...


KEY_BYTES = 32


class ThrowAwayKey:
    """A key in memory, for a store that is thrown away."""

    def __init__(self) -> None:
        self._key = os.urandom(KEY_BYTES)
        self._heads: dict[Path, Head] = {}

    def key(self, *, make: bool) -> bytes:
        """The key; there always is one."""
        return self._key

    def head(self, store: Path) -> "Head | None":
        """The head of the log of STORE."""
        return self._heads.get(store)

    def keep_head(self, store: Path, head: "Head") -> None:
        """Keep it in memory."""
        self._heads[store] = head


class KeyFile:
    """A key in a file of its own (0600), with a folder of heads beside it, one file a store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._key: bytes | None = None

    def key(self, *, make: bool) -> bytes:
        """The key, read once. Raises StoreError where it is missing and not to be made, or cannot be used."""
        if self._key is None:
            self._key = self._read(make=make)
        return self._key

    def new_key(self) -> None:
        """Make a key where there is none. Raises StoreError where there is one."""
        if os.path.lexists(self.path):
            raise StoreError(_("There is a key already: {path}.").format(path=self.path))
        self.key(make=True)

    def head_path(self, store: Path) -> Path:
        """Where the head of the log of STORE lies."""
        from hashlib import sha256

        # By the path as it is given: what it leads to is in the hands of whoever writes there.
        name = sha256(os.fsencode(os.path.abspath(store))).hexdigest()[:32]
        return Path(f"{self.path}.heads") / f"{name}.json"

    def head(self, store: Path) -> "Head | None":
        """The head of the log of STORE; None where none is known, or what is kept cannot be read."""
        import json

        from pat_tui.domain.log_chain import Head

        try:
            kept = json.loads(self.head_path(store).read_text("ascii"))
            return Head(int(kept["number"]), bytes.fromhex(kept["mac"]), int(kept.get("earlier", 0)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep_head(self, store: Path, head: "Head") -> None:
        """Keep HEAD, if it can be written, and no other process has been quicker with a later one."""
        import json

        path, there = self.head_path(store), self.head(store)
        if there is not None and there.earlier == head.earlier and there.number > head.number:
            return
        kept = {"store": os.path.abspath(store), "number": head.number, "mac": head.mac.hex(), "earlier": head.earlier}
        text = json.dumps(kept).encode("ascii")
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_beside(path, text, os.replace)

    def _read(self, *, make: bool) -> bytes:
        try:
            if make and not os.path.lexists(self.path):
                self._make()
            key = self.path.read_bytes()
        except FileNotFoundError:
            raise StoreError(
                _(
                    "The key of the security log is missing: {path}. Put it back, or say with PAT_TUI_LOG_KEY where it "
                    "is. If it is lost, make a new one with: pat-tui log new-key"
                ).format(path=self.path)
            ) from None
        except OSError as error:
            raise StoreError(
                _("The key of the security log {path} cannot be used: {reason}.").format(
                    path=self.path, reason=error.strerror
                )
            ) from error
        if len(key) != KEY_BYTES:
            raise StoreError(
                _("{path} is no key of a security log: it should hold {count} bytes.").format(
                    path=self.path, count=KEY_BYTES
                )
            )
        return key

    def _make(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two processes may be at it: a link takes no place that is taken, and the file is whole when it appears.
        with suppress(FileExistsError):
            _write_beside(self.path, os.urandom(KEY_BYTES), os.link)


def _write_beside(path: Path, content: bytes, put: Callable[[Path, Path], None]) -> None:
    """Write CONTENT to a new file (0600) beside PATH, which PUT brings to its place."""
    new = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            if put is os.link:
                file.flush()
                os.fsync(file.fileno())  # a key that is lost is lost for good; a head comes again
        put(new, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(new)
