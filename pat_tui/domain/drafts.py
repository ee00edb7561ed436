"""What a person fills in to make a token, and every rule that it is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.expiration import DEFAULT_DAYS, Expiration, InDays, expiration_error
from pat_tui.domain.permissions import METADATA, Group, Level, Permission, groups_for
from pat_tui.domain.repositories import Repository
from pat_tui.domain.single_sign_on import sign_on_text
from pat_tui.domain.text import is_blank, text_error
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _

NAME_LENGTH = 40

DESCRIPTION_LENGTH = 1024

REASON_LENGTH = 1024

SELECTED_REPOSITORIES = 50

TOKENS_PER_USER = 50

DEFAULT_EXPIRATION = InDays(DEFAULT_DAYS)


@dataclass(frozen=True, slots=True)
class ResourceOwner:
    """An account that the form offers as resource owner, with what it demands."""

    account: Account
    approval_required: bool
    """Whether this user's tokens wait for an owner's approval here."""
    max_lifetime_days: int | None
    """None where tokens need not expire."""
    sso_required: bool = False
    """Whether it demands single sign-on."""
    signed_on: bool = False
    """Whether the user has an active session with it."""

    @property
    def needs_sign_on(self) -> bool:
        """Whether the user must open a session before a token of its can be made."""
        return self.sso_required and not self.signed_on

    @property
    def is_organization(self) -> bool:
        """Whether the owner is an organization."""
        return self.account.kind is AccountKind.ORGANIZATION


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """A filled form. The terminal interface and the command line both make one of these."""

    name: str = ""
    expiration: Expiration = DEFAULT_EXPIRATION
    description: str = ""
    owner: str = ""
    """The resource owner's login."""
    reason: str = ""
    repository_access: RepositoryAccess = RepositoryAccess.PUBLIC
    repositories: tuple[str, ...] = ()
    """Full names, `OWNER/NAME`."""
    permissions: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a draft is checked against, read in the same transaction that would write it."""

    now: datetime
    zone: tzinfo | None
    owner: ResourceOwner | None
    """The draft's resource owner, or None where the user may not choose it."""
    repositories: Mapping[str, Repository]
    """Those of the draft's repositories that the user may select, by full name in lower case."""
    name_taken: bool
    token_count: int
    permissions: Mapping[str, Permission]


def name_error(name: str, *, taken: bool) -> str | None:
    """Say why NAME cannot be a token's name, or return None. GitHub: at most 40 characters, unique for its user."""
    if is_blank(name):
        return _("Name can't be blank")
    if len(name) > NAME_LENGTH:
        return _("Name is too long (maximum is {maximum} characters)").format(maximum=NAME_LENGTH)
    if (error := text_error(name)) is not None:
        return error
    return _("Name has already been taken") if taken else None


def reason_error(reason: str) -> str | None:
    """Say why REASON, of a request or of its denial, may not be kept, or return None."""
    return _long_text_error(reason, REASON_LENGTH)


def draft_errors(draft: TokenDraft, context: DraftContext) -> dict[str, str]:
    """Every reason why DRAFT cannot become a token, by field, in the order of the form. Empty: it can."""
    found = {
        "name": name_error(draft.name, taken=context.name_taken) or limit_error(context.token_count),
        "expiration": _expiration_error(draft, context),
        "description": _long_text_error(draft.description, DESCRIPTION_LENGTH),
        "owner": _owner_error(draft, context),
        "reason": reason_error(draft.reason),
        "repositories": _repositories_error(draft, context),
        "permissions": _permissions_error(draft, context),
    }
    return {name: error for name, error in found.items() if error}


def limit_error(token_count: int) -> str | None:
    """Say why who has TOKEN_COUNT tokens cannot have one more, or return None."""
    if token_count < TOKENS_PER_USER:
        return None
    return _(
        "You already have {limit} fine-grained tokens, the most a user can have. Delete one that you no longer need."
    ).format(limit=TOKENS_PER_USER)


def _owner_error(draft: TokenDraft, context: DraftContext) -> str | None:
    if context.owner is None:
        return _("Cannot find the specified resource owner: {owner}").format(owner=draft.owner)
    return sign_on_text(context.owner.account.login) if context.owner.needs_sign_on else None


def _expiration_error(draft: TokenDraft, context: DraftContext) -> str | None:
    limit = context.owner.max_lifetime_days if context.owner else None
    return expiration_error(draft.expiration, context.now, context.zone, limit)


def _long_text_error(text: str, maximum: int) -> str | None:
    if len(text) > maximum:
        return _("It is too long: {length} of at most {maximum} characters.").format(length=len(text), maximum=maximum)
    return text_error(text, multiline=True)


def _repositories_error(draft: TokenDraft, context: DraftContext) -> str | None:
    if draft.repository_access is not RepositoryAccess.SELECTED:
        return _("Repositories are chosen only with “Only select repositories”.") if draft.repositories else None
    if not draft.repositories:
        return _("Select at least one repository.")
    if len(draft.repositories) > SELECTED_REPOSITORIES:
        return _("Select at most {maximum} repositories.").format(maximum=SELECTED_REPOSITORIES)
    for name in draft.repositories:
        if name.lower() not in context.repositories:
            return _("{owner} has no repository {name} that you can select.").format(owner=draft.owner, name=name)
    return None


def _permissions_error(draft: TokenDraft, context: DraftContext) -> str | None:
    for slug, level in draft.permissions.items():
        permission = context.permissions.get(slug)
        if permission is None:
            return _("There is no permission called {slug}.").format(slug=slug)
        if level not in permission.levels:
            return _("{slug} cannot be {level}; choose {levels}.").format(
                slug=slug, level=level, levels=_(" or ").join(permission.levels)
            )
        if context.owner and permission.group not in groups_for(context.owner.account.kind):
            return _("{slug} does not apply when {owner} is the resource owner.").format(slug=slug, owner=draft.owner)
        if permission.group is Group.REPOSITORY and draft.repository_access is RepositoryAccess.PUBLIC:
            return _(
                "Repository permissions need “All repositories” or “Only select repositories” (here: {slug})."
            ).format(slug=slug)
    if set(draft.permissions) == {METADATA}:
        return _("Metadata comes with another repository permission; choose one.")
    return None
