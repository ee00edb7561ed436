"""A form as questions: one after the other, back again, and none of the answers lost on an error."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from pat_tui.i18n import _
from pat_tui.plain.asker import Asker, Back


class Question(ABC):
    """One field of a form. Its answer is kept by whoever reads and writes it."""

    field: str
    """What the errors about it are called."""

    @abstractmethod
    def label(self) -> str:
        """What the field is called."""

    @abstractmethod
    def value(self) -> str:
        """The present answer in words."""

    @abstractmethod
    def ask(self, asker: Asker) -> None:
        """Ask, and keep the answer. Raises Back, Cancelled."""

    def applies(self) -> bool:
        """Whether the field is asked for at all, as the form stands."""
        return True


class Form:
    """Fields in their order. What has been answered stays, whatever else is asked again."""

    def __init__(
        self, questions: Sequence[Question], errors: Callable[[], Mapping[str, str]], *, is_filled: bool = False
    ) -> None:
        """ERRORS gives what is wrong with the form as it stands, by field in form order. May raise StoreError.

        IS_FILLED: of something that is there. Nothing is asked but what the person wants to change.
        """
        self._questions = questions
        self._errors = errors
        self._is_filled = is_filled
        self._answered = {question.field for question in questions} if is_filled else set[str]()

    @property
    def questions(self) -> list[Question]:
        """Those that apply, in form order."""
        return [question for question in self._questions if question.applies()]

    def fill(self, asker: Asker) -> None:
        """Ask what has not been answered, each until its answer is right. Raises Back before the first, Cancelled."""
        while (question := self._next()) is not None:
            try:
                question.ask(asker)
            except Back:
                self._go_back(question)
                continue
            self._answered.add(question.field)
            self.complain(asker, self._errors())

    def complain(self, asker: Asker, errors: Mapping[str, str]) -> bool:
        """Say the first of ERRORS about what has been answered, and have that asked again; whether there was one."""
        for question in self.questions:
            if question.field in self._answered and (error := errors.get(question.field)):
                asker.say(_("{label}: {error}").format(label=question.label(), error=error))
                self._answered.discard(question.field)
                return True
        return False

    def ask_again(self, question: Question) -> None:
        """Have QUESTION asked again."""
        self._answered.discard(question.field)

    def ask_last_again(self) -> None:
        """Have the last question asked again: the way back from the end. Raises Back where the form was filled."""
        if self._is_filled:
            raise Back
        self.ask_again(self.questions[-1])

    def _next(self) -> Question | None:
        return next((question for question in self.questions if question.field not in self._answered), None)

    def _go_back(self, question: Question) -> None:
        """Have the question before QUESTION asked, raising Back where it is the first; of a filled form, none."""
        if self._is_filled:
            self._answered.add(question.field)
            return
        questions = self.questions
        place = questions.index(question)
        if not place:
            raise Back
        self.ask_again(questions[place - 1])
