"""Looking for a secret that should be nowhere: in files, in bytes, and in everything that a process still holds.

What is looked for is kept backwards and in pieces, so that no hunt finds itself.
"""

import base64
import gc
import re
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from types import FrameType, GeneratorType
from typing import Any

_PIECE = 16
"""Characters in a piece. The hint, the last eight of a token, is shown on purpose and is none."""
_TAGS = re.compile(rb"<[^<>]*>\s*")
_LONG_WORD = re.compile(r"[0-9A-Za-z_+/=]{16,}")
_CHUNK = 1_000
"""Objects whose text is looked through in one go."""
_LONG = 100_000
"""Elements of a collection that is not read as one text: no screen and no token is that long."""
_TELLING = {str, bytes, bytearray, StringIO, BytesIO, list, tuple, deque}
_ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]")


class Needle:
    """Secrets to be looked for: they and any 24 characters of them in a row, plain, in base64 and in hexadecimal."""

    def __init__(self, *secrets: str) -> None:
        forms = [form for secret in secrets for form in _forms(secret)]
        self._backwards = [piece[::-1] for text, length in forms for piece in _pieces(text, length)]

    def is_in(self, text: str) -> bool:
        """Whether a part of the secret is in TEXT, with or without terminal sequences between its characters."""
        return self._is_among(_long_words(text))

    def _is_among(self, words: list[str]) -> bool:
        if not words:
            return False
        backwards = "\n".join(words)[::-1]
        return any(piece in backwards for piece in self._backwards)  # much faster than one expression of them all

    def is_in_bytes(self, data: bytes) -> bool:
        """Whether a part of the secret is in DATA: as ASCII or UTF-16, with or without tags between its characters."""
        narrow = data.replace(b"\0", b"")
        return any(self.is_in(reading.decode("latin-1")) for reading in (data, narrow, _TAGS.sub(b"", narrow)))

    def files(self, paths: Iterable[Path]) -> list[Path]:
        """Those of the files at PATHS that hold a part of the secret, or have it in their name."""
        return [path for path in paths if self.is_in(path.name) or self.is_in_bytes(path.read_bytes())]

    def holders(self) -> list[str]:
        """What in this process holds a part of the secret now: types of objects, each with those that hold it."""
        return [_description(item) for item in self.finds()]

    def finds(self) -> list[Any]:
        """The objects in this process that hold a part of the secret now. Let go of them before the next hunt."""
        telling = [item for item in _reachable() if type(item) in _TELLING]
        chunks = (telling[start : start + _CHUNK] for start in range(0, len(telling), _CHUNK))
        return [item for chunk in chunks if self._is_read_off_any(chunk) for item in chunk if self.is_read_off(item)]

    def _is_read_off_any(self, items: list[Any]) -> bool:
        return self._is_among([word for item in items for text in _texts(item) for word in _long_words(text)])

    def is_read_off(self, item: object) -> bool:
        """Whether a part of the secret can be read off ITEM: off its text, or off its elements in a row."""
        return any(map(self.is_in, _texts(item)))


def _forms(secret: str) -> Iterator[tuple[str, int]]:
    """The secret in every notation, each with the length of a piece that says as much as _PIECE characters do."""
    data = secret.encode()
    yield secret, _PIECE
    yield data.hex(), 2 * _PIECE
    yield data.hex().upper(), 2 * _PIECE
    for shift in range(3):  # base64 looks different at each of three places
        encoded = base64.b64encode(b"\0" * shift + data).decode()
        yield encoded[4:-4], _PIECE + 4
    yield base64.b64encode(data).decode()[:-4], _PIECE + 4


def _pieces(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text) - length + 1, length // 2)]


def _long_words(text: str) -> list[str]:
    """Most text has none, which is what makes a hunt through memory bearable."""
    words = _LONG_WORD.findall(text)
    return words + _LONG_WORD.findall(_ESCAPES.sub("", text)) if "\x1b" in text else words


def _reachable() -> list[Any]:
    """All objects that Python's memory management can get to, and what runs on every stack; each once."""
    # No comprehension, no lambda, and lists that do not hold themselves: a hunt must not keep what it has found.
    fresh = _variables()
    fresh = fresh + gc.get_objects()
    seen = dict(zip(map(id, fresh), fresh, strict=True))
    while fresh:
        referents = gc.get_referents(*fresh)
        for item in fresh:
            if isinstance(item, dict):  # whose keys, as long as all are text, are not said to be referred to
                referents.extend(dict.keys(item))
        found = dict(zip(map(id, referents), referents, strict=True))
        fresh = list(map(found.__getitem__, found.keys() - seen.keys()))
        seen.update(zip(map(id, fresh), fresh, strict=True))
    return list(seen.values())


def _variables() -> list[Any]:
    """The variables of all that runs: they are not among what a running frame refers to. Of the hunt itself, none."""
    stacks = sys._current_frames() | {threading.get_ident(): sys._getframe(3)}
    found: list[Any] = []
    for frame in stacks.values():
        caller: FrameType | None = frame
        while caller is not None:
            found += caller.f_locals.values()  # looked up anew, so that the frame forgets what it showed before
            caller = caller.f_back
    return found


def _texts(item: Any) -> Iterator[str]:
    """What can be read off ITEM: its own text, or that of its elements in a row, such as segments of a line."""
    match item:
        case str():
            yield item
        case bytes() | bytearray():
            yield item.decode("latin-1")
        case StringIO() | BytesIO():
            yield from () if item.closed else _texts(item.getvalue())
        case _ if 1 < len(item) < _LONG:
            yield "".join([_short_text(element) for element in [*item]])


def _short_text(element: Any) -> str:
    if isinstance(element, str):
        return element
    if isinstance(element, int) and 0 < element < 0x110000:  # a list of code points, or of bytes
        return chr(element)
    text = getattr(element, "text", "") if isinstance(element, tuple) else ""
    return text if isinstance(text, str) else ""


def _description(item: Any) -> str:
    """The type of ITEM and the types of what refers to it, two steps far; never what is in it."""
    steps, near = [type(item).__qualname__], [item]
    for _step in range(2):
        near = [holder for each in near[:4] for holder in gc.get_referrers(each) if _is_telling(holder)]
        steps.append(" or ".join(sorted({type(holder).__qualname__ for holder in near})))
    return " in ".join(filter(None, steps))


def _is_telling(holder: object) -> bool:
    return not isinstance(holder, FrameType | GeneratorType | list)
