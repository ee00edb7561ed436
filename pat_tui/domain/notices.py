"""What users are told by mail about their tokens: subjects and plain text. Never a secret."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from pat_tui.domain.dates import instant_text
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean, clean_lines
from pat_tui.i18n import _


class NoticeKind(StrEnum):
    """What has happened to a token, or will."""

    CREATED = "created"
    EXPIRES_IN_7_DAYS = "expires-in-7-days"
    EXPIRES_IN_1_DAY = "expires-in-1-day"
    APPROVED = "approved"
    DENIED = "denied"
    REVOKED = "revoked"
    EXPOSED = "exposed"
    """Somebody found the secret and reported it: the token is gone."""


AHEAD = {NoticeKind.EXPIRES_IN_7_DAYS: timedelta(days=7), NoticeKind.EXPIRES_IN_1_DAY: timedelta(days=1)}
"""How long before a token's end its user is told, the earliest first."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user of a token, as it was when it happened."""

    kind: NoticeKind
    token_kind: TokenKind
    token_id: int
    token_name: str
    at: datetime
    """When it happened; of an expiry that is near, when that was found."""
    expires_at: datetime | None = None
    """None for a token that never expires, and where it is of no matter."""
    owner: str = ""
    """The login of the resource owner; empty for a classic token, which has none."""
    actor: str = ""
    """The login of who approved, denied or revoked."""
    reason: str = ""
    """What was said on denying."""


def due_expiry(issued_at: datetime, expires_at: datetime, now: datetime) -> NoticeKind | None:
    """Which notice of its coming end is due for a token at NOW: the latest of those whose time has come.

    None for a token that has ended, that has long to go, or whose user chose the end that close to it.
    """
    if not now < expires_at:
        return None
    due = [kind for kind, ahead in AHEAD.items() if now >= expires_at - ahead > issued_at]
    return due[-1] if due else None


def subject(notice: Notice) -> str:
    """The subject, in GitHub's words under our own name. Nothing that a user wrote is in it."""
    return f"[pat-tui] {_subjects(notice.token_kind)[notice.kind]}"


def _subjects(kind: TokenKind) -> dict[NoticeKind, str]:
    if kind is TokenKind.CLASSIC:
        about_to_expire = _("Your personal access token (classic) is about to expire")
        created = _("A personal access token (classic) has been added to your account")
        revoked = _("Your personal access token (classic) has been revoked")
    else:
        about_to_expire = _("Your fine-grained personal access token is about to expire")
        created = _("A fine-grained personal access token has been added to your account")
        revoked = _("Your fine-grained personal access token has been revoked")
    return {
        NoticeKind.CREATED: created,
        NoticeKind.EXPIRES_IN_7_DAYS: about_to_expire,
        NoticeKind.EXPIRES_IN_1_DAY: about_to_expire,
        NoticeKind.APPROVED: _("Your fine-grained personal access token has been approved"),
        NoticeKind.DENIED: _("Your fine-grained personal access token has been denied"),
        NoticeKind.REVOKED: revoked,
        NoticeKind.EXPOSED: revoked,
    }


def text(notice: Notice, login: str, zone: tzinfo | None) -> str:
    """The plain text for the user called LOGIN: instants in ZONE and in UTC, what users wrote made harmless."""
    paragraphs = [
        _("Hello @{login},").format(login=clean(login)),
        _sentence(notice),
        "\n".join(f"  {line}" for line in _facts(notice, zone)),
        *([_("The reason given:") + "\n\n" + _indented(notice.reason)] if notice.reason else []),
        _advice(notice),
        _("This mail comes from pat-tui. It never holds a token's secret."),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _sentence(notice: Notice) -> str:
    sentences = {
        NoticeKind.CREATED: _("A personal access token has been added to your account."),
        NoticeKind.EXPIRES_IN_7_DAYS: _("Your personal access token expires within 7 days."),
        NoticeKind.EXPIRES_IN_1_DAY: _("Your personal access token expires within 1 day."),
        NoticeKind.APPROVED: _("@{actor} approved your token: it can access {owner}."),
        NoticeKind.DENIED: _("@{actor} denied your token access to {owner}. It reads public things only."),
        NoticeKind.REVOKED: _("@{actor} revoked your token's access to {owner}. It reads public things only."),
        NoticeKind.EXPOSED: _("The secret of your token was reported as exposed. The token was revoked and is gone."),
    }
    return sentences[notice.kind].format(actor=clean(notice.actor), owner=clean(notice.owner))


def _facts(notice: Notice, zone: tzinfo | None) -> Iterator[str]:
    kinds = {TokenKind.FINE_GRAINED: _("Fine-grained token"), TokenKind.CLASSIC: _("Token (classic)")}
    yield f"{kinds[notice.token_kind]}: {clean(notice.token_name)}"
    if notice.owner:
        yield _("Resource owner: {owner}").format(owner=clean(notice.owner))
    if notice.kind not in AHEAD:
        yield f"{_whens()[notice.kind]} {instant_text(notice.at, zone)}"
    if notice.expires_at is not None:
        yield _("Expires: {instant}").format(instant=instant_text(notice.expires_at, zone))
    elif notice.kind is NoticeKind.CREATED:
        yield _("This token has no expiration date")


def _whens() -> dict[NoticeKind, str]:
    return {
        NoticeKind.CREATED: _("Created:"),
        NoticeKind.APPROVED: _("Approved:"),
        NoticeKind.DENIED: _("Denied:"),
        NoticeKind.REVOKED: _("Revoked:"),
        NoticeKind.EXPOSED: _("Revoked:"),
    }


def _advice(notice: Notice) -> str:
    if notice.kind is NoticeKind.CREATED:
        return _("If it was not you, delete the token at once: whoever has it can use it.")
    if notice.kind in AHEAD:
        return _("If you still need it, regenerate it: it gets a new value and a new end. If not, let it expire.")
    if notice.kind is NoticeKind.EXPOSED:
        return _("Find out where it stood, and what was done with it. If you still need one, generate another token.")
    if notice.kind is NoticeKind.APPROVED:
        return _("What it was approved for works from now on.")
    return _("To ask again, edit the token and say what it is for.")


def _indented(words: str) -> str:
    return "\n".join(f"  {line}" for line in clean_lines(words).split("\n"))
