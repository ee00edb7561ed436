"""The log of requests: one JSON line each, without secrets and without the values of queries."""

import json
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pat_tui.crash import mask

_LONGEST = 256
"""Characters that are kept of any text a client chose."""

Line = Mapping[str, str | int | float | None]


class RequestLog:
    """Writes lines to a file (0600), or to standard error. Several processes may write to one file."""

    def __init__(self, path: Path | None) -> None:
        self._descriptor = 2 if path is None else os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._is_own = path is not None

    def write(self, line: Line) -> None:
        """Write LINE, in ASCII and in one piece. What cannot be written is lost: no request fails for it."""
        with suppress(OSError):
            os.write(self._descriptor, (json.dumps(line) + "\n").encode("ascii"))

    def close(self) -> None:
        """Let go of the file."""
        if self._is_own:
            os.close(self._descriptor)


def harmless(text: str) -> str:
    """TEXT of a client as it may stand in the log: short, and with `***` for whatever looks like a token."""
    return mask(text[: 2 * _LONGEST])[:_LONGEST]


def timestamp() -> str:
    """Now, in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class JsonFormatter(logging.Formatter):
    """What uvicorn itself has to say, as lines of the same kind."""

    def format(self, record: logging.LogRecord) -> str:
        """RECORD as JSON, masked, with the type of an exception and not its text."""
        line: dict[str, str] = {"time": timestamp(), "level": record.levelname, "message": mask(record.getMessage())}
        if record.exc_info is not None and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


class StandardError(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error as it is when something is written, which is not always as it was at the start."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write RECORD."""
        self.stream = sys.stderr
        super().emit(record)


UVICORN_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "pat_tui.gateway.log.JsonFormatter"}},
    "handlers": {"stderr": {"()": "pat_tui.gateway.log.StandardError", "formatter": "json"}},
    "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
"""For `uvicorn.Config`: only errors; a client's broken request is none."""
