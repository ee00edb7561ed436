"""Which repositories a request gets to see in a list: those that it could ask for one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from pat_tui.domain.accounts import Account
from pat_tui.domain.authorization import Allowed, Denied, Reason
from pat_tui.domain.repositories import Repository, RepositoryRole, Visibility
from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.shapes import Json, RepositoryShapes
from pat_tui.store import accounts


@dataclass(frozen=True, slots=True)
class Seen:
    """A repository, and the role of the request's user in it."""

    repository: Repository
    role: RepositoryRole | None


@dataclass(frozen=True, slots=True)
class Visible:
    """What is seen, and whose things are left out for want of single sign-on."""

    seen: list[Seen]
    left_out: list[int]
    """Ids of organizations, in order."""


def visible(call: Call, repositories: Iterable[Repository]) -> Visible:
    """Those of REPOSITORIES that `GET /repos/{owner}/{repo}` would show to the same credential."""
    access, found = call.gateway.access, list[Seen]()
    left_out = dict[int, None]()
    for repository in repositories:
        match = access.routes.match("GET", f"/repos/{repository.full_name}")
        decision, resource = access.judge(call.credential, match)
        if isinstance(decision, Allowed) and resource is not None and resource.repository is not None:
            found.append(Seen(repository, resource.repository.role))
        elif isinstance(decision, Denied) and decision.reason is Reason.SIGN_ON:
            left_out[repository.owner_id] = None
    return Visible(found, sorted(left_out))


def answer(call: Call, repositories: Iterable[Repository]) -> Answer:
    """A page of those of REPOSITORIES that are seen, as the query wants them sorted and sifted."""
    found = visible(call, repositories)
    shapes, owners = RepositoryShapes(call.url, call.base), dict[int, Account]()

    def shape(seen: Seen) -> Json:
        owner_id = seen.repository.owner_id
        owners[owner_id] = owners.get(owner_id) or call.user(owner_id)
        return shapes.full(seen.repository, owners[owner_id], seen.role)

    return call.paged(sorted_and_sifted(call, found.seen), shape, partial(found.left_out))


def partial(organization_ids: list[int]) -> dict[str, str]:
    """The header that tells which organizations are left out of a list; none where nothing is."""
    if not organization_ids:
        return {}
    return {"X-GitHub-SSO": f"partial-results; organizations={','.join(map(str, organization_ids))}"}


def sorted_and_sifted(call: Call, found: list[Seen]) -> list[Seen]:
    """FOUND as `visibility`, `type`, `sort` and `direction` want it; what means nothing here counts as not said."""
    for wanted in (call.query.get("visibility"), call.query.get("type")):
        if wanted in ("public", "private"):
            found = [one for one in found if (one.repository.visibility is Visibility.PUBLIC) is (wanted == "public")]
    by_date = call.query.get("sort") in ("created", "updated", "pushed")
    is_descending = call.query.get("direction", "desc" if by_date else "asc") == "desc"
    if by_date:
        return sorted(found, key=lambda one: (one.repository.created_at, one.repository.id), reverse=is_descending)
    return sorted(found, key=lambda one: one.repository.full_name.lower(), reverse=is_descending)


def account_named(call: Call, login: str) -> Account | None:
    """The account called LOGIN."""
    return accounts.by_login(call.gateway.database, login)
