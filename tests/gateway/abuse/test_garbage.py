"""What is no Git protocol at all, or nearly is one."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateway.raw import post
from tests.gateway.worlds import World, commit, git, references


def packet(payload: bytes) -> bytes:
    """PAYLOAD as a pkt-line."""
    return b"%04x" % (len(payload) + 4) + payload


ZERO = b"0" * 40
LINES = st.one_of(
    st.binary(max_size=80).map(packet),
    st.sampled_from(
        [
            b"0000",
            b"0001",
            b"0002",
            b"0003",
            b"0004",
            b"ffff",
            b"zzzz",
            b"-001",
            packet(b"want " + b"1" * 40 + b"\n"),
            packet(b"want " + ZERO + b" multi_ack side-band-64k ofs-delta\n"),
            packet(b"have " + b"2" * 40 + b"\n"),
            packet(b"done\n"),
            packet(b"deepen 999999999999\n"),
            packet(b"filter sparse:path=/etc/passwd\n"),
            packet(b"command=ls-refs\n"),
            packet(b"command=object-info\n"),
            packet(b"shallow " + b"3" * 40),
            packet(ZERO + b" " + b"4" * 40 + b" refs/heads/main\0report-status side-band-64k"),
            packet(ZERO + b" " + b"4" * 40 + b" refs/heads/../../config\0report-status"),
            packet(b"5" * 40 + b" " + ZERO + b" HEAD\0report-status"),
            packet(b"push-cert\0report-status"),
            b"PACK\0\0\0\2\0\0\0\0",
            b"PACK\0\0\0\2\xff\xff\xff\xff" + b"x" * 40,
        ]
    ),
)


def test_noise(world: World, tmp_path: Path) -> None:
    """Whatever is sent, there is an answer, no error of the gateway's, and the repository stays whole."""
    folder = world.repository("mona/new")
    secret = world.fine_grained()
    commit(tmp_path / "work", {"a": b"1"})
    git("push", "-q", world.url("mona/new", secret), "main", cwd=tmp_path / "work")
    before = references(folder)

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(["upload-pack", "receive-pack"]),
        st.lists(LINES, max_size=8),
        st.sampled_from(["", "version=2"]),
    )
    def send(service: str, lines: list[bytes], protocol: str) -> None:
        status, _answer = post(world, service, b"".join(lines), secret, Git_Protocol=protocol)
        assert status in {200, 400}

    send()
    assert references(folder) == before
    assert not [line for line in world.lines(1) if "error" in line]
    assert git("--git-dir", str(folder), "fsck").stderr == ""
    assert not list((folder / "objects").glob("tmp_*"))


def test_a_hundred_thousand_references(world: World, tmp_path: Path) -> None:
    """They are refused in one sentence, every one of them, and none is there."""
    folder = world.repository("mona/new")
    secret = world.classic("repo", "workflow")
    head = commit(tmp_path / "work", {"a": b"1"}).encode()
    git("push", "-q", world.url("mona/new", secret), "main", cwd=tmp_path / "work")
    names = [b"refs/heads/n%06d" % number for number in range(100_000)]
    first, *others = [ZERO + b" " + head + b" " + name for name in names]
    lines = [packet(first + b"\0report-status side-band-64k"), *map(packet, others)]
    empty = bytes.fromhex("5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e")
    status, answer = post(world, "receive-pack", b"".join(lines) + b"0000" + empty, secret)
    assert status == 200
    assert b"A push may change 20000 references at most; this one changes 100000." in answer
    assert answer.count(b"too many references in one push") > 99_000
    assert list(references(folder)) == ["refs/heads/main"]
