"""Setting one variable of a `.env` file: what changes, what stays, and what is refused as unclear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.env_files import UnclearEnvFile, is_key, with_value


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (b"", b"KEY=new\n", None),
        (b"A=1\n", b"A=1\nKEY=new\n", None),
        (b"A=1", b"A=1\nKEY=new\n", None),
        (b"A=1\r\nB=2\r\n", b"A=1\r\nB=2\r\nKEY=new\r\n", None),
        (b"A=1\r\nB=2", b"A=1\r\nB=2\r\nKEY=new\r\n", None),
        (b"export A=1\n", b"export A=1\nexport KEY=new\n", None),
        (b"export A=1\nB=2\n", b"export A=1\nB=2\nKEY=new\n", None),
        (b"# KEY=old\n", b"# KEY=old\nKEY=new\n", None),
        (b"KEYS=1\nMY_KEY=2\nkey=3\n", b"KEYS=1\nMY_KEY=2\nkey=3\nKEY=new\n", None),
        (b"KEY=old\n", b"KEY=new\n", 1),
        (b"KEY=old", b"KEY=new", 1),
        (b"KEY=", b"KEY=new", 1),
        (b"A=1\nKEY=\nB=2\n", b"A=1\nKEY=new\nB=2\n", 2),
        (b"A=1\r\nKEY=old\r\nB=2\r\n", b"A=1\r\nKEY=new\r\nB=2\r\n", 2),
        (b"  export  KEY=old\n", b"  export  KEY=new\n", 1),
        (b"KEY = old\n", b"KEY = new\n", 1),
        (b"KEY=old # why\n", b"KEY=new # why\n", 1),
        (b"KEY= # why\n", b"KEY=new # why\n", 1),
        (b"KEY=old#1\n", b"KEY=new\n", 1),
        (b"KEY=two words  \n", b"KEY=new  \n", 1),
        (b'KEY="old"\n', b'KEY="new"\n', 1),
        (b"KEY='old' # why\r\n", b"KEY='new' # why\r\n", 1),
        (b'KEY="a \\" b"\n', b'KEY="new"\n', 1),
        (b'KEY="one\ntwo"\nA=1\n', b'KEY="new"\nA=1\n', 1),
        (b'A="x\nKEY=inside\n"\nKEY=old\n', b'A="x\nKEY=inside\n"\nKEY=new\n', 4),
        (b"A='x\nKEY=inside'\n", b"A='x\nKEY=inside'\nKEY=new\n", None),
        (b"\xef\xbb\xbfKEY=old\n", b"\xef\xbb\xbfKEY=new\n", 1),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbfKEY=new\n", None),
        (b"A=\xff\xfe\nKEY=old\n", b"A=\xff\xfe\nKEY=new\n", 2),
        (b"\n\n# end\n\n", b"\n\n# end\n\nKEY=new\n", None),
    ],
    ids=repr,
)
def test_one_line_changes(before: bytes, after: bytes, line: int | None) -> None:
    """The variable's line is replaced where there is one and added where there is none; all else stays."""
    assert with_value(before, "KEY", "new") == (after, line)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"KEY=1\nA=2\nexport KEY=3\n", "KEY stands there more than once (lines 1, 3)."),
        (b"A=1\nB='open\nKEY=1\n", "The quote that line 2 opens is never closed."),
        (b"KEY=\"old\"'more'\n", "Line 1 goes on after its value."),
        (b'KEY="old"#no comment\n', "Line 1 goes on after its value."),
        (b"KEY=old\\\nmore\n", "Line 1 goes on after its value."),
        (b"A=1 \\\nKEY=old\n", "Line 1 ends in a backslash."),
        (b"A=1 \\\n", "Line 1 ends in a backslash."),
        (b"A=1 \\", "Line 1 ends in a backslash."),
        (b"K\0E\0Y\0=\0", "It is no text."),
    ],
    ids=repr,
)
def test_what_can_be_read_in_two_ways_is_refused(content: bytes, why: str) -> None:
    """Where a shell and a library would disagree, nothing is guessed."""
    with pytest.raises(UnclearEnvFile) as error:
        with_value(content, "KEY", "new")
    assert str(error.value) == why


@pytest.mark.parametrize("key", ["KEY", "_", "a1", "GH_TOKEN"])
def test_names_of_variables(key: str) -> None:
    """Letters, digits and underscores."""
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "1A", "A-B", "A.B", "A B", "A=B", "A\n", "É", "A\nB=1"])
def test_what_is_no_name(key: str) -> None:
    """Nothing that a shell would take for something else, and nothing that could begin a line of its own."""
    assert not is_key(key)


_LINES = st.lists(
    st.sampled_from(["A=1", "export B=two words", "# c", "", "C='q'", 'D="q" # c', "KEYS=1", "  E = 5", "text"]),
    max_size=6,
)


@given(_LINES, _LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "export "]))
def test_a_replaced_line_is_the_only_change(above: list[str], below: list[str], end: str, prefix: str) -> None:
    """Whatever stands above and below it, before and after a second time, is there byte for byte."""

    def file(value: str) -> bytes:
        return "".join(f"{line}{end}" for line in (*above, f"{prefix}KEY={value}", *below)).encode()

    assert with_value(file("old"), "KEY", "new") == (file("new"), len(above) + 1)


@given(_LINES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_was_added_is_replaced_the_next_time(lines: list[str], end: str, is_closed: bool) -> None:
    """Adding keeps all that was there as the beginning, and the second time finds what the first one wrote."""
    content = end.join(lines).encode() + (end.encode() if is_closed else b"")
    once, line = with_value(content, "KEY", "new")
    assert line is None
    assert once.startswith(content)
    twice, line = with_value(once, "KEY", "newer")
    assert line is not None
    assert twice.replace(b"newer", b"new") == once
