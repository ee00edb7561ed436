"""Writing the security log to a file."""

import json
import os
from contextlib import suppress
from pathlib import Path

from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.security_log import LogFilter
from pat_tui.i18n import _
from pat_tui.services.security_log import SecurityLog, entry_json


def export(log: SecurityLog, wanted: LogFilter, path: Path) -> int:
    """Write the WANTED entries of LOG to a new file at PATH (0600), a JSON object a line, the oldest first.

    Returns how many there were. Raises InvalidInput for a file that is there or cannot be made; then none is left.
    """
    path = Path(os.path.expanduser(path))
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise InvalidInput({"output": _("{path} is there already. Choose another name.").format(path=path)}) from None
    except (OSError, ValueError) as error:
        raise _failed(path, error) from error
    try:
        with open(descriptor, "w", encoding="ascii", newline="\n") as file:
            count = 0
            for entries in log.stream(wanted):
                file.writelines(json.dumps(entry_json(entry)) + "\n" for entry in entries)
                count += len(entries)
        return count
    except BaseException as error:
        with suppress(OSError):
            os.unlink(path)
        if isinstance(error, OSError):
            raise _failed(path, error) from error
        raise


def _failed(path: Path, error: OSError | ValueError) -> InvalidInput:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return InvalidInput({"output": _("{path} cannot be written: {reason}.").format(path=path, reason=reason)})
