"""A page with a form: it asks, sums up, has it confirmed and saves it."""

from abc import abstractmethod
from collections.abc import Sequence

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.i18n import _
from pat_tui.plain.asker import CANCEL, YES, Back, Cancelled
from pat_tui.plain.desk import UP, Move, Page
from pat_tui.plain.form import Form


class FormPage(Page):
    """The whole form is filled in one visit. Leaving it half-way asks, if anything would be lost."""

    form: Form

    @abstractmethod
    def heading(self) -> str:
        """The first line."""

    @abstractmethod
    def intro(self) -> Sequence[str]:
        """What is said below it."""

    @abstractmethod
    def loss(self) -> str:
        """What leaving the form loses."""

    @abstractmethod
    def is_changed(self) -> bool:
        """Whether anything would be lost."""

    @abstractmethod
    def recap(self) -> Sequence[str]:
        """Everything that would be saved, a line each."""

    @abstractmethod
    def question(self) -> str:
        """What is asked before it is saved."""

    @abstractmethod
    def save(self) -> Move:
        """Save, say so, and go on. Raises PatTuiError."""

    def visit(self) -> Move:
        """Fill the form and save it, or leave it."""
        self.asker.heading(self.heading())
        for line in self.intro():
            self.asker.say(line)
        self.asker.say(_("Answer each question, or type help to hear what else can be done."))
        while True:
            try:
                return self._fill_and_save()
            except Cancelled:
                self.asker.say(_("Cancelled.") + " " + self.nothing_saved())
                return UP
            except Back:
                if self._may_leave():
                    return UP

    def nothing_saved(self) -> str:
        """What is said after the form was left."""
        return _("Nothing has been changed.")

    def _may_leave(self) -> bool:
        if not self.is_changed():
            return True
        try:
            return self.asker.confirm(_("{loss} Leave this page?").format(loss=self.loss()))
        except Back:  # the end of input must not be asked about for ever
            return True
        except Cancelled:
            return False

    def _fill_and_save(self) -> Move:
        while True:
            self.form.fill(self.asker)
            for line in self.recap():
                self.asker.say(line)
            if not self._is_confirmed():
                continue
            try:
                return self.save()
            except InvalidInput as error:
                if not self.form.complain(self.asker, error.errors):
                    for words in error.errors.values():
                        self.asker.say(words)
            except PatTuiError as error:
                self.asker.say(str(error))

    def _is_confirmed(self) -> bool:
        """Whether to save now. If not, some question is to be asked again. Raises Cancelled."""
        questions = self.form.questions
        while True:
            try:
                answer = self.asker.ask(
                    _("{question} Type {yes} to confirm, or a number to change a field").format(
                        question=self.question(), yes=YES
                    ),
                    _("no"),
                    words={"fields": self._say_fields},
                ).lower()
            except Back:
                self.form.ask_last_again()
                return False
            if answer == YES:
                return True
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(questions):
                self.form.ask_again(questions[int(answer) - 1])
                return False
            self.asker.say(
                _("{nothing} Type {yes} to confirm, {cancel} to leave, or the number of a field to change it:").format(
                    nothing=self.nothing_saved(), yes=YES, cancel=CANCEL
                )
            )
            self._say_fields()

    def _say_fields(self) -> None:
        for number, question in enumerate(self.form.questions, 1):
            self.asker.item(number, _("{label}: {value}").format(label=question.label(), value=question.value()))
