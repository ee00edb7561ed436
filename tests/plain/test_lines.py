"""Text made fit for a terminal that only prints."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pat_tui.plain.lines import broken, listed, prepare, spoken


class TestBroken:
    @given(st.text(), st.integers(20, 100))
    def test_keeps_every_word_whole(self, text: str, width: int) -> None:
        """Breaking changes nothing but the blanks; a line is too long only where a single word is."""
        lines = broken(text, width, "   ")
        assert " ".join(" ".join(lines).split()) == " ".join(" ".join(broken(text, 10**9)).split())
        assert all(cell_len(line) <= width or len(line.split()) == 1 for line in lines)

    def test_goes_on_indented(self) -> None:
        """What has no room goes on in the next line, behind its own indent and the one asked for."""
        assert broken("  one two three", 11, "   ") == ["  one two", "     three"]

    def test_makes_harmless(self) -> None:
        """No control character passes, whoever wrote it."""
        assert broken("a\x1b[2Jb", 80) == ["a\N{REPLACEMENT CHARACTER}[2Jb"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("✓ “ci” was generated.", "“ci” was generated."),
        ("⚠ No end.", "Warning: No end."),
        ("✗ Wrong.", "Wrong."),
        ("A ✓ inside", "A ✓ inside"),
    ],
)
def test_signs_become_words(text: str, expected: str) -> None:
    """Signs that pages begin a sentence with are said in words, or left out; what people wrote stays."""
    assert spoken(text) == expected


def test_dots_become_commas() -> None:
    """Facts that a page separates by dots are separated by commas."""
    assert listed("ci · ada") == "ci, ada"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_any_encoding_will_do(encoding: str) -> None:
    """A terminal that lacks a character is given what comes nearest, and nothing fails."""
    raw = io.BytesIO()
    source, sink = io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding), io.TextIOWrapper(raw, encoding)
    prepare(source, sink)
    sink.write("“naïve” … 日本\udcff")
    sink.flush()
    assert raw.getvalue().decode(encoding, "replace").startswith(("“", '"'))
    assert source.readline().endswith("\n")
