"""What all pages of plain mode share, and the loop that leads from one to the next."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.secrets import TokenKind
from pat_tui.exit_codes import ExitCode, exit_code
from pat_tui.plain.asker import Asker, Back, Cancelled
from pat_tui.plain.copier import Copier
from pat_tui.wiring import Services

if TYPE_CHECKING:
    from pat_tui.plain.deletion import Deletion


@dataclass
class Desk:
    """What every page has at hand."""

    services: Services
    asker: Asker
    copier: Copier
    deletions: "dict[TokenKind, Deletion]" = field(default_factory=dict)
    """The latest deletion of each kind, as long as nobody has undone it."""


class Page(ABC):
    """One screen: it says what it has to say, asks, and returns where to go next."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.asker = desk.asker
        self.services = desk.services

    @abstractmethod
    def visit(self) -> "Move":
        """Say and ask once. Raises Back to go back, PatTuiError, which is said before going back."""

    def returned(self) -> None:  # noqa: B027 - most pages need not know
        """Told when the page that was opened from here has been left."""

    def close(self) -> None:  # noqa: B027 - most pages hold nothing
        """Let go of what must not stay. Told once, however the page is left."""


class Move(NamedTuple):
    """How to go on: leave this many pages, the present one first, and open one."""

    leave: int = 0
    page: Page | None = None


STAY = Move()
UP = Move(1)
MENU = Move(-1)
"""To the main menu."""
LEAVE = Move(-2)
"""Out of pat-tui."""


def open_page(page: Page) -> Move:
    """Open PAGE; leaving it leads back here."""
    return Move(0, page)


def replace_by(page: Page) -> Move:
    """Open PAGE in place of the present one."""
    return Move(1, page)


def run(desk: Desk, pages: Sequence[Page]) -> int:
    """Visit the last of PAGES, and from there on what is opened, until the first one is left; the exit code.

    KeyboardInterrupt passes, once all pages are closed.
    """
    stack, code = list(pages), int(ExitCode.DONE)
    try:
        while stack:
            try:
                move = stack[-1].visit()
            except (Back, Cancelled):
                move = UP
            except PatTuiError as error:
                desk.asker.say(str(error))
                code = exit_code(error) if len(stack) == 1 else code
                move = UP
            _follow(move, stack)
    finally:
        _leave(stack, len(stack))
    return code


def _follow(move: Move, stack: list[Page]) -> None:
    number = {MENU.leave: len(stack) - 1, LEAVE.leave: len(stack)}.get(move.leave, move.leave)
    _leave(stack, number)
    if move.page is not None:
        stack.append(move.page)
    elif number and stack:
        stack[-1].returned()


def _leave(stack: list[Page], number: int) -> None:
    for _each in range(number):
        stack.pop().close()
