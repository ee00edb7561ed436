"""The form that edits a fine-grained token."""

from collections.abc import Sequence

from pat_tui.domain.drafts import ResourceOwner
from pat_tui.domain.errors import NotFound
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.plain.desk import UP, Desk, Move
from pat_tui.plain.form import Form
from pat_tui.plain.form_page import FormPage
from pat_tui.plain.lines import listed
from pat_tui.plain.token_answers import (
    PermissionsQuestion,
    RepositoriesQuestion,
    TokenAnswers,
    access_question,
    description_question,
    name_question,
    reason_question,
)
from pat_tui.wording.edit_words import EditWords


def edit_page(desk: Desk, token_id: int) -> "EditPage":
    """The form for the acting user's token of that id. Raises NotFound, StoreError."""
    life = desk.services.token_life
    token = life.get(token_id)
    owner = next((owner for owner in life.resource_owners() if owner.account.login == token.owner_login), None)
    if owner is None:
        words = _("{owner} no longer lets you use fine-grained tokens, so “{name}” cannot be edited.")
        raise NotFound(words.format(owner=clean(token.owner_login), name=clean(token.name)))
    return EditPage(desk, token, owner)


class EditPage(FormPage):
    """Its fields under numbers; what is to change is asked, then `yes` updates."""

    def __init__(self, desk: Desk, token: FineGrainedToken, owner: ResourceOwner) -> None:
        """Edit TOKEN, which OWNER owns."""
        super().__init__(desk)
        life = self._life = self.services.token_life
        self._token_id = token.id
        self._words = EditWords(life, token, owner)
        self._answers = answers = TokenAnswers(life, life.draft_of(token.id), [owner])
        self._untouched = answers.to_draft()
        self.form = Form(
            [
                name_question(answers),
                description_question(answers),
                reason_question(answers),
                access_question(answers),
                RepositoriesQuestion(answers),
                PermissionsQuestion(answers),
            ],
            lambda: life.edit_errors(token.id, answers.to_draft()),
            is_filled=True,
        )

    def heading(self) -> str:
        """As of the form."""
        return _("Edit fine-grained personal access token")

    def intro(self) -> Sequence[str]:
        """What stays."""
        return [
            _("Its value stays, so scripts and applications go on using it."),
            _("A token keeps its resource owner. Duplicate it to choose another one for the new token."),
            _("Only regenerating the token changes its expiration."),
        ]

    def loss(self) -> str:
        """As of the form."""
        return _("What you have changed will be lost; the token stays as it is.")

    def is_changed(self) -> bool:
        """Whether any field is another than the token's."""
        return self._answers.to_draft() != self._untouched

    def recap(self) -> Sequence[str]:
        """The fields under their numbers, and what is added and has to be approved."""
        fields = [
            _("{number}. {label}: {value}").format(number=number, label=each.label(), value=each.value())
            for number, each in enumerate(self.form.questions, 1)
        ]
        draft = self._answers.to_draft()
        more = self._words.question_lines(draft)[1:]
        return [*fields, *filter(None, more), listed(self._words.summary(draft, self._answers.owner).split("\n")[-1])]

    def question(self) -> str:
        """GitHub's label, longer where owners have to be asked."""
        return _("{action}?").format(action=self._words.submit_label(self._answers.to_draft()))

    def save(self) -> Move:
        """Edit, and go back."""
        self._life.edit(self._token_id, self._answers.to_draft())
        self.asker.say(_("Your personal access token has been updated"))
        return UP
