"""The report of a push: our reasons in place of git's, and everything else untouched."""

from hypothesis import given
from hypothesis import strategies as st

from pat_tui.gateway.report_status import ReportRewriter

DECLINED = b"pre-receive hook declined"


def packet(payload: bytes) -> bytes:
    """PAYLOAD as a pkt-line."""
    return b"%04x" % (len(payload) + 4) + payload


def banded(data: bytes, size: int = 40) -> bytes:
    """DATA in packets of band 1, cut at SIZE."""
    return b"".join(packet(b"\x01" + data[at : at + size]) for at in range(0, len(data), size))


def unbanded(data: bytes) -> bytes:
    """What stands in the packets of band 1, one after the other."""
    found, at = b"", 0
    while at < len(data):
        length = max(int(data[at : at + 4], 16), 4)
        if data[at + 4 : at + 5] == b"\x01":
            found += data[at + 5 : at + length]
        at += length
    return found


def rewritten(data: bytes, reasons: dict[bytes, bytes], cut: int = 7, farewell: str = "") -> bytes:
    """What the client gets when git says DATA, a few bytes at a time."""
    rewriter = ReportRewriter(lambda: reasons, farewell)
    return b"".join(rewriter.feed(data[at : at + cut]) for at in range(0, len(data), cut)) + rewriter.finish()


def report(reasons: dict[bytes, bytes]) -> bytes:
    """A report in which each reference has its reason; accepted where that is empty."""
    lines = [
        packet(b"ng " + name + b" " + why + b"\n" if why else b"ok " + name + b"\n") for name, why in reasons.items()
    ]
    return packet(b"unpack ok\n") + b"".join(lines) + b"0000"


NAMES = [f"refs/heads/b{number}".encode() for number in range(5)]


def test_our_reasons() -> None:
    """A declined reference gets its reason; others keep theirs."""
    said = report(
        {
            NAMES[0]: DECLINED,
            NAMES[1]: b"",
            NAMES[2]: b"hook declined",
            NAMES[3]: b"non-fast-forward",
            NAMES[4]: DECLINED,
        }
    )
    got = rewritten(
        packet(b"\x02talk") + banded(said) + b"0000", {NAMES[0]: b"because", NAMES[2]: b"since", NAMES[3]: b"no"}
    )
    wanted = report(
        {NAMES[0]: b"because", NAMES[1]: b"", NAMES[2]: b"since", NAMES[3]: b"non-fast-forward", NAMES[4]: DECLINED}
    )
    assert unbanded(got) == wanted
    assert got.startswith(packet(b"\x02talk"))
    assert got.endswith(b"0000")


def test_without_a_side_band() -> None:
    """A client that wants no side band gets the lines as they are."""
    assert rewritten(report({NAMES[0]: DECLINED}), {NAMES[0]: b"because"}) == report({NAMES[0]: b"because"})


def test_a_long_report() -> None:
    """Thousands of references fit, in packets that are not too long."""
    names = [f"refs/tags/{number:05}".encode() for number in range(3000)]
    got = rewritten(banded(report(dict.fromkeys(names, DECLINED)), 60_000), dict.fromkeys(names, b"r" * 100), 65_536)
    assert unbanded(got) == report(dict.fromkeys(names, b"r" * 100))


@given(st.binary(max_size=300), st.integers(1, 40))
def test_noise_goes_through(data: bytes, cut: int) -> None:
    """What is no report is not held back and not lost."""
    assert sorted(rewritten(b"zzzz" + data, {}, cut)) == sorted(b"zzzz" + data)


@given(st.lists(st.sampled_from([*range(5)]), max_size=8), st.integers(5, 60), st.integers(1, 90))
def test_any_cut(picks: list[int], size: int, cut: int) -> None:
    """However git cuts its packets and the pipe its bytes, the report is the same."""
    reasons = {NAMES[pick]: DECLINED for pick in picks}
    said = report(reasons)
    assert unbanded(rewritten(banded(said, size) + b"0000", dict.fromkeys(NAMES, b"x"), cut)) == report(
        dict.fromkeys(reasons, b"x")
    )


@given(st.integers(5, 60), st.integers(1, 90))
def test_a_farewell(size: int, cut: int) -> None:
    """After a push that was accepted as a whole comes a word for the person, before the end; the report is the same."""
    said = report(dict.fromkeys(NAMES, b""))
    got = rewritten(banded(said, size) + b"0000", {}, cut, "Goodbye\n")
    assert got.endswith(packet(b"\x02Goodbye\n") + b"0000")
    assert unbanded(got) == said


def test_no_farewell() -> None:
    """None after a push of which something was refused or that did not arrive, and none without a side band."""
    accepted, refused = report({NAMES[0]: b""}), report({NAMES[0]: b"", NAMES[1]: b"non-fast-forward"})
    broken = packet(b"unpack index-pack abnormal exit\n") + packet(b"ng refs/heads/main unpacker error\n") + b"0000"
    for said in (banded(refused) + b"0000", banded(broken) + b"0000", accepted, b"", b"0000"):
        got = rewritten(said, {}, farewell="Goodbye\n")
        assert unbanded(got) == unbanded(said)
        assert b"Goodbye" not in got
