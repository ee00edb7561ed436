"""The forms of a classic token: to generate one, and to edit one."""

from collections.abc import Sequence
from dataclasses import replace

from pat_tui.domain.classic import ClassicDraft, ClassicToken
from pat_tui.domain.classic_expiration import classic_expiration_error
from pat_tui.domain.dates import classic_expiry_text
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.plain.asker import Asker
from pat_tui.plain.desk import UP, Desk, Move, replace_by
from pat_tui.plain.form import Form, Question
from pat_tui.plain.form_page import FormPage
from pat_tui.plain.kinds import CLASSIC
from pat_tui.plain.questions import ExpirationQuestion, TextQuestion
from pat_tui.plain.scope_picker import ScopePicker
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.wording.classic_state import ClassicLimit, chosen_text, refusals_text
from pat_tui.wording.form_state import Moment


class ScopesQuestion(Question):
    """`Select scopes`."""

    field = "scopes"

    def __init__(self, page: "ClassicFormPage") -> None:
        self._page = page

    def label(self) -> str:
        """GitHub's."""
        return _("Select scopes")

    def value(self) -> str:
        """The minimum set."""
        return chosen_text(self._page.draft.scopes, self._page.tokens.scopes)

    def ask(self, asker: Asker) -> None:
        """Let them be ticked; what was ticked stays, also on the way back."""
        picker = ScopePicker(asker, self._page.tokens.scopes, self._page.draft.scopes)
        try:
            picker.run()
        finally:
            self._page.draft = replace(self._page.draft, scopes=tuple(sorted(picker.ticked)))


class ClassicExpirationQuestion(ExpirationQuestion):
    """`Expiration`, and which organizations would refuse such a token."""

    def __init__(self, page: "ClassicFormPage") -> None:
        super().__init__(ClassicLimit, page.moment, lambda: page.draft.expiration, page.keep_expiration)
        self._page = page

    def ask(self, asker: Asker) -> None:
        """Ask, and warn."""
        super().ask(asker)
        moment, chosen = self._page.moment(), self._page.draft.expiration
        if classic_expiration_error(chosen, moment.now, moment.zone) is None:
            words = refusals_text(self._page.tokens.refusals_of(chosen))
            if words:
                asker.say(words)


class ClassicFormPage(FormPage):
    """Note, expiration, scopes. It becomes one `ClassicDraft`."""

    def __init__(self, desk: Desk, start: ClassicDraft) -> None:
        """The form filled with START."""
        super().__init__(desk)
        self.tokens: ClassicTokens = self.services.classic_tokens
        self.draft = start
        """The answers so far."""
        self._untouched = start

    def note_question(self) -> Question:
        """`Note`."""
        return TextQuestion(
            "note",
            _("Note"),
            lambda: self.draft.note,
            self._keep_note,
            help_text=_("What's this token for?"),
        )

    def keep_expiration(self, expiration: Expiration) -> None:
        """Keep the answer."""
        self.draft = replace(self.draft, expiration=expiration)

    def moment(self) -> Moment:
        """Now."""
        return Moment(self.tokens.now(), self.tokens.context.zone)

    def is_changed(self) -> bool:
        """Whether any answer is another one than at the start."""
        return self.tokens.kept(self.draft) != self.tokens.kept(self._untouched)

    def _keep_note(self, note: str) -> None:
        self.draft = replace(self.draft, note=note)


class NewClassicPage(ClassicFormPage):
    """`New personal access token (classic)`."""

    def __init__(
        self, desk: Desk, start: ClassicDraft | None = None, source: str = "", notes: Sequence[str] = ()
    ) -> None:
        """Begin with START, taken from the token with the note SOURCE; NOTES are said first."""
        super().__init__(desk, start or ClassicDraft())
        self._source = source
        self._notes = notes
        self.form = Form(
            [self.note_question(), ClassicExpirationQuestion(self), ScopesQuestion(self)],
            lambda: self.tokens.errors(self.draft),
        )

    def heading(self) -> str:
        """GitHub's."""
        return _("New personal access token (classic)")

    def intro(self) -> Sequence[str]:
        """What such a token is, and the advice to prefer another one."""
        first = (
            _("Filled in from “{name}”. Give the new token a note of its own.").format(name=clean(self._source))
            if self._source
            else _("Works instead of a password for Git over HTTPS, and for the API. It reaches all that you reach.")
        )
        advice = _("A fine-grained token is safer: it reaches only the repositories and permissions that you choose.")
        return [*self._notes, first, advice]

    def loss(self) -> str:
        """Nothing but what was typed."""
        return _("What you have filled in will be lost; no token has been generated.")

    def nothing_saved(self) -> str:
        """Said after leaving."""
        return _("No token has been generated.")

    def recap(self) -> Sequence[str]:
        """Every answer."""
        return [_("{label}: {value}").format(label=each.label(), value=each.value()) for each in self.form.questions]

    def question(self) -> str:
        """GitHub's label."""
        return _("Generate token?")

    def save(self) -> Move:
        """Generate; then comes the page of the new token."""
        from pat_tui.plain.reveal import RevealPage

        generated = self.tokens.generate(replace(self.draft, scopes=self.tokens.kept(self.draft).scopes))
        return replace_by(RevealPage(self.desk, CLASSIC, generated))


class EditClassicPage(ClassicFormPage):
    """Note and scopes can be changed; the value stays, and only regenerating changes the expiration."""

    def __init__(self, desk: Desk, token: ClassicToken) -> None:
        """Edit TOKEN."""
        super().__init__(desk, ClassicDraft(note=token.note, scopes=token.scopes))
        self._token = token
        self.form = Form([self.note_question(), ScopesQuestion(self)], self._errors, is_filled=True)

    def heading(self) -> str:
        """GitHub's."""
        return _("Edit personal access token (classic)")

    def intro(self) -> Sequence[str]:
        """What stays."""
        moment = self.moment()
        return [
            _("Its value stays, so scripts and applications go on using it."),
            classic_expiry_text(self._token.expires_at, moment.now, moment.zone),
            _("Only regenerating the token changes this."),
        ]

    def loss(self) -> str:
        """Only what was changed."""
        return _("What you have changed will be lost; the token stays as it is.")

    def recap(self) -> Sequence[str]:
        """The fields under their numbers."""
        return [
            _("{number}. {label}: {value}").format(number=number, label=each.label(), value=each.value())
            for number, each in enumerate(self.form.questions, 1)
        ]

    def question(self) -> str:
        """GitHub's label."""
        return _("Update token?")

    def save(self) -> Move:
        """Edit, and go back."""
        kept = self.tokens.kept(self.draft)
        scopes = None if tuple(kept.scopes) == self._token.scopes else tuple(kept.scopes)
        self.tokens.edit(self._token.id, kept.note, scopes)
        self.asker.say(_("Your personal access token has been updated"))
        return UP

    def _errors(self) -> dict[str, str]:
        error = self.tokens.note_error(self.draft.note, self._token.id)
        return {"note": error} if error else {}
