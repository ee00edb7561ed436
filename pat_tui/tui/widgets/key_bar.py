"""The footer: the keys that work here and now, as many as fit, and never one that would only type a letter."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.events import Click
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.i18n import translated
from pat_tui.tui.keys import in_order, own_keys

_LAST = (
    "form.submit",
    "form.generate",
    "form.update",
    "form.regenerate",
    "picker.done",
    "dialog.add",
    "dialog.add_email",
    "dialog.verify",
    "dialog.hand_over",
    "app.help",
)
"""Kept at the end, and kept when others no longer fit: what the page is for, and where all other keys can be found."""


class _Key(NamedTuple):
    key: str
    display: str
    label: str

    @property
    def width(self) -> int:
        return cell_len(self.display) + cell_len(self.label) + 3


class KeyBar(Widget):
    """One line of keys with a word each. A click on one presses it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-bar--key"}  # noqa: RUF012 -- Textual's own declaration is not a ClassVar
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        background: $panel;
        color: $foreground;
        & > .key-bar--key { color: $footer-key-foreground; text-style: bold; }
    }
    """

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the keys."""
        plain = self.visual_style.rich_style
        bold = plain + RichStyle.combine([self.get_component_rich_style("key-bar--key")])
        segments = [Segment(" ", plain)]
        # Under a dialog none of these keys works.
        for key in self._fitting(self.size.width - 1) if self.screen.is_active else ():
            segments += [Segment(key.display, bold), Segment(f" {key.label}  ", plain)]
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def on_click(self, event: Click) -> None:
        """Press the key under the mouse."""
        start = 1
        for key in self._fitting(self.size.width - 1):
            if start <= event.x < start + key.width:
                self.app.simulate_key(key.key)
                return
            start += key.width

    def _fitting(self, width: int) -> list[_Key]:
        keys = list(self._keys(last=False))
        last = list(self._keys(last=True))
        room = width - sum(key.width for key in last)
        while keys and sum(key.width for key in keys) > room:
            keys.pop()
        return keys + last

    def _keys(self, *, last: bool) -> Iterator[_Key]:
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("x", "x")
        seen: set[str] = set()
        own = own_keys(self.app)
        for active in in_order(self.app, self.screen.active_bindings.values()):
            binding = active.binding
            first = binding.key.split(",")[0]
            wanted = binding.show and active.enabled and (binding.id in _LAST) is last
            if not wanted or (binding.id or first) in seen or (typing and _types(first, binding.id in own)):
                continue
            seen.add(binding.id or first)
            display = _shown(first) if binding.id in own else _display(binding.key_display, first)
            yield _Key(first, display, translated(binding.description))


def _types(key: str, is_own: bool) -> bool:
    """Whether KEY puts a character into a text field."""
    if is_own:
        from pat_tui.key_names import types

        return types(key)
    return len(key) == 1 or key in ("question_mark", "slash", "space", "less_than_sign", "greater_than_sign")


def _shown(key: str) -> str:
    from pat_tui.key_names import shown

    return shown(key)


_LEFT_IN_FIELDS = {"f1": "F1", "ctrl+l": "^l"}
"""Second keys, for where the first one of an action types a letter."""


def _display(display: str | None, key: str) -> str:
    """What stands for KEY, of an action whose keys are told by DISPLAY."""
    return _LEFT_IN_FIELDS.get(key) or (display or key).split(" ")[0]
