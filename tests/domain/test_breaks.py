"""Where lines may be broken."""

import pytest

from pat_tui.domain.breaks import on_one_line, words


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("a token, here", ["a ", "token, ", "here"]),
        ("  indented ", ["  indented "]),
        ("你的令牌。", ["你", "的", "令", "牌。"]),
        ("令牌“deploy”已过期", ["令", "牌", "“deploy”", "已", "过", "期"]),
        ("（部署）与 GitHub 一致", ["（部", "署）", "与 ", "GitHub ", "一", "致"]),
        ("Nom\u00a0: «\u00a0ci\u00a0»", ["Nom\u00a0: ", "«\u00a0ci\u00a0»"]),
        ("", []),
    ],
)
def test_words(text: str, together: list[str]) -> None:
    """A word, or one Chinese character; punctuation stays with what it belongs to, and so does a no-break space."""
    found = list(words(text))
    assert [word for _start, _end, word in found] == together
    assert all(text[start:end] == word for start, end, word in found)
    assert "".join(word for _start, _end, word in found) == text


def test_blanks() -> None:
    """Runs of white space become one blank; no-break spaces are none."""
    assert on_one_line(" a \n\t b\u00a0: c ") == "a b\u00a0: c"
