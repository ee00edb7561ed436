"""What the page of a fine-grained token says of it, a sentence a line."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.dates import end_text, expiry_text, instant_text, last_used_text
from pat_tui.domain.permissions import Permission
from pat_tui.domain.status import Grant
from pat_tui.domain.text import clean, clean_lines
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.domain.widening import Added
from pat_tui.i18n import _
from pat_tui.wording.shared import added_lines


def token_facts(token: FineGrainedToken, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    """What TOKEN is at NOW, its reach aside."""
    yield _("Status: {status}").format(status=token.status_at(now).badge or _("Active"))
    yield _("Created {instant}").format(instant=instant_text(token.created_at, zone))
    yield expiry_text(token.expires_at, now, zone)
    if token.expires_at is not None:
        yield end_text(token.expires_at, now, zone)
    yield last_used_text(token.last_used_at, now)
    if token.last_used_at is not None:
        yield _("Last used {instant}").format(instant=instant_text(token.last_used_at, zone))
    if token.is_announced_at(now):
        words = _("Removed on {instant}, unless it is used before")
        yield words.format(instant=instant_text(token.removal_at, zone))
    yield _("The token ends in {hint}.").format(hint=clean(token.hint))


def waiting_lines(token: FineGrainedToken, waiting: Added[str], catalogue: Mapping[str, Permission]) -> Iterator[str]:
    """What of TOKEN is WAITING for an owner, or was denied; nothing where nothing waits."""
    if waiting:
        words = (
            _("An owner of {owner} denied what was added, and it is not usable:")
            if token.request_denied
            else _("Waiting for approval by an owner of {owner}, and not usable until then:")
        )
        yield words.format(owner=clean(token.owner_login))
        yield from (f"  {line}" for line in added_lines(waiting, catalogue))
        if token.request_denied:
            yield from _reason_lines(token)


def standing_lines(token: FineGrainedToken, waiting: Added[str]) -> Iterator[str]:
    """Where TOKEN stands with its resource owner, of which something may be WAITING."""
    granted = (
        _("Of what is listed below, the token may use what was granted before.")
        if waiting
        else _("The token may use what is listed below.")
    )
    yield {
        Grant.GRANTED: _("Without an authorization by single sign-on the token reads public things only.")
        if token.sso_text
        else granted,
        Grant.PENDING: _("Waiting for approval by an owner of {owner}. Until then it reads public things only."),
        Grant.DENIED: _("An owner of {owner} denied the request. The token reads public things only."),
        Grant.REVOKED: _("An owner of {owner} revoked the access. The token reads public things only."),
    }[token.grant].format(owner=clean(token.owner_login))
    if token.reason:
        yield _("Justification: {text}").format(text=clean_lines(token.reason))
    if token.grant is Grant.DENIED:
        yield from _reason_lines(token)


def _reason_lines(token: FineGrainedToken) -> Iterator[str]:
    if token.decision_reason:
        yield _("Reason given: {text}").format(text=clean_lines(token.decision_reason))


def made_text(token: FineGrainedToken | ClassicToken, *, regenerated: bool) -> str:
    """What stands over the secret of a token that was just generated, or REGENERATED."""
    if regenerated:
        words = _("✓ “{name}” was regenerated. Its old value no longer works.")
    elif isinstance(token, FineGrainedToken) and token.grant is Grant.PENDING:
        words = _("✓ “{name}” was generated and waits for approval.")
    else:
        words = _("✓ “{name}” was generated.")
    return words.format(name=clean(token.name))
