"""A refusal in words: what was in the way, what is missing, and the command that would mend it."""

from collections.abc import Mapping

from pat_tui.domain.authorization import Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential, ClassicCredential, FineGrainedCredential
from pat_tui.domain.expiration import days_text
from pat_tui.domain.permissions import Level
from pat_tui.domain.requirements import Needed, ScopeNeed
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _


def needed_text(denied: Denied, kind: TokenKind) -> str:
    """What would have done, as `contents=write,workflows=write or administration=write`, or scopes; may be empty."""
    if kind is TokenKind.CLASSIC:
        return _scopes_text(denied.needed_scopes)
    return _(" or ").join(",".join(f"{slug}={level.value}" for slug, level in needed) for needed in denied.needed)


def held_text(credential: AnyCredential) -> str:
    """What the token holds, in the same words; may be empty."""
    if isinstance(credential, FineGrainedCredential):
        return ",".join(f"{slug}={level.value}" for slug, level in credential.permissions.items())
    return ", ".join(credential.scopes)


def explanation(denied: Denied, credential: AnyCredential, resource: Resource | None) -> str:
    """One or two sentences that say why, for a person."""
    what = resource.repository.full_name if resource and resource.repository else denied.owner
    match denied.reason:
        case Reason.EXPIRED:
            return _("The token has expired.")
        case Reason.SUSPENDED:
            return _("{login} is suspended, and so are the tokens of {login}.").format(login=credential.user_login)
        case Reason.RESTRICTED:
            return _("{owner} does not allow access with tokens of this kind.").format(owner=denied.owner)
        case Reason.LIFETIME:
            return _("{owner} refuses tokens that live longer than {limit}.").format(
                owner=_("The enterprise") if denied.by_enterprise else denied.owner,
                limit=days_text(denied.limit_days or 0),
            )
        case Reason.SIGN_ON:
            return _("{owner} demands single sign-on, and the token is not authorised for it.").format(
                owner=denied.owner
            )
        case Reason.NOT_FOUND:
            return _("There is no such thing, or {login} may not know of it.").format(login=credential.user_login)
        case Reason.NOT_VISIBLE:
            return _invisible(credential, what)
        case Reason.UNSUPPORTED:
            return _("This does not answer to fine-grained tokens at all.")
        case Reason.PERMISSION | Reason.SCOPE:
            return _("The token lacks what this needs: {needed}.").format(needed=needed_text(denied, credential.kind))
        case Reason.USER_RIGHT:
            return _("The token would do, but {login} is not allowed to: it takes the role {role}.").format(
                login=credential.user_login, role=denied.role_needed.value if denied.role_needed else ""
            )
        case Reason.UNWANTED:
            return _("This answers only to requests without a token.")
    return _("A token is needed.")


def remedy(denied: Denied, credential: AnyCredential, resource: Resource | None) -> str | None:
    """The command line that gives the token what it lacks; None where no command of its user does."""
    verb = "pat-tui token {verb} {id}"
    is_classic = credential.kind is TokenKind.CLASSIC
    if is_classic:
        verb += " --classic"
    match denied.reason:
        case Reason.EXPIRED:
            return verb.format(verb="regenerate", id=credential.token_id)
        case Reason.LIFETIME if denied.limit_days is not None:
            return verb.format(verb="regenerate", id=credential.token_id) + f" --expires {denied.limit_days}d"
        case Reason.PERMISSION if _has_owner(credential, resource):
            return verb.format(verb="edit", id=credential.token_id) + _permission_options(denied.needed, credential)
        case Reason.SCOPE | Reason.NOT_VISIBLE if is_classic:
            return verb.format(verb="edit", id=credential.token_id) + _scope_options(denied.needed_scopes, credential)
        case Reason.NOT_VISIBLE if _may_select(credential, resource):
            return verb.format(verb="edit", id=credential.token_id) + _repository_options(credential, resource)
    return None


def _invisible(credential: AnyCredential, what: str) -> str:
    if not isinstance(credential, FineGrainedCredential):
        return _("{what} is private, and the token lacks the scope repo.").format(what=what)
    if credential.grant is not Grant.GRANTED:
        words = {
            Grant.PENDING: _("{owner} has not granted the token: it is pending, and reads public things only."),
            Grant.DENIED: _("{owner} has not granted the token: it is denied, and reads public things only."),
            Grant.REVOKED: _("{owner} has not granted the token: it is revoked, and reads public things only."),
        }
        return words[credential.grant].format(owner=credential.owner_login)
    owner = what.partition("/")[0]
    if owner.lower() != credential.owner_login.lower():
        return _("{what} belongs to {other}; the token reaches things of {owner} alone.").format(
            what=what, other=owner, owner=credential.owner_login
        )
    return _("{what} is not among the repositories that the token was given.").format(what=what)


def _scopes_text(need: ScopeNeed) -> str:
    together = ", ".join(need.all_of)
    return _(" with ").join(part for part in (_(" or ").join(need.any_of), together) if part)


def _has_owner(credential: AnyCredential, resource: Resource | None) -> bool:
    owner = resource.owner if resource else None
    return isinstance(credential, FineGrainedCredential) and (owner is None or owner.id == credential.owner_id)


def _may_select(credential: AnyCredential, resource: Resource | None) -> bool:
    return (
        isinstance(credential, FineGrainedCredential)
        and credential.grant is Grant.GRANTED
        and resource is not None
        and resource.owner is not None
        and resource.owner.id == credential.owner_id
    )


def _permission_options(needed: tuple[Needed, ...], credential: AnyCredential) -> str:
    """The way that adds least."""
    held: Mapping[str, Level] = credential.permissions if isinstance(credential, FineGrainedCredential) else {}
    ways = [
        [(slug, level) for slug, level in way if slug not in held or not held[slug].includes(level)] for way in needed
    ]
    return "".join(f" --permission {slug}={level.value}" for slug, level in min(ways, key=len, default=[]))


def _scope_options(need: ScopeNeed, credential: AnyCredential) -> str:
    """All that it has and what it lacks: the command sets the whole."""
    assert isinstance(credential, ClassicCredential)
    held, effective = list(credential.scopes), credential.effective_scopes
    lacking = [scope for scope in need.all_of if scope not in effective]
    if need.any_of and not effective.intersection(need.any_of):
        lacking.insert(0, need.any_of[0])
    return "".join(f" --scope {scope}" for scope in [*held, *lacking])


def _repository_options(credential: AnyCredential, resource: Resource | None) -> str:
    assert isinstance(credential, FineGrainedCredential)
    if resource is None or resource.repository is None or credential.repository_access is RepositoryAccess.SELECTED:
        return " --all-repos"
    return f" --repo {resource.repository.full_name}"
