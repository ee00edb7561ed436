"""The form that generates a fine-grained token: from nothing, from another token, or from a link."""

from collections.abc import Sequence

from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.desk import Desk, Move, replace_by
from pat_tui.plain.form import Form
from pat_tui.plain.form_page import FormPage
from pat_tui.plain.kinds import FINE_GRAINED
from pat_tui.plain.lines import listed
from pat_tui.plain.questions import ExpirationQuestion
from pat_tui.plain.token_answers import (
    OwnerQuestion,
    PermissionsQuestion,
    RepositoriesQuestion,
    TokenAnswers,
    access_question,
    description_question,
    name_question,
    reason_question,
)
from pat_tui.wording import form_state


class GeneratePage(FormPage):
    """Every field a question, in the order of the form; then a recap, and `yes`."""

    def __init__(
        self, desk: Desk, start: TokenDraft | None = None, source: str = "", notes: Sequence[str] = ()
    ) -> None:
        """Begin with START, taken from the token called SOURCE; NOTES are said first. Raises StoreError."""
        super().__init__(desk)
        tokens = self.services.tokens
        self._source = source
        self._notes = notes
        self._answers = answers = TokenAnswers(tokens, start or TokenDraft(), tokens.resource_owners())
        self._untouched = answers.to_draft()
        self.form = Form(
            [
                name_question(answers),
                ExpirationQuestion(
                    lambda: form_state.limit_of(answers.owner),
                    lambda: answers.moment,
                    lambda: answers.draft.expiration,
                    lambda expiration: answers.keep(expiration=expiration),
                ),
                description_question(answers),
                OwnerQuestion(answers, self.services),
                reason_question(answers),
                access_question(answers),
                RepositoriesQuestion(answers),
                PermissionsQuestion(answers),
            ],
            lambda: tokens.errors(answers.to_draft()),
        )

    def heading(self) -> str:
        """GitHub's."""
        return _("New fine-grained personal access token")

    def intro(self) -> Sequence[str]:
        """What it is, or where the answers come from."""
        if self._source:
            words = _("Filled in from “{name}”. Give the new token a name of its own.")
            return [words.format(name=clean(self._source))]
        return self._notes or [_("Reaches only what you choose. Fit for your own use of the API and Git over HTTPS.")]

    def loss(self) -> str:
        """As of the form."""
        return _("What you have filled in will be lost; no token has been generated.")

    def nothing_saved(self) -> str:
        """Said after leaving."""
        return _("No token has been generated.")

    def is_changed(self) -> bool:
        """Whether any answer is another one than at the start."""
        return self._answers.to_draft() != self._untouched

    def recap(self) -> Sequence[str]:
        """Everything that the token would be."""
        draft, owner, catalogue = self._answers.to_draft(), self._answers.owner, self._answers.tokens.permissions
        kept = _as_kept(draft, self._answers)
        lines = [_("New personal access token"), *form_state.recap(kept, owner, catalogue, self._answers.moment)]
        if not owner.approval_required:  # of which the recap tells
            lines.append(_("This token will be ready for use immediately."))
        return [*filter(None, lines), listed(form_state.counts_text(kept, owner, catalogue)) + "."]

    def question(self) -> str:
        """GitHub's two labels."""
        if self._answers.owner.approval_required:
            return _("Generate token and request access?")
        return _("Generate token?")

    def save(self) -> Move:
        """Generate; then comes the page of the new token."""
        from pat_tui.plain.reveal import RevealPage

        generated = self._answers.tokens.generate(self._answers.to_draft())
        return replace_by(RevealPage(self.desk, FINE_GRAINED, generated))


def _as_kept(draft: TokenDraft, answers: TokenAnswers) -> TokenDraft:
    from pat_tui.services.tokens import kept

    return kept(draft, answers.tokens.permissions)
