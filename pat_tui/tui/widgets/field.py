"""A text field that draws nothing which a terminal would obey, whatever was pasted into it."""

from rich.text import Text
from textual.widgets import Input

from pat_tui.domain.text import clean


class Field(Input):
    """An `Input` whose value is what was typed or pasted, for the rules to judge; only its drawing is harmless.

    It is one line without a border. (Textual's own `compact` says the same with a class, which is set too late: the
    styles of a field would be worked out twice.)
    """

    DEFAULT_CSS = """
    Field { border: none !important; height: 1; padding: 0; }
    """

    @property
    def _value(self) -> Text:
        return Text(clean(super()._value.plain), no_wrap=True, overflow="ignore", end="")
