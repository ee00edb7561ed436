"""Choosing several things out of many: by searching, by number, by name."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from pat_tui.i18n import _
from pat_tui.plain.asker import Asker
from pat_tui.plain.numbers import parse_numbers

T = TypeVar("T")
ROWS = 15
"""As many matches are said at once."""
DONE = "done"


class Picker(ABC, Generic[T]):
    """A search gives numbered lines; their numbers pick. The numbers hold until the next search."""

    prompt: str
    help_text: str

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self._found: Sequence[T] = ()
        self._said = 0

    @abstractmethod
    def search(self, text: str) -> Sequence[T]:
        """What TEXT means; empty TEXT means everything."""

    @abstractmethod
    def line(self, item: T) -> str:
        """ITEM in a line, with whether it is chosen."""

    @abstractmethod
    def chosen(self) -> Sequence[T]:
        """What is chosen."""

    @abstractmethod
    def pick(self, items: Sequence[T]) -> None:
        """Choose ITEMS, or otherwise change what is chosen of them. Raises Back, which changes nothing."""

    @abstractmethod
    def summary(self) -> str:
        """What is chosen, in words."""

    def direct(self, text: str) -> bool:
        """Take TEXT as the exact name of something; whether it is one."""
        return False

    def run(self) -> None:
        """Ask until it is enough. Raises Back, Cancelled."""
        self.asker.say(self.summary())
        words = {"list": self._say_chosen, "all": self._say_all, "more": self._say_more}
        while True:
            answer = self.asker.ask(self.prompt, DONE, help_text=self.help_text, words=words)
            if answer.lower() == DONE:
                return
            self._take(answer)

    def _take(self, answer: str) -> None:
        if answer.replace(",", " ").replace("-", " ").replace(" ", "").isdecimal():
            numbers = parse_numbers(answer, self._said)
            if numbers is None:
                self.asker.say(_("Type numbers of lines that were said, or a part of a name to search."))
                return
            self.pick([self._found[number - 1] for number in numbers])
            self.asker.say(self.summary())
        elif self.direct(answer):
            self.asker.say(self.summary())
        else:
            self._find(answer)

    def _find(self, text: str) -> None:
        self._found, self._said = self.search(text), 0
        if not self._found:
            self.asker.say(_("Nothing matches “{text}”.").format(text=text))
        else:
            self._say_more()

    def _say_all(self) -> None:
        self._find("")

    def _say_chosen(self) -> None:
        self._found, self._said = self.chosen(), 0
        if self._found:
            self._say_more()
        else:
            self.asker.say(self.summary())

    def _say_more(self) -> None:
        shown = self._found[self._said : self._said + ROWS]
        for number, item in enumerate(shown, self._said + 1):
            self.asker.item(number, self.line(item))
        self._said += len(shown)
        if self._said < len(self._found):
            words = _("Lines to {last} of {total}. Type more for the next.")
            self.asker.say(words.format(last=self._said, total=len(self._found)))
        elif not shown:
            self.asker.say(_("There are no more lines."))
