"""What a terminal shows after some bytes, and what it answers to the questions among them."""

import re

import pyte

_TOKEN = re.compile(
    rb"\x1b\[(?P<params>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"  # CSI
    rb"|\x1b[\]PX^_](?P<string>[^\x07\x1b]*)(?:\x07|\x1b\\)"  # OSC, DCS, SOS, PM, APC
    rb"|\x1b[ -/]+[0-~]|\x1b[0-OQ-WYZ\\`-~]"  # the short ones
    rb"|[^\x1b]+|\x1b"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)?\Z")
_PRIVATE_MODES = (b"h", b"l")
_ALTERNATE_SCREEN = (b"?1049", b"?1047", b"?47")
_MODES = {b"?2026": b"2"}
"""What DECRQM is told: synchronized output is known and off; 0, not known, for every other mode."""


class Emulator:
    """A terminal like today's common ones, without the kitty keyboard protocol.

    pyte does the work. What it does not know (it would print the rest as text, or fail) never reaches it, and the
    alternate screen, which it lacks, is a second one of its own.
    """

    def __init__(self, cols: int, rows: int) -> None:
        self.cols = cols
        self._pending = b""
        self._main = pyte.Screen(cols, rows)
        self._shown = self._main
        self._stream = pyte.ByteStream(self._main)

    def lines(self) -> list[str]:
        """The rows, without the blanks at their ends."""
        return [line.rstrip() for line in self._shown.display]

    def resize(self, cols: int, rows: int) -> None:
        """Change the size to COLS by ROWS cells."""
        self.cols = cols
        for screen in {self._main, self._shown}:
            screen.resize(rows, cols)

    def feed(self, data: bytes) -> bytes:
        """Take in DATA, whose sequences may be cut anywhere, and return what the terminal answers."""
        data = self._pending + data
        unfinished = _UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._pending = data[end:]
        return b"".join(self._take(token) for token in _TOKEN.finditer(data[:end]))

    def _take(self, token: re.Match[bytes]) -> bytes:
        if token["string"] is not None:
            return b""
        if token["final"] is None:
            self._stream.feed(token[0])
            return b""
        return self._control(token[0], token["params"], token["between"], token["final"])

    def _control(self, sequence: bytes, params: bytes, between: bytes, final: bytes) -> bytes:
        if final in _PRIVATE_MODES and params in _ALTERNATE_SCREEN:
            self._switch(pyte.Screen(self.cols, self._main.lines) if final == b"h" else self._main)
        elif between == b"$" and final == b"p":
            return b"\x1b[%b;%b$y" % (params, _MODES.get(params, b"0"))
        elif final == b"c" and not between and params in (b"", b"0"):
            return b"\x1b[?62;22c"
        elif final == b"n" and not between:
            return self._status(params)
        elif _is_known(params, between, final):
            self._stream.feed(sequence)
        return b""

    def _status(self, params: bytes) -> bytes:
        cursor = self._shown.cursor
        return {b"5": b"\x1b[0n", b"6": b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1)}.get(params, b"")

    def _switch(self, screen: pyte.Screen) -> None:
        self._stream.detach(self._shown)
        self._stream.attach(screen)
        self._shown = screen


def _is_known(params: bytes, between: bytes, final: bytes) -> bool:
    if between or re.search(rb"[:<=>]", params) or final.decode() not in pyte.Stream.csi:
        return False
    return final in _PRIVATE_MODES or not params.startswith(b"?")
