"""Where a line may be broken: between words, between Chinese characters, and never at a no-break space.

Source: the Unicode line breaking algorithm (UAX #14), as far as the languages of pat-tui and people's names need it.
"""

import re
from collections.abc import Iterator
from functools import cache

_BLANK = "[^\\S\u00a0\u2007\u202f]"
"""White space but for the no-break spaces, which Python's `\\s` takes for white space too."""
_OTHER = "[\\S\u00a0\u2007\u202f]"
_SPACES = re.compile(f"{_BLANK}+")
_WORD = re.compile(f"{_BLANK}*{_OTHER}+{_BLANK}*")
_FIRST_HAN = "\u2e80"


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """What stays together in TEXT, with the blanks behind it, and where it starts and ends.

    That is a word, or one Chinese character with the punctuation that clings to it.
    """
    pattern = _WORD if not text or max(text) < _FIRST_HAN else _han()
    return ((found.start(), found.end(), found[0]) for found in pattern.finditer(text))


def on_one_line(text: str) -> str:
    """Return TEXT with each run of white space as one blank, and none at its ends. No-break spaces stay."""
    return _SPACES.sub(" ", text).strip(" ")


@cache
def _han() -> re.Pattern[str]:
    """A pattern that takes its time to be made."""
    han = "\u2e80-\u2fdf\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
    opening, closing = "（《〈「『【〔“‘", "，。、；：！？）》〉」』】〕”’…"
    character = f"[{opening}]*[{han}][{closing}]*"
    word = f"(?:(?![{opening}]+[{han}])(?![{han}]){_OTHER})+[{closing}]*"
    return re.compile(f"{_BLANK}*(?:{character}|{word}){_BLANK}*")
