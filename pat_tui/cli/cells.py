"""How wide a text is in a terminal, and breaking it into lines, without what the interface has for that."""

from collections.abc import Iterator

from pat_tui.domain.breaks import words


def width(text: str) -> int:
    """How many cells TEXT takes: two for a Chinese character, none for an accent that joins the letter before it."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else 2 if east_asian_width(character) in ("W", "F") else 1
        for character in text
    )


def pad(text: str, cells: int) -> str:
    """TEXT with blanks up to CELLS, or as it is if it is wider."""
    return text + " " * (cells - width(text))


def cut(text: str, cells: int) -> str:
    """TEXT if it fits CELLS, else as much of it as leaves room for an ellipsis."""
    if width(text) <= cells:
        return text
    kept = text
    while width(kept) > cells - 1:
        kept = kept[:-1]
    return kept + "…"


def lines(text: str, cells: int) -> Iterator[str]:
    """TEXT in lines of up to CELLS; what cannot be broken stands out."""
    line = ""
    for _start, _end, word in words(text):
        if line and width(line + word.rstrip(" ")) > cells:
            yield line.rstrip(" ")
            line = word
        else:
            line += word
    yield line.rstrip(" ")
