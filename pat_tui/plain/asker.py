"""Saying lines and asking questions over two streams: all that plain mode does to a terminal."""

from collections.abc import Callable, Mapping, Sequence
from typing import TextIO, TypeVar

from pat_tui.i18n import _
from pat_tui.plain.echo import without_echo
from pat_tui.plain.lines import USUAL_WIDTH, broken, spoken
from pat_tui.wording.option import Option

T = TypeVar("T")

HELP, BACK, CANCEL, YES = ("help", "?"), "back", "cancel", "yes"
"""Commands are the same in every language."""
RESERVED = (*HELP, BACK, CANCEL)
INDENT = "   "
ROOM = 8
"""Cells that a prompt leaves free behind it, so that an answer does not begin at the very edge."""


class Back(Exception):
    """The person wants to go one step back: by `back`, or by the end of input (Ctrl+D)."""


class Cancelled(Exception):
    """The person gives up what is being asked: by `cancel`, or by Ctrl+C."""


class TerminalGone(Exception):
    """Nothing can be written any more."""


Words = Mapping[str, Callable[[], None]]
"""What else a question understands, and what it does then before asking again."""


class Asker:
    """Says and asks. Everything said is made harmless, and broken between words."""

    def __init__(self, source: TextIO, sink: TextIO, width: Callable[[], int] = lambda: USUAL_WIDTH) -> None:
        """Read lines from SOURCE and write to SINK, whose WIDTH in cells is asked for with every line."""
        self._source = source
        self._sink = sink
        self._width = width

    # Saying

    def say(self, text: str = "") -> None:
        """Say TEXT; each of its lines starts anew, and goes on indented where it has no room."""
        for line in text.split("\n"):
            self._write("\n".join(broken(spoken(line), self._width(), INDENT)) + "\n")

    def heading(self, text: str) -> None:
        """Begin a screen: an empty line, then TEXT."""
        self.say()
        self.say(text)

    def item(self, number: int, text: str) -> None:
        """Say TEXT, one of several to choose from, as the one of that NUMBER."""
        self.say(f"{number}. {text}")

    def show(self, text: str) -> None:
        """Write TEXT, which holds nothing harmful, on a line of its own, unbroken however long it is."""
        self._write(text + "\n")

    # Asking

    def command(self, prompt: str) -> str:
        """The line that is typed after PROMPT, without blanks at its ends. Raises Back; KeyboardInterrupt passes."""
        return self._read(prompt)

    def ask(self, label: str, default: str = "", *, help_text: str = "", words: Words | None = None) -> str:
        """What is typed as LABEL, without blanks at its ends; DEFAULT, which stands in brackets, for nothing.

        `?` says HELP_TEXT, one of WORDS does what it stands for, and the question comes again. A word in double quotes
        is taken as it is. Raises Back, Cancelled.
        """
        known = words or {}
        prompt = _("{label} [{default}]").format(label=label, default=default) if default else label
        while True:
            try:
                answer = self._read(prompt)
            except KeyboardInterrupt:
                raise Cancelled from None
            word = answer.lower()
            if word == BACK:
                raise Back
            if word == CANCEL:
                raise Cancelled
            if word in HELP:
                self._explain(help_text, known)
            elif word in known:
                known[word]()
            else:
                return _unquoted(answer, (*RESERVED, *known)) or default

    def choose(self, title: str, options: Sequence[Option[T]], chosen: T | None, *, help_text: str = "") -> T:
        """Which of OPTIONS, under TITLE and numbered from 1, the person wants; CHOSEN is the default.

        A number or the beginning of a label will do. Raises Back, Cancelled.
        """
        self.say(title)
        for number, option in enumerate(options, 1):
            words = _("{label}: {hint}") if option.hint else "{label}"
            self.item(number, words.format(label=option.label, hint=option.hint))
        default = next((str(number) for number, option in enumerate(options, 1) if option.value == chosen), "")
        while True:
            answer = self.ask(_("Number"), default, help_text=help_text)
            found = _named(answer, options)
            if found is not None:
                return found.value
            self.say(_("There is no such choice. Type a number from 1 to {last}.").format(last=len(options)))

    def confirm(self, question: str) -> bool:
        """Whether the person types `yes` to QUESTION; anything else is no. Raises Back, Cancelled."""
        prompt = _("{question} Type {yes} to confirm").format(question=question, yes=YES)
        return self.ask(prompt, _("no")).lower() == YES

    def hidden(self, label: str) -> str:
        """What is typed as LABEL while the terminal shows nothing of it. Raises Back, Cancelled."""
        with without_echo(self._source):
            try:
                return self._read(label)
            except KeyboardInterrupt:
                raise Cancelled from None
            finally:
                self._write("\n")

    def _explain(self, help_text: str, words: Words) -> None:
        if help_text:
            self.say(help_text)
        for word in words:
            self.say(_("Also understood: {word}.").format(word=word))
        always = _(
            "Enter keeps what stands in brackets. {back} or Ctrl+D goes back, {cancel} or Ctrl+C gives up. "
            "A word in double quotes is taken as it is."
        )
        self.say(always.format(back=BACK, cancel=CANCEL))

    def _read(self, prompt: str) -> str:
        lines = broken(_("{prompt}:").format(prompt=prompt), self._width() - ROOM, INDENT)
        self._write("\n".join(lines) + " ")
        try:
            line = self._source.readline()
        except KeyboardInterrupt:
            self._write("\n")
            raise
        except (OSError, ValueError):  # the terminal is gone, or the stream is closed
            line = ""
        if not line.endswith("\n"):  # the key that ends input leaves the cursor where it is
            self._write("\n")
        if not line:
            raise Back
        return line.strip()

    def _write(self, text: str) -> None:
        try:
            self._sink.write(text)
            self._sink.flush()
        except (OSError, ValueError) as error:
            raise TerminalGone from error


def _unquoted(answer: str, words: Sequence[str]) -> str:
    """ANSWER without the double quotes around one of WORDS, which keep it from being understood as such."""
    inner = answer[1:-1]
    return inner if len(answer) > 2 and answer == f'"{inner}"' and inner.lower() in words else answer


def _named(answer: str, options: Sequence[Option[T]]) -> Option[T] | None:
    """The one of OPTIONS that ANSWER names: by its number, or by the beginning of its label if no other has that."""
    if answer.isascii() and answer.isdecimal() and len(answer) < 6:
        number = int(answer)
        return options[number - 1] if 1 <= number <= len(options) else None
    wanted = answer.lower()
    exact = [option for option in options if option.label.lower() == wanted]
    found = exact or [option for option in options if wanted and option.label.lower().startswith(wanted)]
    return found[0] if len(found) == 1 else None
