"""The desktop's clipboard through pyperclip, kept from drawing over the screen, hanging, and showing secrets.

pyperclip reports success on a dead display, so whoever copies here reads back.
"""

import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

TIME_LIMIT = 4.0
"""Seconds that any program run here may take."""
SETTLING = 1.0
"""Seconds after which a clipboard holds what was copied, or never will."""
_PAUSE = 0.05


def bounded_popen(environ: Mapping[str, str]) -> type[subprocess.Popen[bytes]]:
    """Make a Popen that cannot draw over the screen, take its keys, or keep anybody waiting past TIME_LIMIT."""

    class BoundedPopen(subprocess.Popen[bytes]):
        def __init__(self, args: Sequence[str], **options: Any) -> None:
            # A pipe that xclip's background half inherits would never end, hence nowhere instead of here.
            silent = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
            super().__init__(args, **(silent | options), env=environ, start_new_session=True)

        def communicate(self, input: bytes | None = None, timeout: float | None = None) -> tuple[bytes, bytes]:
            try:
                return super().communicate(input, TIME_LIMIT if timeout is None else timeout)
            except subprocess.TimeoutExpired:
                self._end_with_children()
                raise

        def _end_with_children(self) -> None:
            if os.name == "posix":
                with suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)
            self.kill()
            with suppress(OSError):
                self.__exit__(None, None, None)

    return BoundedPopen


def native_mechanism(environ: Mapping[str, str]) -> str | None:
    """Name pyperclip's mechanism for this desktop; "" leaves the choice to it; None if there is no desktop.

    On X11 and Wayland the choice is ours: among pyperclip's, klipper takes the secret as an argument, for every process
    to see, and Qt ends the whole process on a dead display.
    """
    is_remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if platform.system() in ("Windows", "Darwin") or "microsoft" in platform.release().lower():
        return None if is_remote else ""
    programs = {"wl-clipboard": ("wl-copy", "wl-paste"), "xclip": ("xclip",), "xsel": ("xsel",)}
    display = environ.get("DISPLAY", "")
    # Over SSH, only a forwarded display (`localhost:10.0`) is the desktop that the person sits at.
    has_display = bool(display) and not (is_remote and display.startswith((":", "unix:")))
    has_wayland = bool(environ.get("WAYLAND_DISPLAY")) and not is_remote
    usable = (["wl-clipboard"] if has_wayland else []) + (["xclip", "xsel"] if has_display else [])
    path = environ.get("PATH")
    return next((name for name in usable if all(shutil.which(program, path=path) for program in programs[name])), None)


class NativeClipboard:
    """The desktop's clipboard through a pyperclip of our own, since the shared one knows no limits."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    @cached_property
    def _pyperclip(self) -> Any:
        mechanism = native_mechanism(self._environ)
        spec = importlib.util.find_spec("pyperclip") if mechanism is not None else None
        if spec is None or spec.loader is None:
            return None
        module: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        popen = bounded_popen(self._environ)
        module.subprocess = SimpleNamespace(Popen=popen, PIPE=subprocess.PIPE, check_call=partial(_check_call, popen))
        if mechanism:
            module.set_clipboard(mechanism)
        return module

    def copy(self, text: str) -> bool:
        """Put TEXT there. Says whether it may have worked, which pyperclip does not know either."""
        if self._pyperclip is None:
            return False
        try:
            self._pyperclip.copy(text)
        except Exception:  # noqa: BLE001 - pyperclip raises bare Exception, and the next way is there to be tried
            return False
        return True

    def paste(self) -> str | None:
        """Return the text there, None if it cannot be read."""
        if self._pyperclip is None:
            return None
        try:
            return self._pyperclip.paste() or ""
        except Exception:  # noqa: BLE001 - as above
            return None

    def paste_when(self, is_expected: Callable[[str], bool]) -> str | None:
        """Return the text there once it IS_EXPECTED, or what else is there after SETTLING; None if it cannot be read.

        xclip returns before the X server has heard of the copy: for a moment, what was there before is read, or
        nothing ever comes, since the one who was asked has left. So a second look is always taken.
        """
        deadline = time.monotonic() + SETTLING
        text = self.paste()
        while text is None or not is_expected(text):
            time.sleep(_PAUSE)
            text = self.paste()
            if time.monotonic() > deadline:
                break
        return text


def _check_call(popen: type[subprocess.Popen[bytes]], args: Sequence[str], **options: Any) -> None:
    process = popen(args, **options)
    process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, args)
