"""A file that comes to be all at once: before it has its name there is nothing, after that it is whole."""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pat_tui.i18n import _

_UNNAMED = getattr(os, "O_TMPFILE", None)
"""Linux alone makes files without a name, which vanish with the process, however it ends."""
_NO_UNNAMED = {errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL}
"""What file systems without such files say."""


class DraftFile:
    """A file of mode 0600 in FOLDER, without a name at first. A context manager: leaving it lets go of it.

    Every method raises OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        self._name: str | None = None
        try:
            self._file = self._open()
        except BaseException:
            os.close(self._folder)
            raise
        try:
            os.fchmod(self._file, 0o600)  # the mask may have taken more away, and some file systems know no modes
            if os.fstat(self._file).st_mode & 0o077:
                raise PermissionError(errno.EPERM, _("the file system does not keep others out"))
        except BaseException:
            self._let_go()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._let_go()

    def write(self, content: bytes, mode: int = 0o600) -> None:
        """Make CONTENT and MODE the file's, and wait until the disk has it."""
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        left = memoryview(content)
        while left:
            left = left[os.write(self._file, left) :]
        os.fchmod(self._file, mode)
        os.fsync(self._file)

    def add_as(self, name: str) -> None:
        """Give the file its NAME in the folder. Raises FileExistsError when something is called so."""
        self._link(name)
        self._forget()
        os.fsync(self._folder)

    def put_in_place_of(self, name: str) -> None:
        """Give the file the NAME of another one, which it takes the place of."""
        if self._name is None:
            between = _random_name()
            self._link(between)
            self._name = between
        os.replace(self._name, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        self._name = None
        os.fsync(self._folder)

    def prove(self, size: int, name: str) -> None:
        """Find out whether SIZE bytes find room there, and can have a name as long as NAME. Leaves nothing."""
        self.write(bytes(size))
        name = _random_name().ljust(len(os.fsencode(name)), "-")
        self._link(name)
        os.unlink(name, dir_fd=self._folder)

    def _open(self) -> int:
        if _UNNAMED is not None and os.path.isdir("/proc/self/fd"):
            try:
                return os.open(".", _UNNAMED | os.O_RDWR, 0o600, dir_fd=self._folder)
            except OSError as error:
                if error.errno not in _NO_UNNAMED:
                    raise
        name = _random_name()
        file = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600, dir_fd=self._folder)
        self._name = name
        return file

    def _link(self, name: str) -> None:
        if self._name is not None:
            os.link(self._name, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        else:  # to follow the link that /proc shows, Python needs a folder to be given as well
            os.link(f"/proc/self/fd/{self._file}", name, dst_dir_fd=self._folder, follow_symlinks=True)

    def _let_go(self) -> None:
        self._forget()
        with suppress(OSError):
            os.close(self._file)
        os.close(self._folder)

    def _forget(self) -> None:
        if self._name is not None:
            with suppress(OSError):
                os.unlink(self._name, dir_fd=self._folder)
            self._name = None


def _random_name() -> str:
    return f".pat-tui-{secrets.token_hex(8)}"
