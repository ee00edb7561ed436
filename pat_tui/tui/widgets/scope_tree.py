"""The scopes of a classic token as a tree of tick boxes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message

from pat_tui.domain.scopes import Catalogue, Scope
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, cut, fit, wrap
from pat_tui.tui.widgets.cursor_lines import BLURRED_MARK, MARK, MARK_WIDTH, NO_MARK, CursorLines
from pat_tui.tui.widgets.scope_choices import ScopeChoices

TICKED, NOT_TICKED = "[x] ", "[ ] "
_INDENT = 2
_GAP = 2
_DETAIL_LINES, _NARROW_DETAIL_LINES = 3, 4
"""A rule with the name, and two lines about the scope under the cursor, or three where they are short."""
_NARROW = 40
"""Cells of width below which every cell counts."""
_ROOM_FOR_LABELS = 84
"""Cells of width from which on every label stands beside its scope; below, that of the one under the cursor does."""


class ScopeTree(CursorLines):
    """Scopes to tick, a line or two each. Give it a fixed height; it scrolls its own rows."""

    BINDINGS = bindings("scopes.tick")
    DEFAULT_CSS = """
    ScopeTree { width: 1fr; height: 14; }
    """

    @dataclass
    class Changed(Message):
        """The person ticked a scope, or took a tick away."""

        tree: "ScopeTree"
        ticked: tuple[str, ...]
        """The scopes with a tick of their own now, in form order."""

        @property
        def control(self) -> "ScopeTree":
            """The tree, for `@on` with a selector."""
            return self.tree

    @dataclass
    class Locked(Message):
        """The person tried to change a scope that is included in a ticked one."""

        tree: "ScopeTree"
        reason: str
        """A sentence that says why it cannot be changed, and what to do."""

        @property
        def control(self) -> "ScopeTree":
            """The tree, for `@on` with a selector."""
            return self.tree

    def __init__(
        self, catalogue: Catalogue, ticked: Iterable[str] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Offer the scopes of CATALOGUE, with those called TICKED ticked."""
        self.choices = ScopeChoices(catalogue)
        self.choices.replace(ticked)
        self._depths = {scope.name: _depth(scope, catalogue) for scope in catalogue.values()}
        widest = max((_INDENT * self._depths[name] + cell_len(clean(name)) for name in catalogue), default=0)
        self._label_column = MARK_WIDTH + len(TICKED) + widest + _GAP
        self._lines: list[tuple[int, Sequence[Piece]]] = []
        super().__init__(id=id, classes=classes)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The scopes with a tick of their own, in form order. What they include besides is not among them."""
        return self.choices.ticked

    def set_ticked(self, names: Iterable[str]) -> None:
        """Tick the scopes called NAMES and nothing else, without a message; names not on offer are left out."""
        self.choices.replace(names)
        self.rows_changed()

    @property
    def row_count(self) -> int:
        """Scopes there are."""
        return len(self.choices.scopes)

    @property
    def current(self) -> Scope | None:
        """The scope under the cursor; None where there is none at all."""
        return self.choices.scopes[self.cursor] if self.row_count else None

    @property
    def still_lines(self) -> int:
        """Lines about the scope under the cursor, where not every scope has its label beside it."""
        width = self.scrollable_content_region.width
        lines = _NARROW_DETAIL_LINES if width < _NARROW else _DETAIL_LINES
        return 0 if width >= _ROOM_FOR_LABELS or self.container_size.height <= 2 * lines else lines

    def action_tick(self) -> None:
        """Tick the scope under the cursor, or take its tick away."""
        scope = self.current
        if scope is None:
            return
        if self.choices.toggle(scope):
            self.rows_changed()
            self.post_message(self.Changed(self, self.ticked))
        elif (holder := self.choices.holder(scope)) is not None:
            self.post_message(self.Locked(self, locked_reason(scope.name, holder)))

    def on_click(self, event: Click) -> None:
        """Tick the scope under the mouse, or take its tick away."""
        row = self.row_at(event)
        if row is not None and self.row_count:
            event.stop()
            self.cursor = row
            self.action_tick()

    def lay_out(self, width: int) -> Sequence[int]:
        """A scope's line, and further ones where its label, or why it is locked, does not fit beside it."""
        self._lines = [
            (row, pieces) for row, scope in enumerate(self.choices.scopes) for pieces in self._row_lines(scope, width)
        ]
        return [row for row, _pieces in self._lines]

    def draw_line(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a line of the layout, with the mark before the scope under the cursor."""
        row, pieces = self._lines[line]
        if row != self.cursor:
            return [Piece(NO_MARK), *pieces]
        # Dim text is hard to read on the cursor's background.
        looks = [piece._replace(look="") if piece.look == "lines--muted" else piece for piece in pieces]
        return [Piece(MARK if self.has_focus else BLURRED_MARK), *looks]

    def draw_still_line(self, number: int, width: int) -> Sequence[Piece]:
        """Draw line NUMBER about the scope under the cursor."""
        scope = self.current
        if scope is None:
            return []
        if number == 0:
            rule = f"── {cut(clean(scope.name), width - 4)} "
            return [Piece(rule + "─" * (width - cell_len(rule)), "lines--muted")]
        lines = wrap(clean(scope.description), width - MARK_WIDTH, self.still_lines - 1)
        return [Piece(NO_MARK + (lines[number - 1] if number <= len(lines) else ""))]

    def _row_lines(self, scope: Scope, width: int) -> list[list[Piece]]:
        """What stands behind the mark, line by line."""
        is_ticked, is_locked = self.choices.is_ticked(scope), self.choices.holder(scope) is not None
        look = "lines--muted" if is_locked else "lines--chosen" if is_ticked else ""
        indent = self._depths[scope.name] * (_INDENT if width >= _NARROW else 1)
        before = " " * indent + (TICKED if is_ticked else NOT_TICKED)
        head = cut(before + clean(scope.name), width - MARK_WIDTH)
        if width < _ROOM_FOR_LABELS:
            return _beside_or_below(Piece(head, look), self._why(scope), len(before), width - MARK_WIDTH)
        column = self._label_column - MARK_WIDTH
        label = " · ".join(part for part in (clean(scope.description), *self._why(scope)[:1]) if part)
        first, *others = wrap(label, width - self._label_column)
        below = [[Piece(" " * column), Piece(text, "lines--muted")] for text in others]
        return [[Piece(fit(head, column), look), Piece(first, "lines--muted")], *below]

    def _why(self, scope: Scope) -> tuple[str, ...]:
        """Why SCOPE has a tick that nobody gave it, in words and in fewer words; nothing where somebody did."""
        if (holder := self.choices.holder(scope)) is not None:
            return _("included in {scope}").format(scope=clean(holder)), _("in {scope}").format(scope=clean(holder))
        if (bringer := self.choices.bringer(scope)) is not None:
            return _("came with {scope}").format(scope=clean(bringer)), _("with {scope}").format(scope=clean(bringer))
        return ()


def locked_reason(name: str, holder: str) -> str:
    """Why the tick of the scope called NAME cannot be changed while HOLDER has one."""
    return _("{scope} is included in {holder}. To choose it by itself, take the tick off {holder} first.").format(
        scope=clean(name), holder=clean(holder)
    )


def _beside_or_below(head: Piece, words: Sequence[str], indent: int, width: int) -> list[list[Piece]]:
    """HEAD with the first of WORDS behind it that fits WIDTH there; where none does, the first that fits under it."""
    if not words:
        return [[head]]
    for text in words:
        if cell_len(head.text) + _GAP + cell_len(text) <= width:
            return [[head, Piece(" " * _GAP + text, "lines--muted")]]
    below = next((text for text in words if indent + cell_len(text) <= width), words[-1])
    return [[head], *([Piece(" " * indent + text, "lines--muted")] for text in wrap(below, width - indent))]


def _depth(scope: Scope, catalogue: Catalogue) -> int:
    """How many scopes SCOPE stands under."""
    return (
        0 if scope.parent is None or scope.parent not in catalogue else 1 + _depth(catalogue[scope.parent], catalogue)
    )
