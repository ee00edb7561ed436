"""What user-made strings may hold, and how they are made harmless when drawn.

A control character in a stored name reaches the terminal as a command; a bidi override turns words around.
Both are refused on entry, and neutralised again on the way to the screen, since other programs may write the store.
"""

from pat_tui.i18n import _

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
_INVISIBLE = (
    " \t\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200d\u2800\u115f\u1160\u3164\uffa0"
)
"""Characters that leave no mark: spaces, the zero width joiner, the blank braille cell, Hangul fillers."""
_HARMFUL = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def _is_harmful(character: str) -> bool:
    import unicodedata  # not above: most text is ASCII, and a start needs none of this

    return character != _ZERO_WIDTH_JOINER and unicodedata.category(character) in _HARMFUL


def clean(text: str) -> str:
    """Return TEXT with each control, bidi, line-separator and surrogate character replaced by U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(REPLACEMENT if _is_harmful(character) else character for character in text)


def clean_lines(text: str) -> str:
    """`clean`, where line feeds stay."""
    return "\n".join(map(clean, text.split("\n")))


def is_blank(text: str) -> bool:
    """Whether nothing of TEXT could be seen: it is empty, or white space, joiners and fillers only."""
    return not text.strip(_INVISIBLE)


def text_error(text: str, *, multiline: bool = False) -> str | None:
    """Say why TEXT may not be stored, or return None. With MULTILINE, line feeds are allowed."""
    for character in text:
        if multiline and character == "\n":
            continue
        if _is_harmful(character):
            return _("It holds a character that cannot be shown (U+{code:04X}). Remove it.").format(code=ord(character))
    return None
