"""The forms that generate a token, filled in from a link."""

from collections.abc import Sequence

from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.secrets import TokenKind
from pat_tui.i18n import _
from pat_tui.plain.desk import Desk, Page
from pat_tui.plain.verified import verified_or_emails


def linked_page(desk: Desk, text: str) -> Page:
    """The form that the link TEXT leads to, filled in; what of it was ignored is said first. Raises StoreError."""
    return verified_or_emails(desk, lambda: _form(desk, text))


def _form(desk: Desk, text: str) -> Page:
    links = desk.services.links
    prefill = links.read(text)
    if prefill.kind is TokenKind.CLASSIC:
        from pat_tui.plain.classic_form import NewClassicPage

        start = ClassicDraft(note=prefill.description, scopes=prefill.scopes)
        return NewClassicPage(desk, start, notes=_notes(prefill.ignored))
    from pat_tui.plain.generate import GeneratePage

    filled = links.fill(prefill)
    return GeneratePage(desk, filled.draft, notes=_notes(filled.notes))


def _notes(notes: Sequence[str]) -> list[str]:
    return [_("Filled in from a link. Check every field before you generate the token."), *notes]
