"""A page that lists what there is, some lines at a time, under numbers that stay."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from pat_tui.i18n import _
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move, Page, open_page
from pat_tui.plain.numbers import parse_numbers

RowT = TypeVar("RowT")
ROWS = 10
"""As many are said at once."""


class ListPage(CommandPage, Generic[RowT]):
    """Rows under numbers: each keeps its own until the list is said from its beginning, whatever happens meanwhile."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.text = ""
        """The filter; empty for none."""
        self._ids: list[int] = []
        """What the numbers from 1 on stand for."""
        self._offset = 0
        self._was_left = False

    @abstractmethod
    def count(self) -> int:
        """How many rows there are that the filter lets through."""

    @abstractmethod
    def rows(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT of them from OFFSET on."""

    @abstractmethod
    def id_of(self, row: RowT) -> int:
        """What ROW is opened by."""

    @abstractmethod
    def line(self, row: RowT) -> str:
        """ROW in a line, its number aside."""

    @abstractmethod
    def empty_text(self) -> str:
        """What is said where there is no row."""

    def page_of(self, row_id: int) -> Page:
        """The page that the row of that id opens. Not asked for where `number` does something else."""
        raise NotImplementedError

    def summary(self, total: int) -> str:
        """What is said over the rows, of which there are TOTAL; empty for nothing."""
        return ""

    def content(self) -> None:
        """Say the first rows, under numbers that begin with 1; on coming back only that those still hold."""
        total = self.count()
        if self._was_left and self._ids and total:
            words = _("The numbers 1 to {last} stand for what they stood for. An empty line says the list anew.")
            self.asker.say(words.format(last=len(self._ids)))
            return
        self._ids, self._offset = [], 0
        if not total:
            self.asker.say(self.empty_text())
            return
        if words := self.summary(total):
            self.asker.say(words)
        self._say_more(total)

    def returned(self) -> None:
        """Say where one is, but not all the rows again."""
        super().returned()
        self._was_left = True

    def again(self) -> Move:
        """Say the list from its beginning, under new numbers."""
        self._was_left = False
        return super().again()

    def commands(self) -> Iterator[Command]:
        """What every list takes."""
        yield Command("more", _("says the next lines"), self._more)
        yield Command("find", _("filters, as /text does; without text it shows all again"), self._filter)

    def more_help(self) -> Mapping[str, str]:
        """What a number does."""
        return {_("a number"): _("opens that line")}

    def number(self, number: int) -> Move:
        """Open the line of that NUMBER."""
        if not 1 <= number <= len(self._ids):
            return super().number(number)
        return open_page(self.page_of(self._ids[number - 1]))

    def other(self, text: str) -> Move | None:
        """Filter by what stands behind a slash."""
        return self._filter(text[1:].strip()) if text.startswith("/") else None

    def chosen(self, text: str) -> list[int]:
        """The ids of the lines that TEXT names, such as `1 3 5-7`; it says so where it names none."""
        numbers = parse_numbers(text, len(self._ids))
        if numbers is None:
            self.asker.say(_("Type the numbers of lines that were said, such as 1 3 5-7."))
            return []
        return [self._ids[number - 1] for number in numbers]

    def _filter(self, text: str) -> Move:
        self.text = text
        return self.again()

    def _more(self, _rest: str) -> Move:
        self._say_more(self.count())
        return STAY

    def _say_more(self, total: int) -> None:
        rows = self.rows(self._offset, ROWS)
        self._offset += len(rows)
        new = [row for row in rows if self.id_of(row) not in self._ids]  # the store may have changed in between
        first = len(self._ids) + 1
        for number, row in enumerate(new, first):
            self._ids.append(self.id_of(row))
            self.asker.item(number, self.line(row))
        if not new:
            self.asker.say(_("That was the last one."))
        else:
            words = _("Lines {first} to {last} of {total}.")
            self.asker.say(words.format(first=first, last=len(self._ids), total=max(total, len(self._ids))))
