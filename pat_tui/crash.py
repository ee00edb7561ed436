"""The crash log: what pat-tui writes down about an error that it did not foresee. Imports no face."""

import os
import platform
import re
import stat
import traceback
from datetime import UTC, datetime
from pathlib import Path

from pat_tui import __version__
from pat_tui.domain.secrets import PREFIXES
from pat_tui.domain.text import clean_lines

LARGEST_LOG = 1024 * 1024
"""In bytes; a log that has grown beyond this is started anew."""

_PREFIXES = "|".join(re.escape(prefix) for prefixes in PREFIXES.values() for prefix in prefixes)
_TOKEN = re.compile(rf"({_PREFIXES})[0-9A-Za-z_]+|[0-9A-Za-z]{{30,}}")


def mask(text: str) -> str:
    """Return TEXT with `***` for whatever looks like a token, whole, cut off, or without its prefix, which may stay."""
    return _TOKEN.sub(lambda match: (match[1] or "") + "***", text)


def write_crash_log(path: Path, error: BaseException) -> Path | None:
    """Add ERROR with its traceback to the file at PATH (0600, in a 0700 folder) and return PATH; None if that failed.

    No values of variables are written, and tokens in messages are masked.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
        with open(descriptor, "a", encoding="utf-8", errors="backslashreplace") as log:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return None
            os.fchmod(descriptor, 0o600)  # the mode above holds for a new file only
            if status.st_size > LARGEST_LOG:
                os.ftruncate(descriptor, 0)
            log.write(_entry(error))
    except (OSError, ValueError):
        return None
    return path


def _entry(error: BaseException) -> str:
    now = datetime.now(UTC)
    head = f"{now:%Y-%m-%dT%H:%M:%SZ} pat-tui {__version__}, Python {platform.python_version()}, {platform.system()}\n"
    lines = traceback.TracebackException.from_exception(error, capture_locals=False).format()
    return clean_lines(mask(head + "".join(lines))) + "\n"
