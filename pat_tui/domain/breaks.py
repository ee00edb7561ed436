"""Where a line may be broken: between words, between Chinese characters, and never at a no-break space.

Source: the Unicode line breaking algorithm (UAX #14), as far as the languages of pat-tui and people's names need it.
"""

import re

_BLANKS = r" \t\n\r\f\v\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
"""White space but for the no-break spaces, which Python's `\\s` takes for white space too."""
_HAN = r"\u2e80-\u2fdf\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
_OPENING = r"（《〈「『【〔“‘"
_CLOSING = r"，。、；：！？）》〉」』】〕”’…"
_CHARACTER = rf"[{_OPENING}]*[{_HAN}][{_CLOSING}]*"
_WORD = rf"(?:(?![{_OPENING}]+[{_HAN}])[^{_BLANKS}{_HAN}])+[{_CLOSING}]*"
_UNIT = rf"[{_BLANKS}]*(?:{_CHARACTER}|{_WORD})"
UNITS = re.compile(_UNIT)
"""Each match stays together: a word, or one Chinese character with the punctuation that clings to it; with the blanks
before it."""
WORDS = re.compile(rf"{_UNIT}[{_BLANKS}]*")
"""The same, with the blanks around it."""
_SPACES = re.compile(rf"[{_BLANKS}]+")


def on_one_line(text: str) -> str:
    """Return TEXT with each run of white space as one blank, and none at its ends. No-break spaces stay."""
    return _SPACES.sub(" ", text).strip(" ")
