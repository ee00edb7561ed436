"""Text is cut, padded and wrapped by the cells it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from pat_tui.tui.widgets.cells import ELLIPSIS, cut, fit, wrap


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("Contents", 8, "Contents", id="what fits stays"),
        pytest.param("Contents", 5, "Cont…", id="the rest is replaced by an ellipsis"),
        pytest.param("日本語", 5, "日本…", id="wide characters count two cells"),
        pytest.param("日本語", 4, "日…", id="no half of a wide character"),
        pytest.param("two words", 5, "two…", id="no blank before the ellipsis"),
        pytest.param("Contents", 0, "", id="no room at all"),
        pytest.param("Contents", -3, "", id="less than no room"),
    ],
)
def test_cut(text: str, width: int, expected: str) -> None:
    """A text too long for its place ends in an ellipsis, within the place."""
    assert cut(text, width) == expected


@given(st.text(st.characters(categories=["L", "N", "Z"])), st.integers(0, 30))
def test_fit(text: str, width: int) -> None:
    """A fitted text takes exactly the cells it was given."""
    assert cell_len(fit(text, width)) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("one two three", 7, ["one two", "three"], id="between words"),
        pytest.param("GET /repos/{owner}/{repo}", 12, ["GET /repos/", "{owner}/", "{repo}"], id="after a slash"),
        pytest.param("abcdefgh", 3, ["abc", "def", "gh"], id="inside a word that is too long"),
        pytest.param("", 3, [""], id="nothing"),
        pytest.param("  one   two  ", 20, ["one two"], id="blanks run together"),
    ],
)
def test_wrap(text: str, width: int, expected: list[str]) -> None:
    """A long text goes on in the next line."""
    assert wrap(text, width) == expected


@pytest.mark.parametrize(
    ("width", "limit", "expected"),
    [
        pytest.param(9, 2, ["one two", "three …"], id="a word and an ellipsis"),
        pytest.param(9, 1, ["one two …"], id="one line"),
        pytest.param(7, 1, ["one tw…"], id="no room for more than the word"),
    ],
)
def test_wrap_limit(width: int, limit: int, expected: list[str]) -> None:
    """What goes beyond the last line allowed is told by an ellipsis, never dropped unseen."""
    assert wrap("one two three four", width, limit) == expected


@given(st.text(st.characters(categories=["L", "Z", "P"])), st.integers(2, 20), st.integers(1, 4))
def test_wrap_stays_inside(text: str, width: int, limit: int) -> None:
    """No line is wider than asked, no more lines come than asked, and an ellipsis tells of lost lines."""
    whole, lines = wrap(text, width), wrap(text, width, limit)
    assert all(cell_len(line) <= width for line in whole + lines)
    assert len(lines) <= limit
    assert lines == whole or lines[-1].endswith(ELLIPSIS)


def test_textual_breaks_chinese_between_characters() -> None:
    """Rich, which breaks Textual's lines, takes a Chinese character for a word, and a no-break space for none."""
    assert [line.plain for line in Content("GitHub 的细粒度令牌。").wrap(10)] == ["GitHub 的", "细粒度令", "牌。"]
    assert [line.plain for line in Content("Nom du jeton\u00a0: ci").wrap(12)] == ["Nom du", "jeton\u00a0: ci"]
    assert wrap("GitHub 的细粒度令牌。", 10) == ["GitHub 的", "细粒度令", "牌。"]
