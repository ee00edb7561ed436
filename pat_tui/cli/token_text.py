"""A token in words and in JSON, as `pat-tui token` writes it. Never a secret, never a hash."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from pat_tui.cli.cells import pad, width
from pat_tui.cli.output import Value
from pat_tui.cli.token_rows import status_word, summary_json
from pat_tui.domain.dates import expiry_text, instant_text, last_used_text
from pat_tui.domain.permissions import Group, groups_for
from pat_tui.domain.sentences import no_permissions_text, permission_sentences, repository_lines
from pat_tui.domain.status import Grant, SsoState
from pat_tui.domain.text import clean
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.tokens import Tokens


def token_json(token: FineGrainedToken, now: datetime) -> dict[str, Value]:
    """All that is known of a token."""
    return {
        **summary_json(token, now),
        "user": token.user_login,
        "hint": token.hint,
        "description": token.description,
        "repository_access": token.repository_access.value,
        "repositories": [repository.full_name for repository in token.repositories],
        "permissions": {slug: level.value for slug, level in token.permissions.items()},
        "reason": token.reason,
        "decision_reason": token.decision_reason,
    }


def page_lines(token: FineGrainedToken, tokens: Tokens) -> Iterator[str]:
    """The token's page, line by line, harmless to a terminal."""
    yield clean(token.name)
    yield from map(clean, (token.description or _("No description")).split("\n"))
    yield ""
    facts = list(_facts(token, tokens.now(), tokens.context.zone))
    room = max(width(label) for label, _fact in facts)
    for label, fact in facts:
        yield f"{pad(label, room)}  {clean(fact)}"
    yield from _section(_("Repository access"), repository_lines(token))
    for group in groups_for(token.owner_kind):
        sentences = permission_sentences(token.permissions, group, tokens.permissions)
        yield from _section(_group_heading(group), sentences or [no_permissions_text(group)])
    if unknown := _unknown_permissions(token, tokens):
        yield from _section(_("Permissions that this pat-tui does not know"), unknown)


def _unknown_permissions(token: FineGrainedToken, tokens: Tokens) -> list[str]:
    """What the token holds beyond the catalogue, as another version may have written it: `slug=level`."""
    return [f"{slug}={level}" for slug, level in token.permissions.items() if slug not in tokens.permissions]


def _facts(token: FineGrainedToken, now: datetime, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    yield _("ID"), str(token.id)
    yield _("Ends in"), token.hint
    yield _("Status"), status_word(token.status_at(now))
    if token.decision_reason and token.grant is Grant.DENIED:
        yield _("Denied because"), token.decision_reason
    yield _("Access on"), f"@{token.owner_login}"
    if (sso := sso_words(token.sso, token.owner_login)) is not None:
        yield _("Single sign-on"), sso
    if token.reason:
        yield _("Reason given"), token.reason.replace("\n", " ")
    yield _("Created"), instant_text(token.created_at, zone)
    yield _("Expiration"), expiry_text(token.expires_at, now, zone)
    if token.expires_at is not None:
        yield "", instant_text(token.expires_at, zone)
    yield _("Last used"), last_used_text(token.last_used_at, now)
    if token.is_announced_at(now):
        yield _("Removed on"), _("{instant}, unless used before").format(instant=instant_text(token.removal_at, zone))
    if token.last_used_at is not None:
        yield "", instant_text(token.last_used_at, zone)


def sso_words(state: SsoState, organization: str) -> str | None:
    """What stands behind `Single sign-on`; None where it is not required."""
    sentences = {
        SsoState.AUTHORIZED: _("authorised for {organization}"),
        SsoState.NOT_AUTHORIZED: _("not authorised for {organization}"),
        SsoState.REVOKED: _("revoked by an owner of {organization}, for good"),
        SsoState.EXPIRED: _("the authorization for {organization} ended with the token"),
    }
    return sentences[state].format(organization=organization) if state in sentences else None


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield heading
    yield from (f"  {clean(line)}" for line in lines)


def _group_heading(group: Group) -> str:
    return {
        Group.REPOSITORY: _("Repository permissions"),
        Group.ORGANIZATION: _("Organization permissions"),
        Group.USER: _("User permissions"),
    }[group]
