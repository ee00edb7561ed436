"""The reader of keys reads as Textual's does, and forgets what was pasted."""

import gc
from types import ModuleType

import pytest
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.events import Key, Paste

from pat_tui.tui.forgetful_parser import ForgetfulParser, replace_parser

PASTE = "\x1b[200~{}\x1b[201~"
INPUTS = [
    "plain keys",
    PASTE.format("pasted"),
    PASTE.format("one") + PASTE.format("two") + "x",
    "a" + PASTE.format("") + "\x1b[A",
    PASTE.format("line\nline\x1b[31m"),
    "\x1b[A\x1bOP\x1b[1;5C\x1b[<0;3;4M" + PASTE.format("日本") + "\x1b[<0;3;4m\x1b[B",
    PASTE.format("one") + "\x1b\x1b[A",
    "\x1b[200~never ended",
]


def _read(parser: XTermParser, *pieces: str) -> list[str]:
    read = [str(event) for piece in pieces for event in parser.feed(piece)]
    return read + [str(event) for event in parser.feed("")]


@pytest.mark.parametrize("text", INPUTS, ids=ascii)
def test_reads_what_textual_reads(text: str) -> None:
    """Keys, mouse, and pastes come out as from Textual's own, however the input is cut."""
    expected = _read(XTermParser(), text)
    assert _read(ForgetfulParser(), text) == expected
    assert _read(ForgetfulParser(), *text) == expected


def test_a_lone_escape_after_a_paste() -> None:
    """The time after which Esc is only Esc runs as before."""
    parser = ForgetfulParser()
    assert [type(event) for event in parser.feed(PASTE.format("pasted") + "\x1b")] == [Paste]
    parser._timeout_time = 0
    assert [event.key for event in parser.tick() if isinstance(event, Key)] == ["escape"]
    assert [event.key for event in parser.feed("q") if isinstance(event, Key)] == ["q"]


def test_it_ends_once() -> None:
    """After its end it takes nothing more, like Textual's."""
    parser = ForgetfulParser()
    assert _read(parser, PASTE.format("pasted"))
    with pytest.raises(ParseError, match="end of file"):
        list(parser.feed("x"))


def test_what_was_pasted_is_gone() -> None:
    """Textual's parser keeps the last paste; after this one's, nothing refers to it any more."""
    for parser, is_kept in ((XTermParser(), True), (ForgetfulParser(), False)):
        (event,) = parser.feed(PASTE.format("".join(["hun", "ter2"])))
        assert isinstance(event, Paste)
        text = event.text
        del event
        holders = [holder for holder in gc.get_referrers(text) if type(holder).__name__ == "generator"]
        assert bool(holders) is is_kept


def test_drivers_are_given_it() -> None:
    """Textual's driver still takes its parser from where it is replaced; a driver without one is left alone."""
    assert vars(linux_driver)["XTermParser"] in (XTermParser, ForgetfulParser)
    driver = ModuleType("driver")
    replace_parser(driver)
    assert not hasattr(driver, "XTermParser")
    vars(driver)["XTermParser"] = XTermParser
    replace_parser(driver)
    assert vars(driver)["XTermParser"] is ForgetfulParser
