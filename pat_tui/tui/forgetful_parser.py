"""Textual's reader of keys, but for one thing: it does not keep what was pasted last until the next paste."""

from collections.abc import Generator
from types import ModuleType

from textual._parser import ParseError, Peek1, Read1, TokenCallback
from textual._xterm_parser import XTermParser
from textual.events import Paste
from textual.message import Message


class ForgetfulParser(XTermParser):
    """Starts reading anew after each paste: the variables of the reading before, and the pasted text, are gone."""

    def parse(self, token_callback: TokenCallback[Message]) -> Generator[Read1 | Peek1, str, None]:
        """Read as Textual does, and pass what was read to TOKEN_CALLBACK."""
        has_pasted = False

        def pass_on(token: Message) -> None:
            nonlocal has_pasted
            has_pasted = has_pasted or isinstance(token, Paste)
            token_callback(token)

        reading = super().parse(pass_on)
        awaited = next(reading)
        while True:
            try:
                character, news = (yield awaited), None
            except ParseError as error:  # the time is up, or there is nothing more to come
                character, news = "", error
            try:
                awaited = reading.send(character) if news is None else reading.throw(news)
            except StopIteration:
                return
            if has_pasted:  # between two characters, where every reading starts
                has_pasted, reading = False, super().parse(pass_on)
                awaited = next(reading)


def replace_parser(driver: ModuleType) -> None:
    """Let the driver that the module DRIVER holds read with a ForgetfulParser."""
    if getattr(driver, "XTermParser", None) is XTermParser:
        vars(driver)["XTermParser"] = ForgetfulParser
