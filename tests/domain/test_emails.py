"""Codes that verify addresses: how they are made, read, kept, and how long they work."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pat_tui.domain.emails import CODE_LIFETIME, CODE_TRIES, CodeState, hash_of_code, is_code, new_code, typed_code
from pat_tui.domain.secrets import ALPHABET
from tests.worlds import NOW, seeded_random


class TestNewCode:
    @given(st.integers())
    def test_has_six_digits(self, seed: int) -> None:
        """Whatever the generator gives, there are six digits, which can be typed."""
        code = new_code(seeded_random(seed))
        assert typed_code(code) == code

    def test_has_every_digit_as_often_as_any_other(self) -> None:
        """Each of the characters that count stands for a digit, six for each; the two that are left over for none."""
        waiting = iter([*ALPHABET, "0", "0", "0", "0", "0", "0"])
        codes = "".join(new_code(lambda _length: next(waiting)) for _number in range(10))
        assert Counter(codes) == dict.fromkeys("0123456789", 6)

    def test_says_how_long_and_how_often_it_works(self) -> None:
        """Fifteen minutes, five tries."""
        assert (timedelta(minutes=15), 5) == (CODE_LIFETIME, CODE_TRIES)


class TestTypedCode:
    @pytest.mark.parametrize("text", ["012345", " 012 345 ", "012-345", "0 1 2 3 4 5", "012\t345\n"])
    def test_may_be_grouped(self, text: str) -> None:
        """Blanks and hyphens do not count."""
        assert typed_code(text) == "012345"

    @pytest.mark.parametrize("text", ["", "12345", "1234567", "12345x", "１２３４５６", "+12345", "12345²"])
    def test_is_six_digits_and_nothing_else(self, text: str) -> None:
        """Anything else is no code."""
        assert typed_code(text) is None


class TestKept:
    def test_is_known_again_by_code_and_salt_together(self) -> None:
        """The same code under another salt looks different, and another code is none."""
        kept = hash_of_code("012345", "salt")
        assert len(kept) == 32
        assert is_code("012345", "salt", kept)
        assert not is_code("012345", "other", kept)
        assert not is_code("012346", "salt", kept)

    @given(st.from_regex(r"[0-9]{6}", fullmatch=True))
    @settings(max_examples=10)
    def test_says_nothing_readable(self, code: str) -> None:
        """The code is not in what is kept."""
        assert code.encode() not in hash_of_code(code, "salt")


class TestWorks:
    @pytest.mark.parametrize(
        ("after", "tries", "works"),
        [
            (timedelta(0), 5, True),
            (timedelta(minutes=15) - timedelta(seconds=1), 1, True),
            (timedelta(minutes=15), 5, False),
            (timedelta(0), 0, False),
            (timedelta(seconds=-1), 5, False),
        ],
        ids=["at once", "up to the last second", "not after 15 minutes", "not without a try", "not before it was made"],
    )
    def test_for_its_time_and_tries(self, after: timedelta, tries: int, works: bool) -> None:
        """It is refused after its time, after its tries, and when the clock was set back."""
        assert CodeState(NOW, tries).works_at(NOW + after) is works
