"""Personal access tokens (classic): what may be known of one, what a person fills in, and the rules for both."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from pat_tui.domain.classic_expiration import classic_expiration_error
from pat_tui.domain.expiration import DEFAULT_DAYS, Expiration, InDays
from pat_tui.domain.scopes import Catalogue, scopes_error, scopes_text
from pat_tui.domain.status import EXPIRING_SOON, Status
from pat_tui.domain.text import is_blank, text_error
from pat_tui.i18n import _

NOTE_LENGTH = 255

_DEFAULT_EXPIRATION = InDays(DEFAULT_DAYS)


@dataclass(frozen=True, slots=True)
class ClassicSummary:
    """What a list row needs of a classic token."""

    id: int
    """Its own among classic tokens; a fine-grained token may have the same number."""
    note: str
    scopes: tuple[str, ...]
    """The minimum set, alphabetically; empty for a token that only reads what is public."""
    created_at: datetime
    expires_at: datetime | None
    """None for a token that never expires."""
    last_used_at: datetime | None
    """None for a token that was never used."""

    @property
    def name(self) -> str:
        """The note, as what lists tokens of both kinds calls it."""
        return self.note

    @property
    def scopes_text(self) -> str:
        """The scopes as GitHub joins them: `gist, repo, user`; empty where there are none."""
        return scopes_text(self.scopes)

    def status_at(self, now: datetime) -> Status:
        """The state at NOW. Nobody approves classic tokens, so there are three of them."""
        if self.expires_at is None:
            return Status.ACTIVE
        if self.expires_at <= now:
            return Status.EXPIRED
        return Status.EXPIRING_SOON if self.expires_at - now <= EXPIRING_SOON else Status.ACTIVE


@dataclass(frozen=True, slots=True)
class ClassicToken(ClassicSummary):
    """A classic token with all that may be known of it after its secret is gone."""

    user_login: str
    """Who generated it, and on whose behalf it acts."""
    hint: str
    """The last eight characters of the secret."""
    issued_at: datetime
    """When the present secret was made: its creation, or the latest regeneration."""

    @property
    def lifetime(self) -> timedelta | None:
        """How long the present secret lives in all, as organizations limit it; None: for ever."""
        return None if self.expires_at is None else self.expires_at - self.issued_at


@dataclass(frozen=True, slots=True)
class ClassicDraft:
    """A filled form. The terminal interface and the command line both make one of these."""

    note: str = ""
    expiration: Expiration = _DEFAULT_EXPIRATION
    scopes: Collection[str] = ()
    """What was chosen, in any order, with scopes or without that others imply."""


@dataclass(frozen=True, slots=True)
class ClassicContext:
    """What a draft is checked against, read in the same transaction that would write it."""

    now: datetime
    zone: tzinfo | None
    note_taken: bool
    scopes: Catalogue


def note_error(note: str, *, taken: bool) -> str | None:
    """Say why NOTE cannot be a token's note, or return None. GitHub: unique for its user; the length is ours."""
    if is_blank(note):
        return _("Note can't be blank")
    if len(note) > NOTE_LENGTH:
        return _("Note is too long (maximum is {maximum} characters)").format(maximum=NOTE_LENGTH)
    if (error := text_error(note)) is not None:
        return error
    return _("Note has already been taken") if taken else None


def classic_errors(draft: ClassicDraft, context: ClassicContext) -> dict[str, str]:
    """Every reason why DRAFT cannot become a token, by field, in the order of the form. Empty: it can."""
    found = {
        "note": note_error(draft.note, taken=context.note_taken),
        "expiration": classic_expiration_error(draft.expiration, context.now, context.zone),
        "scopes": scopes_error(draft.scopes, context.scopes),
    }
    return {name: error for name, error in found.items() if error}
