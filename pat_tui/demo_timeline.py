"""The one order in which everything of the throw-away world happens, whichever part of it thinks it up."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from pat_tui.domain.uses import TokenUse
from pat_tui.services.last_use import Token

Step = Callable[[], object]
"""Does something by a clock that stands at the instant it was planned for."""


@dataclass
class Timeline:
    """What is to happen, and what was used meanwhile."""

    uses: dict[Token, Sequence[TokenUse]] = field(default_factory=dict)
    """Of each token that was used. They leave no entries in the log, and are written all at once."""
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def plan(self, at: datetime, step: Step) -> None:
        """Have STEP done at AT; of several at one instant, what was planned first comes first."""
        heapq.heappush(self._steps, (at, next(self._numbers), step))

    def play(self) -> None:
        """Do everything in order, with what is planned on the way: nothing of that may lie before its cause."""
        while self._steps:
            heapq.heappop(self._steps)[2]()
