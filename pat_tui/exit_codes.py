"""What pat-tui exits with: one map from what went wrong to a number."""

from enum import IntEnum

from pat_tui.domain.errors import (
    AlreadyDecided,
    Ambiguous,
    Forbidden,
    HandOverFailed,
    InvalidInput,
    MailError,
    MailNotSetUp,
    NotFound,
    PatTuiError,
    SettingsError,
    SignOnRequired,
    StoreError,
    Taken,
)


class ExitCode(IntEnum):
    """Numbers that scripts may rely on. Those from 70 on are named in sysexits.h, those from 128 on are the shells'."""

    DONE = 0
    REFUSED = 1
    """A rule forbids it; nothing has changed."""
    USAGE = 2
    """Arguments or settings make no sense; nothing was done."""
    NOT_FOUND = 3
    STORE = 4
    FORBIDDEN = 5
    CRASHED = 70
    OUTPUT_LOST = 74
    """Standard output took not all that was written to it."""
    MAIL = 75
    """Mail could not be sent; trying again later may help."""
    INTERRUPTED = 130
    READER_GONE = 141


CODES: dict[type[PatTuiError], ExitCode] = {
    SettingsError: ExitCode.USAGE,
    InvalidInput: ExitCode.REFUSED,
    Ambiguous: ExitCode.REFUSED,
    SignOnRequired: ExitCode.REFUSED,
    Taken: ExitCode.REFUSED,
    AlreadyDecided: ExitCode.REFUSED,
    NotFound: ExitCode.NOT_FOUND,
    StoreError: ExitCode.STORE,
    Forbidden: ExitCode.FORBIDDEN,
    MailNotSetUp: ExitCode.REFUSED,
    HandOverFailed: ExitCode.REFUSED,
    MailError: ExitCode.MAIL,
}


def exit_code(error: PatTuiError) -> ExitCode:
    """The code that ERROR ends the program with."""
    return next((code for kind, code in CODES.items() if isinstance(error, kind)), ExitCode.REFUSED)
