"""What is reviewed on a page of an organization: requests or tokens. Each page says here what its rows are."""

from collections.abc import Sequence
from typing import Generic

from pat_tui.domain.reviews import ReviewChoices, ReviewFilter
from pat_tui.services.requests import Window
from pat_tui.tui.facts import Facts
from pat_tui.tui.review_source import RowT
from pat_tui.tui.widgets.choice import Option


class Reviewed(Generic[RowT]):
    """What the rows are, how they are called, and what can be decided about them."""

    def count(self, wanted: ReviewFilter) -> int:
        """How many rows WANTED lets through. Raises PatTuiError."""
        raise NotImplementedError

    def rows(self, window: Window) -> Sequence[RowT]:
        """The rows of WINDOW. Raises PatTuiError."""
        raise NotImplementedError

    def choices(self) -> ReviewChoices:
        """What there is to filter by. Raises PatTuiError."""
        raise NotImplementedError

    def id_of(self, row: RowT) -> int:
        """What a decision about ROW is told."""
        raise NotImplementedError

    def lines(self, row: RowT) -> Sequence[Facts]:
        """The facts in the second and the third line of ROW."""
        raise NotImplementedError

    def count_text(self, number: int) -> str:
        """How many rows there are."""
        raise NotImplementedError

    def selected_text(self, number: int) -> str:
        """What the button says that leads to the decisions."""
        raise NotImplementedError

    def empty_text(self) -> str:
        """What stands there when there is nothing at all."""
        raise NotImplementedError

    def placeholder(self) -> str:
        """What stands in the empty search field."""
        raise NotImplementedError

    def decisions(self) -> Sequence[Option[str]]:
        """The entries of the menu of decisions, by the words that `decide` takes."""
        raise NotImplementedError

    def decide(self, decision: str, row_ids: Sequence[int]) -> None:
        """Ask, and do what DECISION says with the rows of these ids."""
        raise NotImplementedError

    def open_row(self, row: RowT) -> None:
        """Go to the page of ROW."""
        raise NotImplementedError
