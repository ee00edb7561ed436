"""Several numbers typed at once."""

import re

_PART = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")


def parse_numbers(text: str, last: int) -> list[int] | None:
    """The numbers that TEXT (`1 3 5-7`, `1,3`) names, each once, in its order; None where it holds anything else.

    None too where one of them is not from 1 to LAST, so that nothing is done to less than what was meant.
    """
    found: list[int] = []
    for part in text.replace(",", " ").split():
        match = _PART.fullmatch(part)
        if match is None:
            return None
        first, end = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= end <= last:
            return None
        found.extend(range(first, end + 1))
    return list(dict.fromkeys(found)) or None
