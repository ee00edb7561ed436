"""A desktop's clipboard without a desktop: an `xclip` that keeps what it is given in a file."""

import os
from pathlib import Path

_XCLIP = """#!/bin/sh
cat /proc/$$/cmdline /proc/$$/environ /proc/$PPID/cmdline /proc/$PPID/environ >> '{seen}' 2>/dev/null
case "$*" in
    *-o*) cat '{held}' ;;
    *) cat > '{held}' ;;
esac
"""


class Desktop:
    """The clipboard, and what was to be seen of the processes that used it. FOLDER must not be there yet."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._held, self._seen, program = folder / "held", folder / "seen", folder / "xclip"
        self._held.touch()
        self._seen.touch()
        program.write_text(_XCLIP.format(held=self._held, seen=self._seen))
        program.chmod(0o700)
        self.environ = {"DISPLAY": ":64999", "PATH": f"{folder}:{os.environ['PATH']}"}

    @property
    def held(self) -> str:
        """What is on the clipboard. May be set, as another program would."""
        return self._held.read_text()

    @held.setter
    def held(self, text: str) -> None:
        self._held.write_text(text)

    @property
    def seen(self) -> bytes:
        """Arguments and environment of every process that touched the clipboard, and of those that started it."""
        return self._seen.read_bytes()
