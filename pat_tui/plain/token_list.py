"""The lists of tokens, of both kinds."""

from collections.abc import Iterator, Sequence
from typing import Any

from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command
from pat_tui.plain.deletion import delete, undo
from pat_tui.plain.desk import STAY, Desk, Move, Page, open_page
from pat_tui.plain.kinds import Kind
from pat_tui.plain.list_page import ListPage
from pat_tui.plain.verified import verified_or_emails
from pat_tui.services.token_life import UNDO_SECONDS
from pat_tui.services.token_list import TokenOrder
from pat_tui.wording.option import Option


def order_options() -> list[Option[TokenOrder]]:
    """The orders of a list, in the order of the menu."""
    return [
        Option(TokenOrder.CREATED, _("Newest first")),
        Option(TokenOrder.NAME, _("Name")),
        Option(TokenOrder.LAST_USED, _("Recently used first")),
        Option(TokenOrder.EXPIRES, _("Expires soonest first")),
    ]


class TokenListPage(ListPage[Any]):
    """Name, state, owner or scopes, expiry and last use of each token, in words."""

    def __init__(self, desk: Desk, kind: Kind) -> None:
        super().__init__(desk)
        self.kind = kind
        self._order = TokenOrder.CREATED

    def heading(self) -> str:
        """GitHub's."""
        return self.kind.heading()

    def count(self) -> int:
        """How many tokens hold the filter's text."""
        return self.kind.listed(self.services).count(self.text)

    def rows(self, offset: int, limit: int) -> Sequence[Any]:
        """Those of them in the present order."""
        return self.kind.listed(self.services).page(self._order, self.text, offset, limit)

    def id_of(self, row: Any) -> int:
        """The token's."""
        return int(row.id)

    def line(self, row: Any) -> str:
        """All that a row of the list says."""
        context = self.services.context
        return self.kind.line(row, context.clock(), context.zone)

    def empty_text(self) -> str:
        """That there are none, and what to do."""
        if self.text:
            return self.kind.no_match(self.text) + " " + _("Type find to see all.")
        return self.kind.nothing() + ". " + _("Type new to generate one.")

    def summary(self, total: int) -> str:
        """How many, of which, in which order."""
        words = ngettext("{count} token", "{count} tokens", total).format(count=total)
        words += _(" holding “{text}”").format(text=clean(self.text)) if self.text else ""
        order = next(option.label for option in order_options() if option.value is self._order)
        return _("{tokens}. Sorted: {order}.").format(tokens=words, order=order)

    def page_of(self, row_id: int) -> Page:
        """The token's."""
        return self.kind.page_of(self.desk, row_id)

    def commands(self) -> Iterator[Command]:
        """What the list takes."""
        yield Command("new", _("generates a new token"), self._new)
        yield from super().commands()
        yield Command("sort", _("asks for another order"), self._sort)
        yield Command("delete", _("deletes the tokens of these lines, such as: delete 1 3 5-7"), self._delete)
        words = _("brings back what was just deleted, within {seconds} seconds").format(seconds=UNDO_SECONDS)
        yield Command("undo", words, self._undo)
        if self.kind.can_revoke_all:
            yield Command("revoke", _("revokes all of them at once, after asking for your user name"), self._revoke_all)

    def _new(self, _rest: str) -> Move:
        return open_page(verified_or_emails(self.desk, lambda: self.kind.new_page(self.desk)))

    def _sort(self, _rest: str) -> Move:
        self._order = self.asker.choose(_("Sort tokens"), order_options(), self._order)
        return self.again()

    def _delete(self, rest: str) -> Move:
        if token_ids := self.chosen(rest):
            delete(self.desk, self.kind, token_ids)
        return STAY

    def _undo(self, _rest: str) -> Move:
        undo(self.desk, self.kind)
        return STAY  # and their numbers hold again

    def _revoke_all(self, _rest: str) -> Move:
        from pat_tui.plain.revoke_all import revoke_all

        return self.again() if revoke_all(self.desk) else STAY
