"""Cells of the terminal, as the command line counts them."""

import pytest
from rich.cells import cell_len

from pat_tui.cli import cells


@pytest.mark.parametrize("text", ["", "deploy", "é", "e\u0301", "令牌", "（x）", "Токен", "a\u200bb", "naïve 中文 x"])
def test_width(text: str) -> None:
    """As wide as the interface takes them to be."""
    assert cells.width(text) == cell_len(text)


def test_pad_and_cut() -> None:
    """Both go by cells, not by letters."""
    assert [cells.pad("令牌", 6), cells.pad("令牌", 2)] == ["令牌  ", "令牌"]
    assert [cells.cut("令牌", 4), cells.cut("令牌牌", 4), cells.cut("令牌牌", 5)] == ["令牌", "令…", "令牌…"]


def test_lines() -> None:
    """Chinese breaks anywhere, but not before a full stop; what is too long stands out."""
    assert list(cells.lines("列出令牌。 GitHub abc", 8)) == ["列出令", "牌。", "GitHub", "abc"]
    assert list(cells.lines("abcdefghij k", 4)) == ["abcdefghij", "k"]
