"""What user-made strings may hold, and how they are made harmless when drawn.

A control character in a stored name reaches the terminal as a command; a bidi override turns words around.
Both are refused on entry, and neutralised again on the way to the screen, since other programs may write the store.
"""

import unicodedata

from pat_tui.i18n import _

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
_HARMFUL = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def _is_harmful(character: str) -> bool:
    return character != _ZERO_WIDTH_JOINER and unicodedata.category(character) in _HARMFUL


def clean(text: str) -> str:
    """Return TEXT with each control, bidi, line-separator and surrogate character replaced by U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(REPLACEMENT if _is_harmful(character) else character for character in text)


def text_error(text: str, *, multiline: bool = False) -> str | None:
    """Say why TEXT may not be stored, or return None. With MULTILINE, line feeds are allowed."""
    for character in text:
        if multiline and character == "\n":
            continue
        if _is_harmful(character):
            return _("It holds a character that cannot be shown (U+{code:04X}). Remove it.").format(code=ord(character))
    return None
