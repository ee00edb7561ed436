"""A classic token in words and in JSON, as `pat-tui token show --classic` writes it. Never a secret, never a hash."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from pat_tui.cli.cells import pad, width
from pat_tui.cli.classic_rows import summary_json
from pat_tui.cli.output import Value, instant
from pat_tui.cli.token_rows import status_word
from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.classic_policies import Refusal
from pat_tui.domain.dates import classic_expiry_text, instant_text, last_used_text
from pat_tui.domain.scopes import Catalogue
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens


def token_json(token: ClassicToken, tokens: ClassicTokens) -> dict[str, Value]:
    """All that is known of a token, and which of the user's organizations refuse it, each with its reason."""
    return {
        **summary_json(token, tokens.now()),
        "user": token.user_login,
        "hint": token.hint,
        "issued_at": instant(token.issued_at),
        "refused_by": {found.policy.organization: found.reason.value for found in tokens.refusals(token.id)},
        "deploy_keys": [
            {"id": key.id, "repository": key.repository, "title": key.title, "read_only": key.read_only}
            for key in tokens.deploy_keys(token.id)
        ],
    }


def page_lines(token: ClassicToken, tokens: ClassicTokens) -> Iterator[str]:
    """The token's page, line by line, harmless to a terminal."""
    yield clean(token.note)
    yield ""
    facts = list(_facts(token, tokens, tokens.context.zone))
    room = max(width(label) for label, _fact in facts)
    for label, fact in facts:
        yield f"{pad(label, room)}  {clean(fact)}"
    yield from _section(_("Scopes"), _scope_lines(token, tokens.scopes))
    if keys := tokens.deploy_keys(token.id):
        yield from _section(_("Deploy keys made with it"), [f"{key.repository}  {key.title}" for key in keys])
    if token.not_authorized_for:
        yield from _section(_("Single sign-on"), map(not_authorized_line, token.not_authorized_for))
    if refusals := tokens.refusals(token.id):
        yield from _section(_("Where it is refused"), refusal_lines(refusals))


def not_authorized_line(organization: str) -> str:
    """What single sign-on of the ORGANIZATION of that login misses."""
    return _("not authorised for {organization}").format(organization=organization)


def refusal_lines(refusals: Iterable[Refusal]) -> list[str]:
    """A sentence for each organization."""
    return [refusal.text for refusal in refusals]


def _facts(token: ClassicToken, tokens: ClassicTokens, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    now = tokens.now()
    yield _("ID"), _("{id} (classic)").format(id=token.id)
    yield _("Ends in"), token.hint
    yield _("Status"), status_word(token.status_at(now))
    yield _("Created"), instant_text(token.created_at, zone)
    if token.issued_at != token.created_at:
        yield _("Regenerated"), instant_text(token.issued_at, zone)
    yield _("Expiration"), classic_expiry_text(token.expires_at, now, zone)
    if token.expires_at is not None:
        yield "", instant_text(token.expires_at, zone)
    yield _("Last used"), last_used_text(token.last_used_at, now)
    if token.last_used_at is not None:
        yield "", instant_text(token.last_used_at, zone)


def _scope_lines(token: ClassicToken, catalogue: Catalogue) -> list[str]:
    if not token.scopes:
        return [_("No scopes: it only reads what is public.")]
    room = max(map(width, token.scopes))
    return [f"{pad(scope, room)}  {_described(scope, catalogue)}" for scope in token.scopes]


def _described(scope: str, catalogue: Catalogue) -> str:
    return catalogue[scope].description if scope in catalogue else _("not known to this pat-tui")


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield heading
    yield from (f"  {clean(line)}".rstrip() for line in lines)
