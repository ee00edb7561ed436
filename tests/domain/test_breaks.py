"""Where lines may be broken."""

import pytest

from pat_tui.domain.breaks import UNITS, WORDS, on_one_line


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("a token, here", ["a", " token,", " here"]),
        ("你的令牌。", ["你", "的", "令", "牌。"]),
        ("令牌“deploy”已过期", ["令", "牌", "“deploy”", "已", "过", "期"]),
        ("（部署）与 GitHub 一致", ["（部", "署）", "与", " GitHub", " 一", "致"]),
        ("Nom\u00a0: «\u00a0ci\u00a0»", ["Nom\u00a0:", " «\u00a0ci\u00a0»"]),
        ("", []),
    ],
)
def test_units(text: str, units: list[str]) -> None:
    """A word, or one Chinese character; punctuation stays with what it belongs to, and so does a no-break space."""
    assert UNITS.findall(text) == units
    assert "".join(WORDS.findall(text)) == text


def test_blanks() -> None:
    """Runs of white space become one blank; no-break spaces are none."""
    assert on_one_line(" a \n\t b\u00a0: c ") == "a b\u00a0: c"
