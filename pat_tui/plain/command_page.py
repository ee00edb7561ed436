"""A page that says something and then takes commands."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.i18n import _
from pat_tui.plain.asker import HELP, Back, Cancelled
from pat_tui.plain.desk import LEAVE, MENU, STAY, UP, Desk, Move, Page


class Command(NamedTuple):
    """What can be done on a page."""

    name: str
    does: str
    """What it does, for the help."""
    run: Callable[[str], Move]
    """Takes what is typed behind the name."""


class CommandPage(Page):
    """Says its content on entering, and again on an empty line; then obeys, command by command."""

    help_text = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._is_said = False

    @abstractmethod
    def heading(self) -> str:
        """The first line."""

    @abstractmethod
    def content(self) -> None:
        """Say what stands below the heading. Raises PatTuiError."""

    @abstractmethod
    def commands(self) -> Iterator[Command]:
        """What can be done here, beside what can be done everywhere."""

    def number(self, number: int) -> Move:
        """Do what a NUMBER alone means here."""
        self.asker.say(_("There is no {number} here.").format(number=number))
        return STAY

    def other(self, text: str) -> Move | None:
        """Do what TEXT means that is no command; None where it means nothing."""
        return None

    def may_leave(self) -> bool:
        """Whether the page can be left; it may ask. Raises Back to leave."""
        return True

    def returned(self) -> None:
        """Say everything anew."""
        self._is_said = False

    def again(self) -> Move:
        """Stay, and say everything anew: something has changed."""
        self._is_said = False
        return STAY

    def visit(self) -> Move:
        """Say what is there, and obey one command."""
        if not self._is_said:
            self._is_said = True
            self.asker.heading(self.heading())
            self.content()
            self._say_commands()
        try:
            typed = self.asker.command(_("Command"))
        except Back:
            typed = "back"
        try:
            return self._obey(typed)
        except (Back, Cancelled):
            self.asker.say(_("Cancelled. Nothing has been changed."))
        except InvalidInput as error:
            for words in error.errors.values():
                self.asker.say(words)
        except PatTuiError as error:
            self.asker.say(str(error))
        return STAY

    def _obey(self, typed: str) -> Move:
        if not typed:
            return self.again()
        if typed.isascii() and typed.isdecimal() and len(typed) < 8:
            return self.number(int(typed))
        word, _blank, rest = typed.partition(" ")
        if word.lower() in HELP:
            self._help()
            return STAY
        found = self._named(word.lower())
        if len(found) == 1:
            return found[0].run(rest.strip())
        if found:
            names = ", ".join(command.name for command in found)
            self.asker.say(_("“{text}” could mean: {names}.").format(text=word, names=names))
            return STAY
        move = self.other(typed)
        if move is None:
            self.asker.say(_("“{text}” is no command here. Type help to hear what there is.").format(text=typed))
        return STAY if move is None else move

    def _named(self, word: str) -> list[Command]:
        """The command called WORD, or those that begin so."""
        known = self._known()
        return [known[word]] if word in known else [known[name] for name in known if name.startswith(word)]

    def _known(self) -> dict[str, Command]:
        """What can be done here, by name."""
        return {command.name: command for command in (*self.commands(), *self._everywhere())}

    def _everywhere(self) -> Iterator[Command]:
        yield Command("back", _("goes one page back, as Ctrl+D does"), lambda _rest: self._go(UP))
        yield Command("menu", _("goes to the main menu"), lambda _rest: self._go(MENU))
        yield Command("quit", _("leaves pat-tui"), lambda _rest: self._go(LEAVE))

    def _go(self, move: Move) -> Move:
        try:
            return move if self.may_leave() else STAY
        except Back:  # the end of input, while being asked: it must not be asked for ever
            return move

    def _say_commands(self) -> None:
        names = ", ".join([command.name for command in self.commands()] + ["help", "back"])
        self.asker.say(_("Commands: {names}.").format(names=names))

    def _help(self) -> None:
        if self.help_text:
            self.asker.say(self.help_text)
        self.asker.say(_("An empty line says this page again."))
        for command in self._known().values():
            self.asker.say(_("{name}: {does}.").format(name=command.name, does=command.does))
        for name, does in self.more_help().items():
            self.asker.say(_("{name}: {does}.").format(name=name, does=does))

    def more_help(self) -> Mapping[str, str]:
        """What else is understood, and what it does."""
        return {}
