"""What becomes of a command: its exit code, and errors in words."""

import errno
from collections.abc import Callable

from pat_tui.cli import output
from pat_tui.cli.output import OutputLost, complain
from pat_tui.domain.errors import Ambiguous, InvalidInput, PatTuiError, SignOnRequired
from pat_tui.exit_codes import ExitCode, exit_code
from pat_tui.i18n import _

_OPTIONS = {
    "name": "--name",
    "expiration": "--expires",
    "note": "--note",
    "scopes": "--scope",
    "typed_login": "--confirm",
    "description": "--description",
    "owner": "--owner",
    "reason": "--reason",
    "repositories": "--repo",
    "permissions": "--permission",
    "email": "--email",
    "path": "--path",
    "code": "--code",
    "title": "--title",
    "key": "--key",
    "visibility": "--internal",
    "fine_grained_allowed": "--fine-grained",
    "classic_allowed": "--classic",
    "approval_required": "--approval",
    "max_lifetime_fine_grained": "--max-lifetime-fine-grained",
    "max_lifetime_classic": "--max-lifetime-classic",
    "sso_required": "--sso",
    "to-output": "--output",
    "to-env-file": "--env-file",
    "to-git-credential": "--git-credential",
    "to-pipe": "--pipe",
    "to-clipboard": "--clipboard",
}
"""The option that fills a field. The message about any other field stands by itself."""


def outcome(run: Callable[[], int | None]) -> int:
    """RUN a command and return its exit code. Every error is told on standard error."""
    try:
        return int(run() or ExitCode.DONE)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except PatTuiError as error:
        return _explain(error)
    except OutputLost as error:
        return _explain_loss(error)
    except OSError as error:
        return _explain_loss(output.lost(error)) if _is_about_output(error) else _explain_crash(error)
    except Exception as error:  # noqa: BLE001 - the outer edge of the program
        return _explain_crash(error)


def _is_about_output(error: OSError) -> bool:
    """Whether click failed to write its help; other trouble with files names the file."""
    return error.filename is None and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _explain(error: PatTuiError) -> int:
    if not isinstance(error, InvalidInput):
        complain(str(error))
    else:
        for field, message in error.errors.items():
            complain(f"{_OPTIONS[field]}: {message}" if field in _OPTIONS else message)
    for candidate in error.candidates if isinstance(error, Ambiguous) else ():
        complain(f"  {candidate}")
    if isinstance(error, SignOnRequired):
        complain(_("Open a session with: pat-tui org sso open {organization}").format(organization=error.organization))
    return exit_code(error)


def _explain_loss(error: OutputLost) -> int:
    if not str(error):
        return ExitCode.READER_GONE
    complain(str(error))
    return ExitCode.OUTPUT_LOST


def _explain_crash(error: Exception) -> int:
    from pat_tui import settings
    from pat_tui.crash import write_crash_log

    try:
        log = write_crash_log(settings.load().log, error)
    except InvalidInput:
        log = None
    if log is None:
        complain(_("pat-tui failed in a way that it did not foresee ({kind}).").format(kind=type(error).__name__))
    else:
        complain(_("pat-tui failed in a way that it did not foresee. What is known stands in {path}.").format(path=log))
    return ExitCode.CRASHED
