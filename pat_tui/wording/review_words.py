"""Requests and active tokens in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from pat_tui.domain.dates import expiry_text, last_used_text, menu_date
from pat_tui.domain.permissions import Group, Permission
from pat_tui.domain.reviews import Review, ReviewedToken, ReviewOrder, TokenRequest
from pat_tui.domain.sentences import no_permissions_text, permission_sentences, reach_lines
from pat_tui.domain.text import clean, clean_lines
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _, ngettext
from pat_tui.wording.shared import group_heading

GROUPS = (Group.REPOSITORY, Group.ORGANIZATION)
"""What a token can hold in an organization."""
Catalogue = Mapping[str, Permission]


def order_labels() -> dict[ReviewOrder, str]:
    """What the orders are called, in the order of the menu."""
    return {
        ReviewOrder.NEWEST: _("Newest first"),
        ReviewOrder.OLDEST: _("Oldest first"),
        ReviewOrder.NAME: _("Name"),
        ReviewOrder.OWNER: _("Owner"),
        ReviewOrder.EXPIRES: _("Expires soonest first"),
        ReviewOrder.LAST_USED: _("Recently used first"),
    }


def permission_title(slug: str, catalogue: Catalogue) -> str:
    """What people call a permission."""
    return catalogue[slug].title if slug in catalogue else slug


def expiry_part(token: ReviewedToken, now: datetime, zone: tzinfo | None) -> str:
    """When TOKEN ends, in few words."""
    if token.expires_at is None:
        return _("no expiration")
    lead = _("expired {date}") if token.is_expired_at(now) else _("expires {date}")
    return day_text(lead, token.expires_at, zone)


def reach_parts(token: ReviewedToken) -> Sequence[str]:
    """How much TOKEN reaches, and by how many permissions."""
    number = len(token.repositories)
    where = {
        RepositoryAccess.PUBLIC: _("No repositories"),
        RepositoryAccess.ALL: _("All repositories"),
        RepositoryAccess.SELECTED: ngettext("{count} repository", "{count} repositories", number).format(count=number),
    }[token.repository_access]
    number = len(token.permissions)
    return where, ngettext("{count} permission", "{count} permissions", number).format(count=number)


def day_text(lead: str, at: datetime, zone: tzinfo | None) -> str:
    """LEAD, with a place called `date`, about the day of AT."""
    return lead.format(date=menu_date(at, zone))


def token_lines(token: ReviewedToken, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    """What there is to know of TOKEN beside its reach."""
    yield expiry_text(token.expires_at, now, zone)
    yield last_used_text(token.last_used_at, now)


def result_sections(token: ReviewedToken, catalogue: Catalogue) -> Iterator[tuple[str, Sequence[str]]]:
    """All that TOKEN has or would have: a heading and the lines below it, for each part."""
    names = [clean(name) for name in token.repositories]
    yield (
        _("Repository access"),
        list(reach_lines(token.repository_access, names, clean(token.organization_login))),
    )
    for group in GROUPS:
        sentences = permission_sentences(token.permissions, group, catalogue)
        yield group_heading(group), sentences or [no_permissions_text(group)]


def added_sections(review: Review, catalogue: Catalogue) -> Iterator[tuple[str, Sequence[str]]]:
    """What the request asks for beyond the standing grant, as `result_sections`. Nothing where nothing is granted."""
    if review.standing is None:
        return
    more = review.added
    levels = {slug: (review.level_before(slug), level) for slug, level in more.permissions.items()}
    title = {slug: clean(permission_title(slug, catalogue)) for slug in levels}
    added = [f"{title[slug]}: {level.label}" for slug, (before, level) in levels.items() if before is None]
    raised = [
        _("{permission}: {level} (granted so far: {before})").format(
            permission=title[slug], level=level.label, before=before.label
        )
        for slug, (before, level) in levels.items()
        if before is not None
    ]
    repositories = (
        [RepositoryAccess.ALL.label] if more.all_repositories else [clean(name) for name in more.repositories]
    )
    for heading, lines in (
        (_("Permissions added"), added),
        (_("Permissions raised"), raised),
        (_("Repositories added"), repositories),
    ):
        if lines:
            yield heading, lines


def dialog_lines(tokens: Sequence[ReviewedToken], catalogue: Catalogue) -> Iterable[str]:
    """What the question says that is asked before something is decided about TOKENS."""
    for token in tokens:
        yield _("{name} · @{owner}").format(name=clean(token.token_name), owner=clean(token.user_login))
    if len(tokens) > 1:
        return
    token = tokens[0]
    if isinstance(token, TokenRequest) and token.reason:
        yield _("Justification: {text}").format(text=" ".join(clean_lines(token.reason).split()))
    for heading, lines in result_sections(token, catalogue):
        yield ""
        yield heading
        yield from (f"  {line}" for line in lines)
