"""A box for several lines that draws nothing which a terminal would obey, whatever was pasted into it."""

from rich.text import Text
from textual.widgets import TextArea

from pat_tui.domain.text import clean


class TextBox(TextArea):
    """A `TextArea` whose text is what was typed or pasted, for the rules to judge; only its drawing is harmless.

    It has no border, as a `Field` has none.
    """

    DEFAULT_CSS = """
    TextBox { border: none !important; }
    """

    def get_line(self, line_index: int) -> Text:
        """Return line LINE_INDEX as it is drawn."""
        return Text(clean(super().get_line(line_index).plain), end="", no_wrap=True)
