"""Handing over to a variable of a `.env` file."""

import os
import stat
from pathlib import Path

from pat_tui.domain.env_files import UnclearEnvFile, is_key, with_value
from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret
from pat_tui.i18n import _
from pat_tui.services.hand_over.draft_file import DraftFile
from pat_tui.services.hand_over.new_file import ROOM, names_a_file, prove_room, write_failed
from pat_tui.services.hand_over.receiver import Delivered, Receiver, Way

LARGEST = 1024 * 1024
"""In bytes; no file of variables is larger."""
_OTHERS = 0o077


class EnvFile(Receiver):
    """One variable of a file, which is made (0600) where it is not there. Everything else in it stays as it is."""

    way = Way.ENV_FILE

    def __init__(self, path: str, key: str) -> None:
        """PATH may begin with `~`; of a symbolic link it is the file behind it that changes. KEY is the variable."""
        super().__init__()
        self._given = path
        self._path = Path(os.path.realpath(os.path.expanduser(path.replace("\0", ""))))
        self._key = key

    @property
    def where(self) -> str:
        """The whole path."""
        return str(self._path)

    def check(self) -> None:
        """Raises InvalidInput for a name that is none, and for a file that others read, that is unclear or not ours."""
        if not is_key(self._key):
            words = _("{key} is no name of a variable: letters, digits and _, and no digit first.")
            raise self.refused(words.format(key=self._key or "''"))
        if not names_a_file(self._given):
            raise self.refused(_("Name a file."))
        try:
            before, _status = self._read()
            after, _line = with_value(before, self._key, "x" * ROOM)
        except UnclearEnvFile as error:
            raise self.refused(self._unclear(error)) from error
        except OSError as error:
            raise self.refused(str(write_failed(self._path, error))) from error
        except HandOverFailed as error:
            raise self.refused(str(error)) from error
        prove_room(self, self._path, len(after))

    def deliver(self, secret: Secret) -> Delivered:
        """Set the variable. Raises HandOverFailed; then the file is as it was."""
        try:
            before, status = self._read()
            after, line = with_value(before, self._key, secret.reveal())
            with DraftFile(self._path.parent) as draft:
                draft.write(after, 0o600 if status is None else stat.S_IMODE(status.st_mode))
                if status is None:
                    draft.add_as(self._path.name)
                else:
                    self._require_unchanged(status)
                    draft.put_in_place_of(self._path.name)
        except UnclearEnvFile as error:
            raise HandOverFailed(self._unclear(error)) from error
        except OSError as error:
            raise write_failed(self._path, error) from error
        return Delivered(self._words(line))

    def _words(self, line: int | None) -> str:
        words = _("{key} was added to {path}.") if line is None else _("{key} was replaced in {path}, line {line}.")
        return words.format(key=self._key, path=self._path, line=line)

    def _unclear(self, error: UnclearEnvFile) -> str:
        return _("{path} is left alone. {why}").format(path=self._path, why=error)

    def _read(self) -> tuple[bytes, os.stat_result | None]:
        """What the file holds, and its state; None where there is no file. Raises OSError, HandOverFailed."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            return b"", None
        try:
            status = os.fstat(descriptor)
            self._require_ours(status)
            with open(descriptor, "rb", closefd=False) as file:
                return file.read(), status
        finally:
            os.close(descriptor)

    def _require_ours(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            words = _("{path} is no file.")
        elif status.st_uid != os.geteuid():
            words = _("{path} belongs to somebody else.")
        elif status.st_mode & _OTHERS:
            words = _("Others may read {path}, or write to it (mode {mode:03o}). Keep them out first: chmod 600 {path}")
        elif status.st_nlink > 1:
            words = _("{path} has another name elsewhere (a hard link), which would keep the old value.")
        elif status.st_size > LARGEST:
            words = _("{path} is larger than any file of variables.")
        else:
            return
        raise HandOverFailed(words.format(path=self._path, mode=stat.S_IMODE(status.st_mode)))

    def _require_unchanged(self, before: os.stat_result) -> None:
        now = os.stat(self._path)
        if (now.st_ino, now.st_mtime_ns, now.st_size) != (before.st_ino, before.st_mtime_ns, before.st_size):
            raise HandOverFailed(_("{path} is being changed by another program.").format(path=self._path))
