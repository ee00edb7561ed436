"""`/user` and `/users/{username}`, with what hangs on them."""

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.authorization import Denied, Reason
from pat_tui.domain.credentials import AnyCredential, ClassicCredential, FineGrainedCredential
from pat_tui.domain.requirements import About, Requirement
from pat_tui.domain.status import Grant
from pat_tui.gateway import shapes
from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_errors import not_found
from pat_tui.gateway.api_visible import account_named, answer, partial
from pat_tui.store import emails, policies, repositories

_PROFILE_SCOPE = "read:user"
_MEMBERSHIP = Requirement(About.ORGANIZATION)
"""To know that one is in an organization takes no permission, but no policy of it may be in the way."""


async def me(call: Call) -> Answer:
    """The credential's user; a classic token with `read:user` sees what is private, too."""
    assert call.credential is not None
    account = call.user(call.credential.user_id)
    number, public = _numbers(call, account)
    shape = _user(call, account, public)
    if isinstance(call.credential, ClassicCredential) and _PROFILE_SCOPE in call.credential.effective_scopes:
        owned = number - public
        shape |= {
            "private_gists": 0,
            "total_private_repos": owned,
            "owned_private_repos": owned,
            "disk_usage": 0,
            "collaborators": 0,
            "two_factor_authentication": False,
        }
    return Answer(shape)


def my_emails(call: Call) -> Answer:
    """The user's addresses."""
    assert call.credential is not None
    found = emails.all_of(call.gateway.database, call.credential.user_id)
    return call.paged(
        found,
        lambda one: {
            "email": one.address,
            "primary": one.is_primary,
            "verified": one.is_verified,
            "visibility": "private" if one.is_primary else None,
        },
    )


def my_organizations(call: Call) -> Answer:
    """The user's organizations that let the token in; which ones miss its single sign-on, the header says."""
    credential = call.credential
    assert credential is not None
    found, left_out = list[Account](), list[int]()
    for organization, _role, _policy in policies.organizations_of(call.gateway.database, credential.user_id):
        refused = _refused_by(call, organization, credential)
        if refused is Reason.SIGN_ON:
            left_out.append(organization.id)
        elif refused is None:
            found.append(organization)
    return call.paged(found, lambda one: shapes.simple_organization(one, call.url), partial(sorted(left_out)))


def _refused_by(call: Call, organization: Account, credential: AnyCredential) -> Reason | None:
    """Why ORGANIZATION is kept from the list; None where it is not. A fine-grained token reaches one owner alone."""
    if isinstance(credential, FineGrainedCredential):
        is_its = credential.owner_id == organization.id and credential.grant is Grant.GRANTED
        if not is_its:
            return Reason.NOT_VISIBLE
    access = call.gateway.access
    resource = access.account(organization.login, credential, organization.kind)
    decision = access.decide(credential, _MEMBERSHIP, resource) if resource else Denied(Reason.NOT_FOUND)
    return decision.reason if isinstance(decision, Denied) else None


def my_repositories(call: Call) -> Answer:
    """What the user owns, works in, or reaches as a member of an organization: as far as the token sees it."""
    assert call.credential is not None
    return answer(call, repositories.of_user(call.gateway.database, call.credential.user_id))


def one(call: Call) -> Answer:
    """Any account, as everybody sees it."""
    account = account_named(call, call.values["username"])
    if account is None:
        raise not_found()
    return Answer(_user(call, account, _numbers(call, account)[1]))


def repositories_of(call: Call) -> Answer:
    """Repositories that an account owns."""
    account = account_named(call, call.values["username"])
    if account is None:
        raise not_found()
    return answer(call, repositories.of_owner(call.gateway.database, account.id))


def _user(call: Call, account: Account, public: int) -> shapes.Json:
    shape = shapes.user(account, call.url, call.base, public)
    if account.kind is AccountKind.ORGANIZATION:
        shape.pop("suspended_at")
    return shape


def _numbers(call: Call, account: Account) -> tuple[int, int]:
    """How many repositories ACCOUNT has, and how many of them are public."""
    gateway = call.gateway
    key = ("repositories", account.id)
    return gateway.access.memory.recall(key, lambda: repositories.numbers_of(gateway.database, account.id))
