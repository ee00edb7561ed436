"""What user-made strings may hold, and how they are made harmless when drawn."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.text import REPLACEMENT, clean, clean_lines, is_blank, text_error

HARMFUL = {
    "an escape sequence": "\x1b[2J",
    "a bell": "\a",
    "NUL": "\0",
    "DEL": "\x7f",
    "a one-character CSI": "\x9b31m",
    "a carriage return": "\r",
    "a tabulator": "\t",
    "a right-to-left override": "\N{RIGHT-TO-LEFT OVERRIDE}",
    "a bidi isolate": "\N{RIGHT-TO-LEFT ISOLATE}",
    "a right-to-left mark": "\N{RIGHT-TO-LEFT MARK}",
    "an Arabic letter mark": "\N{ARABIC LETTER MARK}",
    "a zero width space": "\N{ZERO WIDTH SPACE}",
    "a byte order mark": "\N{ZERO WIDTH NO-BREAK SPACE}",
    "a line separator": "\N{LINE SEPARATOR}",
    "a paragraph separator": "\N{PARAGRAPH SEPARATOR}",
    "half of a surrogate pair": "\ud800",
    "a tag character": "\N{TAG LATIN SMALL LETTER A}",
}
HARMLESS = {
    "markup": "oops[/]",
    "an unclosed tag": "[bold red",
    "a link": "[@click=app.quit]x[/]",
    "forty CJK characters": "漢" * 40,
    "an emoji family, which is joined": "👩\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧",
    "a flag": "🇩🇪",
    "an emoji with a variation selector": "❤\N{VARIATION SELECTOR-16}",
    "combining marks": "e\N{COMBINING ACUTE ACCENT}",
    "Hebrew": "שלום",
    "spaces that do not break": "a\N{NO-BREAK SPACE}b",
    "nothing": "",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_harmful_characters_are_refused_and_named(text: str) -> None:
    """Wherever it stands, on one line or among many, the error tells the character's number."""
    for multiline in (False, True):
        error = text_error(f"fine {text}", multiline=multiline)
        assert error == f"It holds a character that cannot be shown (U+{ord(text[0]):04X}). Remove it."


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_harmful_characters_are_replaced_when_drawn(text: str) -> None:
    """Each becomes one replacement character; what stands around it stays."""
    assert clean(f"a{text[0]}b") == f"a{REPLACEMENT}b"


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_harmless_text_is_taken_and_drawn_as_it_is(text: str) -> None:
    """Markup, wide, joined, combining and right-to-left characters are what people write."""
    assert text_error(text) is None
    assert clean(text) == text


def test_line_feeds_are_for_text_of_many_lines() -> None:
    """A description may have lines, a name may not."""
    assert text_error("one\ntwo", multiline=True) is None
    assert text_error("one\ntwo") == "It holds a character that cannot be shown (U+000A). Remove it."


@given(st.text())
def test_clean_text_is_always_fit_to_be_drawn(text: str) -> None:
    """Nothing harmful survives, the length stays, cleaning twice is cleaning once, and only what is refused changes."""
    cleaned = clean(text)
    assert text_error(cleaned) is None
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert (cleaned == text) == (text_error(text) is None)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in cleaned)


@pytest.mark.parametrize("text", ["", " ", "\u200d", "\u3164\u3164", "\u00a0\u2800"])
def test_what_leaves_no_mark_is_blank(text: str) -> None:
    """A name that nobody could see counts as none."""
    assert is_blank(text)
    assert not is_blank(f"{text}x{text}")


def test_lines_stay_lines_when_cleaned() -> None:
    """A description keeps its line feeds, and loses all else that a terminal would obey."""
    assert clean_lines("one\ntwo\x1b[2J\r\n") == "one\ntwo\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}\n"
