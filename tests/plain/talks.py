"""A scripted person who talks with plain mode: what is typed goes in line by line, and all that was said comes out."""

from collections.abc import Callable, Sequence
from io import StringIO

from pat_tui.plain.asker import Asker
from pat_tui.plain.copier import Copier
from pat_tui.plain.desk import Desk, Page, run
from pat_tui.plain.main_menu import MainMenu
from pat_tui.wiring import Services

CTRL_C, CTRL_D = "\x03", "\x04"
"""Answers that are no lines: what these keys do."""
WIDE = 240
"""Cells, so that sentences stay whole and can be looked for."""
Answer = str | Callable[[], None]
"""A line, or something that happens while the person is being asked, such as time that goes by."""


class Answers(StringIO):
    """Lines that are typed one after the other. When they run out, the end of input stays."""

    def __init__(self, answers: Sequence[Answer], screen: StringIO) -> None:
        """SCREEN shows the end of each line, as a terminal does; the lines themselves would only be in the way."""
        super().__init__()
        self._screen = screen
        self._answers = list(answers)

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """The next answer."""
        while self._answers:
            answer = self._answers.pop(0)
            if not isinstance(answer, str):
                answer()
            elif answer == CTRL_C:
                raise KeyboardInterrupt
            elif answer == CTRL_D:
                return ""
            else:
                self._screen.write("\n")
                return answer + "\n"
        return ""


def asker(*answers: Answer, width: int = 80) -> tuple[Asker, StringIO]:
    """An asker of somebody who types ANSWERS into a terminal of WIDTH cells, and what it says."""
    said = StringIO()
    return Asker(Answers(answers, said), said, lambda: width), said


def desk(services: Services, *answers: Answer, width: int = WIDE) -> tuple[Desk, StringIO]:
    """A desk of somebody who types ANSWERS and has no clipboard, and what is said at it."""
    found, said = asker(*answers, width=width)
    return Desk(services, found, Copier(0, {"TERM": "dumb"})), said


def talk(services: Services, *answers: Answer, page: Callable[[Desk], Page] = MainMenu, width: int = WIDE) -> str:
    """What is said to somebody who starts on PAGE and types ANSWERS; then input ends, which leads out of every page."""
    found, said = desk(services, *answers, width=width)
    run(found, [page(found)])
    return said.getvalue()
