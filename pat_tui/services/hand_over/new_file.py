"""Handing over to a new file."""

import os
from pathlib import Path

from pat_tui.domain.errors import HandOverFailed
from pat_tui.domain.secrets import Secret
from pat_tui.domain.text import is_blank
from pat_tui.i18n import _
from pat_tui.services.hand_over.draft_file import DraftFile
from pat_tui.services.hand_over.receiver import Delivered, Receiver, Way

ROOM = 256
"""Bytes that a token and a line end never exceed."""


class NewFile(Receiver):
    """A file (0600) with the secret and a line end, where there was none before."""

    way = Way.OUTPUT

    def __init__(self, path: str) -> None:
        """PATH may begin with `~`."""
        super().__init__()
        self._given = path
        self._path = Path(os.path.abspath(os.path.expanduser(path)))

    @property
    def where(self) -> str:
        """The whole path."""
        return str(self._path)

    def check(self) -> None:
        """Raises InvalidInput for a path that is taken, or in a folder that is missing, full or closed to writing."""
        if not names_a_file(self._given):
            raise self.refused(_("Name a file."))
        if os.path.lexists(self._path):
            words = _("{path} is there already, and nothing is written over it. Choose another name.")
            raise self.refused(words.format(path=self._path))
        prove_room(self, self._path, ROOM)

    def deliver(self, secret: Secret) -> Delivered:
        """Make the file. Raises HandOverFailed; then there is none."""
        try:
            with DraftFile(self._path.parent) as draft:
                draft.write(f"{secret.reveal()}\n".encode())
                draft.add_as(self._path.name)
        except FileExistsError:
            words = _("{path} has come to be meanwhile, and nothing is written over it.")
            raise HandOverFailed(words.format(path=self._path)) from None
        except OSError as error:
            raise write_failed(self._path, error) from error
        return Delivered(_("It is in {path} (0600), and nowhere else.").format(path=self._path))


def names_a_file(path: str) -> bool:
    """Whether PATH could be that of a file: no folder, and not what stands for standard output elsewhere."""
    return not (is_blank(path) or path.endswith(("/", "/.", "/..")) or "\0" in path or path == "-")


def prove_room(receiver: Receiver, path: Path, size: int) -> None:
    """Raise InvalidInput, for RECEIVER, unless a file of SIZE bytes could be made at PATH."""
    folder = path.parent
    if not folder.is_dir():
        raise receiver.refused(_("There is no folder {folder}.").format(folder=folder))
    try:
        with DraftFile(folder) as draft:
            draft.prove(size, path.name)
    except OSError as error:
        raise receiver.refused(_cannot_be_written(path, error)) from error


def write_failed(path: Path, error: OSError) -> HandOverFailed:
    """What to raise after ERROR in writing to PATH."""
    return HandOverFailed(_cannot_be_written(path, error))


def _cannot_be_written(path: Path, error: OSError) -> str:
    return _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror or type(error).__name__)
