"""`/orgs/{org}` with its repositories and members."""

from pat_tui.domain.accounts import Account, Role
from pat_tui.domain.authorization import Allowed
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.requirements import About, Requirement, ScopeNeed
from pat_tui.gateway import shapes
from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_visible import answer
from pat_tui.store import accounts, repositories

_MEMBERS = Requirement(About.ORGANIZATION, ((("members", Level.READ),),), scopes=ScopeNeed(("read:org",)))
"""What shows the members to those who are inside; everybody else sees public members, and here there are none."""
_SETTINGS = Requirement(
    About.ORGANIZATION,
    ((("organization_administration", Level.READ),),),
    scopes=ScopeNeed(("admin:org",)),
)
"""What shows an owner the settings of the organization."""


def organization(call: Call) -> Answer:
    """The organization; its owners see more of it."""
    account, database = call.user(call.owner.id), call.gateway.database
    owned = repositories.of_owner(database, account.id)
    public = sum(repository.visibility is Visibility.PUBLIC for repository in owned)
    shape = {
        **shapes.simple_organization(account, call.url),
        "name": account.name or None,
        "is_verified": False,
        "has_organization_projects": False,
        "has_repository_projects": False,
        "public_repos": public,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "html_url": f"{call.base}/{account.login}",
        "created_at": shapes.instant(account.created_at),
        "updated_at": shapes.instant(account.created_at),
        "archived_at": None,
        "type": "Organization",
    }
    if _may(call, _SETTINGS):
        shape |= {
            "total_private_repos": len(owned) - public,
            "owned_private_repos": len(owned) - public,
            "default_repository_permission": "read",
            "members_can_create_repositories": False,
            "two_factor_requirement_enabled": False,
        }
    return Answer(shape)


def organization_repositories(call: Call) -> Answer:
    """The organization's repositories that the token sees."""
    return answer(call, repositories.of_owner(call.gateway.database, call.owner.id))


def members(call: Call) -> Answer:
    """The members, for members: nobody's membership is public here. `role` sifts them."""
    found = accounts.members_of(call.gateway.database, call.owner.id) if _may(call, _MEMBERS) else []
    wanted = {"admin": Role.OWNER, "member": Role.MEMBER}.get(call.query.get("role", ""))
    shown: list[Account] = [member.account for member in found if wanted in (None, member.role)]
    return call.paged(shown, lambda one: shapes.simple_user(one, call.url, call.base))


def _may(call: Call, requirement: Requirement) -> bool:
    """Whether the credential meets REQUIREMENT of the organization as well."""
    return isinstance(call.gateway.access.decide(call.credential, requirement, call.resource), Allowed)
