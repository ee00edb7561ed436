"""Files of environment variables (`.env`): setting one variable, and leaving every other byte as it is.

What a shell and the dotenv libraries would read in different ways is refused, rather than guessed at.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pat_tui.i18n import _

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_HEAD = re.compile(rb"[ \t]*(?P<export>export[ \t]+)?(?P<key>[A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=(?:[ \t]+(?=[^\s#]))?")
_BARE = re.compile(rb"(?P<value>.*?)(?P<rest>[ \t\r]*(?:[ \t]#[^\n]*)?\n?)", re.DOTALL)
_REST = re.compile(rb"(?:[ \t]+#[^\n]*|[ \t\r]*)\n?")
_CLOSING = {
    b'"': re.compile(rb'(?:[^"\\]|\\.)*"', re.DOTALL),
    b"'": re.compile(rb"[^']*'"),
    b"`": re.compile(rb"[^`]*`"),
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class UnclearEnvFile(ValueError):
    """A file that may be read in more than one way. The text says where."""


class _Assignment(NamedTuple):
    line: int
    """Counted from 1."""
    key: bytes
    is_exported: bool
    begin: int
    """Where the line begins."""
    start: int
    """Where the value begins, its quote included."""
    end: int
    """Where it ends."""
    quote: bytes
    after: int
    """Where the next line begins."""


def is_key(key: str) -> bool:
    """Whether KEY is a name that a shell takes for a variable."""
    return _KEY.fullmatch(key) is not None


def with_value(content: bytes, key: str, value: str) -> tuple[bytes, int | None]:
    """CONTENT with KEY set to VALUE, which needs no quotes, and the line that was replaced; None if it was added.

    The line keeps its `export`, its quotes, its comment and its line end; a new one is written as the others are.
    Raises UnclearEnvFile.
    """
    if b"\0" in content:
        raise UnclearEnvFile(_("It is no text."))
    assignments = list(_assignments(content))
    found = [each for each in assignments if each.key == key.encode()]
    if len(found) > 1:
        lines = ", ".join(str(each.line) for each in found)
        raise UnclearEnvFile(_("{key} stands there more than once (lines {lines}).").format(key=key, lines=lines))
    above = content[: found[0].begin] if found else content
    if (continued := _continued(above)) is not None:
        raise UnclearEnvFile(_("Line {line} ends in a backslash.").format(line=continued))
    if found:
        return _replaced(content, found[0], value.encode()), found[0].line
    return _added(content, assignments, f"{key}={value}".encode()), None


def _replaced(content: bytes, old: _Assignment, value: bytes) -> bytes:
    rest = content[old.end : old.after]
    if not _REST.fullmatch(rest) or content[: old.after].rstrip(b"\r\n").endswith(b"\\"):
        raise UnclearEnvFile(_("Line {line} goes on after its value.").format(line=old.line))
    return content[: old.start] + old.quote + value + old.quote + content[old.end :]


def _added(content: bytes, assignments: list[_Assignment], line: bytes) -> bytes:
    ends = [match[0] for match in re.finditer(rb"\r?\n", content)]
    end = ends[-1] if ends else b"\n"
    is_open = bool(content.removeprefix(_BYTE_ORDER_MARK)) and not content.endswith(b"\n")
    exports = bool(assignments) and all(each.is_exported for each in assignments)
    return content + (end if is_open else b"") + (b"export " if exports else b"") + line + end


def _continued(above: bytes) -> int | None:
    """The number of the last line of ABOVE, if it ends in a backslash and is no comment."""
    lines = _LINE.findall(above)
    if lines and lines[-1].rstrip(b"\r\n").endswith(b"\\") and not lines[-1].lstrip().startswith(b"#"):
        return len(lines)
    return None


def _assignments(content: bytes) -> Iterator[_Assignment]:
    """Every assignment that does not stand inside the quotes of another one. Raises UnclearEnvFile."""
    place = len(_BYTE_ORDER_MARK) if content.startswith(_BYTE_ORDER_MARK) else 0
    while match := _LINE.match(content, place):
        after = match.end()
        if head := _HEAD.match(content, place, after):
            assignment = _assignment(content, head, after)
            yield assignment
            after = assignment.after
        place = after


def _assignment(content: bytes, head: re.Match[bytes], after: int) -> _Assignment:
    line, start = content.count(b"\n", 0, head.start()) + 1, head.end()
    quote = content[start : start + 1]
    if quote in _CLOSING:
        closed = _CLOSING[quote].match(content, start + 1)
        if closed is None:
            raise UnclearEnvFile(_("The quote that line {line} opens is never closed.").format(line=line))
        end = closed.end()
        rest = _LINE.match(content, end)
        after = rest.end() if rest else end
    else:
        quote = b""
        bare = _BARE.fullmatch(content, start, after)
        end = bare.start("rest") if bare else after
    return _Assignment(line, head["key"], head["export"] is not None, head.start(), start, end, quote, after)
