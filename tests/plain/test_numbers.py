"""Several numbers typed at once."""

import pytest

from pat_tui.plain.numbers import parse_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", [1]),
        ("1 3 5-7", [1, 3, 5, 6, 7]),
        ("3,1", [3, 1]),
        ("2 1-3", [2, 1, 3]),
        ("9", [9]),
        ("10", None),
        ("1 10", None),
        ("0", None),
        ("7-5", None),
        ("1 x", None),
        ("-1", None),
        ("1.5", None),
        ("١", None),
        ("", None),
    ],
)
def test_numbers(text: str, expected: list[int] | None) -> None:
    """Each number counts once; one that is not there spoils all, so that nothing is done to less than was meant."""
    assert parse_numbers(text, 9) == expected
