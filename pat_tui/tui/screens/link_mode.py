"""The forms that generate a token, filled in from a link."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.links import Prefill
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.links import Filled
from pat_tui.services.tokens import Tokens
from pat_tui.tui.screens.classic_form import NewClassicScreen
from pat_tui.tui.screens.form_mode import GenerateMode

_SAID = 7
"""How many notes stand over the form; the field below them is to stay in sight."""


class LinkMode(GenerateMode):
    """A link is from anybody: what it filled in, and what of it was ignored, stands over the form."""

    def __init__(self, tokens: Tokens, filled: Filled) -> None:
        """The form as a link FILLED it in."""
        super().__init__(tokens, filled.draft)
        self.hint = "\n".join(_lines(filled.notes))


class LinkedClassicScreen(NewClassicScreen):
    """The form of a classic token, with the same words over it."""

    def __init__(self, tokens: ClassicTokens, prefill: Prefill) -> None:
        """The form over TOKENS as PREFILL, of a classic token, fills it in."""
        super().__init__(tokens, ClassicDraft(note=prefill.description, scopes=prefill.scopes))
        self._words = "\n".join(_lines(prefill.ignored))

    def first_fields(self) -> Iterator[Widget]:
        """What the link was about, then what stands there without one."""
        yield Static(self._words, classes="note", markup=False)
        yield from super().first_fields()


def _lines(notes: tuple[str, ...]) -> Iterator[str]:
    yield _("Filled in from a link. Check every field before you generate the token.")
    yield from (f"⚠ {clean(note)}" for note in notes[:_SAID])
    if (more := len(notes) - _SAID) > 0:
        yield _("⚠ … and {count} more.").format(count=more)
