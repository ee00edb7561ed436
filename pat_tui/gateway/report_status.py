"""The report at the end of a push, with the reasons of our hook in place of git's `pre-receive hook declined`.

Git sends pkt-lines; with a side band, those of the report stand inside of those of band 1, cut anywhere. Whatever does
not parse goes through as it is.
"""

from collections.abc import Callable, Mapping

_DECLINED = (b"pre-receive hook declined", b"hook declined")
_FLUSH = b"0000"
_MOST = 65515
"""Bytes in one packet of a side band, without length and band."""

Reasons = Callable[[], Mapping[bytes, bytes]]
"""Gives, once the report begins, the reason for each refused reference."""


class ReportRewriter:
    """Takes what git sends and gives what the client is to get."""

    def __init__(self, reasons: Reasons, farewell: str = "") -> None:
        """FAREWELL, whole lines, is for the person at git once all has been accepted. It takes a side band."""
        self._reasons = reasons
        self._farewell = farewell.encode()
        self._has_band = self._is_refused = False
        self._found: Mapping[bytes, bytes] | None = None
        self._buffer = b""
        self._report = b""
        self._is_raw = False

    def feed(self, data: bytes) -> bytes:
        """What to send for DATA; may be empty, or more than DATA."""
        if self._is_raw:
            return data
        packets, self._buffer, self._is_raw = _packets(self._buffer + data)
        out = b"".join([self._rewritten(packet) for packet in packets])
        return out + self.finish() if self._is_raw else out

    def finish(self) -> bytes:
        """What is left at the end."""
        left, self._buffer = self._flushed() + self._buffer, b""
        return left

    def _rewritten(self, packet: bytes) -> bytes:
        band = packet[4:5]
        if band == b"\x01":
            self._has_band = True
            return self._of_report(packet[5:])
        if band in (b"\x02", b"\x03"):
            return packet
        if packet == _FLUSH and self._has_band and not self._is_refused:
            return self._flushed() + _banded(self._farewell, b"\x02") + packet
        return self._flushed() + self._line(packet)  # no side band, or the flush at the end

    def _of_report(self, data: bytes) -> bytes:
        """The lines of the report that are there as a whole after DATA, in packets of band 1."""
        lines, self._report, is_broken = _packets(self._report + data)
        out = b"".join([self._line(line) for line in lines])
        if is_broken:
            out += self._report
            self._report = b""
        return _banded(out)

    def _flushed(self) -> bytes:
        report, self._report = self._report, b""
        return _banded(report)

    def _line(self, packet: bytes) -> bytes:
        """PACKET, a line of the report, with our reason if it is one of git's about our hook."""
        kind, _space, rest = packet[4:].partition(b" ")
        reference, _space, reason = rest.rstrip(b"\n").partition(b" ")
        self._is_refused |= kind == b"ng" or (kind == b"unpack" and reference != b"ok")
        if kind != b"ng" or reason not in _DECLINED:
            return packet
        if self._found is None:
            self._found = self._reasons()
        if reference not in self._found:
            return packet
        text = b"ng " + reference + b" " + self._found[reference] + b"\n"
        return b"%04x" % (len(text) + 4) + text


def _banded(data: bytes, band: bytes = b"\x01") -> bytes:
    pieces = (data[at : at + _MOST] for at in range(0, len(data), _MOST))
    return b"".join(b"%04x" % (len(piece) + 5) + band + piece for piece in pieces)


def _packets(data: bytes) -> tuple[list[bytes], bytes, bool]:
    """The whole packets that DATA begins with, each with its length; the rest; and whether that is none."""
    packets: list[bytes] = []
    at = 0
    while len(data) - at >= 4:
        length = _length(data[at : at + 4])
        if length is None:
            return packets, data[at:], True
        length = max(length, 4)  # 0 to 3 are packets that only separate
        if len(data) - at < length:
            break
        packets.append(data[at : at + length])
        at += length
    return packets, data[at:], False


def _length(digits: bytes) -> int | None:
    try:
        return int(digits, 16) if digits.isalnum() else None
    except ValueError:
        return None
