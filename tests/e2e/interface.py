"""What the tests of this folder share: a home that has never seen pat-tui, and its interface in a terminal."""

import base64
import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

from pat_tui.domain.secrets import recognise
from tests.terminal_driver import Terminal

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "pat_tui")
PATIENCE = 30
"""Seconds after which a test gives up on a command."""

_BEGIN_FRAME, _END_FRAME = b"\x1b[?2026h", b"\x1b[?2026l"
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_OSC_52 = re.compile(rb"\x1b\]52;c;([^\x07\x1b]*)(?:\x07|\x1b\\)")
_BOX_LINE = re.compile(r"│ │ ([0-9A-Za-z_]+) *│$")

_LEFT_CLEAN = {
    "1049": "l",  # the screen of before
    "25": "h",  # the cursor
    "7": "h",  # line wrap
    **dict.fromkeys(("1000", "1003", "1006", "1015"), "l"),  # mouse
    "1004": "l",  # focus reports
    "2004": "l",  # bracketed paste
    "2026": "l",  # a frame is being drawn
}
"""The modes that a program must have left so, if it has touched them."""


class Home:
    """The home of Mona, as git knows her. All that pat-tui writes lies in it; nothing of the machine's is seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        (folder / ".gitconfig").write_text("[user]\n\tname = Mona Lisa\n\temail = mona@example.com\n")
        self.store = folder / "data" / "pat-tui" / "store.db"
        self.log = folder / "state" / "pat-tui" / "log" / "crash.log"
        self.environ = {
            "HOME": str(folder),
            "TMPDIR": str(self.temporary),
            "GIT_DIR": str(folder / "no-repository"),  # that of the checkout may have a user of its own
            "PYTHONPATH": str(ROOT),
            **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("DATA", "STATE", "CONFIG", "CACHE")},
        }

    def files(self) -> list[Path]:
        """Every file below the home."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def run(
        self, *arguments: str, stdin: int = subprocess.DEVNULL, **environ: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run `pat-tui ARGUMENTS` without a terminal, to its end."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            cwd=self.folder,
            env={**os.environ, **self.environ, **environ},
            stdin=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )


class Interface(Terminal):
    """`pat-tui ARGUMENTS` in a terminal, at HOME. PROGRAM may be a script that changes something and calls `main`."""

    def __init__(
        self,
        home: Home,
        *arguments: str,
        program: Sequence[str] = PROGRAM,
        environ: Mapping[str, str] | None = None,
        cols: int = 80,
        rows: int = 24,
    ) -> None:
        super().__init__([*program, *arguments], {**home.environ, **(environ or {})}, cols, rows)

    def see(self, *texts: str) -> None:
        """Wait for a whole frame that shows all TEXTS."""
        self.wait_until(lambda: self._is_whole() and all(map(self._shows, texts)), " and ".join(map(repr, texts)))

    def see_gone(self, text: str) -> None:
        """Wait for a whole frame without TEXT."""
        self.wait_until(lambda: self._is_whole() and not self._shows(text), f"{text!r} to go")

    def _is_whole(self) -> bool:
        return self.raw.rfind(_END_FRAME) >= self.raw.rfind(_BEGIN_FRAME)

    def _shows(self, text: str) -> bool:
        return any(text in line for line in self.screen)

    def opened(self) -> "Interface":
        """Wait until the list is there and takes keys."""
        self.see("Fine-grained personal access tokens", "? Help")
        return self

    def generate(self, name: str) -> None:
        """From the list, generate a token that is called NAME and otherwise as the form proposes."""
        self.press("n")
        self.see("Token name", "Expiration", "^s Generate")
        self.write(name)
        self.see(f"{name} is available")
        self.press("ctrl+s")
        self.see("Generate token (g)")
        self.press("g")
        self.see("c Copy", "“" + name + "” was generated")

    def show_secret(self) -> str:
        """On the page of the new token, show it, and return what a person would read off the screen."""
        self.press("v")
        self.see("pattui_pat_", "c Copy")
        return self.secret()

    def secret(self) -> str:
        """The token on the screen, its lines joined. Raises AssertionError where there is none, or no whole one."""
        text = ""
        for line in self.screen:
            match = _BOX_LINE.search(line)
            if match and (text or match[1].startswith("pattui_pat_")):
                text += match[1]
                if recognise(text):
                    return text
        raise AssertionError(f"no whole token among {len(self.screen)} lines")

    def copied(self) -> list[str]:
        """What the terminal was asked to copy (OSC 52), in order."""
        return [base64.b64decode(payload).decode() for payload in _OSC_52.findall(self.raw)]

    def leave_new_token(self) -> None:
        """From the page of the new token, once it was shown or copied, back to the list."""
        self.press("escape")
        self.opened()
        self.see_gone("New token")

    def quit(self) -> int:
        """From the list, leave pat-tui and return its exit code."""
        self.press("q")
        return self.exit_code()

    def end_by(self, number: signal.Signals) -> int:
        """Send the signal NUMBER and return the exit code."""
        os.kill(self.pid, number)
        return self.exit_code()

    def last_words(self) -> str:
        """What stands on the terminal once its own screen is back: what a program says at its end."""
        return "\n".join(self.screen).strip()

    def unclean(self) -> list[str]:
        """What the program, which has ended, left of its own in the terminal: modes, and keys in a raw state."""
        found: dict[str, str] = {}
        for match in _MODE.finditer(self.raw):
            found |= dict.fromkeys(match[1].decode().split(";"), match[2].decode())
        unclean = [f"mode {mode}" for mode, state in _LEFT_CLEAN.items() if found.get(mode, state) != state]
        assert "1049" in found, "the program never took the screen"
        if self.raw.count(b"\x1b[>1u") > self.raw.count(b"\x1b[<u"):
            unclean.append("kitty keys")
        flags = termios.tcgetattr(self._fd)
        local, wanted = flags[3], termios.ICANON | termios.ECHO | termios.ISIG
        return unclean + ([] if local & wanted == wanted else ["raw keys"])


def descendants(pid: int) -> list[int]:
    """PID and all processes below it, by what the kernel says now."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # ended in between
            continue
        for child in children:
            found += descendants(int(child))
    return found
